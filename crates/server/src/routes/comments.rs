//! `GET /dasbor/{unit}/komentar`: what citizens wrote.

use std::sync::Arc;

use app::AppError;
use survey::UnitCode;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    limits::FILTER_CHARS_MAX,
    present::comments_page,
    routes::{
        Route,
        ask::{Ask, asked},
    },
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("dasbor" / String / "komentar")
        .and(asked(state))
        .then(|unit, ask: Ask| ask.of(unit, show))
        .boxed()
}

fn show(ask: &Ask, unit: &UnitCode) -> Result<Response, AppError> {
    let fields = &ask.fields;
    let wanted: String = fields.text("cari").chars().take(FILTER_CHARS_MAX).collect();
    let page = fields.get("hal").and_then(|page| page.parse::<u16>().ok());
    let page = comments_page(
        &ask.state.app,
        ask.shell_in(unit),
        unit,
        fields.get("periode"),
        (&wanted, fields.get("keadaan")),
        usize::from(page.unwrap_or(1).max(1)),
    )?;
    Ok(reply::page(StatusCode::OK, &page))
}
