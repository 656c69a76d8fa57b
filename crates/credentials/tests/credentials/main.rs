//! Passwords, second factors and the store: each promise of the crate, held against the published vectors where there
//! are any.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod passwords;
mod store;
mod totp;

fn key() -> credentials::Key {
    credentials::Key::new([7; 32])
}
