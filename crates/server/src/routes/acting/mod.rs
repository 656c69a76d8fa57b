//! What a unit does with its index: its service events, follow-ups and complaints; and what units there are.

mod bulk;
mod checklist;
mod complaints;
mod desk;
mod erase;
mod follow_ups;
mod holidays;
mod posted;
mod service_events;
mod structure;
mod surveys;

use std::sync::Arc;

use warp::Filter;

use crate::{State, routes::Route};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let service_events = service_events::DESK.routes(state);
    let follow_ups = follow_ups::DESK.routes(state);
    let complaints = complaints::DESK.routes(state);
    let holidays = holidays::routes(state);
    let of_unit = service_events.or(follow_ups).unify().or(complaints).unify();
    let structure = structure::DESK.routes(state);
    let structure = structure.or(surveys::DESK.routes(state)).unify();
    let of_all = holidays.or(bulk::routes(state)).unify();
    let of_all = of_all.or(checklist::route(state)).unify();
    of_all.or(of_unit).unify().or(structure).unify().boxed()
}
