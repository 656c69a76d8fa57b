//! Why the vault could not be opened, read or written; in Bahasa Indonesia, for those who run it.

use std::path::PathBuf;

use uuid::Uuid;

use crate::limits;

/// Why the vault did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The disk or the storage engine failed. Stop, look at the disk, open again.
    #[error("penyimpanan brankas gagal: {0}; hentikan program, periksa disk, lalu jalankan kembali")]
    Storage(String),
    /// Another process has the vault open. Stop it first, or ask it.
    #[error("brankas {} sedang dipakai proses lain; hentikan proses itu lebih dahulu", .0.display())]
    InUse(PathBuf),
    /// The last process to write the vault was cut off. Open it once for writing, which recovers it.
    #[error("{} tidak ditutup dengan baik; jalankan `skm serve` atau `skm rebuild`, yang memulihkannya", .0.display())]
    NotClosed(PathBuf),
    /// A file is not of the vault, or a newer program wrote it.
    #[error("{} bukan berkas brankas yang dikenal: {what}; pulihkan dari cadangan atau perbarui program", file.display())]
    Format {
        /// The file.
        file: PathBuf,
        /// What it is instead.
        what: String,
    },
    /// What was read is not what was sealed. Restore from a backup, keep the damaged file as evidence.
    #[error(
        "teks {content} di brankas rusak; pulihkan dari cadangan dan simpan berkas yang rusak sebagai bukti"
    )]
    Damaged {
        /// The text.
        content: Uuid,
    },
    /// There is something already where a backup was to be written. Name an empty place.
    #[error("{} sudah berisi brankas; pilih folder cadangan yang kosong", .0.display())]
    BackupExists(PathBuf),
    /// The vault stopped after an earlier failure, or is closing. Open it again.
    #[error("brankas sudah ditutup: {0}; jalankan kembali program")]
    Closed(String),
}

/// Why a text was not put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PutError {
    /// The queue is full. Nothing was taken; try again in a moment.
    #[error("brankas sedang sibuk; coba lagi sebentar lagi")]
    Busy,
    /// The text is longer than a vault keeps. Make it shorter.
    #[error("teks terdiri dari {0} bita; paling banyak {max} bita", max = limits::TEXT_BYTES_MAX)]
    TooLong(usize),
    /// Under this content id lies another text. Mint an id for each text.
    #[error("nomor isi {0} sudah dipakai teks lain")]
    Taken(Uuid),
    /// The vault itself failed. Trying again does not help.
    #[error(transparent)]
    Vault(#[from] Error),
}

/// Whatever the storage engine says, as an error of the vault.
pub(crate) fn storage(error: impl Into<redb::Error>) -> Error {
    Error::Storage(error.into().to_string())
}
