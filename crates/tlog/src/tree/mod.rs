//! The Merkle tree of [RFC 6962, section 2.1](https://www.rfc-editor.org/rfc/rfc6962#section-2.1).
//!
//! A tree of any size falls apart into *complete subtrees*, of 2^height leaves each and largest first: as many as
//! its size has bits. Every root and every proof is made of the roots of complete subtrees, so whoever can name
//! those ([`ReadNodes`]) can make the rest.

mod build;
mod frontier;
mod verify;

pub use build::{ReadNodes, consistency_proof, inclusion_proof, root, root_over};
pub use frontier::Frontier;
pub use verify::{ProofError, verify_consistency, verify_inclusion};

use crate::Hash;

/// A tree at one size: what a checkpoint states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeHead {
    /// How many leaves.
    pub size: u64,
    /// The hash over all of them.
    pub root: Hash,
}

/// The largest power of two below `leaves`, which is at least two: how many leaves the left half has.
const fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}
