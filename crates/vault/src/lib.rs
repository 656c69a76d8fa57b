//! Texts that the law may order gone, kept beside the log so that the log never changes.
//!
//! The event holds a commitment to the text; the vault holds the text, sealed with a key of its own.
//!
//! # Promises
//! 1. What `put` acknowledges is on disk. So seal, put, wait, and only then append the event: a crash between
//!    leaves a text that no event names, which [`Vault::sweep`] removes.
//! 2. A sealed text is never overwritten: a content id is put once.
//! 3. A text is read exactly as it was sealed, or the read fails.
//! 4. Once `erase` returns, no file of the vault holds the key, salt, nonce, ciphertext or text: the files are
//!    written anew without them. A crash on the way leaves the whole text or an unreadable rest; erasing again
//!    finishes it.
//! 5. One process at a time writes a vault; others may read beside it, and nothing is erased meanwhile.
//!
//! What erasing cannot reach: blocks that the file system freed and the disk has not yet reused (keep the
//! vault on an encrypted disk), and backups (let those of the keys rotate within 30 days).
//!
//! Keys and salts lie in one file, ciphertexts in another, so that keys can be backed up on another rhythm.

mod commit;
mod error;
mod files;
mod reader;
mod seal;
mod table;
mod vault;

pub mod limits;

pub use commit::PendingPut;
pub use error::{Error, PutError};
pub use reader::VaultReader;
pub use seal::{SealSecrets, Sealed, commitment, seal};
pub use vault::Vault;
