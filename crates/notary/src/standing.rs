//! What store, lock and archive say of each other before anything is signed.

use std::path::PathBuf;

use eventlog::{ReadTree, TreeError};
use tlog::{checkpoint::SignedCheckpoint, note::SigningKey, tree::TreeHead};

use crate::{Archived, FileError, Files, archive::Archive, key::read_key};

const REMEDY: &str = "Pakai folder data yang lebih baru bila masih ada. Bila tidak ada, nyatakan dengan `skm resume-signing --data DIR --reason ALASAN`; pernyataan itu tercatat selamanya";

/// What is there is not what was signed: a backup that was put back, a fork, or a file that was lost. Put the newer
/// files back; if they are gone for good, only a declared ceremony goes on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// The log is shorter than what was signed: it lost its end, or an older copy was put back.
    #[error(
        "log memuat {found} peristiwa, padahal {signed} sudah ditandatangani: {missing} peristiwa terakhir hilang, atau ini salinan lama. {REMEDY}",
        signed = signed.size,
        missing = signed.size - found
    )]
    Shorter {
        /// What was signed last.
        signed: TreeHead,
        /// How many events there are.
        found: u64,
    },
    /// The log is long enough, but other events stand in it.
    #[error(
        "{} peristiwa pertama log bukan yang dulu ditandatangani: isinya berubah, atau ini log lain. {REMEDY}",
        signed.size
    )]
    Differs {
        /// What was signed last.
        signed: TreeHead,
        /// What there is at that size.
        found: TreeHead,
    },
    /// Something was signed, and the lock that says how far is not there.
    #[error(
        "catatan tanda tangan terakhir ({}) tidak ada, padahal {} peristiwa sudah ditandatangani. Kembalikan berkas itu, atau sebut tempatnya dengan --lock. {REMEDY}",
        lock.display(),
        signed.size
    )]
    LockLost {
        /// Where it should be.
        lock: PathBuf,
        /// The newest signed head that the archive has.
        signed: TreeHead,
    },
    /// The archive has what was signed after the lock: an older lock was put back.
    #[error(
        "catatan tanda tangan terakhir ({}) lebih lama daripada arsip: {} peristiwa, arsip {}. Kembalikan yang terbaru. {REMEDY}",
        lock.display(),
        found.size,
        signed.size
    )]
    LockOlder {
        /// The lock.
        lock: PathBuf,
        /// What it says.
        found: TreeHead,
        /// What the archive says.
        signed: TreeHead,
    },
    /// The lock is another log's, or was signed by a key that is not this log's.
    #[error(
        "catatan tanda tangan terakhir ({}) tidak ditandatangani oleh kunci log ini: milik log lain, atau kuncinya tertukar. Sebut tempat yang benar dengan --lock. {REMEDY}",
        lock.display()
    )]
    LockForeign {
        /// The lock.
        lock: PathBuf,
        /// The newest signed head that the archive has.
        signed: Option<TreeHead>,
    },
    /// The archive of checkpoints is not there, although there was one.
    #[error("arsip checkpoint ({}) hilang; kembalikan dari cadangan. {REMEDY}", archive.display())]
    ArchiveLost {
        /// Where it should be.
        archive: PathBuf,
        /// What was signed last, if the lock tells.
        signed: Option<TreeHead>,
    },
    /// The key is not there, although something was signed with it.
    #[error(
        "kunci penanda tangan ({}) tidak ada, padahal {} peristiwa sudah ditandatangani; kembalikan kunci dari tempat simpanannya. {REMEDY}",
        key.display(),
        signed.size
    )]
    KeyLost {
        /// Where it should be.
        key: PathBuf,
        /// What was signed last.
        signed: TreeHead,
    },
}

impl Contradiction {
    /// The head that was signed last, as far as anything still tells.
    #[must_use]
    pub const fn signed(&self) -> Option<TreeHead> {
        match self {
            Self::Shorter { signed, .. }
            | Self::Differs { signed, .. }
            | Self::LockLost { signed, .. }
            | Self::LockOlder { signed, .. }
            | Self::KeyLost { signed, .. } => Some(*signed),
            Self::ArchiveLost { signed, .. } | Self::LockForeign { signed, .. } => *signed,
        }
    }
}

/// The files, as they are found.
pub(crate) struct Standing {
    pub(crate) key: Option<SigningKey>,
    pub(crate) lock: Option<SignedCheckpoint>,
    /// `None` if there is no archive.
    pub(crate) archive: Option<Archive>,
    /// What the archive got last.
    pub(crate) newest: Option<Archived>,
}

impl Standing {
    pub(crate) fn read(files: &Files) -> Result<Self, FileError> {
        let archive = if files.archive.exists() {
            Some(Archive::open(&files.archive)?)
        } else {
            None
        };
        let newest = archive
            .as_ref()
            .map(|archive| archive.reader().newest())
            .transpose()?;
        Ok(Self {
            key: read_key(&files.key)?,
            lock: files.lock.read()?,
            newest: newest.flatten(),
            archive,
        })
    }

    /// Whether what is there contradicts what was signed, and how.
    pub(crate) fn contradiction(
        &self,
        files: &Files,
        log: &dyn ReadTree,
        size: u64,
    ) -> Result<Option<Contradiction>, TreeError> {
        if let Some(contradiction) = self.among_files(files) {
            return Ok(Some(contradiction));
        }
        let Some(signed) = self.lock.as_ref().map(|lock| lock.checkpoint().head()) else {
            return Ok(None);
        };
        if size < signed.size {
            return Ok(Some(Contradiction::Shorter { signed, found: size }));
        }
        let root = log.root(signed.size)?;
        let found = TreeHead { root, ..signed };
        Ok((found != signed).then_some(Contradiction::Differs { signed, found }))
    }

    fn among_files(&self, files: &Files) -> Option<Contradiction> {
        let locked = self.lock.as_ref().map(|lock| lock.checkpoint().head());
        let archived = self.newest.as_ref().map(Archived::head);
        let lock = || files.lock.path().to_owned();
        let Some(key) = &self.key else {
            let signed = locked.into_iter().chain(archived).max_by_key(|head| head.size)?;
            let key = files.key.clone();
            return Some(Contradiction::KeyLost { key, signed });
        };
        if self.archive.is_none() {
            let archive = files.archive.clone();
            return Some(Contradiction::ArchiveLost {
                archive,
                signed: locked,
            });
        }
        let Some(checkpoint) = &self.lock else {
            return archived.map(|signed| Contradiction::LockLost { lock: lock(), signed });
        };
        let found = checkpoint.checkpoint().head();
        if checkpoint.verify(key.public()).is_err() {
            return Some(Contradiction::LockForeign {
                lock: lock(),
                signed: archived,
            });
        }
        match archived {
            Some(signed) if signed.size > found.size => Some(Contradiction::LockOlder {
                lock: lock(),
                found,
                signed,
            }),
            Some(signed) if signed.size == found.size && signed != found => {
                Some(Contradiction::Differs { signed, found })
            }
            _ => None,
        }
    }

    /// The lock, if this log's key signed it.
    pub(crate) fn own_lock(&self) -> Option<&SignedCheckpoint> {
        let key = self.key.as_ref()?;
        self.lock
            .as_ref()
            .filter(|lock| lock.verify(key.public()).is_ok())
    }
}
