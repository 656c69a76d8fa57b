//! The key of the store: it lies in a file of its own, and in no backup.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

// Each use has a name of its own. They are frozen: what is stored depends on them.
const PEPPER: &str = "skm password pepper v1";
const SEAL: &str = "skm totp seal v1";

/// Thirty-two bytes that only the server holds.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    /// The key of these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What goes into every hash of a password and stands in no row.
    pub(crate) fn pepper(&self) -> [u8; 32] {
        self.derive(PEPPER)
    }

    /// What seals second factors.
    pub(crate) fn seal(&self) -> [u8; 32] {
        self.derive(SEAL)
    }

    fn derive(&self, name: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length fits");
        mac.update(name.as_bytes());
        mac.finalize().into_bytes().into()
    }
}
