//! `GET /dasbor`: all units at a glance.

use std::sync::Arc;

use warp::{
    Filter,
    http::{HeaderMap, StatusCode},
    reply::Response,
};

use crate::{
    State,
    http::reply,
    limits::FILTER_CHARS_MAX,
    present::dasbor_page,
    routes::{Query, Route, blocking, fault, query, sent_away, with},
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("dasbor")
        .and(warp::get())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .and(query())
        .then(|state: Arc<State>, headers: HeaderMap, query: Query| {
            blocking(move || sent_away(&state, &headers).unwrap_or_else(|| show(&state, &query)))
        })
        .boxed()
}

fn show(state: &State, query: &Query) -> Response {
    let filter: String = query
        .get("cari")
        .unwrap_or_default()
        .trim()
        .chars()
        .take(FILTER_CHARS_MAX)
        .collect();
    match dasbor_page(
        &state.app,
        &state.presence,
        state.shell(),
        query.get("periode"),
        &filter,
    ) {
        Ok(page) => reply::page(StatusCode::OK, &page),
        Err(error) => fault(state, &error),
    }
}
