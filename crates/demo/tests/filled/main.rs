//! A demo seen from outside: what its log and its figures hold.

#![allow(clippy::unwrap_used, reason = "tests")]

mod found;
mod log;
mod patterns;
mod planted;
mod small;
