//! A witness: cosigns the checkpoints of logs that it knows, as long as each extends the one before
//! ([C2SP tlog-witness](https://c2sp.org/tlog-witness)).
//!
//! It runs where the log's operator has no hand: an inspectorate, a university, another office. It sees no entry,
//! only sizes and hashes.
//!
//! # Promises
//! 1. It never cosigns two checkpoints of a log of which the later does not extend the earlier.
//! 2. What it has cosigned is on disk before anybody gets the cosignature. A power cut leaves the checkpoint before
//!    or the one after, and only the latter's cosignature can be known outside.
//! 3. A log whose file is lost is unknown, not new: nothing is cosigned until somebody adds it again.
//! 4. One process at a time opens a witness, and within it one request at a time is decided.
//! 5. Two checkpoints of one size with different roots, both signed by the log, are kept: they prove that the log
//!    has two histories.
//!
//! [`decide`] is the protocol as a pure function. How requests travel, over HTTP or on a stick, is for others.

mod decide;
mod disk;
mod error;
mod known_log;
mod witness;

#[cfg(test)]
mod disk_tests;

pub mod limits;

pub use decide::{Refusal, decide};
pub use error::{Error, NotCosigned};
pub use known_log::KnownLog;
pub use witness::{Added, Witness};
