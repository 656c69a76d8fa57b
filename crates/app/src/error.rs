//! What commands and queries fail with, split by who must act; in Bahasa Indonesia, also what the log says.

use eventlog::{AppendError, LogError, TreeError};
use survey::Refusal;
use views::ViewsError;

/// Why a command or query gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The asker can mend it; the text says how.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Too much at once. Nothing was taken; try again in a moment.
    #[error("Sistem sedang sibuk. Coba lagi sebentar lagi.")]
    Busy,
    /// What is there is not what was written, or not what was signed. The operator must keep it and look; trying again
    /// does not help.
    #[error("{0}")]
    Evidence(String),
    /// The machine or its data failed. The operator must look; trying again does not help.
    #[error("{0}")]
    Failed(String),
}

impl From<LogError> for AppError {
    fn from(error: LogError) -> Self {
        Self::Failed(match error {
            LogError::Damaged { position, what } => {
                return Self::Evidence(format!(
                    "posisi {position}: {what}. Isi log bukan yang dulu ditulis: simpan berkasnya sebagai bukti, lalu pulihkan dari cadangan"
                ));
            }
            LogError::InUse(path) => {
                format!("{path} sedang dipakai proses lain; hentikan proses itu lebih dahulu, lalu ulangi")
            }
            LogError::NotClosed(path) => {
                format!(
                    "{path} tidak ditutup dengan baik; jalankan `skm serve` atau `skm rebuild`, yang memulihkannya"
                )
            }
            LogError::Storage(what) => format!("penyimpanan log gagal: {what}; periksa disk, lalu ulangi"),
            LogError::Format(what) => {
                format!(
                    "bukan log yang dikenal program ini: {what}; periksa folder data, atau perbarui program"
                )
            }
            LogError::Closed(why) => format!("log sudah ditutup: {why}; jalankan kembali program"),
        })
    }
}

impl From<TreeError> for AppError {
    fn from(error: TreeError) -> Self {
        match error {
            TreeError::Log(error) => error.into(),
            TreeError::BeyondHead { .. } | TreeError::Outside { .. } => Self::Failed(error.to_string()),
        }
    }
}

impl From<notary::Error> for AppError {
    fn from(error: notary::Error) -> Self {
        match error {
            notary::Error::Contradiction(_)
            | notary::Error::EntriesDisagree { .. }
            | notary::Error::Inconsistent { .. }
            | notary::Error::LockMoved { .. } => Self::Evidence(error.to_string()),
            notary::Error::Tree(error) => error.into(),
            notary::Error::Origin(_) | notary::Error::File(_) => Self::Failed(error.to_string()),
        }
    }
}

impl From<notary::FileError> for AppError {
    fn from(error: notary::FileError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<ViewsError> for AppError {
    fn from(error: ViewsError) -> Self {
        match error {
            ViewsError::Log(error) => error.into(),
            // The log speaks of something that it does not hold, or the views of something that it held once.
            ViewsError::Reference { .. } | ViewsError::OtherLog { .. } => Self::Evidence(error.to_string()),
            ViewsError::Storage(_) | ViewsError::Row(_) | ViewsError::Event { .. } => {
                Self::Failed(error.to_string())
            }
        }
    }
}

impl From<vault::Error> for AppError {
    fn from(error: vault::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<vault::PutError> for AppError {
    fn from(error: vault::PutError) -> Self {
        match error {
            vault::PutError::Busy => Self::Busy,
            vault::PutError::TooLong(_) | vault::PutError::Taken(_) | vault::PutError::Vault(_) => {
                Self::Failed(error.to_string())
            }
        }
    }
}

impl From<credentials::Error> for AppError {
    fn from(error: credentials::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<AppendError> for AppError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Busy => Self::Busy,
            AppendError::Log(error) => error.into(),
            AppendError::WrongExpectedVersion { .. }
            | AppendError::EventIdTaken { .. }
            | AppendError::Entry(_) => Self::Failed(error.to_string()),
        }
    }
}
