//! The transparency log, as pure functions: nobody can change, drop or back-date an entry unseen.
//!
//! Standards, not inventions. Each module names the document it follows:
//!
//! | module | document |
//! |---|---|
//! | [`tree`] | [RFC 6962, section 2](https://www.rfc-editor.org/rfc/rfc6962#section-2) |
//! | [`tile`] | [C2SP tlog-tiles](https://c2sp.org/tlog-tiles) |
//! | [`note`] | [C2SP signed-note](https://c2sp.org/signed-note) |
//! | [`checkpoint`] | [C2SP tlog-checkpoint](https://c2sp.org/tlog-checkpoint) |
//! | [`cosignature`] | [C2SP tlog-cosignature](https://c2sp.org/tlog-cosignature) |
//! | [`proof`] | [C2SP tlog-proof](https://c2sp.org/tlog-proof) |
//! | [`policy`] | [C2SP tlog-policy](https://c2sp.org/tlog-policy) |
//! | [`add_checkpoint`] | [C2SP tlog-witness](https://c2sp.org/tlog-witness), the messages |
//!
//! # What always holds
//! - No I/O, no clock, no random number: all of it is an argument.
//! - A parser takes one spelling of a thing. What was accepted is encoded as it was read.
//! - A proof is a list of 32-byte hashes of exactly one length, never bytes to be cut up.

mod hash;
mod text;

pub mod add_checkpoint;
pub mod checkpoint;
pub mod cosignature;
pub mod limits;
pub mod note;
pub mod policy;
pub mod proof;
pub mod tile;
pub mod tree;

pub use hash::{Hash, empty_root, leaf_hash, node_hash};
