//! `GET /dasbor/{unit}/komentar`: what citizens wrote.

use std::sync::Arc;

use app::Staff;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    limits::FILTER_CHARS_MAX,
    present::comments_page,
    routes::{Query, Route, blocking, dasbor_unit, query, staff, with},
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("dasbor" / String / "komentar")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || show(&state, &staff, unit, &query))
        })
        .boxed()
}

fn show(state: &State, staff: &Staff, unit: String, query: &Query) -> Response {
    let wanted = query.get("cari").unwrap_or_default().trim();
    let wanted: String = wanted.chars().take(FILTER_CHARS_MAX).collect();
    let page = query
        .get("hal")
        .and_then(|page| page.parse::<u16>().ok())
        .unwrap_or(1)
        .max(1);
    dasbor_unit::answer(state, unit, |unit| {
        let page = comments_page(
            &state.app,
            state.shell_in(staff, unit),
            unit,
            query.get("periode"),
            &wanted,
            usize::from(page),
        )?;
        Ok(reply::page(StatusCode::OK, &page))
    })
}
