//! Tiles: the tree and its entries as files that never change ([C2SP tlog-tiles](https://c2sp.org/tlog-tiles)).
//!
//! A tile of level L holds up to 256 roots of complete subtrees of 256^L leaves. Level 0 holds leaf hashes, and
//! each hash above is the root over one full tile below, so heights between multiples of 8 are computed, not
//! stored. A bundle holds the entries of one tile of level 0. Only the last tile of a level is ever partial.

mod bundle;
mod nodes;
mod place;

pub use bundle::{Bundle, BundleError, EntryTooLong, encode_entries};
pub use nodes::{ReadTiles, TiledError, TiledNodes};

use std::fmt;

use crate::Hash;
use crate::limits::TILE_WIDTH;
use crate::text;
use place::Place;

/// The highest level with a tile in a tree of fewer than 2^64 leaves.
const LEVEL_MAX: u8 = 7;

/// Where one tile of hashes lies. `Display` writes its path, `tile/<L>/<N>[.p/<W>]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    level: u8,
    place: Place,
}

impl Tile {
    /// The tile `index` of `level` as it is in a tree of `size` leaves: full, partial, or none.
    #[must_use]
    pub fn in_tree(level: u8, index: u64, size: u64) -> Option<Tile> {
        Some(Tile {
            level,
            place: Place::among(hashes_at(level, size), index)?,
        })
    }

    /// Every tile of a tree of `size` leaves, level by level.
    pub fn all_in_tree(size: u64) -> impl Iterator<Item = Tile> {
        (0..=LEVEL_MAX).flat_map(move |level| {
            Place::all_among(hashes_at(level, size)).map(move |place| Tile { level, place })
        })
    }

    /// Reads a path, in its one spelling. `None` for anything else, and for what no tree can have.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Tile> {
        let (level, place) = path.strip_prefix("tile/")?.split_once('/')?;
        let level = u8::try_from(text::decimal(level)?).ok()?;
        let place = Place::from_path(place)?;
        (place.end() <= hashes_at(level, u64::MAX)).then_some(Tile { level, place })
    }

    /// How many times 8 levels above the leaves.
    #[must_use]
    pub const fn level(&self) -> u8 {
        self.level
    }

    /// Which tile of its level, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.place.index()
    }

    /// How many hashes, from 1 to 256.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.place.width()
    }

    /// Whether it has all its hashes, so that it will never grow.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.width() == TILE_WIDTH
    }

    /// Whether a tree of `size` leaves has all hashes of it.
    #[must_use]
    pub fn is_within(&self, size: u64) -> bool {
        self.place.end() <= hashes_at(self.level, size)
    }

    /// The height of its hashes in the tree, from the leaves: what [`ReadNodes`](crate::tree::ReadNodes) calls so.
    #[must_use]
    pub const fn height(&self) -> u8 {
        self.level * 8
    }

    /// The index of its first hash among those of its level.
    #[must_use]
    pub const fn first_hash(&self) -> u64 {
        self.place.first()
    }

    /// Reads the bytes of the tile. `None` unless they are exactly its hashes.
    #[must_use]
    pub fn decode(&self, bytes: &[u8]) -> Option<Vec<Hash>> {
        let (hashes, rest) = bytes.as_chunks();
        let fits = rest.is_empty() && hashes.len() == usize::from(self.width());
        fits.then(|| hashes.iter().map(|hash| Hash(*hash)).collect())
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/{}", self.level, self.place)
    }
}

/// The bytes of a tile: its hashes, one after the other.
#[must_use]
pub fn encode_hashes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// How many hashes a level has in a tree of `size` leaves.
fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * 8).unwrap_or(0)
}
