//! `/inspeksi`: what was known then, what is known now, and why they differ.

mod baris;
mod bukti;
mod pola;

use std::sync::Arc;

use app::{AppError, Staff};
use bytes::Bytes;
use survey::{Period, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    present::{Inspected, inspeksi_page, inspeksi_unit_page},
    routes::{Query, Route, blocking, dasbor_unit::answer, fault, query, staff, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let all = warp::path!("inspeksi")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || show_all(&state, &staff, &query))
        });
    let unit = warp::path!("inspeksi" / String)
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || answer(&state, unit, |unit| show(&state, &staff, unit, &query)))
        });
    let open = warp::path!("inspeksi" / String / "buka")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(|unit: String, state: Arc<State>, staff: Staff, body| {
            blocking(move || answer(&state, unit, |unit| open_rows(&state, &staff, unit, body)))
        });
    all.or(unit)
        .unify()
        .or(open)
        .unify()
        .or(bukti::route(state))
        .unify()
        .or(baris::routes(state))
        .unify()
        .or(pola::route(state))
        .unify()
        .boxed()
}

fn show_all(state: &State, staff: &Staff, query: &Query) -> Response {
    match inspeksi_page(&state.app, staff, state.shell_of(staff), &asked(query)) {
        Ok(page) => reply::page(StatusCode::OK, &page),
        Err(error) => fault(state, &error),
    }
}

fn show(state: &State, staff: &Staff, unit: &UnitCode, query: &Query) -> Result<Response, AppError> {
    let page = inspeksi_unit_page(&state.app, staff, state.shell_of(staff), unit, &asked(query))?;
    Ok(reply::page(StatusCode::OK, &page))
}

/// What an address asks for.
fn asked(query: &Query) -> Inspected {
    let text = |name| query.get(name).unwrap_or_default().trim().to_owned();
    Inspected {
        period: text("periode"),
        at: text("pada"),
        day: text("hari"),
        beside: text("banding"),
        reading: query.get("baca").and_then(|position| position.parse().ok()),
        after: query.get("sesudah").and_then(|position| position.parse().ok()),
    }
}

/// Opens the single responses for a purpose, and leads back to where they were asked for.
fn open_rows(
    state: &State,
    staff: &Staff,
    unit: &UnitCode,
    body: Result<Bytes, BodyError>,
) -> Result<Response, AppError> {
    let body = match body {
        Ok(body) => body,
        Err(error) => return Ok(Problem::from(error).response()),
    };
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let get = |name: &str| {
        let field = fields.iter().rev().find(|(field, _)| field == name);
        field.map_or("", |(_, value)| value.as_str())
    };
    let Ok(period) = get("periode").parse::<Period>() else {
        return Ok(reply::see_other(&format!("/inspeksi/{unit}")));
    };
    let asked = |extra: &[(&str, &str)]| {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("periode", get("periode"));
        for name in ["pada", "banding"] {
            if !get(name).is_empty() {
                pairs.append_pair(name, get(name));
            }
        }
        for (name, value) in extra {
            pairs.append_pair(name, value);
        }
        pairs.finish()
    };
    // The purpose is missing or too long: the page it was asked on says so.
    match state
        .app
        .open_rows(&staff.actor(), unit, period, get("keperluan"))
    {
        Ok(position) => {
            let (page, place) = match get("ke") {
                "baris" => ("/baris", ""),
                "bukti" => ("", "#bukti"),
                _ => ("", "#mengapa"),
            };
            let pairs = asked(&[("baca", &position.to_string())]);
            let place = format!("/inspeksi/{unit}{page}?{pairs}{place}");
            Ok(reply::see_other(&place))
        }
        Err(AppError::Refused(refusal)) => {
            let detail = refusal.to_string();
            Ok(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, refusal.code(), &detail).response())
        }
        Err(error) => Err(error),
    }
}
