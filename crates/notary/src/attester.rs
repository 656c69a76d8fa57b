//! Attestations: that the office which keeps a log handed something out, said under the log's key.
//!
//! An attestation says who, not that it is true. Nor can it be taken for a checkpoint: that begins with the name of a key, which
//! has no space in it, and an attestation with words that have one.

use std::path::Path;

use tlog::note::{SignedNote, SigningKey, VerifierKey};

use crate::{FileError, key::read_key};

/// The log's key, for attestations and nothing else. Works beside a notary, which alone signs checkpoints.
#[derive(Clone, Debug)]
pub struct Attester(SigningKey);

impl Attester {
    pub(crate) const fn of(key: SigningKey) -> Self {
        Self(key)
    }

    /// Reads the secret key; `None` if it is not there.
    ///
    /// # Errors
    /// If it cannot be read or is no key.
    pub fn read(key: &Path) -> Result<Option<Self>, FileError> {
        Ok(read_key(key)?.map(Self))
    }

    /// The key that checks the attestations.
    #[must_use]
    pub const fn vkey(&self) -> &VerifierKey {
        self.0.public()
    }

    /// Signs words that name what is attested, and its content below them.
    ///
    /// # Panics
    /// If the words have no space: they could be the name of a log.
    #[must_use]
    pub fn attest(&self, words: &str, content: &str) -> SignedNote {
        assert!(words.contains(' '), "{words:?} could begin a checkpoint");
        SignedNote::sign(format!("{words}\n{content}\n"), &self.0)
    }
}
