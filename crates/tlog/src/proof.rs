//! Proof files: everything to check, years later and offline, that an entry is in a log
//! ([C2SP tlog-proof](https://c2sp.org/tlog-proof)). Stored as `.tlog-proof`.

use std::fmt;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::limits::{INCLUSION_HASHES_MAX, PROOF_EXTRA_BYTES_MAX};
use crate::policy::{Policy, PolicyFailure, Satisfied};
use crate::tree::{ProofError, verify_inclusion};
use crate::{Hash, text};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// That an entry is in a log, and who saw it there. `Display` writes the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What the application adds. Nothing protects it: check it against the entry.
    pub extra: Option<Vec<u8>>,
    /// Which leaf it is, from 0.
    pub index: u64,
    /// The inclusion proof, from the leaf's sibling up.
    pub hashes: Vec<Hash>,
    /// The head that the leaf lies under.
    pub checkpoint: SignedCheckpoint,
}

/// Why bytes are not a proof file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFileError {
    /// Another format, or another version of this one.
    #[error("the file does not begin with {FIRST_LINE}")]
    FirstLine,
    /// Not base64, empty, or longer than [`PROOF_EXTRA_BYTES_MAX`].
    #[error("the extra data of the proof is malformed or too long")]
    Extra,
    /// No line `index` with a number.
    #[error("the proof does not say which entry it is for")]
    Index,
    /// A line that is not a hash, or more of them than any tree has levels.
    #[error("line {line} of the inclusion proof is not a hash that belongs there")]
    Hash {
        /// Which, from 1.
        line: usize,
    },
    /// No checkpoint after an empty line.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

/// Why a proof does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofFailure {
    /// The checkpoint is not one that the policy accepts.
    #[error(transparent)]
    Policy(#[from] PolicyFailure),
    /// The entry is not under the checkpoint.
    #[error(transparent)]
    Inclusion(#[from] ProofError),
}

impl Proof {
    /// Reads a proof file. Nothing is verified yet.
    ///
    /// # Errors
    /// [`ProofFileError`] when the bytes are not a proof.
    pub fn parse(bytes: &[u8]) -> Result<Proof, ProofFileError> {
        let (top, checkpoint) = text::split_at_blank_line(bytes).ok_or(ProofFileError::FirstLine)?;
        let mut lines = top.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(ProofFileError::FirstLine);
        }
        let extra = match lines.next_if(|line| line.starts_with("extra")) {
            Some(line) => Some(parse_extra(line).ok_or(ProofFileError::Extra)?),
            None => None,
        };
        let index = lines.next().and_then(|line| line.strip_prefix("index "));
        let index = index.and_then(text::decimal).ok_or(ProofFileError::Index)?;
        let hashes = lines.zip(1..).map(|(hash, line)| {
            let hash = Hash::from_base64(hash).filter(|_| line <= INCLUSION_HASHES_MAX);
            hash.ok_or(ProofFileError::Hash { line })
        });
        Ok(Proof {
            extra,
            index,
            hashes: hashes.collect::<Result<_, _>>()?,
            checkpoint: SignedCheckpoint::parse(checkpoint)?,
        })
    }

    /// Checks that the leaf is in a log of the policy, under a checkpoint that its quorum has cosigned.
    ///
    /// # Errors
    /// [`ProofFailure`] when it is not, or when the proof does not show it.
    pub fn verify(&self, leaf: &Hash, policy: &Policy) -> Result<Satisfied, ProofFailure> {
        let satisfied = policy.check(&self.checkpoint)?;
        let head = self.checkpoint.checkpoint().head();
        verify_inclusion(leaf, self.index, &head, &self.hashes)?;
        Ok(satisfied)
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", text::to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

fn parse_extra(line: &str) -> Option<Vec<u8>> {
    let extra = text::from_base64(line.strip_prefix("extra ")?)?;
    (1..=PROOF_EXTRA_BYTES_MAX)
        .contains(&extra.len())
        .then_some(extra)
}
