//! `GET /inspeksi/{unit}/pembacaan`: who opened single answers of a unit, when, and what for.

use std::sync::Arc;

use warp::{Filter, http::StatusCode};

use crate::{
    State,
    http::reply,
    present::pembacaan_page,
    routes::{
        Route,
        ask::{Ask, asked},
    },
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("inspeksi" / String / "pembacaan")
        .and(asked(state))
        .then(|unit, ask: Ask| {
            ask.of(unit, |ask, unit| {
                let before = ask.fields.get("sebelum").and_then(|before| before.parse().ok());
                let page = pembacaan_page(&ask.state.app, ask.shell_in(unit), unit, before)?;
                Ok(reply::page(StatusCode::OK, &page))
            })
        })
        .boxed()
}
