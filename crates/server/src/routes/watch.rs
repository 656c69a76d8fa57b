//! `GET /health` and `GET /metrics`, for whoever watches the machine; `GET /` leads to the dashboard.

use std::sync::Arc;

use serde::Serialize;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    metrics::Sizes,
    routes::{Route, with},
};

#[derive(Serialize)]
struct Health {
    status: &'static str,
    log_size: u64,
    views_progress: u64,
    /// How many events are signed.
    signed_size: u64,
    /// How many of them witnesses have seen.
    cosigned_size: u64,
    /// Whether signing goes on.
    signing: &'static str,
    /// Witnesses that have not cosigned what was signed.
    witnesses_in_trouble: usize,
    /// Witnesses that have seen another history of this log.
    witnesses_alarmed: usize,
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
            let signed = state.app.signed();
            let (signed, cosigned) = (signed.borrow().size(), signed.borrow().cosigned_size());
            let text = state.metrics.text(&Sizes {
                log: state.app.log().head().size,
                views: state.app.progress().0,
                signed,
                cosigned,
            });
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
    let signed = state.app.signed().borrow().clone();
    let failed = state.app.failure().is_some() || signed.failure.is_some();
    let troubles: Vec<_> = state
        .witnesses
        .iter()
        .filter_map(|desk| desk.state().trouble)
        .collect();
    let health = Health {
        status: if failed { "failed" } else { "ok" },
        log_size: state.app.log().head().size,
        views_progress: state.app.progress().0,
        signed_size: signed.size(),
        cosigned_size: signed.cosigned_size(),
        signing: if signed.failure.is_some() { "failed" } else { "ok" },
        witnesses_in_trouble: troubles.len(),
        witnesses_alarmed: troubles.iter().filter(|(trouble, _)| trouble.is_alarm()).count(),
    };
    let status = if failed {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::OK
    };
    reply::json(status, &health)
}
