//! The promises of the vault, each from outside, on real files.

#![allow(
    clippy::unwrap_used,
    reason = "clippy lets only test functions unwrap, not their helpers"
)]

mod crashing;
mod erasing;
mod keeping;
mod support;
