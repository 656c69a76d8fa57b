//! What a unit does with its index: its service events, follow-ups and complaints.

mod complaints;
mod desk;
mod follow_ups;
mod holidays;
mod posted;
mod service_events;

use std::sync::Arc;

use warp::Filter;

use crate::{State, routes::Route};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let service_events = service_events::DESK.routes(state);
    let follow_ups = follow_ups::DESK.routes(state);
    let complaints = complaints::DESK.routes(state);
    let holidays = holidays::routes(state);
    let of_unit = service_events.or(follow_ups).unify().or(complaints).unify();
    holidays.or(of_unit).unify().boxed()
}
