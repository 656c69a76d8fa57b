//! Why a log is not opened for signing, or was not signed; in Bahasa Indonesia, for those who run it.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use eventlog::TreeError;
use tlog::tree::{ProofError, TreeHead};

use crate::Contradiction;

/// A file of the notary cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The disk failed, or the user may not read or write there. Look at it, then try again.
    #[error("{}: {what}; periksa disk dan izin berkas", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What happened.
        what: String,
    },
    /// The file is not what it should be. Put the right one in its place.
    #[error("{} bukan berkas yang dikenal: {what}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// Another process has the file open. Stop it first, or ask it.
    #[error("{} sedang dipakai proses lain; hentikan proses itu lebih dahulu, lalu ulangi", .0.display())]
    InUse(PathBuf),
}

impl FileError {
    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
        Self::Io {
            path: path.into(),
            what: error.to_string(),
        }
    }

    pub(crate) fn form(path: &Path, error: impl fmt::Display) -> Self {
        Self::Form {
            path: path.into(),
            what: error.to_string(),
        }
    }
}

/// Why a log is not opened for signing, or was not signed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What is there is not what was signed. Nothing may be added to it before somebody has looked.
    #[error(transparent)]
    Contradiction(#[from] Contradiction),
    /// The name cannot be that of a log's key.
    #[error("{0:?} tidak dapat menjadi nama log: pakai alamat tanpa skema, misalnya skm.sukamaju.go.id/log")]
    Origin(String),
    /// The stored entries do not give the root that the stored nodes give: a bit was flipped, or somebody wrote.
    /// Never sign this. `skm verify` names the position.
    #[error(
        "peristiwa sebelum posisi {end} tidak sesuai dengan pohonnya; tidak ditandatangani. Jalankan `skm verify`, simpan folder sebagai bukti"
    )]
    EntriesDisagree {
        /// One behind the last of the events that were hashed.
        end: u64,
    },
    /// The stored nodes do not extend the head that was signed last.
    #[error(
        "log tidak melanjutkan yang terakhir ditandatangani ({error}); tidak ditandatangani. Jalankan `skm verify`, simpan folder sebagai bukti"
    )]
    Inconsistent {
        /// What the proof lacks.
        error: ProofError,
    },
    /// Another process signs with the same lock: two copies of a log are in use.
    #[error(
        "catatan tanda tangan terakhir ({}) diubah proses lain; tidak ditandatangani. Hanya satu salinan folder data yang boleh dipakai",
        path.display()
    )]
    LockMoved {
        /// The lock.
        path: PathBuf,
        /// What should have been there.
        believed: Option<TreeHead>,
        /// What was there.
        found: Option<TreeHead>,
    },
    /// A file cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The tree of the log cannot be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
}
