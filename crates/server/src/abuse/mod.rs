//! Abuse: who sends how much, without keeping who.
//!
//! # Invariants
//! - An address is cut to its network, hashed with a salt that is drawn anew each hour, and forgotten: it is on no
//!   disk and in no line of the log.
//! - What is flagged or slowed is what came without a code and from no device: a village behind one carrier's address
//!   gets in with its codes, and a kiosk by its token.

mod guard;
mod limiter;
mod network;

pub(crate) use guard::{Guard, Source, TooMany};
pub(crate) use network::Network;
