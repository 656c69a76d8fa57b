//! The notary on a log in memory whose bytes a test can bend.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod archive;
mod ceremony;
mod export;
mod signing;
mod standing;
mod support;
mod tiles;
