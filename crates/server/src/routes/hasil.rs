//! `GET /hasil/{unit}`: what the public may know of a unit.

use std::sync::Arc;

use app::AppError;
use survey::{Refusal, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{fields::Fields, reply},
    pages::Shell,
    present::hasil_page,
    routes::{Route, blocking, fault, not_found, query, survey_form::Manner, with},
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("hasil" / String)
        .and(warp::get())
        .and(with(state))
        .and(query())
        .then(|unit: String, state: Arc<State>, query: Fields| blocking(move || show(&state, unit, &query)))
        .boxed()
}

fn show(state: &State, unit: String, query: &Fields) -> Response {
    let Ok(unit) = UnitCode::new(unit) else {
        return not_found(state);
    };
    let shell = Shell {
        large_print: Manner::of(query).is_large(),
        ..state.shell()
    };
    match hasil_page(&state.app, shell, &unit, query.get("periode")) {
        Ok(page) => reply::page(StatusCode::OK, &page),
        Err(AppError::Refused(Refusal::UnitUnknown(_))) => not_found(state),
        Err(error) => fault(state, &error),
    }
}
