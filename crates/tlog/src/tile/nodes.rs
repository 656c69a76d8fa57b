//! From tiles to every node of the tree: one tile read serves up to eight levels of a proof.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::Tile;
use crate::Hash;
use crate::limits::TILE_WIDTH;
use crate::tree::{ReadNodes, root_over};

/// Where tiles come from: rows of a database, files, a server.
pub trait ReadTiles {
    /// Why a tile could not be read.
    type Error;

    /// The hashes of a tile, as many as it is wide.
    ///
    /// # Errors
    /// When the tile cannot be read.
    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, Self::Error>;
}

/// The nodes of a tree of known size, read from its tiles. Keeps every tile that it has read, so make one for a
/// proof or a few, not for a lifetime. It trusts its tiles: a wrong one makes a proof that does not verify.
pub struct TiledNodes<'r, R> {
    tiles: &'r R,
    size: u64,
    read: RefCell<BTreeMap<Tile, Vec<Hash>>>,
}

/// Why a node could not be computed from tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TiledError<E> {
    /// The reader failed.
    #[error(transparent)]
    Read(#[from] E),
    /// The tile was read, but is not as wide as the tree needs it.
    #[error("{tile} has {actual} hashes")]
    Width {
        /// The tile asked for.
        tile: Tile,
        /// How many hashes it gave.
        actual: usize,
    },
}

impl<'r, R: ReadTiles> TiledNodes<'r, R> {
    /// The nodes of the tree of the first `size` leaves.
    pub const fn new(tiles: &'r R, size: u64) -> TiledNodes<'r, R> {
        TiledNodes {
            tiles,
            size,
            read: RefCell::new(BTreeMap::new()),
        }
    }

    fn read(&self, tile: Tile) -> Result<Vec<Hash>, TiledError<R::Error>> {
        let hashes = self.tiles.tile(tile)?;
        let actual = hashes.len();
        match actual == usize::from(tile.width()) {
            true => Ok(hashes),
            false => Err(TiledError::Width { tile, actual }),
        }
    }
}

impl<R: ReadTiles> ReadNodes for TiledNodes<'_, R> {
    type Error = TiledError<R::Error>;

    /// # Panics
    /// When the subtree is not within the tree.
    fn node(&self, height: u8, index: u64) -> Result<Hash, Self::Error> {
        let (level, inside) = (height / 8, height % 8);
        let first = index << inside;
        let tile = Tile::in_tree(level, first / u64::from(TILE_WIDTH), self.size)
            .expect("asked only for subtrees within the tree");
        let mut read = self.read.borrow_mut();
        let hashes = match read.entry(tile) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(place) => place.insert(self.read(tile)?),
        };
        let from = usize::try_from(first - tile.first_hash()).expect("below 256");
        Ok(root_over(&hashes[from..from + (1 << inside)]))
    }
}
