//! The stable code of a service element (unsur).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Longest code of an unsur, in bytes.
pub const UNSUR_CODE_BYTES_MAX: usize = 23;

/// Code of one unsur, for example `persyaratan`: 1 to 23 of `a-z`, `0-9` and `-`, first a letter.
///
/// Codes, not positions, tie an answer to its question: published lists and questionnaires order the nine
/// differently (Sarana dan Prasarana and Penanganan Pengaduan change places).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnsurCode {
    // Zero-padded, so that the derived order is the order of the texts.
    bytes: [u8; UNSUR_CODE_BYTES_MAX],
    length: u8,
}

/// The text is no code of an unsur.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unsur code {0:?} must be 1 to {UNSUR_CODE_BYTES_MAX} of a-z, 0-9 and -, first a letter")]
pub struct UnsurCodeError(pub String);

impl UnsurCode {
    /// Checks and keeps the text.
    ///
    /// # Errors
    /// If the text is empty, too long or of other characters.
    pub fn new(text: &str) -> Result<Self, UnsurCodeError> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let well_formed = text.len() <= UNSUR_CODE_BYTES_MAX
            && text.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
            && text.bytes().all(allowed);
        if !well_formed {
            return Err(UnsurCodeError(text.into()));
        }
        let mut bytes = [0; UNSUR_CODE_BYTES_MAX];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self {
            bytes,
            length: u8::try_from(text.len()).expect("at most 23"),
        })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).expect("made of ASCII")
    }
}

impl Serialize for UnsurCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for UnsurCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = UnsurCode;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the code of an unsur")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<UnsurCode, E> {
                UnsurCode::new(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl fmt::Display for UnsurCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for UnsurCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnsurCode({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_kept_letter_by_letter_up_to_its_longest() {
        for text in ["a", "sarpras", "u-9", "tanggung-jawab-petugas1"] {
            let code = UnsurCode::new(text).unwrap();
            assert_eq!((code.as_str(), code.to_string().as_str()), (text, text));
            let json = serde_json::to_string(&code).unwrap();
            assert_eq!(json, format!("{text:?}"));
            assert_eq!(serde_json::from_str::<UnsurCode>(&json).unwrap(), code);
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in [
            "",
            "9",
            "-a",
            "Waktu",
            "waktu ",
            "w\u{e9}ktu",
            "tanggung-jawab-petugas12",
        ] {
            assert_eq!(UnsurCode::new(text), Err(UnsurCodeError(text.into())));
            assert!(serde_json::from_str::<UnsurCode>(&format!("{text:?}")).is_err());
        }
    }

    #[test]
    fn codes_sort_as_their_texts_do() {
        let mut codes = ["u1", "u10", "u", "u2", "t-9", "u-1"].map(|text| UnsurCode::new(text).unwrap());
        codes.sort_unstable();
        assert_eq!(
            codes.map(|code| code.to_string()),
            ["t-9", "u", "u-1", "u1", "u10", "u2"]
        );
    }
}
