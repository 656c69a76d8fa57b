//! The transparency log, as pure functions: nobody can change, drop or back-date an entry unseen.
//!
//! Standards, not inventions. Each module names the document it follows:
//!
//! | module | document |
//! |---|---|
//! | [`tree`] | [RFC 6962, section 2](https://www.rfc-editor.org/rfc/rfc6962#section-2) |
//!
//! # What always holds
//! - No I/O, no clock, no random number: all of it is an argument.
//! - A parser takes one spelling of a thing. What was accepted is encoded as it was read.
//! - A proof is a list of 32-byte hashes of exactly one length, never bytes to be cut up.

mod hash;
mod text;

pub mod tree;

pub use hash::{Hash, empty_root, leaf_hash, node_hash};
