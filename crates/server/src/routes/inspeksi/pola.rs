//! `GET /inspeksi/{unit}/pola`: patterns among the answers, and what chance alone would do.

use std::sync::Arc;

use survey::UnitCode;
use warp::{
    Filter,
    http::{HeaderMap, StatusCode},
    reply::Response,
};

use crate::{
    State,
    http::reply,
    present::pola_page,
    routes::{Query, Route, blocking, dasbor_unit::answer, query, sent_away, with},
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("inspeksi" / String / "pola")
        .and(warp::get())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .and(query())
        .then(
            |unit: String, state: Arc<State>, headers: HeaderMap, query: Query| {
                blocking(move || {
                    sent_away(&state, &headers).unwrap_or_else(|| {
                        answer(&state, unit, |unit: &UnitCode| {
                            let page = pola_page(&state.app, state.shell(), unit, query.get("periode"))?;
                            let response: Response = reply::page(StatusCode::OK, &page);
                            Ok(response)
                        })
                    })
                })
            },
        )
        .boxed()
}
