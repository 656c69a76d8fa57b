//! What an audit finds, and what it does not accuse. Each test bends one thing in a log of the small world that was
//! signed and witnessed, and looks for its name and position in the report.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

mod world;

mod checkpoints;
mod events;
mod evidence;
mod evidence_bytes;
mod export;
mod proof;
mod published;
mod signatures;
mod times;
