//! Codes that people give to units, services and surveys, and the ids of instruments and responses.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest code of a unit, service or survey, in bytes. Short codes keep a QR symbol small.
pub const CODE_BYTES_MAX: usize = 32;

/// The text is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{what} {text:?} harus terdiri dari 1 sampai {CODE_BYTES_MAX} karakter A-Z, 0-9, '-' atau '.', diawali huruf atau angka"
)]
pub struct CodeError {
    /// Which kind of code was refused.
    pub what: &'static str,
    /// The refused text.
    pub text: String,
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// Checks and keeps the text.
            ///
            /// # Errors
            /// If the text is empty, too long or of other characters.
            pub fn new(text: impl Into<String>) -> Result<Self, CodeError> {
                let text = text.into();
                if is_code(&text) { Ok(Self(text.into())) } else { Err(CodeError { what: $what, text }) }
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = CodeError;

            fn try_from(text: String) -> Result<Self, CodeError> {
                Self::new(text)
            }
        }

        impl FromStr for $name {
            type Err = CodeError;

            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

code!(
    /// Code of a unit pelayanan, for example `DISDUKCAPIL`.
    UnitCode,
    "Kode unit"
);
code!(
    /// Code of a service of one unit, for example `KTP-EL`.
    ServiceCode,
    "Kode layanan"
);
code!(
    /// Code of a survey, the last part of its address and of its QR code.
    SurveyCode,
    "Kode survei"
);

code!(
    /// Code of a device of an office, for example `KIOS-4F7K9QX2`.
    DeviceCode,
    "Kode perangkat"
);

fn is_code(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
    text.len() <= CODE_BYTES_MAX
        && text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
        && text.bytes().all(allowed)
}

/// Identity of one response: minted once where it is answered (a UUIDv7), or derived from a one-time code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResponseId(pub Uuid);

impl fmt::Display for ResponseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Names one version of an instrument, written `permenpan-14-2017@1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InstrumentRef {
    /// Id of the instrument: lower-case letters, digits and `-`.
    pub id: Box<str>,
    /// Its version, from 1.
    pub version: u16,
}

/// The text does not name an instrument's version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} bukan nama versi instrumen; tulis misalnya permenpan-14-2017@1")]
pub struct InstrumentRefError(pub String);

impl FromStr for InstrumentRef {
    type Err = InstrumentRefError;

    fn from_str(text: &str) -> Result<Self, InstrumentRefError> {
        let parse = || {
            let (id, version) = text.split_once('@')?;
            let well_formed = !id.is_empty()
                && id.len() <= CODE_BYTES_MAX
                && id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            let version = version.parse().ok().filter(|version| *version > 0)?;
            let id = id.into();
            // A number can be read from several texts; only one of them is the name.
            Some(Self { id, version }).filter(|name| well_formed && name.to_string() == text)
        };
        parse().ok_or_else(|| InstrumentRefError(text.into()))
    }
}

impl TryFrom<String> for InstrumentRef {
    type Error = InstrumentRefError;

    fn try_from(text: String) -> Result<Self, InstrumentRefError> {
        text.parse()
    }
}

impl From<InstrumentRef> for String {
    fn from(instrument: InstrumentRef) -> Self {
        instrument.to_string()
    }
}

impl fmt::Display for InstrumentRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.version)
    }
}
