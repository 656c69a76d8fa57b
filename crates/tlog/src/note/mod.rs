//! Signed notes: a text and who signed it ([C2SP signed-note](https://c2sp.org/signed-note)).
//!
//! The text says nothing until a signature by a key that the reader trusts is checked. Signatures by others are
//! carried along, unread.

mod key;
mod signature;

pub use key::{KeyError, KeyId, PrivateKey, PublicKey, SIGNATURE_ED25519, SigningKey, VerifierKey};
pub use signature::Signature;

use std::fmt;

use crate::limits::{NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX};

/// A text with signatures, in the order in which they were read or made. `Display` writes the note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<Signature>,
}

/// Why bytes are not a signed note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Longer than [`NOTE_BYTES_MAX`].
    #[error("the note has {bytes} bytes, more than {NOTE_BYTES_MAX}")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// More than [`NOTE_SIGNATURES_MAX`].
    #[error("the note has more than {NOTE_SIGNATURES_MAX} signatures")]
    TooManySignatures,
    /// Not UTF-8, or a control character other than newline in it.
    #[error("the note is not plain text")]
    NotText,
    /// No empty line between a text and at least one signature line, or no newline at the end.
    #[error("the note has no signatures after an empty line")]
    NoSignatures,
    /// A line that is not a signature follows the last empty line.
    #[error("signature line {line} of the note is malformed")]
    MalformedSignature {
        /// Which, from 1.
        line: usize,
    },
}

/// Why a note does not count as signed by a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// No signature has the key's name and id.
    #[error("there is no signature by the key")]
    NotSigned,
    /// A signature has the key's name and id, but the key did not make it: the note was altered.
    #[error("a signature by the key is not valid")]
    BadSignature,
}

impl SignedNote {
    /// A note with its first signature.
    ///
    /// # Panics
    /// When the text has control characters or does not end in a newline.
    #[must_use]
    pub fn sign(text: String, key: &SigningKey) -> SignedNote {
        assert!(
            is_plain(&text) && text.ends_with('\n'),
            "not a text for a note: {text:?}"
        );
        let signature = key.sign(text.as_bytes());
        SignedNote {
            text,
            signatures: vec![signature],
        }
    }

    /// Reads a note. Nothing is verified yet.
    ///
    /// # Errors
    /// [`NoteError`] when the bytes are not a note, or one beyond the limits.
    pub fn parse(bytes: &[u8]) -> Result<SignedNote, NoteError> {
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(NoteError::TooLong { bytes: bytes.len() });
        }
        let note = str::from_utf8(bytes).map_err(|_| NoteError::NotText)?;
        if !is_plain(note) {
            return Err(NoteError::NotText);
        }
        let blank = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, lines) = (&note[..=blank], &note[blank + 2..]);
        Ok(SignedNote {
            text: text.to_owned(),
            signatures: Signature::parse_lines(lines)?,
        })
    }

    /// What is signed, with its last newline.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All signatures, by whomever.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Checks that the key signed the text.
    ///
    /// # Errors
    /// When it did not; and when only one of several signatures in its name is not its own.
    pub fn verify(&self, key: &VerifierKey) -> Result<(), VerifyError> {
        self.each_signature_by(key, |signature| key.verify(self.text.as_bytes(), signature))?;
        Ok(())
    }

    /// Adds a signature, unless the same key has one here already: a note says each thing once. Returns whether it
    /// was added. Verify it first.
    pub fn add(&mut self, signature: Signature) -> bool {
        let new = !self
            .signatures
            .iter()
            .any(|there| there.is_by_the_key_of(&signature));
        if new {
            self.signatures.push(signature);
        }
        new
    }

    /// Runs a check over all signatures in the name of the key: there must be one, and every one must pass.
    pub(crate) fn each_signature_by<const TYPE: u8, T>(
        &self,
        key: &PublicKey<TYPE>,
        check: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<Vec<T>, VerifyError> {
        let by_key = self.signatures.iter().filter(|signature| signature.is_by(key));
        let checked = by_key
            .map(|signature| check(signature.bytes()))
            .collect::<Option<Vec<_>>>();
        let checked = checked.ok_or(VerifyError::BadSignature)?;
        if checked.is_empty() {
            Err(VerifyError::NotSigned)
        } else {
            Ok(checked)
        }
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| signature.fmt(f))
    }
}

/// No control character but newline.
fn is_plain(text: &str) -> bool {
    !text.bytes().any(|byte| byte < b' ' && byte != b'\n')
}

pub(crate) fn check_count(signatures: usize) -> Result<(), NoteError> {
    if signatures > NOTE_SIGNATURES_MAX {
        return Err(NoteError::TooManySignatures);
    }
    Ok(())
}
