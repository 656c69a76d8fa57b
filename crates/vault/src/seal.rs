//! Sealing a text: pure, with every secret as an argument.

use std::fmt;

use chacha20poly1305::{
    ChaCha20Poly1305,
    aead::{Aead, KeyInit, Payload},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Separates these commitments from every other use of SHA-256, and names their version.
const COMMITMENT_DOMAIN: &[u8] = b"skm text v1\0";

/// Bytes by which a ciphertext is longer than its text.
pub(crate) const TAG_BYTES: usize = 16;

/// Fresh randomness for one text. Never use any of it twice.
#[derive(Clone)]
pub struct SealSecrets {
    /// Under which id the vault keeps the text.
    pub content: Uuid,
    /// Opens the text.
    pub key: [u8; 32],
    /// Keeps the commitment of a short text from being guessed.
    pub salt: [u8; 32],
    /// Nonce of the cipher.
    pub aead_nonce: [u8; 12],
}

impl fmt::Debug for SealSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealSecrets")
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}

/// A text ready for the vault. The event takes [`content`](Self::content) and
/// [`commitment`](Self::commitment) from it.
#[derive(Clone)]
pub struct Sealed {
    secrets: SealSecrets,
    commitment: [u8; 32],
    ciphertext: Vec<u8>,
}

impl Sealed {
    /// Under which id the vault will keep the text.
    #[must_use]
    pub const fn content(&self) -> Uuid {
        self.secrets.content
    }

    /// What binds the event to the text without saying it.
    #[must_use]
    pub const fn commitment(&self) -> [u8; 32] {
        self.commitment
    }

    /// Length of the text, in bytes.
    #[must_use]
    pub const fn text_bytes(&self) -> usize {
        self.ciphertext.len() - TAG_BYTES
    }

    pub(crate) const fn secrets(&self) -> &SealSecrets {
        &self.secrets
    }

    pub(crate) fn ciphertext(&self) -> &[u8] {
        &self.ciphertext
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed")
            .field("content", &self.secrets.content)
            .finish_non_exhaustive()
    }
}

/// Seals a text with ChaCha20-Poly1305; the content id is authenticated with it, so that a ciphertext moved
/// under another id does not open.
#[must_use]
pub fn seal(plaintext: &str, secrets: SealSecrets) -> Sealed {
    let payload = Payload {
        msg: plaintext.as_bytes(),
        aad: secrets.content.as_bytes(),
    };
    let ciphertext = cipher(&secrets.key)
        .encrypt(&secrets.aead_nonce.into(), payload)
        .expect("a text is shorter than the 256 GB that the cipher takes");
    Sealed {
        commitment: commitment(&secrets.salt, plaintext),
        ciphertext,
        secrets,
    }
}

/// SHA-256 over a domain, the salt and the text.
#[must_use]
pub fn commitment(salt: &[u8; 32], plaintext: &str) -> [u8; 32] {
    let hash = Sha256::new()
        .chain_update(COMMITMENT_DOMAIN)
        .chain_update(salt)
        .chain_update(plaintext);
    hash.finalize().into()
}

/// The text, or `None` if key, nonce, content id and ciphertext do not belong together.
pub(crate) fn unseal(content: Uuid, key: &[u8; 32], nonce: &[u8; 12], ciphertext: &[u8]) -> Option<String> {
    let payload = Payload {
        msg: ciphertext,
        aad: content.as_bytes(),
    };
    let plaintext = cipher(key).decrypt(&(*nonce).into(), payload).ok()?;
    String::from_utf8(plaintext).ok()
}

fn cipher(key: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&(*key).into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn secrets(content: u128) -> SealSecrets {
        SealSecrets {
            content: Uuid::from_u128(content),
            key: [1; 32],
            salt: [2; 32],
            aead_nonce: [3; 12],
        }
    }

    fn reopen(content: u128, nonce: u8, ciphertext: &[u8]) -> Option<String> {
        unseal(Uuid::from_u128(content), &[1; 32], &[nonce; 12], ciphertext)
    }

    proptest! {
        #[test]
        fn any_text_opens_as_it_was_sealed(text in ".*") {
            let sealed = seal(&text, secrets(7));
            prop_assert_eq!(sealed.text_bytes(), text.len());
            prop_assert_eq!(reopen(7, 3, sealed.ciphertext()), Some(text));
        }
    }

    #[test]
    fn a_sealed_text_does_not_open_under_another_id_or_nonce_or_with_a_flipped_bit() {
        let mut ciphertext = seal("Petugas ramah", secrets(7)).ciphertext;
        assert_eq!(reopen(8, 3, &ciphertext), None);
        assert_eq!(reopen(7, 4, &ciphertext), None);
        for bit in 0..ciphertext.len() * 8 {
            ciphertext[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(reopen(7, 3, &ciphertext), None, "bit {bit}");
            ciphertext[bit / 8] ^= 1 << (bit % 8);
        }
    }

    /// Recorded once from `printf 'skm text v1\0...' | sha256sum`: events hold it, so it may never change.
    #[test]
    fn the_commitment_is_frozen() {
        let hex: String = commitment(&[b's'; 32], "Petugas ramah")
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(
            hex,
            "9f7fc5c796787f32032bd97718f3e4edeeb5b845c9e79bbca802cc41d6971d30"
        );
    }

    #[test]
    fn what_is_printed_for_debugging_says_no_secret() {
        let sealed = seal("Petugas ramah", secrets(7));
        let printed = format!("{sealed:?} {:?}", sealed.secrets());
        assert!(!printed.contains("[1, 1"), "{printed}");
        assert!(!printed.contains("Petugas"), "{printed}");
    }
}
