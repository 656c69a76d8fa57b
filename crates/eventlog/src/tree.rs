//! Reading the Merkle tree over the log (RFC 6962): leaf i is the stored bytes of the event at position i.
//!
//! The log only grows, so the tree of the first n events never changes: what two calls say about one size
//! agrees, however much was appended in between.

use std::ops::Range;

use tlog::{Hash, limits::TILE_WIDTH, tile::Tile};

use crate::{LogError, Position};

/// Heights of the tree between two levels of tiles.
pub(crate) const LEVEL_HEIGHT: u8 = 8;

/// Why there is no answer about the tree.
#[derive(Clone, Debug, thiserror::Error)]
pub enum TreeError {
    /// The log has not grown that far. Ask for what lies within its head.
    #[error("asked for a tree of {asked} events, but the log has {head}")]
    BeyondHead {
        /// Events that an answer would need.
        asked: u64,
        /// Events that there are.
        head: u64,
    },
    /// The question contradicts itself: a position that is not below the size, or an end before the start.
    #[error("{asked} lies outside of the first {size}")]
    Outside {
        /// The position, start or old size in question.
        asked: u64,
        /// Where its tree or range ends.
        size: u64,
    },
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] LogError),
}

/// The Merkle tree over a log, at any size that the log has reached.
///
/// Roots and proofs are made of stored hashes, which is what makes them cheap. Whoever signs a root makes it
/// anew from the [entries](Self::entries) first; `verify` does the same for the whole log.
pub trait ReadTree: Send + Sync + 'static {
    /// The root of the tree of the first `size` events.
    ///
    /// # Errors
    /// If the log is shorter, or cannot be read.
    fn root(&self, size: u64) -> Result<Hash, TreeError>;

    /// Proves that the event at `position` is a leaf of the tree of the first `size` events.
    ///
    /// # Errors
    /// If `position` is not below `size`, the log is shorter, or cannot be read.
    fn inclusion_proof(&self, position: Position, size: u64) -> Result<Vec<Hash>, TreeError>;

    /// Proves that the tree of the first `new` events begins with all of the first `old`.
    ///
    /// # Errors
    /// If `old` is larger than `new`, the log is shorter, or cannot be read.
    fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<Hash>, TreeError>;

    /// Roots of complete subtrees of 256^`level` events each; on level 0, leaf hashes.
    ///
    /// # Errors
    /// If one of these subtrees is not complete yet, the range ends before it starts, or the log cannot be
    /// read.
    fn hashes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, TreeError>;

    /// The hashes of a tile of C2SP tlog-tiles.
    ///
    /// # Errors
    /// If the log has not all of them, or cannot be read.
    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, TreeError> {
        let first = tile.first_hash();
        self.hashes(tile.level(), first..first + u64::from(tile.width()))
    }

    /// The stored bytes of the events at these positions, as they are: neither checked nor taken apart.
    /// [`tlog::tile::Bundle`] says which of them an entry bundle holds.
    ///
    /// # Errors
    /// If the log does not reach to the end of the range, the range ends before it starts, or the log cannot
    /// be read.
    fn entries(&self, range: Range<u64>) -> Result<Vec<Box<[u8]>>, TreeError>;
}

/// Refuses what a log of `head` events cannot answer, and what nobody can: `start` must not lie after `end`.
pub(crate) fn check_range(start: u64, end: u64, head: u64) -> Result<(), TreeError> {
    if start > end {
        Err(TreeError::Outside {
            asked: start,
            size: end,
        })
    } else if end > head {
        Err(TreeError::BeyondHead { asked: end, head })
    } else {
        Ok(())
    }
}

/// The same for subtrees of a level.
pub(crate) fn check_subtrees(level: u8, range: &Range<u64>, head: u64) -> Result<(), TreeError> {
    let leaves = u64::from(TILE_WIDTH)
        .checked_pow(level.into())
        .unwrap_or(u64::MAX);
    let start = range.start.saturating_mul(leaves);
    check_range(start, range.end.saturating_mul(leaves), head)
}

/// The same for a position in a tree.
pub(crate) fn check_position(position: Position, size: u64, head: u64) -> Result<(), TreeError> {
    if position.0 < size {
        check_range(position.0, size, head)
    } else {
        Err(TreeError::Outside {
            asked: position.0,
            size,
        })
    }
}
