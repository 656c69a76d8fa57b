//! The right edge of a growing tree: all that is needed to append and to know the root.

use super::TreeHead;
use super::build::{ReadNodes, complete_subtrees, fold_right};
use crate::{Hash, node_hash};

/// The roots of the complete subtrees of a tree, largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

impl Frontier {
    /// The edge of an empty tree.
    #[must_use]
    pub fn new() -> Frontier {
        Frontier::default()
    }

    /// The edge of a tree whose nodes are stored: reads one node for each bit of `size`.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn read<N: ReadNodes>(nodes: &N, size: u64) -> Result<Frontier, N::Error> {
        let subtrees = complete_subtrees(0, size);
        let roots = subtrees.map(|(height, index)| nodes.node(height, index));
        Ok(Frontier {
            size,
            roots: roots.collect::<Result<_, _>>()?,
        })
    }

    /// Appends a leaf. `completed` is told every complete subtree that ends with it, the leaf itself first: height,
    /// index among the subtrees of that height, and root.
    ///
    /// # Panics
    /// After 2^64 - 1 leaves.
    pub fn append(&mut self, leaf: Hash, mut completed: impl FnMut(u8, u64, Hash)) {
        let index = self.size;
        self.size = index.checked_add(1).expect("a log never has 2^64 leaves");
        completed(0, index, leaf);
        let mut right = leaf;
        // A subtree of a height ends here if the index has so many one bits at its end.
        for height in (1..=64).take_while(|height| u32::from(*height) <= index.trailing_ones()) {
            let left = self.roots.pop().expect("one root for each bit of the size");
            right = node_hash(&left, &right);
            completed(height, index >> height, right);
        }
        self.roots.push(right);
    }

    /// How many leaves were appended.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves: a hash for each bit of the size.
    #[must_use]
    pub fn root(&self) -> Hash {
        fold_right(&self.roots)
    }

    /// Size and root.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        TreeHead {
            size: self.size,
            root: self.root(),
        }
    }
}
