//! Texts whose secrets can be told apart in a file, and the search for them.

use std::{fs, path::Path};

use uuid::Uuid;
use vault::{SealSecrets, Sealed, Vault, seal};

/// A text of its own for each number, with secrets that occur nowhere else.
pub(crate) struct Sample {
    number: u64,
    pub(crate) text: String,
}

impl Sample {
    pub(crate) fn new(number: u64) -> Self {
        let text = format!("Loket {number} melayani dengan ramah dan sabar.");
        Self { number, text }
    }

    pub(crate) fn content(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.number) << 64 | 7)
    }

    pub(crate) fn sealed(&self) -> Sealed {
        seal(&self.text, self.secrets())
    }

    fn secrets(&self) -> SealSecrets {
        SealSecrets {
            content: self.content(),
            key: self.bytes(b"key"),
            salt: self.bytes(b"salt"),
            aead_nonce: self.bytes(b"nonce"),
        }
    }

    /// Bytes that look random and depend on the number and a name.
    fn bytes<const N: usize>(&self, name: &[u8]) -> [u8; N] {
        let mut state = name
            .iter()
            .fold(self.number.wrapping_mul(2).wrapping_add(1), |state, byte| {
                state.wrapping_mul(0x0100_0000_01b3) ^ u64::from(*byte)
            });
        std::array::from_fn(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()[0]
        })
    }

    /// Everything that could bring the text back, by name.
    pub(crate) fn traces(&self) -> [(&'static str, Vec<u8>); 4] {
        let secrets = self.secrets();
        [
            ("key", secrets.key.to_vec()),
            ("salt", secrets.salt.to_vec()),
            ("nonce", secrets.aead_nonce.to_vec()),
            ("text", self.text.clone().into_bytes()),
        ]
    }
}

/// Which of a sample's traces stand in which file of a directory, as `file: trace`.
pub(crate) fn traces_in(dir: &Path, sample: &Sample) -> Vec<String> {
    let mut found = Vec::new();
    for file in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let bytes = fs::read(file.path()).unwrap();
        for (name, trace) in sample.traces() {
            let mut starts = (0..bytes.len()).filter(|at| bytes[*at] == trace[0]);
            if starts.any(|at| bytes[at..].starts_with(&trace)) {
                found.push(format!("{}: {name}", file.file_name().display()));
            }
        }
    }
    found.sort();
    found
}

/// Puts samples and waits for them.
pub(crate) fn put_all(vault: &Vault, numbers: impl IntoIterator<Item = u64>) {
    let pending: Vec<_> = numbers
        .into_iter()
        .map(|number| vault.put(Sample::new(number).sealed()))
        .collect();
    for put in pending {
        put.wait().unwrap();
    }
}

/// Asserts that a sample reads as it was put.
pub(crate) fn assert_kept(vault: &Vault, number: u64) {
    let sample = Sample::new(number);
    assert_eq!(vault.read(sample.content()).unwrap(), Some(sample.text));
}
