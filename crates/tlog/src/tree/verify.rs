//! Checking proofs, against roots that the caller trusts for another reason.
//!
//! A proof climbs from one leaf to the root. On the lower part of the way, `inner` hashes long, the leaf's path and
//! the tree's right edge have not met, and a bit of the index says on which side each hash stands. Above it the
//! path *is* the right edge: every hash stands on the left. Both lengths follow from index and size alone, so a
//! proof has exactly one length.

use super::TreeHead;
use crate::{Hash, empty_root, node_hash};

/// Why a proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Nobody can prove this; ask about a leaf within the tree.
    #[error("leaf {index} is not in a tree of size {size}")]
    IndexBeyondSize {
        /// The leaf asked about.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The newer tree has fewer leaves: the log was cut, or old and new are swapped.
    #[error("the new size {new} is below the old size {old}")]
    Shrunk {
        /// Size of the tree that was there first.
        old: u64,
        /// Size of the tree that should extend it.
        new: u64,
    },
    /// The proof was made for other sizes, or cut, or padded.
    #[error("the proof has {actual} hashes where {expected} are needed")]
    WrongLength {
        /// How many hashes these sizes need.
        expected: usize,
        /// How many there are.
        actual: usize,
    },
    /// The proof does not lead to the (new) root: leaf, proof or root was altered.
    #[error("the proof does not lead to the root")]
    WrongRoot,
    /// The proof does not lead to the old root: history was rewritten.
    #[error("the proof does not lead to the old root")]
    WrongOldRoot,
}

/// Checks that `leaf` is leaf `index` of the tree with this head.
///
/// # Errors
/// [`ProofError`] when it is not, or when the proof does not show it.
pub fn verify_inclusion(leaf: &Hash, index: u64, head: &TreeHead, proof: &[Hash]) -> Result<(), ProofError> {
    let size = head.size;
    if index >= size {
        return Err(ProofError::IndexBeyondSize { index, size });
    }
    let path = Path::of(index, size);
    check_length(path.inner + path.border, proof)?;
    let (inner, border) = proof.split_at(path.inner);
    let met = climb(*leaf, index, inner);
    check(climb_edge(met, border) == head.root, ProofError::WrongRoot)
}

/// Checks that the tree `new` begins with all leaves of the tree `old`, in their places.
///
/// Every tree extends the empty one, which takes no proof and says nothing about `new`.
///
/// # Errors
/// [`ProofError`] when it does not, or when the proof does not show it.
pub fn verify_consistency(old: &TreeHead, new: &TreeHead, proof: &[Hash]) -> Result<(), ProofError> {
    if old.size > new.size {
        return Err(ProofError::Shrunk {
            old: old.size,
            new: new.size,
        });
    }
    if old.size == 0 || old.size == new.size {
        check_length(0, proof)?;
        check(old.size > 0 || old.root == empty_root(), ProofError::WrongOldRoot)?;
        return check(old.size < new.size || old.root == new.root, ProofError::WrongRoot);
    }
    // The climb starts at the last complete subtree of the old tree. If that is the whole old tree its root is
    // known and the proof does not repeat it.
    let last = old.size - 1;
    let height = old.size.trailing_zeros();
    let path = Path::of(last, new.size);
    let inner_length = path.inner - height as usize;
    let given = !old.size.is_power_of_two();
    check_length(usize::from(given) + inner_length + path.border, proof)?;
    let (first, rest) = if given {
        (proof[0], &proof[1..])
    } else {
        (old.root, proof)
    };
    let (inner, border) = rest.split_at(inner_length);
    let index = last >> height;

    // To the old root lead only the hashes on the left: those on the right came later.
    let lefts = inner.iter().enumerate().filter(|(i, _)| index >> i & 1 == 1);
    let old_met = lefts.fold(first, |right, (_, left)| node_hash(left, &right));
    check(climb_edge(old_met, border) == old.root, ProofError::WrongOldRoot)?;
    let new_met = climb(first, index, inner);
    check(climb_edge(new_met, border) == new.root, ProofError::WrongRoot)
}

/// How long the two parts of the way from leaf `index` to the root of a tree of `size` leaves are.
struct Path {
    inner: usize,
    border: usize,
}

impl Path {
    const fn of(index: u64, size: u64) -> Path {
        let inner = u64::BITS - (index ^ (size - 1)).leading_zeros();
        let border = match index.checked_shr(inner) {
            Some(above) => above.count_ones(),
            None => 0,
        };
        Path {
            inner: inner as usize,
            border: border as usize,
        }
    }
}

/// Up the lower part: a one bit of the index says that the hash stands on the left.
fn climb(from: Hash, index: u64, hashes: &[Hash]) -> Hash {
    hashes.iter().enumerate().fold(from, |node, (i, hash)| {
        if index >> i & 1 == 1 {
            node_hash(hash, &node)
        } else {
            node_hash(&node, hash)
        }
    })
}

/// Up the right edge: every hash stands on the left.
fn climb_edge(from: Hash, hashes: &[Hash]) -> Hash {
    hashes.iter().fold(from, |right, left| node_hash(left, &right))
}

fn check_length(expected: usize, proof: &[Hash]) -> Result<(), ProofError> {
    let actual = proof.len();
    check(actual == expected, ProofError::WrongLength { expected, actual })
}

fn check(holds: bool, otherwise: ProofError) -> Result<(), ProofError> {
    if holds { Ok(()) } else { Err(otherwise) }
}
