//! `/inspeksi`: what was known then, what is known now, and why they differ.

mod baris;
mod bukti;
mod pembacaan;
mod pola;

use std::sync::Arc;

use app::AppError;
use survey::{Period, Refusal, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{fields::Fields, reply},
    present::{Inspected, inspeksi_page, inspeksi_unit_page},
    routes::{
        Route,
        ask::{Ask, Sent, asked, sent},
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let all = warp::path!("inspeksi")
        .and(asked(state))
        .then(|ask: Ask| ask.answer(show_all));
    let unit = warp::path!("inspeksi" / String)
        .and(asked(state))
        .then(|unit, ask: Ask| ask.of(unit, show));
    let open = warp::path!("inspeksi" / String / "buka")
        .and(sent(state))
        .then(|unit, sent: Sent| sent.of(unit, open_rows));
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
        .or(pembacaan::route(state))
        .unify()
        .boxed()
}

fn show_all(ask: &Ask) -> Result<Response, AppError> {
    let page = inspeksi_page(&ask.state.app, &ask.staff, ask.shell(), &inspected(&ask.fields))?;
    Ok(reply::page(status(&page.problems), &page))
}

fn show(ask: &Ask, unit: &UnitCode) -> Result<Response, AppError> {
    let inspected = inspected(&ask.fields);
    let page = inspeksi_unit_page(&ask.state.app, &ask.staff, ask.shell(), unit, &inspected, None)?;
    Ok(reply::page(status(&page.problems), &page))
}

/// A page that cannot show what was asked for is no answer to it.
fn status(problems: &[String]) -> StatusCode {
    if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

/// The page of the unit on which something was asked for that is not given.
fn refused(ask: &Ask, unit: &UnitCode, refusal: &Refusal) -> Result<Response, AppError> {
    let (state, inspected) = (&ask.state, inspected(&ask.fields));
    let refusal = Some(refusal.to_string());
    let page = inspeksi_unit_page(&state.app, &ask.staff, ask.shell(), unit, &inspected, refusal)?;
    Ok(reply::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// What an address asks for.
fn inspected(query: &Fields) -> Inspected {
    let text = |name| query.text(name);
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
fn open_rows(ask: &Ask, unit: &UnitCode) -> Result<Response, AppError> {
    let get = |name| ask.fields.get(name).unwrap_or_default();
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
    match ask
        .state
        .app
        .open_rows(&ask.staff.actor(), unit, period, get("keperluan"))
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
        Err(AppError::Refused(unknown @ Refusal::UnitUnknown(_))) => Err(unknown.into()),
        Err(AppError::Refused(refusal)) if get("ke") == "baris" => baris::refused(ask, unit, &refusal),
        Err(AppError::Refused(refusal)) => refused(ask, unit, &refusal),
        Err(error) => Err(error),
    }
}
