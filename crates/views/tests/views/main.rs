//! What views promise, seen through their public face on logs of the small world.
//!
//! `history` writes random logs, `oracle` says in another way what their figures are. The rest compares.

#![allow(clippy::unwrap_used, reason = "a test that fails here fails")]

mod as_of;
mod between;
mod broken;
mod examined;
mod files;
mod groups;
mod history;
mod kept;
mod months;
mod oracle;
mod published;
mod readers;
mod rebuild;
mod reversed;
mod shown;
mod state;
mod support;
mod tokens;
