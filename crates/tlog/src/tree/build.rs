//! Making roots and proofs from the roots of complete subtrees, along the recursive definitions of RFC 6962.

use super::{Frontier, split};
use crate::{Hash, empty_root, node_hash};

/// Where the roots of complete subtrees come from: a database, files, memory.
///
/// Heights need not all be stored: see [`TiledNodes`](crate::tile::TiledNodes).
pub trait ReadNodes {
    /// Why a node could not be read.
    type Error;

    /// The root of the complete subtree over leaves `index * 2^height` up to, not including,
    /// `(index + 1) * 2^height`. Height 0 is the leaf hash. Asked only for subtrees within the tree.
    ///
    /// # Errors
    /// When the node cannot be read.
    fn node(&self, height: u8, index: u64) -> Result<Hash, Self::Error>;
}

/// The root of the tree of the first `size` leaves.
///
/// # Errors
/// Those of the reader.
pub fn root<N: ReadNodes>(nodes: &N, size: u64) -> Result<Hash, N::Error> {
    range_root(nodes, 0, size)
}

/// The inclusion proof of leaf `index` in the tree of the first `size` leaves, from the leaf's sibling up to the
/// root's child (RFC 6962, section 2.1.1, PATH).
///
/// # Errors
/// Those of the reader.
///
/// # Panics
/// When `index` does not lie below `size`: the caller decides what may be asked.
pub fn inclusion_proof<N: ReadNodes>(nodes: &N, index: u64, size: u64) -> Result<Vec<Hash>, N::Error> {
    assert!(index < size, "leaf {index} is not in a tree of size {size}");
    let (mut start, mut end) = (0, size);
    let mut proof = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            proof.push(range_root(nodes, middle, end)?);
            end = middle;
        } else {
            proof.push(range_root(nodes, start, middle)?);
            start = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that the tree of the first `new` leaves extends the tree of the first `old` (RFC 6962, section 2.1.2,
/// PROOF). Empty if `old` is 0 or equal to `new`.
///
/// # Errors
/// Those of the reader.
///
/// # Panics
/// When `old` is larger than `new`: the caller decides what may be asked.
pub fn consistency_proof<N: ReadNodes>(nodes: &N, old: u64, new: u64) -> Result<Vec<Hash>, N::Error> {
    assert!(old <= new, "a tree of size {new} cannot extend one of size {old}");
    let mut proof = Vec::new();
    if old == 0 {
        return Ok(proof);
    }
    let (mut start, mut end) = (0, new);
    while end > old {
        let middle = start + split(end - start);
        if old <= middle {
            proof.push(range_root(nodes, middle, end)?);
            end = middle;
        } else {
            proof.push(range_root(nodes, start, middle)?);
            start = middle;
        }
    }
    // What is left ends where the old tree ended. If it starts at 0 it is the old tree itself, which the verifier
    // knows.
    if start > 0 {
        proof.push(range_root(nodes, start, end)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The root over a list of hashes, be they leaf hashes or the roots of equally large complete subtrees. Over a full
/// tile it is a hash of the tile above.
#[must_use]
pub fn root_over(hashes: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    hashes
        .iter()
        .for_each(|hash| frontier.append(*hash, |_, _, _| {}));
    frontier.root()
}

/// The root over leaves `start..end`, where `start` is a multiple of a power of two that is at least `end - start`.
fn range_root<N: ReadNodes>(nodes: &N, start: u64, end: u64) -> Result<Hash, N::Error> {
    let subtrees = complete_subtrees(start, end);
    let roots = subtrees.map(|(height, index)| nodes.node(height, index));
    Ok(fold_right(&roots.collect::<Result<Vec<_>, _>>()?))
}

/// The complete subtrees of leaves `start..end`, largest first, as height and index.
pub(super) fn complete_subtrees(start: u64, end: u64) -> impl Iterator<Item = (u8, u64)> {
    let size = end - start;
    (0..64u8)
        .rev()
        .filter(move |height| size >> height & 1 == 1)
        .map(move |height| {
            let before = start + (size >> height << height) - (1 << height);
            (height, before >> height)
        })
}

/// The root over complete subtrees, largest first: the smallest two are joined, then that with the next.
pub(super) fn fold_right(roots: &[Hash]) -> Hash {
    let mut smallest_first = roots.iter().rev();
    let Some(&last) = smallest_first.next() else {
        return empty_root();
    };
    smallest_first.fold(last, |right, left| node_hash(left, &right))
}
