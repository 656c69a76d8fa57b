//! `/dasbor/{unit}/dokumen`: the documents of a publication; `/dasbor/rekap.xlsx`: the recap of all units.

use std::sync::Arc;

use app::AppError;
use bytes::Bytes;
use documents::{Document, LaporanPeriode, PublishedRow, bundle};
use survey::UnitCode;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    present::{asked_publication, documents_page, file_name, rekap},
    routes::{
        Route,
        ask::{Ask, asked},
        not_found,
    },
};

const ZIP: &str = "application/zip";
const ALL: &str = "semua.zip";

pub(super) fn routes(state: &Arc<State>) -> Route {
    let page = warp::path!("dasbor" / String / "dokumen")
        .and(asked(state))
        .then(|unit, ask: Ask| {
            ask.of(unit, |ask, unit| {
                let asked = (ask.fields.get("periode"), ask.fields.get("terbitan"));
                let page = documents_page(
                    &ask.state.app,
                    &ask.state.options.letterheads,
                    ask.shell_in(unit),
                    unit,
                    asked,
                )?;
                Ok(reply::page(StatusCode::OK, &page))
            })
        });
    let file = warp::path!("dasbor" / String / "dokumen" / String)
        .and(asked(state))
        .then(|unit, name: String, ask: Ask| {
            ask.of(unit, move |ask, unit| {
                let file = file(&ask.state, unit, &name, ask.fields.get("terbitan"))?;
                Ok(file.unwrap_or_else(|| not_found(&ask.state)))
            })
        });
    let recap = warp::path!("dasbor" / "rekap.xlsx")
        .and(asked(state))
        .then(|ask: Ask| ask.answer(recap));
    recap.or(page).unify().or(file).unify().boxed()
}

/// A document, or all of them, of the publication at a position; none if there is no such, or it may not be seen.
fn file(
    state: &State,
    unit: &UnitCode,
    name: &str,
    position: Option<&str>,
) -> Result<Option<Response>, AppError> {
    let app = &state.app;
    let document = Document::of_file(name);
    let Some(published) =
        asked_publication(app, unit, position)?.filter(|_| document.is_some() || name == ALL)
    else {
        return Ok(None);
    };
    let letterhead = state.letterhead(unit);
    let position = published.position.0;
    let (laporan, row) = (
        app.publications()
            .laporan(unit, position, letterhead, app.told_up_to_now())?,
        app.publications().published_row(unit, position)?,
    );
    let (Some(laporan), Some(row)) = (laporan, row) else {
        return Ok(None);
    };
    let may_be_seen = |document: &Document| !document.is_for_the_public() || !row.withheld;
    let number = laporan.publication.number;
    Ok(match document {
        None => {
            let seen = Document::ALL.into_iter().filter(may_be_seen);
            let files: Vec<_> = seen.map(|document| one(document, &laporan, &row)).collect();
            let name = format!("{}.zip", file_name(&published, number, "dokumen"));
            Some(reply::attachment(ZIP, &name, Bytes::from(bundle(&files))))
        }
        Some(document) => may_be_seen(&document).then(|| {
            let (file, bytes) = one(document, &laporan, &row);
            reply::attachment(
                document.media_type(),
                &file_name(&published, number, &file),
                bytes.into(),
            )
        }),
    })
}

fn one(document: Document, laporan: &LaporanPeriode, row: &PublishedRow) -> (String, Vec<u8>) {
    (document.file_name().into(), document.bytes(laporan, row))
}

fn recap(ask: &Ask) -> Result<Response, AppError> {
    let (period, file) = rekap(&ask.state.app, &ask.staff, ask.fields.get("periode"))?;
    let name = format!("skm-rekap-{period}.xlsx");
    Ok(reply::attachment(
        Document::Pengolahan.media_type(),
        &name,
        file.into(),
    ))
}
