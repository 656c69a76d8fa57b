//! `GET /dasbor/{unit}/peristiwa/{position}`: the index before and after something that happened.

use std::sync::Arc;

use app::AppError;
use survey::{Refusal, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    present::service_event_page,
    routes::{
        Route,
        ask::{Ask, asked},
        not_found,
    },
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("dasbor" / String / "peristiwa" / u64)
        .and(asked(state))
        .then(|unit, position, ask: Ask| ask.of(unit, move |ask, unit| show(ask, unit, position)))
        .boxed()
}

fn show(ask: &Ask, unit: &UnitCode, position: u64) -> Result<Response, AppError> {
    let months = ask.fields.get("bulan");
    match service_event_page(&ask.state.app, ask.shell_in(unit), unit, position, months) {
        Ok(page) => Ok(reply::page(StatusCode::OK, &page)),
        // Also an event of another unit: that it is there is nobody else's business.
        Err(AppError::Refused(Refusal::ServiceEventUnknown)) => Ok(not_found(&ask.state)),
        Err(error) => Err(error),
    }
}
