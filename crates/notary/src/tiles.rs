//! Tiles and bundles as C2SP clients read them, made of what the log stores.

use eventlog::{LogError, Position, ReadTree, TreeError};
use tlog::{
    leaf_hash,
    tile::{Bundle, Tile, encode_entries, encode_hashes},
};

/// The bytes of a hash tile.
///
/// # Errors
/// If the log is shorter, or cannot be read.
pub fn tile_bytes(log: &dyn ReadTree, tile: Tile) -> Result<Vec<u8>, TreeError> {
    let first = tile.first_hash();
    let hashes = log.hashes(tile.level(), first..first + u64::from(tile.width()))?;
    Ok(encode_hashes(&hashes))
}

/// The bytes of an entry bundle. Each entry is held against its leaf first: nobody is given one that the tree does not
/// have.
///
/// # Errors
/// If an entry is not its leaf's, or the log is shorter, or cannot be read.
pub fn bundle_bytes(log: &dyn ReadTree, bundle: Bundle) -> Result<Vec<u8>, TreeError> {
    let first = bundle.first_entry();
    let range = first..first + u64::from(bundle.width());
    let entries = log.entries(range.clone())?;
    let leaves = log.hashes(0, range.clone())?;
    for ((entry, leaf), position) in entries.iter().zip(leaves).zip(range) {
        if leaf_hash(entry) != leaf {
            return Err(damaged(position, "the entry is not the leaf of the tree".into()));
        }
    }
    encode_entries(entries.iter().map(|entry| &**entry)).map_err(|error| damaged(first, error.to_string()))
}

fn damaged(position: u64, what: String) -> TreeError {
    let position = Position(position);
    TreeError::Log(LogError::Damaged { position, what })
}
