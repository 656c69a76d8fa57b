//! `GET /dasbor`: all units at a glance.

use std::sync::Arc;

use app::AppError;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    limits::FILTER_CHARS_MAX,
    present::dasbor_page,
    routes::{
        Route,
        ask::{Ask, asked},
    },
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("dasbor")
        .and(asked(state))
        .then(|ask: Ask| ask.answer(show))
        .boxed()
}

fn show(ask: &Ask) -> Result<Response, AppError> {
    let (state, fields) = (&ask.state, &ask.fields);
    let filter: String = fields.text("cari").chars().take(FILTER_CHARS_MAX).collect();
    let period = fields.get("periode");
    let page = dasbor_page(
        &state.app,
        &ask.staff,
        &state.presence,
        ask.shell(),
        period,
        &filter,
    )?;
    Ok(reply::page(StatusCode::OK, &page))
}
