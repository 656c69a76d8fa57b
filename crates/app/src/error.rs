//! What commands and queries fail with, split by who must act.

use eventlog::{AppendError, LogError};
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
    /// The machine or its data failed. The operator must look; trying again does not help.
    #[error("{0}")]
    Failed(String),
}

impl From<LogError> for AppError {
    fn from(error: LogError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<ViewsError> for AppError {
    fn from(error: ViewsError) -> Self {
        Self::Failed(error.to_string())
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

impl From<AppendError> for AppError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Busy => Self::Busy,
            AppendError::WrongExpectedVersion { .. }
            | AppendError::EventIdTaken { .. }
            | AppendError::Entry(_)
            | AppendError::Log(_) => Self::Failed(error.to_string()),
        }
    }
}
