//! Everything seen from outside: the binary, what it serves, and whether the documents tell the truth of it.
//!
//! Tests that need no binary stand in the crates. These start `skm` as a person would, in a data directory of
//! their own, and know only its arguments, its output, its exit code and its pages.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it stands"
)]

mod cli;
mod docs;
mod faults;
mod harness;
mod inspector;
