//! Reading the file of evidence: every part within its limit, and as its list of contents says.

use std::{
    collections::BTreeMap,
    io::{self, Read, Seek},
};

use documents::Document;
use sha2::{Digest, Sha256};
use zip::{ZipArchive, result::ZipError};

use super::{
    ATTESTATION, CHECKPOINT, CONTENTS, DOCUMENTS, ENTRIES, FIGURES, METHOD, README, VKEY,
    container::{difference, hex},
};
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
    pub(super) fn open(mut file: impl Read + Seek) -> Result<Self, EvidenceError> {
        let mut zip = ZipArchive::new(&mut file)?;
        if zip.len() > EVIDENCE_FILES_MAX {
            return Err(EvidenceError::TooLarge);
        }
        let (mut bytes, mut problems, mut order) = (BTreeMap::new(), Vec::new(), Vec::new());
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
            order.push(name);
        }
        let mut files = Self { bytes, problems };
        files.check_contents(&order);
        // What is damaged has been named already; the rest is nothing but its parts.
        if files.problems.is_empty() {
            let parts = order
                .iter()
                .map(|name| (name.as_str(), files.bytes[name].as_slice()));
            files.problems.extend(difference(file, parts)?);
        }
        Ok(files)
    }

    /// The documents that go along, by the names of their files.
    pub(super) fn documents(&self) -> impl Iterator<Item = (&str, Document)> {
        self.bytes
            .keys()
            .filter_map(|name| Some((name.as_str(), document(name)?)))
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.bytes.get(name)?).ok()
    }

    /// Every file is listed with its hash, and every listed file is there.
    fn check_contents(&mut self, order: &[String]) {
        let Some(contents) = self.text(CONTENTS).map(str::to_owned) else {
            self.problems.push(format!("{CONTENTS} hilang atau rusak"));
            return;
        };
        let mut listed = Vec::new();
        for line in contents.lines() {
            let Some((hash, name)) = line.split_once("  ") else {
                self.problems.push(format!("{CONTENTS}: baris {line:?} rusak"));
                continue;
            };
            listed.push(name.to_owned());
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
        let known = [README, FIGURES, METHOD, CHECKPOINT, VKEY, ENTRIES].map(str::to_owned);
        for name in known.iter().filter(|name| !listed.contains(name)) {
            self.problems.push(format!("{CONTENTS} tidak menyebut {name}"));
        }
        for name in listed
            .iter()
            .filter(|name| !known.contains(name) && document(name).is_none())
        {
            self.problems.push(format!("{name} tidak dikenal"));
        }
        listed.extend([CONTENTS, ATTESTATION].map(str::to_owned));
        for name in order.iter().filter(|name| !listed.contains(name)) {
            self.problems.push(format!("{name} tidak disebut {CONTENTS}"));
        }
        if self.problems.is_empty() && *order != listed {
            self.problems
                .push(format!("urutan berkas bukan yang disebut {CONTENTS}"));
        }
    }
}

/// The document that a file of this name holds; `None` if no document is called so.
fn document(name: &str) -> Option<Document> {
    let (number, file) = name
        .strip_prefix(DOCUMENTS)?
        .strip_prefix("terbitan-")?
        .split_once('-')?;
    let counts = number
        .parse::<u64>()
        .is_ok_and(|count| count > 0 && count.to_string() == number);
    Document::of_file(file).filter(|_| counts)
}
