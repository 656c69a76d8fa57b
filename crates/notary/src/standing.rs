//! What store, lock and archive say of each other before anything is signed.

use std::path::PathBuf;

use eventlog::ReadTree;
use tlog::tree::TreeHead;

use crate::OpenError;

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
        /// What it says.
        signed: TreeHead,
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
            | Self::LockForeign { signed, .. }
            | Self::KeyLost { signed, .. } => Some(*signed),
            Self::ArchiveLost { signed, .. } => *signed,
        }
    }
}

/// Holds the log against what was signed of it.
pub(crate) fn check_log(signed: TreeHead, log: &dyn ReadTree, size: u64) -> Result<(), OpenError> {
    if size < signed.size {
        return Err(Contradiction::Shorter { signed, found: size }.into());
    }
    let found = TreeHead {
        size: signed.size,
        root: log.root(signed.size)?,
    };
    if found.root == signed.root {
        Ok(())
    } else {
        Err(Contradiction::Differs { signed, found }.into())
    }
}
