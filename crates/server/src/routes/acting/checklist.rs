//! `GET /dasbor/{unit}/kelengkapan`: what evaluators will ask of a unit, and what is still missing.

use std::sync::Arc;

use app::Staff;
use warp::{Filter, http::StatusCode};

use crate::{
    State,
    http::reply,
    present::checklist_page,
    routes::{Route, blocking, dasbor_unit::answer, staff, with},
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("dasbor" / String / "kelengkapan")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .then(|unit: String, state: Arc<State>, staff: Staff| {
            blocking(move || {
                answer(&state, unit, |unit| {
                    let page = checklist_page(&state.app, state.shell_in(&staff, unit), unit)?;
                    Ok(reply::page(StatusCode::OK, &page))
                })
            })
        })
        .boxed()
}
