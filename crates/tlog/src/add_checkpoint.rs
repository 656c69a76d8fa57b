//! The messages between a log and its witness: the request `add-checkpoint` and the answers to it
//! ([C2SP tlog-witness](https://c2sp.org/tlog-witness)).
//!
//! Bytes in, bytes out; how they travel, over HTTP or on a stick, is for others.

use std::fmt;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::cosignature::{CosignedAt, CosignerKey};
use crate::limits::CONSISTENCY_HASHES_MAX;
use crate::note::Signature;
use crate::{Hash, text};

/// The media type of the answer that says how far the witness is.
pub const SIZE_MEDIA_TYPE: &str = "text/x.tlog.size";

/// Asks a witness to cosign. `Display` writes the body of the request, which is also the request file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size that the witness is believed to have cosigned last; 0 if none.
    pub old_size: u64,
    /// That the checkpoint extends the tree of that size. Empty if that is 0 or the same.
    pub proof: Vec<Hash>,
    /// What to cosign.
    pub checkpoint: SignedCheckpoint,
}

/// Why bytes are not such a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddCheckpointError {
    /// No line `old` with a number.
    #[error("the request does not say which size it starts from")]
    OldSize,
    /// A line that is not a hash, or more than [`CONSISTENCY_HASHES_MAX`] of them.
    #[error("line {line} of the consistency proof is not a hash that belongs there")]
    Hash {
        /// Which, from 1.
        line: usize,
    },
    /// No checkpoint after an empty line.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

impl AddCheckpoint {
    /// Reads a request. Nothing is verified yet.
    ///
    /// # Errors
    /// [`AddCheckpointError`] when the bytes are not a request.
    pub fn parse(body: &[u8]) -> Result<AddCheckpoint, AddCheckpointError> {
        let (top, checkpoint) = text::split_at_blank_line(body).ok_or(AddCheckpointError::OldSize)?;
        let mut lines = top.split('\n');
        let old_size = lines.next().and_then(|line| line.strip_prefix("old "));
        let old_size = old_size
            .and_then(text::decimal)
            .ok_or(AddCheckpointError::OldSize)?;
        let proof = lines.zip(1..).map(|(hash, line)| {
            let hash = Hash::from_base64(hash).filter(|_| line <= CONSISTENCY_HASHES_MAX);
            hash.ok_or(AddCheckpointError::Hash { line })
        });
        Ok(AddCheckpoint {
            old_size,
            proof: proof.collect::<Result<_, _>>()?,
            checkpoint: SignedCheckpoint::parse(checkpoint)?,
        })
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

/// What a witness answered, as the log that asked reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It cosigned, at this time: add the signature to the checkpoint.
    Cosigned(Signature, CosignedAt),
    /// It has cosigned another size last. If the log was there, prove from there and ask again; if the log never
    /// was, somebody else has its key or its store went back.
    At {
        /// The size that it has cosigned last.
        size: u64,
    },
    /// It has cosigned the same size with another root: history was rewritten, here or there.
    OtherRoot,
    /// It refused. Asking again does not help.
    Refused(Refused),
    /// Something that the protocol does not have: not a witness, or one in trouble. Ask again later.
    Unclear,
}

/// Why a witness refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It does not understand the request, or the old size is above the new one.
    Malformed,
    /// The checkpoint has no signature by a key that it knows for the log.
    BadSignature,
    /// It does not know the log: its keeper must add it.
    UnknownOrigin,
    /// The consistency proof does not hold.
    BadProof,
}

impl Answer {
    /// Reads the answer of the witness with this key to a request. A cosignature that is not the witness's, or not
    /// of the checkpoint asked about, is none.
    #[must_use]
    pub fn read(status: u16, body: &[u8], asked: &AddCheckpoint, witness: &CosignerKey) -> Answer {
        let body = str::from_utf8(body).unwrap_or_default();
        match status {
            200 => Answer::cosignature(body, &asked.checkpoint, witness).unwrap_or(Answer::Unclear),
            400 => Answer::Refused(Refused::Malformed),
            403 => Answer::Refused(Refused::BadSignature),
            404 => Answer::Refused(Refused::UnknownOrigin),
            409 => match body.strip_suffix('\n').and_then(text::decimal) {
                Some(size) if size == asked.old_size => Answer::OtherRoot,
                Some(size) => Answer::At { size },
                None if asked.old_size == asked.checkpoint.checkpoint().head().size => Answer::OtherRoot,
                None => Answer::Unclear,
            },
            422 => Answer::Refused(Refused::BadProof),
            _ => Answer::Unclear,
        }
    }

    fn cosignature(lines: &str, asked: &SignedCheckpoint, witness: &CosignerKey) -> Option<Answer> {
        let signatures = Signature::parse_lines(lines).ok()?;
        let ours = signatures
            .into_iter()
            .find(|signature| signature.is_by(witness))?;
        let at = witness.time_of(asked, ours.bytes())?;
        Some(Answer::Cosigned(ours, at))
    }
}
