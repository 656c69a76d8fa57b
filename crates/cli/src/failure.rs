//! How a command fails: split by what the operator must do, each with an exit code of its own.

use std::{
    fmt::Display,
    io::{self, Write},
    process::ExitCode,
};

use app::AppError;
use eventlog::{LogError, TreeError};
use survey::Refusal;
use views::ViewsError;
use witness::NotCosigned;

/// The exit codes, for `--help`.
pub(crate) const EXIT_CODES: &str = "\
Kode keluar:
  0  berhasil
  1  pemeriksaan gagal: isi tidak sama dengan yang dulu ditulis
  2  perintah atau isian ditolak
  3  data tidak ada, tidak terbaca atau sedang dipakai, atau mesin gagal
  4  kebijakan tidak terpenuhi: tanda tangan atau saksi yang diminta tidak ada";

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What is there is not what was written, or does not follow from it. Keep it as evidence.
    Evidence(String),
    /// Whoever asked can mend it.
    Refused(String),
    /// The data are missing, unreadable or in use, or the machine failed.
    Machine(String),
    /// Nothing disagrees, and it was not signed by those who should have.
    Policy(String),
}

impl Failure {
    /// Says why, and returns the exit code.
    pub(crate) fn tell(&self) -> ExitCode {
        let (code, text) = match self {
            Self::Evidence(text) => (1, text),
            Self::Refused(text) => (2, text),
            Self::Machine(text) => (3, text),
            Self::Policy(text) => (4, text),
        };
        // Without a standard error there is nobody to tell; the exit code says it still.
        let _ = writeln!(io::stderr(), "Kesalahan: {text}");
        ExitCode::from(code)
    }

    /// The same failure, with the file or step that it is about in front.
    pub(crate) fn about(self, what: impl Display) -> Self {
        let about = |text: String| format!("{what}: {text}");
        match self {
            Self::Evidence(text) => Self::Evidence(about(text)),
            Self::Refused(text) => Self::Refused(about(text)),
            Self::Machine(text) => Self::Machine(about(text)),
            Self::Policy(text) => Self::Policy(about(text)),
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusal) => refusal.into(),
            AppError::Evidence(text) => Self::Evidence(text),
            AppError::Busy | AppError::Failed(_) => Self::Machine(error.to_string()),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

impl From<LogError> for Failure {
    fn from(error: LogError) -> Self {
        AppError::from(error).into()
    }
}

impl From<ViewsError> for Failure {
    fn from(error: ViewsError) -> Self {
        AppError::from(error).into()
    }
}

impl From<audit::Error> for Failure {
    fn from(error: audit::Error) -> Self {
        match error {
            audit::Error::Log(error) => error.into(),
            audit::Error::Tree(TreeError::Log(error)) => error.into(),
            audit::Error::Tree(error @ (TreeError::BeyondHead { .. } | TreeError::Outside { .. })) => {
                Self::Machine(error.to_string())
            }
            audit::Error::Views(error) => error.into(),
            audit::Error::Vault(error) => error.into(),
            audit::Error::Export(error) => Self::Machine(error.to_string()),
        }
    }
}

impl From<vault::Error> for Failure {
    fn from(error: vault::Error) -> Self {
        if matches!(error, vault::Error::Damaged { .. }) {
            Self::Evidence(error.to_string())
        } else {
            Self::Machine(error.to_string())
        }
    }
}

impl From<witness::Error> for Failure {
    fn from(error: witness::Error) -> Self {
        use witness::Error;
        let text = error.to_string();
        match error {
            Error::Damaged(_) => Self::Evidence(text),
            Error::Exists(_) | Error::Name(_) | Error::NotAKey(_) | Error::TooManyKeys => Self::Refused(text),
            Error::Io { .. } | Error::NotThere(_) | Error::InUse(_) => Self::Machine(text),
        }
    }
}

impl From<NotCosigned> for Failure {
    fn from(error: NotCosigned) -> Self {
        match error {
            // The log cannot show that it only grew, or has shown that it did not.
            NotCosigned::Refused(
                refusal @ (witness::Refusal::OtherRoot { .. } | witness::Refusal::BadProof(_)),
            ) => Self::Evidence(refusal.to_string()),
            NotCosigned::Refused(refusal) => Self::Refused(refusal.to_string()),
            NotCosigned::Failed(error) => error.into(),
        }
    }
}
