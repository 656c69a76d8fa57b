//! Checkpoints: the signed head of a log ([C2SP tlog-checkpoint](https://c2sp.org/tlog-checkpoint)).

use std::fmt;

use crate::note::{NoteError, Signature, SignedNote, SigningKey, VerifierKey, VerifyError};
use crate::tree::TreeHead;
use crate::{Hash, text};

/// What a log states about itself. `Display` writes the text that is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    head: TreeHead,
    extensions: Vec<String>,
}

/// Why bytes are not a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not even a signed note.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Fewer than three lines, or an empty one.
    #[error("a checkpoint has an origin, a size and a root, a line each")]
    Lines,
    /// Not a decimal number below 2^64 without leading zeros.
    #[error("the size of the checkpoint is not a number")]
    Size,
    /// Not 32 bytes in canonical base64.
    #[error("the root of the checkpoint is not a hash")]
    Root,
}

impl Checkpoint {
    /// Who the log is: the name under which its keys are known.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many entries, and the root over them.
    #[must_use]
    pub const fn head(&self) -> TreeHead {
        self.head
    }

    /// Lines that other logs may add. Ours adds none, and nothing that we check depends on them.
    #[must_use]
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    fn parse(text: &str) -> Result<Checkpoint, CheckpointError> {
        let text = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?;
        let mut lines = text.split('\n');
        let mut line = || match lines.next() {
            None | Some("") => Err(CheckpointError::Lines),
            Some(line) => Ok(line),
        };
        let (origin, size, root) = (line()?, line()?, line()?);
        let size = text::decimal(size).ok_or(CheckpointError::Size)?;
        let root = Hash::from_base64(root).ok_or(CheckpointError::Root)?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(CheckpointError::Lines);
        }
        Ok(Checkpoint {
            origin: origin.to_owned(),
            head: TreeHead { size, root },
            extensions,
        })
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.head.size, self.head.root)?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A checkpoint with its signatures: the log's, and cosignatures of witnesses. `Display` writes the note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: SignedNote,
}

impl SignedCheckpoint {
    /// The log's own statement. Its origin is the name of its key.
    ///
    /// A log must never sign two heads of which one does not extend the other: who calls this has proved it.
    #[must_use]
    pub fn sign(head: TreeHead, key: &SigningKey) -> SignedCheckpoint {
        let checkpoint = Checkpoint {
            origin: key.public().name().to_owned(),
            head,
            extensions: Vec::new(),
        };
        let note = SignedNote::sign(checkpoint.to_string(), key);
        SignedCheckpoint { checkpoint, note }
    }

    /// Reads a checkpoint. Nothing is verified yet.
    ///
    /// # Errors
    /// [`CheckpointError`] when the bytes are not a checkpoint.
    pub fn parse(bytes: &[u8]) -> Result<SignedCheckpoint, CheckpointError> {
        let note = SignedNote::parse(bytes)?;
        let checkpoint = Checkpoint::parse(note.text())?;
        Ok(SignedCheckpoint { checkpoint, note })
    }

    /// What is stated. Believe it only after a signature was checked.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The note with all signatures.
    #[must_use]
    pub const fn note(&self) -> &SignedNote {
        &self.note
    }

    /// Adds a cosignature, unless the same witness has one here already. Returns whether it was added. Verify it
    /// first: one that is not the witness's spoils the checkpoint for whoever knows the witness.
    pub fn add(&mut self, cosignature: Signature) -> bool {
        self.note.add(cosignature)
    }

    /// Checks that the log that the key belongs to signed this.
    ///
    /// # Errors
    /// When it did not, or when the checkpoint is in the name of another log.
    pub fn verify(&self, key: &VerifierKey) -> Result<(), VerifyError> {
        if key.name() != self.checkpoint.origin {
            return Err(VerifyError::NotSigned);
        }
        self.note.verify(key)
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}
