//! `GET /health` and `GET /metrics`, for whoever watches the machine; `GET /` leads to the dashboard.

use std::sync::Arc;

use serde::Serialize;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    routes::{Route, with},
};

#[derive(Serialize)]
struct Health {
    status: &'static str,
    log_size: u64,
    views_progress: u64,
}

pub(super) fn routes(state: &Arc<State>) -> Route {
    let health = warp::path!("health")
        .and(warp::get())
        .and(with(state))
        .map(|state: Arc<State>| health(&state));
    let metrics = warp::path!("metrics")
        .and(warp::get())
        .and(with(state))
        .map(|state: Arc<State>| {
            let text = state
                .metrics
                .text(state.app.log().head().size, state.app.progress().0);
            reply::with_type(
                StatusCode::OK,
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                text,
            )
        });
    let root = warp::path::end()
        .and(warp::get())
        .map(|| reply::see_other("/dasbor"));
    health.or(metrics).unify().or(root).unify().boxed()
}

fn health(state: &State) -> Response {
    let failed = state.app.failure().is_some();
    let health = Health {
        status: if failed { "failed" } else { "ok" },
        log_size: state.app.log().head().size,
        views_progress: state.app.progress().0,
    };
    reply::json(
        if failed {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::OK
        },
        &health,
    )
}
