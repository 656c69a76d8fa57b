//! Pages on which a unit says what it does with its index.

mod follow_ups;
mod service_events;
mod typed;

pub use follow_ups::{
    EvidenceFace, FollowUpFace, FollowUpStepLine, FollowUpsPage, PriorityFace, follow_up_field,
};
pub use service_events::{ServiceEventFace, ServiceEventsPage, service_event_field};
pub use typed::{Typed, WithdrawnLine, acting_field};
