//! The server as its clients see it: over a socket, by the contract of `docs/http.md`.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod client;
mod fake_witness;

mod abuse;
mod accounts;
mod acting;
mod api;
mod dashboard;
mod devices;
mod documents;
mod erasure;
mod flagged;
mod form;
mod gate;
mod inspection;
mod live;
mod log;
mod manipulation;
mod paper;
mod printing;
mod public;
mod readings;
mod receipts;
mod reorganising;
mod staff;
mod tokens;
mod trend;
mod wire;
mod witness;
mod witnesses;
