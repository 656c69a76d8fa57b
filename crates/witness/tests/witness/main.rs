//! The witness as a log and its keeper see it.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod folder;
mod protocol;
