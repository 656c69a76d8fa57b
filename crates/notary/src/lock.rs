//! The lock: the head that was signed last, as a file of its own that no backup has.
//!
//! A backup that is put back has its log, its archive and its views of one moment; nothing in it can tell that a
//! later moment was signed. The lock can. It holds the signed checkpoint itself, so anybody can check it.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use tlog::checkpoint::SignedCheckpoint;

use crate::{
    Error, FileError,
    files::{Readers, read, with_suffix, write_whole},
};

/// Where the lock lies.
#[derive(Clone, Debug)]
pub struct LockFile(PathBuf);

impl LockFile {
    /// Names it; touches nothing.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The checkpoint that was signed last; `None` if the lock is not there. Nothing is verified yet.
    ///
    /// # Errors
    /// If it cannot be read, or holds something else.
    pub fn read(&self) -> Result<Option<SignedCheckpoint>, FileError> {
        let Some(text) = read(&self.0)? else {
            return Ok(None);
        };
        let parsed = SignedCheckpoint::parse(text.as_bytes());
        Ok(Some(parsed.map_err(|error| FileError::form(&self.0, error))?))
    }

    /// Puts a checkpoint in the place of the one that is believed to be there. Of two processes that believe the same
    /// one succeeds, even where they have no other file in common.
    ///
    /// # Errors
    /// [`Error::LockMoved`] if another checkpoint is there; nothing is written then.
    pub(crate) fn swap(
        &self,
        believed: Option<&SignedCheckpoint>,
        new: &SignedCheckpoint,
    ) -> Result<(), Error> {
        // On a file of its own: the lock itself is replaced each time.
        let guard = with_suffix(&self.0, ".guard");
        let held = File::create(&guard).and_then(|file| file.lock().map(|()| file));
        let _held = held.map_err(|error| FileError::io(&guard, &error))?;
        let found = self.read()?;
        let head = |there: Option<&SignedCheckpoint>| there.map(|there| there.checkpoint().head());
        if head(found.as_ref()) != head(believed) {
            return Err(Error::LockMoved {
                path: self.0.clone(),
                believed: head(believed),
                found: head(found.as_ref()),
            });
        }
        // A crash here leaves the old lock, and a signature that nobody has seen.
        Ok(write_whole(&self.0, &new.to_string(), Readers::All)?)
    }
}
