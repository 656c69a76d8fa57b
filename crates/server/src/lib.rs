//! HTTP, HTML and JSON: the only crate that knows them. The contract is `docs/http.md`.
//!
//! Two things are served, never by one process: the survey with its dashboard ([`serve`]), and a witness
//! ([`serve_witness`]).
//!
//! # Invariants
//! - A handler asks `app`, or the witness, and presents what it says; it decides nothing.
//! - Nobody comes to a route that no row of [`ACCESS`] lets them to.
//! - Whatever comes from outside has a limit, in `limits.rs`.
//! - Nothing about a respondent is logged: no address, no cookie, no answer.

pub mod limits;
pub mod pages;

mod abuse;
mod http;
mod present;
mod routes;

mod accept;
mod device;
mod first_sight;
mod gate;
mod letterheads;
mod live;
mod metrics;
mod presence;
mod public_url;
mod sender;
mod signing;
mod state;
mod voices;
mod witness;

pub use letterheads::Letterheads;
pub use present::{ticket_sheets, tickets_csv};
pub use public_url::{Address, PublicUrl, PublicUrlError};
pub use routes::{ACCESS, Access, ROUTES};
pub use state::{Options, State, serve};
pub use voices::Voices;
pub use witness::{WITNESS_ROUTES, serve_witness};
