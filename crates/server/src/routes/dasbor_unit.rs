//! `GET /dasbor/{unit}`: one unit in full, and its live count.

use std::sync::Arc;

use app::{AppError, Staff};
use survey::{Refusal, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    present::{dasbor_unit_page, live_count},
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
                    let shell = state.shell_of(&staff);
                    let page = dasbor_unit_page(&state.app, &staff, shell, unit, query.get("periode"))?;
                    Ok(reply::page(StatusCode::OK, &page))
                })
            })
        });
    let count = warp::path!("dasbor" / String / "jumlah")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, _: Staff, query: Query| {
            blocking(move || {
                answer(&state, unit, |unit| {
                    let count = live_count(&state.app, unit, query.get("periode"))?;
                    Ok(reply::text(StatusCode::OK, count))
                })
            })
        });
    count.or(page).unify().boxed()
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
