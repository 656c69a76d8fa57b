//! HTTP, HTML and JSON: the only crate that knows them. The contract is `docs/http.md`.
//!
//! # Invariants
//! - A handler asks `app` and presents what it says; it decides nothing.
//! - Whatever comes from outside has a limit, in `limits.rs`.
//! - Nothing about a respondent is logged: no address, no cookie, no answer.

pub mod limits;
pub mod pages;

mod http;
mod present;
mod routes;

mod accept;
mod first_sight;
mod metrics;
mod session;
mod state;
mod voices;

pub use accept::serve;
pub use routes::ROUTES;
pub use state::{Options, State};
pub use voices::Voices;
