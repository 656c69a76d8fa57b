//! What a unit does with its index: its service events and follow-ups.

mod desk;
mod follow_ups;
mod posted;
mod service_events;

use std::sync::Arc;

use warp::Filter;

use crate::{State, routes::Route};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let service_events = service_events::DESK.routes(state);
    let follow_ups = follow_ups::DESK.routes(state);
    service_events.or(follow_ups).unify().boxed()
}
