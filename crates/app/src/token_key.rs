//! The key of the one-time codes: whoever reads the log without it can neither test a code nor find its answer.

use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use notary::files::{self, Readers};
use sha2::Sha256;
use survey::{ResponseId, Token, TokenHash, TokenKeyId};

use crate::{
    AppError, Edge,
    edge::new_secret,
    hex::{from_hex, hex},
};

const FILE: &str = "tokens.key";

// Each use of the key has a name of its own, so that what one reveals says nothing of the others. They are frozen:
// codes on paper and answers in the log depend on them.
const ID: &str = "skm token key v1";
const HASH: &str = "skm token hash v1";
const RESPONSE: &str = "skm token response v1";

/// A key that only the server holds.
#[derive(Clone)]
pub struct TokenKey([u8; 32]);

impl TokenKey {
    /// The key of these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A new key, which stands nowhere yet.
    #[must_use]
    pub fn generate(edge: &dyn Edge) -> Self {
        Self(new_secret(edge))
    }

    /// Where the key of a data directory lies.
    #[must_use]
    pub fn path(dir: &Path) -> PathBuf {
        dir.join(FILE)
    }

    /// Reads the key of a data directory; `None` if there is no file.
    ///
    /// # Errors
    /// If the file cannot be read or is not of its form.
    pub fn read(dir: &Path) -> Result<Option<Self>, AppError> {
        let file = Self::path(dir);
        let broken = || {
            let file = file.display();
            AppError::Failed(format!("{file} rusak; kembalikan berkas itu dari cadangan"))
        };
        let text = files::read(&file)?;
        text.map(|text| from_hex(&text).map(Self).ok_or_else(broken))
            .transpose()
    }

    /// Makes this the key of a data directory, for the owner of the file to read and for nobody else. Codes of
    /// another key admit nobody from then on.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, dir: &Path) -> Result<(), AppError> {
        Ok(files::write_whole(
            &Self::path(dir),
            &hex(&self.0),
            Readers::Owner,
        )?)
    }

    /// Tells this key from others.
    #[must_use]
    pub fn id(&self) -> TokenKeyId {
        TokenKeyId(first(&self.mac(ID, &[])))
    }

    /// What the log holds of a token.
    #[must_use]
    pub fn hash(&self, token: &Token) -> TokenHash {
        TokenHash(first(&self.mac(HASH, token.bytes())))
    }

    /// The id of the one response that a token admits.
    #[must_use]
    pub fn response_id(&self, hash: TokenHash) -> ResponseId {
        let bytes = first(&self.mac(RESPONSE, &hash.0));
        ResponseId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// HMAC-SHA-256 over the name of the use, a zero byte, and what is hashed.
    fn mac(&self, name: &str, what: &[u8]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length fits");
        mac.update(name.as_bytes());
        mac.update(&[0]);
        mac.update(what);
        mac.finalize().into_bytes().into()
    }
}

fn first<const N: usize>(bytes: &[u8; 32]) -> [u8; N] {
    *bytes.first_chunk().expect("at most thirty-two")
}
