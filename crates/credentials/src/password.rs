//! Hashes of passwords: argon2id, with a salt in the row and a pepper in the key's file.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::{
    Key, hex,
    limits::{HASH_LANES, HASH_MEMORY_KIB, HASH_PASSES},
};

/// How much work one hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes of it.
    pub lanes: u32,
}

impl Work {
    /// What a password is hashed with today. Rows say what theirs was hashed with.
    pub const TODAY: Self = Self {
        memory_kib: HASH_MEMORY_KIB,
        passes: HASH_PASSES,
        lanes: HASH_LANES,
    };
}

/// What recognises a password, as a row holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordHash {
    work: Work,
    #[serde(with = "hex")]
    salt: [u8; 16],
    #[serde(with = "hex")]
    hash: [u8; 32],
}

impl PasswordHash {
    /// Hashes a password. Takes tens of milliseconds and [`HASH_MEMORY_KIB`] of memory on purpose: bound how many do
    /// so at a time.
    ///
    /// # Panics
    /// Never: the work of today is within what argon2 takes.
    #[must_use]
    pub fn of(password: &str, salt: [u8; 16], key: &Key) -> Self {
        let hash = hash(password, &salt, Work::TODAY, key).expect("the work of today is in range");
        Self {
            work: Work::TODAY,
            salt,
            hash,
        }
    }

    /// True for the password that this is the hash of. Takes as long for every other.
    #[must_use]
    pub fn matches(&self, password: &str, key: &Key) -> bool {
        let found = hash(password, &self.salt, self.work, key);
        found.is_some_and(|found| found.ct_eq(&self.hash).into())
    }

    /// Does the work for somebody who does not exist, so that nobody learns that from the time it takes.
    pub fn spend(password: &str, key: &Key) {
        let spent = hash(password, &[0; 16], Work::TODAY, key);
        std::hint::black_box(spent);
    }
}

/// `None` if a row asks for work that there is not.
fn hash(password: &str, salt: &[u8; 16], work: Work, key: &Key) -> Option<[u8; 32]> {
    let params = Params::new(work.memory_kib, work.passes, work.lanes, Some(32)).ok()?;
    let pepper = key.pepper();
    let argon = Argon2::new_with_secret(&pepper, Algorithm::Argon2id, Version::V0x13, params).ok()?;
    let mut found = [0; 32];
    argon
        .hash_password_into(password.as_bytes(), salt, &mut found)
        .ok()?;
    Some(found)
}
