//! Entry bundles: the entries under one tile of level 0, each with its length before it
//! ([C2SP tlog-tiles, log entries](https://c2sp.org/tlog-tiles#log-entries)).

use std::fmt;

use super::place::Place;
use crate::limits::ENTRY_BYTES_MAX;

/// Where one bundle of entries lies. `Display` writes its path, `tile/entries/<N>[.p/<W>]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bundle(Place);

/// Why bytes are not the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// A length or an entry is not all there.
    #[error("the bundle ends inside entry {index}")]
    Truncated {
        /// The index of the entry in the log.
        index: u64,
    },
    /// Bytes follow the last entry.
    #[error("{bytes} bytes follow the last entry of the bundle")]
    TrailingBytes {
        /// How many.
        bytes: usize,
    },
}

/// A bundle cannot carry the entry: see [`ENTRY_BYTES_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entry has {bytes} bytes, more than {ENTRY_BYTES_MAX}")]
pub struct EntryTooLong {
    /// How long it is.
    pub bytes: usize,
}

impl Bundle {
    /// Bundle `index` as it is in a tree of `size` leaves: full, partial, or none.
    #[must_use]
    pub fn in_tree(index: u64, size: u64) -> Option<Bundle> {
        Place::among(size, index).map(Bundle)
    }

    /// Every bundle of a tree of `size` leaves.
    pub fn all_in_tree(size: u64) -> impl Iterator<Item = Bundle> {
        Place::all_among(size).map(Bundle)
    }

    /// Reads a path, in its one spelling. `None` for anything else.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Bundle> {
        Place::from_path(path.strip_prefix("tile/entries/")?).map(Bundle)
    }

    /// Which bundle, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.0.index()
    }

    /// How many entries, from 1 to 256.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.0.width()
    }

    /// The index of its first entry in the log.
    #[must_use]
    pub const fn first_entry(&self) -> u64 {
        self.0.first()
    }

    /// Whether a tree of `size` leaves has all entries of it.
    #[must_use]
    pub const fn is_within(&self, size: u64) -> bool {
        self.0.end() <= size
    }

    /// Cuts the bytes of the bundle into its entries.
    ///
    /// # Errors
    /// Unless the bytes are exactly so many entries.
    pub fn decode<'a>(&self, bytes: &'a [u8]) -> Result<Vec<&'a [u8]>, BundleError> {
        let mut rest = bytes;
        let mut entries = Vec::with_capacity(self.width().into());
        for index in self.first_entry()..self.0.end() {
            entries.push(take_entry(&mut rest).ok_or(BundleError::Truncated { index })?);
        }
        match rest.len() {
            0 => Ok(entries),
            bytes => Err(BundleError::TrailingBytes { bytes }),
        }
    }
}

impl fmt::Display for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/entries/{}", self.0)
    }
}

/// The bytes of a bundle.
///
/// # Errors
/// When an entry is too long for any bundle.
pub fn encode_entries<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, EntryTooLong> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).map_err(|_| EntryTooLong { bytes: entry.len() })?;
        bytes.extend(length.to_be_bytes());
        bytes.extend(entry);
    }
    Ok(bytes)
}

fn take_entry<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk()?;
    let (entry, after) = after.split_at_checked(u16::from_be_bytes(*length).into())?;
    *rest = after;
    Some(entry)
}
