//! `/dasbor/{unit}/poster`: a poster to print, and as a file.

use std::sync::Arc;

use app::AppError;
use bytes::Bytes;
use report::print::Sheet;
use survey::UnitCode;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    present::{PosterAsked, poster_of, poster_page, size_of},
    routes::{
        Route,
        ask::{Ask, asked},
        not_found,
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let page = warp::path!("dasbor" / String / "poster")
        .and(asked(state))
        .then(|unit, ask: Ask| ask.of(unit, show));
    let file = warp::path!("dasbor" / String / "poster" / String)
        .and(asked(state))
        .then(|unit, name: String, ask: Ask| {
            ask.of(unit, move |ask, unit| {
                let file = file(&ask.state, unit, &name, wanted(ask));
                Ok(file.unwrap_or_else(|| not_found(&ask.state)))
            })
        });
    page.or(file).unify().boxed()
}

fn show(ask: &Ask, unit: &UnitCode) -> Result<Response, AppError> {
    let page = poster_page(ask.state.press(), ask.shell_in(unit), unit, wanted(ask))?;
    Ok(reply::page(StatusCode::OK, &page))
}

fn wanted(ask: &Ask) -> PosterAsked<'_> {
    let [survey, service, size] = ["survei", "layanan", "ukuran"].map(|name| ask.fields.get(name));
    PosterAsked {
        survey,
        service,
        size,
    }
}

/// `a4.svg`, `kartu.pdf` and so on.
fn file(state: &State, unit: &UnitCode, name: &str, asked: PosterAsked<'_>) -> Option<Response> {
    let (size, ending) = name.split_once('.')?;
    let sheet = poster_of(state.press(), unit, asked, size_of(size)?)?;
    match ending {
        "svg" => Some(reply::with_type(StatusCode::OK, reply::SVG, sheet.svg())),
        "pdf" => {
            let pdf = Bytes::from(Sheet::pdf_of_all(&[sheet]));
            Some(reply::bytes(StatusCode::OK, reply::PDF, pdf, None))
        }
        _ => None,
    }
}
