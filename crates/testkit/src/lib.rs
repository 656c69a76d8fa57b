//! Doubles for what tests cannot leave to the real world, and builders for what they begin from.
//!
//! - [`MoodyLog`] is busy, fails or keeps everybody waiting; [`TestEdge`] tells the time and
//!   draws the chance that a test wants.
//! - [`kabupaten`] is a small world, [`submission`] an answer in it. [`TestApp`] runs the application in that
//!   world; [`Chronicle`] writes a log of it without the application; [`big_log`] is for measuring.
//! - [`staff`] is somebody in a role who has just entered; [`enter_as`] what their browser shows.
//! - [`SignedLog`] is a log as its witnesses see it, and rewrites its history if a test wants it to.

mod account;
mod big_log;
mod chronicle;
mod edge;
mod moody_log;
mod signed_log;
mod submission;
mod test_app;
mod world;

pub use account::{PASSWORD, Person, code_of, enter_as, staff, with_credentials};
pub use big_log::{big_log, big_log_unit};
pub use chronicle::Chronicle;
pub use edge::{TestEdge, moment};
pub use moody_log::{Mood, MoodyLog};
pub use signed_log::SignedLog;
pub use submission::{answers, hour, response_id, submission, submitted};
pub use test_app::{TestApp, notary_in};
pub use world::{kabupaten, method_adopted, service_event, survey_code, unit, unit_registered};
