//! The documents as whoever opens them finds them: read by other programs, and by us as text.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod sample;

mod office;
mod open;
mod privacy;
mod sheet;
