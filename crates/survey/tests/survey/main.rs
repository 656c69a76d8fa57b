//! The rules of the survey: given what happened, when something is asked, then this happens or that is refused.

#![allow(
    clippy::unwrap_used,
    reason = "clippy lets only test functions unwrap, not their helpers"
)]

mod given;
mod samples;

mod accounts;
mod beside;
mod complaints;
mod counting;
mod devices;
mod erasure;
mod follow_ups;
mod holidays;
mod late;
mod laws;
mod names;
mod paper;
mod patterns;
mod rebase;
mod refusals;
mod resubmission;
mod service_events;
mod stored;
mod submission;
mod surveys;
mod suspicion;
mod tokens;
mod units;
