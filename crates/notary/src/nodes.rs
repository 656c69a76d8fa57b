//! What is read of the log's tree: its stored nodes, and the entries that they must follow from.

use eventlog::{ReadTree, TreeError};
use tlog::{
    Hash, leaf_hash,
    tile::{ReadTiles, Tile, TiledError, TiledNodes},
    tree::Frontier,
};

use crate::limits::ENTRIES_AT_ONCE;

/// Extends an edge by the entries up to `size`, hashed as they are stored.
pub(crate) fn extend(mut edge: Frontier, log: &dyn ReadTree, size: u64) -> Result<Frontier, TreeError> {
    while edge.size() < size {
        let end = size.min(edge.size() + ENTRIES_AT_ONCE);
        for entry in log.entries(edge.size()..end)? {
            edge.append(leaf_hash(&entry), |_, _, _| ());
        }
    }
    Ok(edge)
}

/// The edge by the stored nodes. As far to be trusted as they are: hold its root against one that was signed.
pub(crate) fn stored_edge(log: &dyn ReadTree, size: u64) -> Result<Frontier, TreeError> {
    Frontier::read(&TiledNodes::new(&StoredTiles(log), size), size).map_err(|error| match error {
        TiledError::Read(error) => error,
        TiledError::Width { .. } => unreachable!("a range has as many hashes as were asked for"),
    })
}

struct StoredTiles<'a>(&'a dyn ReadTree);

impl ReadTiles for StoredTiles<'_> {
    type Error = TreeError;

    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, TreeError> {
        let first = tile.first_hash();
        self.0
            .hashes(tile.level(), first..first + u64::from(tile.width()))
    }
}
