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
mod public_url;
mod session;
mod signing;
mod state;

pub use accept::serve;
pub use present::{ticket_sheets, tickets_csv};
pub use public_url::{Address, PublicUrl, PublicUrlError};
pub use routes::ROUTES;
pub use state::{Options, State};
