//! `GET /dasbor/{unit}`: one unit in full, its live count, and the numbers of its trend.

use std::sync::Arc;

use app::{AppError, Staff};
use survey::{Refusal, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{problem::Problem, reply},
    live,
    present::{Asked, chosen, dasbor_unit_page, trend_csv},
    routes::{Query, Route, blocking, fault, not_found, query, staff, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let page = warp::path!("dasbor" / String)
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || {
                answer(&state, unit, |unit| {
                    show(&state, &staff, unit, StatusCode::OK, asked(&query))
                })
            })
        });
    let count = warp::path!("dasbor" / String / "jumlah")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || {
                answer(&state, unit, |unit| {
                    let period = chosen(&state.app, Some(unit), query.get("periode"))?;
                    let told = live::stream_of(&state, &staff, unit, period)?;
                    Ok(told.map_or_else(too_many, reply::event_stream))
                })
            })
        });
    let numbers = warp::path!("dasbor" / String / "tren.csv")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, _: Staff, query: Query| {
            blocking(move || {
                answer(&state, unit, |unit| {
                    let csv = trend_csv(&state.app, unit, asked(&query))?;
                    Ok(reply::csv_file(&format!("tren-{unit}.csv"), csv))
                })
            })
        });
    count.or(numbers).unify().or(page).unify().boxed()
}

fn too_many() -> Response {
    let detail =
        "Terlalu banyak halaman mengikuti jumlah jawaban. Muat ulang halaman untuk melihat jumlah terbaru.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).response()
}

fn asked(query: &Query) -> Asked<'_> {
    Asked {
        period: query.get("periode"),
        steps: query.get("tren"),
        problem: None,
    }
}

/// The page of a unit.
pub(super) fn show(
    state: &State,
    staff: &Staff,
    unit: &UnitCode,
    status: StatusCode,
    asked: Asked<'_>,
) -> Result<Response, AppError> {
    let shell = state.shell_in(staff, unit);
    let page = dasbor_unit_page(&state.app, staff, &state.presence, shell, unit, asked)?;
    Ok(reply::page(status, &page))
}

/// Shows something of a unit; a unit that there is none of is not found.
pub(super) fn answer(
    state: &State,
    unit: String,
    show: impl FnOnce(&UnitCode) -> Result<Response, AppError>,
) -> Response {
    let Ok(unit) = UnitCode::new(unit) else {
        return not_found(state);
    };
    match show(&unit) {
        Ok(response) => response,
        Err(AppError::Refused(Refusal::UnitUnknown(_))) => not_found(state),
        Err(error) => fault(state, &error),
    }
}
