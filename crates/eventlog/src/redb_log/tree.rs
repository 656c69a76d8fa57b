//! The Merkle tree in the file. Leaf hashes stand in front of the entries; the table of nodes has the root of
//! each complete subtree of 256, 65 536, ... events, written in the transaction that completes it. What lies
//! between is hashed again when it is asked for.

use std::ops::Range;

use redb::{ReadOnlyTable, WriteTransaction};
use tlog::{
    Hash,
    tile::{ReadTiles, Tile, TiledError, TiledNodes},
    tree::Frontier,
};

use super::{
    reader::Snapshot,
    tables::{NODES, Node, head},
};
use crate::{LogError, Position, entry, tree::LEVEL_HEIGHT};

/// The right edge of the tree, in the hands of whoever appends.
#[derive(Debug, Default)]
pub(crate) struct Growth {
    frontier: Frontier,
    /// Nodes that came to be and are not written yet.
    completed: Vec<(Node, Hash)>,
    /// The same of the commit before, if a bug writes them late.
    #[cfg(test)]
    late: Option<Vec<(Node, Hash)>>,
}

impl Growth {
    /// The edge of the tree as it stands: one hash for each bit of the log's size.
    pub(crate) fn read(snapshot: &Snapshot) -> Result<Self, LogError> {
        let size = head(&snapshot.events)?.size;
        Ok(Self {
            frontier: Frontier::read(&TiledNodes::new(&Tree::of(snapshot)?, size), size)?,
            ..Self::default()
        })
    }

    /// Switches a bug on: nodes are written with the commit after the one that completes them.
    #[cfg(test)]
    pub(crate) fn late_if(mut self, late: bool) -> Self {
        self.late = late.then(Vec::new);
        self
    }

    /// Adds the next leaf.
    pub(crate) fn add(&mut self, leaf: Hash) {
        let completed = &mut self.completed;
        self.frontier.append(leaf, |height, index, root| {
            if height > 0 && height.is_multiple_of(LEVEL_HEIGHT) {
                completed.push(((height / LEVEL_HEIGHT, index), root));
            }
        });
    }

    /// Checks the nodes that were completed, and are not written yet, against a tree that has them too.
    pub(crate) fn agrees(&self, tree: &Tree<'_>) -> Result<(), LogError> {
        let mut completed = self.completed.iter();
        completed.try_for_each(|(node, root)| tree.check(*node, root))
    }

    /// Writes the nodes that were completed. Most batches complete none, and leave the table alone.
    ///
    /// A crash here leaves nothing: the transaction that has the events has the nodes too.
    pub(crate) fn write(&mut self, transaction: &WriteTransaction) -> Result<(), LogError> {
        #[cfg(test)]
        if let Some(late) = &mut self.late {
            std::mem::swap(&mut self.completed, late);
        }
        if self.completed.is_empty() {
            return Ok(());
        }
        let mut nodes = transaction.open_table(NODES)?;
        for (node, hash) in self.completed.drain(..) {
            nodes.insert(node, hash.0)?;
        }
        Ok(())
    }
}

/// The tree as it stands in the file at one moment.
pub(crate) struct Tree<'a> {
    snapshot: &'a Snapshot,
    pub(crate) nodes: ReadOnlyTable<Node, [u8; Hash::BYTES]>,
}

impl<'a> Tree<'a> {
    pub(crate) fn of(snapshot: &'a Snapshot) -> Result<Self, LogError> {
        Ok(Self {
            snapshot,
            nodes: snapshot.transaction.open_table(NODES)?,
        })
    }

    /// The roots of complete subtrees of one level; on level 0, leaf hashes.
    pub(crate) fn hashes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, LogError> {
        if level == 0 {
            let leaf_hash = |position, stored: &[u8]| Ok(entry::split(position, stored)?.0);
            return self.snapshot.every_row(range, leaf_hash);
        }
        let mut rows = self.nodes.range((level, range.start)..(level, range.end))?;
        let hash = |index| match rows.next().transpose()? {
            Some((node, hash)) if node.value() == (level, index) => Ok(Hash(hash.value())),
            _ => Err(missing_node((level, index))),
        };
        range.map(hash).collect()
    }

    /// Whether the stored node is the root that was made of what lies under it.
    ///
    /// # Errors
    /// [`LogError::Damaged`] if it is not.
    pub(crate) fn check(&self, node: Node, root: &Hash) -> Result<(), LogError> {
        match self.nodes.get(node)? {
            None => Err(missing_node(node)),
            Some(stored) if stored.value() == root.0 => Ok(()),
            Some(_) => Err(LogError::Damaged {
                position: first_under(node),
                what: format!("{} tidak sesuai dengan isi di bawahnya", named(node)),
            }),
        }
    }
}

/// The node should be there, and the events under it say where to look.
fn missing_node(node: Node) -> LogError {
    LogError::Damaged {
        position: first_under(node),
        what: format!("{} tidak ada", named(node)),
    }
}

/// A node in a message.
pub(crate) fn named((level, index): Node) -> String {
    format!("simpul {index} di tingkat {level} pohon")
}

/// The first event under a node. Saturates: a damaged file may name any node.
pub(crate) fn first_under((level, index): Node) -> Position {
    let leaves = 1_u64.checked_shl(u32::from(level) * u32::from(LEVEL_HEIGHT));
    Position(index.saturating_mul(leaves.unwrap_or(u64::MAX)))
}

impl ReadTiles for Tree<'_> {
    type Error = LogError;

    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, LogError> {
        let first = tile.first_hash();
        self.hashes(tile.level(), first..first + u64::from(tile.width()))
    }
}

impl From<TiledError<LogError>> for LogError {
    fn from(error: TiledError<LogError>) -> Self {
        match error {
            TiledError::Read(error) => error,
            short @ TiledError::Width { .. } => Self::Storage(short.to_string()),
        }
    }
}
