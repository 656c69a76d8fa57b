//! Signs what stands in the log, once.
//!
//! # Promises
//! 1. What is signed was read: the root is made anew from the stored entries and must be that of the stored nodes.
//! 2. A signed head extends the one signed before it, by a proof that was checked. The one before stands in the
//!    [lock](LockFile), a file that no backup has.
//! 3. The lock moves before anybody sees the checkpoint. So whatever anybody was shown, the lock knows of it, or of
//!    a later one.
//! 4. A store that is shorter than what was signed, or other than it, is [refused](Contradiction). Only a declared
//!    ceremony goes on, and the log says so.
//! 5. Every cosigned checkpoint is kept, in the [archive](ArchiveReader).
//! 6. Beside checkpoints the key makes [attestations](Attester), which nobody can take for one.
//!
//! The notary knows neither what an event means nor who asks for a checkpoint.

mod archive;
mod error;
pub mod files;
mod key;
mod lock;

mod attester;
mod nodes;
mod notary;
mod resumption;
mod standing;

mod export;
mod tiles;

pub mod limits;

pub use archive::{ArchiveReader, Archived, recover_archive};
pub use attester::Attester;
pub use error::{Error, FileError};
pub use export::{Entries, ExportError, export, split_checkpoints};
pub use key::{put_key, read_vkey};
pub use lock::LockFile;
pub use notary::{Files, NewKey, Notary};
pub use resumption::Resumption;
pub use standing::Contradiction;
pub use tiles::{bundle_bytes, tile_bytes};
