//! The signed part of the log, for whoever checks it from outside.

use notary::{bundle_bytes, tile_bytes};
use tlog::{
    Hash,
    tile::{Bundle, Tile},
};

use crate::{App, AppError};

impl App {
    /// The bytes of a hash tile; `None` beyond what is signed.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn tile(&self, tile: Tile) -> Result<Option<Vec<u8>>, AppError> {
        let within = tile.is_within(self.signed().borrow().size());
        Ok(within.then(|| tile_bytes(&*self.log, tile)).transpose()?)
    }

    /// The bytes of an entry bundle: what citizens answered. `None` beyond what is signed.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn bundle(&self, bundle: Bundle) -> Result<Option<Vec<u8>>, AppError> {
        let within = bundle.is_within(self.signed().borrow().size());
        Ok(within.then(|| bundle_bytes(&*self.log, bundle)).transpose()?)
    }

    /// Proves that the tree of the first `new` events begins with all of the first `old`.
    ///
    /// # Errors
    /// If `old` is larger than `new`, the log is shorter, or cannot be read.
    pub fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<Hash>, AppError> {
        Ok(self.log.consistency_proof(old, new)?)
    }
}
