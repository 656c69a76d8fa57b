//! The admin link: a secret that opens the dashboard until accounts exist. Only its hash is stored.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::{
    App, AppError, Edge,
    edge::new_secret,
    secret_file::{self, from_hex, hex},
};

const FILE: &str = "admin.sha256";

/// Knows the admin secret when it sees it.
#[derive(Clone, Debug)]
pub struct AdminAccess {
    hash: Option<[u8; 32]>,
}

impl AdminAccess {
    /// Makes a new secret for a data directory; an earlier one opens nothing any more. The answer is the only place
    /// where the secret ever stands: 64 hex digits.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn renew(dir: &Path, edge: &dyn Edge) -> Result<String, AppError> {
        let secret = hex(&new_secret(edge));
        secret_file::write(&path(dir), &hex(&hash_of(&secret)))?;
        Ok(secret)
    }

    /// Reads what a data directory knows; without a file no secret opens anything.
    ///
    /// # Errors
    /// If the file cannot be read or is not of its form.
    pub fn open(dir: &Path) -> Result<Self, AppError> {
        let file = path(dir);
        let broken = || AppError::Failed(format!("{} rusak; jalankan `skm admin-link`", file.display()));
        let hash = secret_file::read(&file)?.map(|text| from_hex(&text).ok_or_else(broken));
        Ok(Self {
            hash: hash.transpose()?,
        })
    }

    /// True for the secret that was made last. Takes as long for a wrong one.
    #[must_use]
    pub fn admits(&self, secret: &str) -> bool {
        self.hash.is_some_and(|hash| hash.ct_eq(&hash_of(secret)).into())
    }
}

impl App {
    /// A random token that nobody can guess: 64 hex digits.
    #[must_use]
    pub fn new_token(&self) -> String {
        hex(&new_secret(&*self.edge))
    }
}

fn path(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// A plain hash is enough: the secret has 256 bits of chance, nobody can guess through it.
fn hash_of(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
