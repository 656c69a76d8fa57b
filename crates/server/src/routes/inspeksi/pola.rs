//! `GET /inspeksi/{unit}/pola`: patterns among the answers, and what chance alone would do.

use std::sync::Arc;

use app::Staff;
use survey::UnitCode;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    present::pola_page,
    routes::{Query, Route, blocking, dasbor_unit::answer, query, staff, with},
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("inspeksi" / String / "pola")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || {
                answer(&state, unit, |unit: &UnitCode| {
                    let shell = state.shell_of(&staff);
                    let page = pola_page(&state.app, shell, unit, query.get("periode"))?;
                    let response: Response = reply::page(StatusCode::OK, &page);
                    Ok(response)
                })
            })
        })
        .boxed()
}
