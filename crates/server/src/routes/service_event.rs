//! `GET /dasbor/{unit}/peristiwa/{position}`: the index before and after something that happened.

use std::sync::Arc;

use app::{AppError, Staff};
use survey::Refusal;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    present::service_event_page,
    routes::{Query, Route, blocking, dasbor_unit, not_found, query, staff, with},
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("dasbor" / String / "peristiwa" / u64)
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(
            |unit: String, position: u64, state: Arc<State>, staff: Staff, query: Query| {
                blocking(move || show(&state, &staff, unit, position, &query))
            },
        )
        .boxed()
}

fn show(state: &State, staff: &Staff, unit: String, position: u64, query: &Query) -> Response {
    dasbor_unit::answer(state, unit, |unit| {
        match service_event_page(
            &state.app,
            state.shell_in(staff, unit),
            unit,
            position,
            query.get("bulan"),
        ) {
            Ok(page) => Ok(reply::page(StatusCode::OK, &page)),
            // Also an event of another unit: that it is there is nobody else's business.
            Err(AppError::Refused(Refusal::ServiceEventUnknown)) => Ok(not_found(state)),
            Err(error) => Err(error),
        }
    })
}
