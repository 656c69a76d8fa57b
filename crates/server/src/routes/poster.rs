//! `/dasbor/{unit}/poster`: a poster to print, and as a file.

use std::sync::Arc;

use app::Staff;
use bytes::Bytes;
use report::print::Sheet;
use survey::UnitCode;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    present::{poster_of, poster_page, size_of},
    routes::{Query, Route, blocking, dasbor_unit, not_found, query, staff, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let page = warp::path!("dasbor" / String / "poster")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || show(&state, &staff, unit, &query))
        });
    let file = warp::path!("dasbor" / String / "poster" / String)
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(
            |unit: String, name: String, state: Arc<State>, _: Staff, query: Query| {
                blocking(move || file(&state, unit, &name, &query))
            },
        );
    page.or(file).unify().boxed()
}

fn show(state: &State, staff: &Staff, unit: String, query: &Query) -> Response {
    let asked = (query.get("survei"), query.get("ukuran"));
    dasbor_unit::answer(state, unit, |unit| {
        let page = poster_page(state.press(), state.shell_in(staff, unit), unit, asked)?;
        Ok(reply::page(StatusCode::OK, &page))
    })
}

/// `a4.svg`, `kartu.pdf` and so on.
fn file(state: &State, unit: String, name: &str, query: &Query) -> Response {
    let sheet = || {
        let (size, ending) = name.split_once('.')?;
        let (size, unit) = (size_of(size)?, UnitCode::new(unit).ok()?);
        let sheet = poster_of(state.press(), &unit, query.get("survei"), size)?;
        match ending {
            "svg" => Some(reply::with_type(StatusCode::OK, reply::SVG, sheet.svg())),
            "pdf" => Some(reply::bytes(
                StatusCode::OK,
                reply::PDF,
                Bytes::from(Sheet::pdf_of_all(&[sheet])),
                None,
            )),
            _ => None,
        }
    };
    sheet().unwrap_or_else(|| not_found(state))
}
