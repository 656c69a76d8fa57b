//! Keys, each with a name and made for one type of signature
//! ([C2SP signed-note, verifier keys](https://c2sp.org/signed-note#verifier-keys)).
//!
//! The type is part of the key: a log's key cannot be taken for a witness's, not even where both are the same
//! bytes. The private form is that of Go's `sumdb/note`, which the standard leaves open.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signer, VerifyingKey};
use sha2::{Digest, Sha256};

use super::Signature;
use crate::limits::KEY_NAME_BYTES_MAX;
use crate::text;

/// The type of plain Ed25519 signatures over a note's text.
pub const SIGNATURE_ED25519: u8 = 0x01;

const PRIVATE_PREFIX: &str = "PRIVATE+KEY+";

/// Checks signatures on notes: the key of a log.
pub type VerifierKey = PublicKey<SIGNATURE_ED25519>;
/// Signs notes: the secret of a log.
pub type SigningKey = PrivateKey<SIGNATURE_ED25519>;

/// Tells keys of one name apart: the first four bytes of a hash over name, type and key. Not a fingerprint; it is
/// short enough to be forged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; 4]);

impl KeyId {
    fn of(name: &str, signature_type: u8, key: &VerifyingKey) -> KeyId {
        let hasher = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', signature_type]);
        let digest: [u8; 32] = hasher.chain_update(key.as_bytes()).finalize().into();
        KeyId([digest[0], digest[1], digest[2], digest[3]])
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

/// Why a text is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not three parts joined by plus signs, or a part in another spelling.
    #[error("a key is written as name+id+base64")]
    Malformed,
    /// Empty, too long, or with spaces, plus signs or control characters.
    #[error("the name of the key is not allowed")]
    Name,
    /// A key for something else: a witness's where a log's is asked for, or of an algorithm that we do not have.
    #[error("the key is for signatures of type {actual:#04x}, not {expected:#04x}")]
    Type {
        /// What is asked for.
        expected: u8,
        /// What it is.
        actual: u8,
    },
    /// Name, type and key do not make this id: one of them was altered or mistyped.
    #[error("the id of the key does not belong to it")]
    Id,
    /// Not a point of the curve, or one that every signature fits.
    #[error("the key is not a sound Ed25519 key")]
    Unsound,
}

/// Checks signatures of one type. `Display` and `parse` have the text form `name+id+base64(type || key)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey<const TYPE: u8> {
    name: String,
    id: KeyId,
    key: VerifyingKey,
}

impl<const TYPE: u8> PublicKey<TYPE> {
    fn new(name: &str, key: VerifyingKey) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        if key.is_weak() {
            return Err(KeyError::Unsound);
        }
        Ok(PublicKey {
            name: name.to_owned(),
            id: KeyId::of(name, TYPE, &key),
            key,
        })
    }

    /// Whose key it is. A log's is its origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Stands before each signature, beside the name.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The 32 bytes of the Ed25519 key (RFC 8032).
    #[must_use]
    pub fn bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// RFC 8032, without the leniencies that let two verifiers differ.
    pub(crate) fn is_signature(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.key.verify_strict(message, &signature).is_ok()
    }
}

impl VerifierKey {
    pub(super) fn verify(&self, text: &[u8], signature: &[u8]) -> Option<()> {
        self.is_signature(text, signature.try_into().ok()?).then_some(())
    }
}

impl<const TYPE: u8> fmt::Display for PublicKey<TYPE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&key_text(&self.name, self.id, TYPE, self.key.as_bytes()))
    }
}

impl<const TYPE: u8> FromStr for PublicKey<TYPE> {
    type Err = KeyError;

    fn from_str(vkey: &str) -> Result<Self, KeyError> {
        let (name, id, bytes) = read_key::<TYPE>(vkey)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| KeyError::Unsound)?;
        // A point can have several encodings that are read; only one is written.
        if key.to_edwards().compress().to_bytes() != bytes {
            return Err(KeyError::Unsound);
        }
        let key = PublicKey::new(name, key)?;
        if key.id.to_string() == id {
            Ok(key)
        } else {
            Err(KeyError::Id)
        }
    }
}

/// Makes signatures of one type. It forgets its secret when dropped, and `Debug` does not show it.
#[derive(Clone)]
pub struct PrivateKey<const TYPE: u8> {
    public: PublicKey<TYPE>,
    key: ed25519_dalek::SigningKey,
}

impl<const TYPE: u8> PrivateKey<TYPE> {
    /// A key from 32 bytes that nobody can guess.
    ///
    /// # Errors
    /// When the name is not allowed.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        Ok(PrivateKey {
            public: PublicKey::new(name, key.verifying_key())?,
            key,
        })
    }

    /// Reads the text form `PRIVATE+KEY+name+id+base64(type || seed)`.
    ///
    /// # Errors
    /// [`KeyError`] when the text is not such a key.
    pub fn from_secret_text(text: &str) -> Result<Self, KeyError> {
        let text = text.strip_prefix(PRIVATE_PREFIX).ok_or(KeyError::Malformed)?;
        let (name, id, seed) = read_key::<TYPE>(text)?;
        let key = PrivateKey::from_seed(name, &seed)?;
        if key.public.id.to_string() == id {
            Ok(key)
        } else {
            Err(KeyError::Id)
        }
    }

    /// The text form, for the file that keeps the secret.
    #[must_use]
    pub fn secret_text(&self) -> String {
        let PrivateKey { public, key } = self;
        let text = key_text(&public.name, public.id, TYPE, key.as_bytes());
        format!("{PRIVATE_PREFIX}{text}")
    }

    /// The key that checks what this one signs.
    #[must_use]
    pub const fn public(&self) -> &PublicKey<TYPE> {
        &self.public
    }

    pub(crate) fn signature(&self, message: &[u8], before: &[u8]) -> Signature {
        let signature = self.key.sign(message).to_bytes();
        let bytes = [before, &signature].concat();
        Signature::new(self.public.name.clone(), self.public.id, bytes)
    }
}

impl SigningKey {
    pub(super) fn sign(&self, text: &[u8]) -> Signature {
        self.signature(text, &[])
    }
}

impl<const TYPE: u8> fmt::Debug for PrivateKey<TYPE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey")
            .field("public", &self.public)
            .finish_non_exhaustive()
    }
}

/// Not empty, and nothing in it that would end it: no spaces of any script, no plus, no control characters.
pub(crate) fn is_key_name(name: &str) -> bool {
    let fits = !name.is_empty() && name.len() <= KEY_NAME_BYTES_MAX;
    fits && !name
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

fn key_text(name: &str, id: KeyId, signature_type: u8, key: &[u8; 32]) -> String {
    let bytes = [&[signature_type], &key[..]].concat();
    format!("{name}+{id}+{}", text::to_base64(&bytes))
}

/// Name, id as it was written, and 32 bytes of key.
fn read_key<const TYPE: u8>(text: &str) -> Result<(&str, &str, [u8; 32]), KeyError> {
    let mut parts = text.splitn(3, '+');
    let mut part = || parts.next().ok_or(KeyError::Malformed);
    let (name, id, bytes) = (part()?, part()?, part()?);
    let bytes = text::from_base64(bytes).ok_or(KeyError::Malformed)?;
    match bytes.split_first() {
        Some((&actual, _)) if actual != TYPE => Err(KeyError::Type {
            expected: TYPE,
            actual,
        }),
        Some((_, key)) => Ok((name, id, key.try_into().map_err(|_| KeyError::Malformed)?)),
        None => Err(KeyError::Malformed),
    }
}
