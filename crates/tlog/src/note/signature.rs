//! A signature line: `— <key name> base64(key id || signature)`.

use std::fmt;

use super::key::{KeyId, PublicKey, is_key_name};
use super::{NoteError, check_count, is_plain};
use crate::text;

/// One signature on a note. `Display` writes its line, newline included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    name: String,
    key_id: KeyId,
    bytes: Vec<u8>,
}

impl Signature {
    pub(crate) const fn new(name: String, key_id: KeyId, bytes: Vec<u8>) -> Signature {
        Signature { name, key_id, bytes }
    }

    /// Reads one or more signature lines, each ended by a newline: what stands under a note, and what a witness
    /// answers.
    ///
    /// # Errors
    /// When a line is malformed, or there is none, or there are too many.
    pub fn parse_lines(lines: &str) -> Result<Vec<Signature>, NoteError> {
        let lines = lines.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        check_count(lines.split('\n').count())?;
        let signatures = lines
            .split('\n')
            .zip(1..)
            .map(|(text, line)| Signature::parse(text).ok_or(NoteError::MalformedSignature { line }));
        signatures.collect()
    }

    fn parse(line: &str) -> Option<Signature> {
        let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
        let signature = text::from_base64(signature)?;
        let (key_id, bytes) = signature.split_first_chunk()?;
        let sound = is_plain(line) && is_key_name(name) && !bytes.is_empty();
        sound.then(|| Signature::new(name.to_owned(), KeyId(*key_id), bytes.to_vec()))
    }

    /// The name of the key that is said to have made it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of the key that is said to have made it.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// The signature itself, in the form that its type has.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it is in the name of the key. Whether the key made it is another question.
    #[must_use]
    pub fn is_by<const TYPE: u8>(&self, key: &PublicKey<TYPE>) -> bool {
        self.name == key.name() && self.key_id == key.id()
    }

    pub(super) fn is_by_the_key_of(&self, other: &Signature) -> bool {
        self.name == other.name && self.key_id == other.key_id
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.key_id.0[..], &self.bytes].concat();
        writeln!(f, "— {} {}", self.name, text::to_base64(&bytes))
    }
}
