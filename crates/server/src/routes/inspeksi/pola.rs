//! `GET /inspeksi/{unit}/pola`: patterns among the answers, and what chance alone would do.

use std::sync::Arc;

use warp::{Filter, http::StatusCode};

use crate::{
    State,
    http::reply,
    present::pola_page,
    routes::{
        Route,
        ask::{Ask, asked},
    },
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("inspeksi" / String / "pola")
        .and(asked(state))
        .then(|unit, ask: Ask| {
            ask.of(unit, |ask, unit| {
                let page = pola_page(&ask.state.app, ask.shell(), unit, ask.fields.get("periode"))?;
                Ok(reply::page(StatusCode::OK, &page))
            })
        })
        .boxed()
}
