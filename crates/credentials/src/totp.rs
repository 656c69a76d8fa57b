//! Codes of a second factor: TOTP (RFC 6238) with HMAC-SHA-1, six digits, thirty seconds, which every authenticator
//! application speaks.
//!
//! Written over `hmac` rather than taken from a library: it is these few lines, and what is ours is what those leave
//! out, that a code opens once.

use std::fmt;

use chacha20poly1305::{
    ChaCha20Poly1305,
    aead::{Aead, KeyInit, Payload},
};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::{
    Key, hex,
    limits::{TOTP_DIGITS, TOTP_STEP_SECONDS, TOTP_STEPS_AROUND},
};

/// What a phone and we both know.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; 20]);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(..)")
    }
}

impl TotpSecret {
    /// The secret of these bytes: as many as SHA-1 has, as RFC 4226 asks.
    #[must_use]
    pub const fn new(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// The code that is shown at a moment, in seconds since 1970.
    #[must_use]
    pub fn code_at(&self, seconds: u64) -> String {
        self.code(seconds / TOTP_STEP_SECONDS)
    }

    /// The step whose code this is, if it is of about now and later than the one used last.
    #[must_use]
    pub fn step_of(&self, code: &str, seconds: u64, last_used: Option<u64>) -> Option<u64> {
        let now = seconds / TOTP_STEP_SECONDS;
        let around = now.saturating_sub(TOTP_STEPS_AROUND)..=now + TOTP_STEPS_AROUND;
        let mut found = None;
        for step in around {
            let is_it: bool = self.code(step).as_bytes().ct_eq(code.as_bytes()).into();
            if is_it && last_used.is_none_or(|last| step > last) {
                found = Some(step);
            }
        }
        found
    }

    /// As people type it into a phone: base 32 (RFC 4648), in groups of four.
    #[must_use]
    pub fn for_people(&self) -> String {
        let letters = self.base32();
        let groups = letters.as_bytes().chunks(4).map(String::from_utf8_lossy);
        groups.collect::<Vec<_>>().join(" ")
    }

    /// The address that a phone reads from a symbol. `issuer` and `login` are shown beside the code.
    #[must_use]
    pub fn uri(&self, issuer: &str, login: &str) -> String {
        let (issuer, login) = (escaped(issuer), escaped(login));
        format!(
            "otpauth://totp/{issuer}:{login}?secret={}&issuer={issuer}",
            self.base32()
        )
    }

    /// Seals it for the row of an account.
    ///
    /// # Panics
    /// Never: it is short enough for the cipher.
    #[must_use]
    pub fn seal(&self, account: Uuid, nonce: [u8; 12], key: &Key) -> SealedTotp {
        let payload = Payload {
            msg: &self.0,
            aad: account.as_bytes(),
        };
        let sealed = cipher(key)
            .encrypt(&nonce.into(), payload)
            .expect("twenty bytes are short");
        SealedTotp {
            nonce,
            sealed: *sealed.first_chunk().expect("twenty bytes and a tag of sixteen"),
        }
    }

    fn code(&self, step: u64) -> String {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("a key of any length fits");
        mac.update(&step.to_be_bytes());
        let hash: [u8; 20] = mac.finalize().into_bytes().into();
        // Dynamic truncation, RFC 4226, section 5.3.
        let offset = usize::from(hash[19] & 0x0f);
        let word: [u8; 4] = *hash[offset..].first_chunk().expect("an offset of at most 15");
        let number = (u32::from_be_bytes(word) & 0x7fff_ffff) % 10_u32.pow(TOTP_DIGITS);
        format!("{number:0width$}", width = TOTP_DIGITS as usize)
    }

    fn base32(&self) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let mut text = String::with_capacity(32);
        for five in self.0.chunks_exact(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            for letter in (0..8).rev() {
                let letter = usize::try_from(bits >> (5 * letter) & 31).expect("below 32");
                text.push(char::from(LETTERS[letter]));
            }
        }
        text
    }
}

/// A secret as a row holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedTotp {
    #[serde(with = "hex")]
    nonce: [u8; 12],
    #[serde(with = "hex")]
    sealed: [u8; 36],
}

impl SealedTotp {
    /// The secret; `None` if the key is another, or the row another account's.
    #[must_use]
    pub fn open(&self, account: Uuid, key: &Key) -> Option<TotpSecret> {
        let payload = Payload {
            msg: &self.sealed,
            aad: account.as_bytes(),
        };
        let secret = cipher(key).decrypt(&self.nonce.into(), payload).ok()?;
        secret.as_slice().try_into().ok().map(TotpSecret)
    }
}

fn cipher(key: &Key) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&key.seal().into())
}

/// Percent-encoding (RFC 3986) of all that is no plain letter or digit.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
