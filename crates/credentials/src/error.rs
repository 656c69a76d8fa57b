//! Why the store could not be opened, read or written; in Bahasa Indonesia, for those who run it.

use std::path::PathBuf;

/// Why the store did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The disk or the storage engine failed. Look at the disk, open again.
    #[error("penyimpanan akun gagal: {0}; periksa disk, lalu jalankan kembali program")]
    Storage(String),
    /// Another process has it open. Stop it first.
    #[error("{} sedang dipakai proses lain; hentikan proses itu lebih dahulu, lalu ulangi", .0.display())]
    InUse(PathBuf),
    /// The last process to write it was cut off. Open it once for writing, which recovers it.
    #[error("{} tidak ditutup dengan baik; jalankan `skm serve`, yang memulihkannya", .0.display())]
    NotClosed(PathBuf),
    /// The file is not of this store, or a newer program wrote it.
    #[error("{} bukan berkas akun yang dikenal: {what}; pulihkan dari cadangan, atau singkirkan lalu `skm account reset`", file.display())]
    Format {
        /// The file.
        file: PathBuf,
        /// What it is instead.
        what: String,
    },
}

/// Whatever the storage engine says, as an error of the store.
pub(crate) fn storage(error: impl Into<redb::Error>) -> Error {
    Error::Storage(error.into().to_string())
}
