//! Signing: the one write path of checkpoints.
//!
//! Its order is its point. What was read is compared, what was compared is proved, what was proved moves the lock, and
//! only what the lock holds is shown to anybody.

use std::path::PathBuf;

use eventlog::{ReadTree, TimestampMs};
use tlog::{
    checkpoint::SignedCheckpoint,
    note::{SigningKey, VerifierKey},
    tree::{Frontier, verify_consistency},
};

use crate::{
    ArchiveReader, Archived, Attester, Error, FileError, LockFile,
    archive::{Archive, Newest},
    key::{check_vkey, write_key},
    limits::REHASHED_EVENTS_MAX,
    nodes::{extend, stored_edge},
    standing::Standing,
};

/// Where the notary's files lie.
#[derive(Clone, Debug)]
pub struct Files {
    /// The secret key.
    pub key: PathBuf,
    /// Its public half.
    pub vkey: PathBuf,
    /// Every cosigned checkpoint.
    pub archive: PathBuf,
    /// The head that was signed last. Not beside the others, and in no backup.
    pub lock: LockFile,
}

/// What a log needs to have a key made for it.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The name of the log: an address without its scheme, that nobody else uses.
    pub origin: String,
    /// 32 bytes that nobody can guess.
    pub seed: [u8; 32],
}

impl NewKey {
    pub(crate) fn signing(&self) -> Result<SigningKey, Error> {
        let refused = |_| Error::Origin(self.origin.clone());
        SigningKey::from_seed(&self.origin, &self.seed).map_err(refused)
    }
}

/// Signs one log.
#[derive(Debug)]
pub struct Notary {
    key: SigningKey,
    lock: LockFile,
    archive: Archive,
    /// What the lock holds.
    last: Option<Archived>,
    /// The edge of the tree at `last`. Not there until the first signing has read it.
    edge: Option<Frontier>,
}

impl Notary {
    /// Opens the files of a log that has `size` events, and holds them against it. A log of which nothing was ever
    /// signed gets a key.
    ///
    /// # Errors
    /// [`Error::Contradiction`] if the log is not what was signed of it.
    pub fn open(
        files: &Files,
        log: &dyn ReadTree,
        size: u64,
        now: TimestampMs,
        new_key: impl FnOnce() -> NewKey,
    ) -> Result<Self, Error> {
        let standing = Standing::read(files)?;
        if let Some(contradiction) = standing.contradiction(files, log, size)? {
            return Err(contradiction.into());
        }
        let archive = standing
            .archive
            .map_or_else(|| Archive::create(&files.archive), Ok)?;
        // A crash here leaves an archive without a key, and the next opening makes one.
        let key = match standing.key {
            Some(key) => key,
            None => {
                let key = new_key().signing()?;
                write_key(&files.key, &files.vkey, &key)?;
                key
            }
        };
        check_vkey(&files.vkey, &key)?;
        let last = standing.lock.map(|checkpoint| Archived {
            checkpoint,
            signed_at: standing.newest.as_ref().map_or(now, |newest| newest.signed_at),
        });
        if let Some(last) = &last
            && standing.newest.is_none_or(|newest| newest.head() != last.head())
        {
            // A crash came after the lock had moved: what it holds was never shown, and may be now.
            archive.add(last, Newest::Extended)?;
        }
        Ok(Self {
            key,
            lock: files.lock.clone(),
            archive,
            last,
            edge: None,
        })
    }

    /// Signs the first `size` events, unless that is what was signed last. Tells what is signed now.
    ///
    /// # Errors
    /// [`Error`], and nothing is signed then.
    pub fn sign(
        &mut self,
        log: &dyn ReadTree,
        size: u64,
        now: TimestampMs,
    ) -> Result<Option<&Archived>, Error> {
        let edge = self.edge(log)?;
        if edge.size() >= size {
            return Ok(self.last.as_ref());
        }
        let edge = extend(edge, log, size)?;
        let head = edge.head();
        if head.root != log.root(size)? {
            return Err(Error::EntriesDisagree { end: size });
        }
        if let Some(before) = &self.last {
            let before = before.head();
            let proof = log.consistency_proof(before.size, size)?;
            verify_consistency(&before, &head, &proof).map_err(|error| Error::Inconsistent { error })?;
        }
        let signed = Archived {
            checkpoint: SignedCheckpoint::sign(head, &self.key),
            signed_at: now,
        };
        let before = self.last.as_ref().map(|last| &last.checkpoint);
        self.lock.swap(before, &signed.checkpoint)?;
        // A crash here leaves the lock ahead of the archive. The next opening adds what it holds.
        self.archive.add(&signed, Newest::Extended)?;
        self.edge = Some(edge);
        Ok(Some(self.last.insert(signed)))
    }

    /// A notary that has just signed.
    pub(crate) const fn of(
        key: SigningKey,
        lock: LockFile,
        archive: Archive,
        signed: Archived,
        edge: Frontier,
    ) -> Self {
        Self {
            key,
            lock,
            archive,
            last: Some(signed),
            edge: Some(edge),
        }
    }

    /// The edge of the tree at what was signed last.
    fn edge(&mut self, log: &dyn ReadTree) -> Result<Frontier, Error> {
        if let Some(edge) = &self.edge {
            return Ok(edge.clone());
        }
        let signed = self
            .last
            .as_ref()
            .map_or_else(|| Frontier::new().head(), Archived::head);
        let edge = if signed.size <= REHASHED_EVENTS_MAX {
            extend(Frontier::new(), log, signed.size)?
        } else {
            // As good as the entries: its root is one that was signed.
            stored_edge(log, signed.size)?
        };
        if edge.head() != signed {
            return Err(Error::EntriesDisagree { end: signed.size });
        }
        Ok(self.edge.insert(edge).clone())
    }

    /// The checkpoint that was signed last.
    #[must_use]
    pub const fn newest(&self) -> Option<&Archived> {
        self.last.as_ref()
    }

    /// The key that checks what is signed here. Its name is the log's origin.
    #[must_use]
    pub const fn vkey(&self) -> &VerifierKey {
        self.key.public()
    }

    /// The same key, for attestations.
    #[must_use]
    pub fn attester(&self) -> Attester {
        Attester::of(self.key.clone())
    }

    /// What was signed and cosigned.
    #[must_use]
    pub const fn archive(&self) -> &ArchiveReader {
        self.archive.reader()
    }

    /// Keeps a checkpoint with cosignatures; tells it with all that are known. The caller has verified every signature
    /// that it adds.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn keep_cosigned(&mut self, cosigned: &Archived) -> Result<Archived, FileError> {
        let merged = self.archive.merge(cosigned)?;
        match &mut self.last {
            Some(last) if last.head() == merged.head() => *last = merged.clone(),
            _ => {}
        }
        Ok(merged)
    }
}
