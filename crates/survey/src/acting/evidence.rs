//! Evidence that something was done: where it can be read, or which file it is. The file itself is never taken.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    Refusal,
    hex::{bytes_of, stored_as_hex},
    limits::LINK_CHARS_MAX,
    register::check_name,
};

/// SHA-256 of a file. Stored as 64 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileHash(pub [u8; 32]);

stored_as_hex!(FileHash);

/// The text is no SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sidik berkas SHA-256 terdiri dari 64 angka heksadesimal")]
pub struct FileHashError;

impl FromStr for FileHash {
    type Err = FileHashError;

    fn from_str(text: &str) -> Result<Self, FileHashError> {
        bytes_of(&text.trim().to_ascii_lowercase())
            .map(Self)
            .ok_or(FileHashError)
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Where to look for evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Evidence {
    /// A page or document that can be opened.
    Link {
        /// Its address, `https://...` or `http://...`.
        link: String,
    },
    /// A file that the office keeps; whoever gets it can check that it is that one.
    File {
        /// Its name.
        file: String,
        /// What it holds.
        sha256: FileHash,
    },
}

impl Evidence {
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        match self {
            Self::File { file, .. } => check_name(file),
            Self::Link { link } => {
                let rest = link
                    .strip_prefix("https://")
                    .or_else(|| link.strip_prefix("http://"));
                let host = rest.and_then(|rest| rest.chars().next());
                let plain = !link.chars().any(|char| char.is_whitespace() || char.is_control());
                let fits = host.is_some_and(char::is_alphanumeric) && link.chars().count() <= LINK_CHARS_MAX;
                if fits && plain {
                    Ok(())
                } else {
                    Err(Refusal::LinkInvalid)
                }
            }
        }
    }
}
