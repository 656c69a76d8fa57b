//! The ceremony: signing goes on over a log that is not what was signed of it, and the log says so.

use eventlog::{ReadTree, TimestampMs};
use tlog::{
    checkpoint::SignedCheckpoint,
    note::{SigningKey, VerifierKey},
    tree::{Frontier, TreeHead},
};

use crate::{
    Archived, Error, Files, NewKey, Notary,
    archive::{Archive, Newest},
    key::write_key,
    nodes::extend,
    standing::Standing,
};

/// A declared ceremony: signing goes on over a log that is not what was signed of it.
#[derive(Debug)]
pub struct Resumption {
    files: Files,
    key: SigningKey,
    key_is_new: bool,
    archive: Archive,
    /// What is in its place, whoever signed it.
    lock: Option<SignedCheckpoint>,
    /// The same, if it says something of this log.
    before: Option<Archived>,
    edge: Frontier,
    signed: Option<TreeHead>,
}

impl Resumption {
    /// Looks at what is there: `None` if nothing contradicts, so that there is nothing to declare. Writes nothing but
    /// an empty archive where that was lost.
    ///
    /// # Errors
    /// [`Error::EntriesDisagree`] if the log contradicts itself: no ceremony helps then.
    pub fn prepare(
        files: &Files,
        log: &dyn ReadTree,
        size: u64,
        now: TimestampMs,
        new_key: impl FnOnce() -> NewKey,
    ) -> Result<Option<Self>, Error> {
        let standing = Standing::read(files)?;
        let signed = match standing.contradiction(files, log, size)? {
            Some(contradiction) => contradiction.signed(),
            None => return Ok(None),
        };
        let edge = extend(Frontier::new(), log, size)?;
        if edge.root() != log.root(size)? {
            return Err(Error::EntriesDisagree { end: size });
        }
        let key_is_new = standing.key.is_none();
        let before = standing.own_lock().cloned().map(|checkpoint| Archived {
            checkpoint,
            signed_at: now,
        });
        let key = match standing.key {
            Some(key) => key,
            None => new_key().signing()?,
        };
        Ok(Some(Self {
            files: files.clone(),
            key,
            key_is_new,
            archive: standing
                .archive
                .map_or_else(|| Archive::create(&files.archive), Ok)?,
            lock: standing.lock,
            before,
            edge,
            signed,
        }))
    }

    /// The head that was signed last, as far as anything still tells.
    #[must_use]
    pub const fn signed(&self) -> Option<TreeHead> {
        self.signed
    }

    /// The head that is there instead.
    #[must_use]
    pub fn found(&self) -> TreeHead {
        self.edge.head()
    }

    /// The key that signs from here on.
    #[must_use]
    pub const fn vkey(&self) -> &VerifierKey {
        self.key.public()
    }

    /// Signs the log, which says by now that signing was resumed. Whatever was signed before stays in the archive.
    ///
    /// # Errors
    /// [`Error`]; the ceremony has to be declared once more then.
    pub fn finish(self, log: &dyn ReadTree, size: u64, now: TimestampMs) -> Result<Notary, Error> {
        let edge = extend(self.edge, log, size)?;
        if edge.root() != log.root(size)? {
            return Err(Error::EntriesDisagree { end: size });
        }
        if self.key_is_new {
            write_key(&self.files.key, &self.files.vkey, &self.key)?;
        }
        let signed = Archived {
            checkpoint: SignedCheckpoint::sign(edge.head(), &self.key),
            signed_at: now,
        };
        // A crash up to here leaves the contradiction, and one declaration more than there was need for.
        self.files.lock.swap(self.lock.as_ref(), &signed.checkpoint)?;
        if let Some(before) = &self.before {
            self.archive.merge(before)?;
        }
        self.archive.add(&signed, Newest::Contradicted)?;
        Ok(Notary::of(self.key, self.files.lock, self.archive, signed, edge))
    }
}
