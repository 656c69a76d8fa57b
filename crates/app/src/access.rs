//! The admin link: a secret that opens the dashboard until accounts exist. Only its hash is stored.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::{App, AppError, Edge, edge::new_secret};

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
        let failed = |error: io::Error| AppError::Failed(format!("{}: {error}", path(dir).display()));
        // A crash leaves the old file or the new one.
        let temporary = path(dir).with_extension("new");
        let mut file = fs::File::create(&temporary).map_err(failed)?;
        file.write_all(hex(&hash_of(&secret)).as_bytes())
            .map_err(failed)?;
        file.sync_all().map_err(failed)?;
        fs::rename(&temporary, path(dir)).map_err(failed)?;
        fs::File::open(dir)
            .and_then(|dir| dir.sync_all())
            .map_err(failed)?;
        Ok(secret)
    }

    /// Reads what a data directory knows; without a file no secret opens anything.
    ///
    /// # Errors
    /// If the file cannot be read or is not of its form.
    pub fn open(dir: &Path) -> Result<Self, AppError> {
        let file = path(dir);
        match fs::read_to_string(&file) {
            Ok(text) => {
                let hash = from_hex(text.trim());
                let broken =
                    || AppError::Failed(format!("{} rusak; jalankan `skm admin-link`", file.display()));
                Ok(Self {
                    hash: Some(hash.ok_or_else(broken)?),
                })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self { hash: None }),
            Err(error) => Err(AppError::Failed(format!("{}: {error}", file.display()))),
        }
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

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    let mut bytes = [0; 32];
    // The parser below would take a sign for a digit.
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}
