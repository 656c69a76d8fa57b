//! `GET /dasbor/{unit}/kelengkapan`: what evaluators will ask of a unit, and what is still missing.

use std::sync::Arc;

use warp::{Filter, http::StatusCode};

use crate::{
    State,
    http::reply,
    present::checklist_page,
    routes::{
        Route,
        ask::{Ask, asked},
    },
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("dasbor" / String / "kelengkapan")
        .and(asked(state))
        .then(|unit, ask: Ask| {
            ask.of(unit, |ask, unit| {
                let page = checklist_page(
                    &ask.state.app,
                    &ask.state.options.letterheads,
                    ask.shell_in(unit),
                    unit,
                )?;
                Ok(reply::page(StatusCode::OK, &page))
            })
        })
        .boxed()
}
