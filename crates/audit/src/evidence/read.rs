//! Reading the file of evidence: every part within its limit, and as its list of contents says.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Read, Seek},
};

use sha2::{Digest, Sha256};
use zip::{ZipArchive, result::ZipError};

use super::{CHECKPOINT, CONTENTS, DOCUMENTS, ENTRIES, FIGURES, METHOD, README, VKEY};
use crate::limits::{EVIDENCE_BYTES_MAX, EVIDENCE_FILES_MAX};

/// Why a file cannot be looked at as evidence at all.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// It is another file, or was cut.
    #[error("bukan bundel bukti: {0}")]
    NotOne(String),
    /// It holds more than evidence does.
    #[error("bundel terlalu besar: paling banyak {EVIDENCE_FILES_MAX} berkas dan {EVIDENCE_BYTES_MAX} bita")]
    TooLarge,
    /// The disk failed.
    #[error("bundel tidak terbaca: {0}")]
    Io(#[from] io::Error),
}

impl From<ZipError> for EvidenceError {
    fn from(error: ZipError) -> Self {
        // Whatever else it says, it says of a file that is no ZIP of ours.
        if let ZipError::Io(error) = error {
            return Self::Io(error);
        }
        Self::NotOne(error.to_string())
    }
}

/// The files of the bundle by name, and what is wrong with them.
pub(super) struct Files {
    pub(super) bytes: BTreeMap<String, Vec<u8>>,
    pub(super) problems: Vec<String>,
}

impl Files {
    pub(super) fn open(file: impl Read + Seek) -> Result<Self, EvidenceError> {
        let mut zip = ZipArchive::new(file)?;
        if zip.len() > EVIDENCE_FILES_MAX {
            return Err(EvidenceError::TooLarge);
        }
        let (mut bytes, mut problems) = (BTreeMap::new(), Vec::new());
        let mut left = EVIDENCE_BYTES_MAX;
        for at in 0..zip.len() {
            let mut part = zip.by_index(at)?;
            let name = part.name()?.into_owned();
            let mut content = Vec::new();
            match part.by_ref().take(left + 1).read_to_end(&mut content) {
                Ok(_) => {}
                // What does not unpack, or not to its checksum, was changed: this file is evidence of it.
                Err(error) => {
                    problems.push(format!("{name} rusak: {error}"));
                    continue;
                }
            }
            left = left
                .checked_sub(content.len() as u64)
                .ok_or(EvidenceError::TooLarge)?;
            if bytes.insert(name.clone(), content).is_some() {
                problems.push(format!("{name} ada dua kali"));
            }
        }
        let mut files = Self { bytes, problems };
        files.check_contents();
        Ok(files)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.bytes.get(name)?).ok()
    }

    /// Every file is listed with its hash, and every listed file is there.
    fn check_contents(&mut self) {
        let Some(contents) = self.text(CONTENTS).map(str::to_owned) else {
            self.problems.push(format!("{CONTENTS} hilang atau rusak"));
            return;
        };
        let mut listed = BTreeSet::new();
        for line in contents.lines() {
            let Some((hash, name)) = line.split_once("  ") else {
                self.problems.push(format!("{CONTENTS}: baris {line:?} rusak"));
                continue;
            };
            listed.insert(name.to_owned());
            match self.bytes.get(name) {
                None => self
                    .problems
                    .push(format!("{name} hilang, padahal {CONTENTS} menyebutnya")),
                Some(bytes) if hex(&Sha256::digest(bytes)) != hash => {
                    self.problems
                        .push(format!("{name} diubah: sidiknya bukan yang disebut {CONTENTS}"));
                }
                Some(_) => {}
            }
        }
        for name in [README, FIGURES, METHOD, CHECKPOINT, VKEY, ENTRIES] {
            if !listed.contains(name) {
                self.problems.push(format!("{CONTENTS} tidak menyebut {name}"));
            }
        }
        for name in self.bytes.keys().filter(|name| *name != CONTENTS) {
            let known = listed.contains(name) && (name.starts_with(DOCUMENTS) || !name.contains('/'));
            if !known {
                self.problems.push(format!("{name} tidak dikenal"));
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}
