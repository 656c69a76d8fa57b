//! `GET /dasbor/{unit}/kelengkapan`: what evaluators will ask of a unit, and what is still missing.

use std::sync::Arc;

use warp::{
    Filter,
    http::{HeaderMap, StatusCode},
};

use crate::{
    State,
    http::reply,
    present::checklist_page,
    routes::{Route, blocking, dasbor_unit::answer, sent_away, with},
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("dasbor" / String / "kelengkapan")
        .and(warp::get())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .then(|unit: String, state: Arc<State>, headers: HeaderMap| {
            blocking(move || {
                sent_away(&state, &headers).unwrap_or_else(|| {
                    answer(&state, unit, |unit| {
                        let page = checklist_page(&state.app, state.shell(), unit)?;
                        Ok(reply::page(StatusCode::OK, &page))
                    })
                })
            })
        })
        .boxed()
}
