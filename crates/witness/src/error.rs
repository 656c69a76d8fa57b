//! Why a witness did not do what was asked, in Bahasa Indonesia for those who run it.

use std::io;
use std::path::{Path, PathBuf};

use tlog::note::KeyError;

use crate::Refusal;
use crate::limits::KEYS_MAX;

/// Why a witness could not be made, opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk failed, or the user may not read or write there.
    #[error("{}: {error}; periksa disk dan izin berkas", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What happened.
        error: io::Error,
    },
    /// There is no witness here. Make one first.
    #[error("{} bukan folder saksi; buat dengan `skm witness init`", .0.display())]
    NotThere(PathBuf),
    /// There is a witness here already. Choose another folder.
    #[error("{} sudah berisi saksi; pilih folder lain", .0.display())]
    Exists(PathBuf),
    /// Another process has the witness open. Stop it first, or ask it.
    #[error("saksi di {} sedang dipakai proses lain; hentikan proses itu lebih dahulu, lalu ulangi", .0.display())]
    InUse(PathBuf),
    /// A file is not what this witness wrote. Nothing is cosigned for the log that it is about.
    #[error(
        "{} bukan seperti yang ditulis saksi ini; simpan sebagai bukti, jangan ganti dengan cadangan: saksi yang lupa harus memakai kunci baru",
        .0.display()
    )]
    Damaged(PathBuf),
    /// The name cannot be that of a witness.
    #[error("{0:?} tidak dapat menjadi nama saksi: pakai alamat tanpa skema, misalnya saksi.sukamaju.go.id")]
    Name(String),
    /// The text is not the key of a log.
    #[error("bukan kunci log; tulis nama+id+base64 persis seperti yang diumumkan log itu")]
    NotAKey(KeyError),
    /// The log has so many keys already.
    #[error("log ini sudah punya {KEYS_MAX} kunci")]
    TooManyKeys,
}

impl Error {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_owned();
        |error| Error::Io { path, error }
    }
}

/// Why a request brought no cosignature.
#[derive(Debug, thiserror::Error)]
pub enum NotCosigned {
    /// The protocol says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The witness failed. Nothing was promised; ask again when it is mended.
    #[error(transparent)]
    Failed(#[from] Error),
}
