//! `GET /dasbor`: all units at a glance.

use std::sync::Arc;

use app::Staff;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    limits::FILTER_CHARS_MAX,
    present::dasbor_page,
    routes::{Query, Route, blocking, fault, query, staff, with},
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("dasbor")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|state: Arc<State>, staff: Staff, query: Query| blocking(move || show(&state, &staff, &query)))
        .boxed()
}

fn show(state: &State, staff: &Staff, query: &Query) -> Response {
    let filter: String = query
        .get("cari")
        .unwrap_or_default()
        .trim()
        .chars()
        .take(FILTER_CHARS_MAX)
        .collect();
    match dasbor_page(
        &state.app,
        staff,
        state.shell_of(staff),
        query.get("periode"),
        &filter,
    ) {
        Ok(page) => reply::page(StatusCode::OK, &page),
        Err(error) => fault(state, &error),
    }
}
