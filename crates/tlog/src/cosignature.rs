//! Cosignatures: a witness states that, as of a time, this is the largest tree of the log that it has seen, and
//! that it extends every earlier one ([C2SP tlog-cosignature](https://c2sp.org/tlog-cosignature), the Ed25519 type).

use crate::checkpoint::SignedCheckpoint;
use crate::note::{PrivateKey, PublicKey, Signature, VerifyError};

/// The type of timestamped Ed25519 cosignatures.
pub const COSIGNATURE_ED25519: u8 = 0x04;

/// Checks cosignatures: the key of a witness.
pub type CosignerKey = PublicKey<COSIGNATURE_ED25519>;
/// Makes cosignatures: the secret of a witness.
pub type CosigningKey = PrivateKey<COSIGNATURE_ED25519>;

/// The latest time that a cosignature can state.
const TIMESTAMP_MAX: u64 = i64::MAX as u64;

/// When a witness cosigned, by its own clock: seconds since 1970-01-01T00:00:00Z, at most 2^63 - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CosignedAt(u64);

impl CosignedAt {
    /// `None` beyond what the format allows.
    #[must_use]
    pub const fn from_posix_seconds(seconds: u64) -> Option<CosignedAt> {
        if seconds <= TIMESTAMP_MAX {
            Some(CosignedAt(seconds))
        } else {
            None
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn posix_seconds(self) -> u64 {
        self.0
    }
}

impl CosigningKey {
    /// Cosigns a checkpoint.
    ///
    /// Who calls this has checked that it extends every checkpoint that it has cosigned for the log, and has stored
    /// it where it will not be forgotten.
    #[must_use]
    pub fn cosign(&self, checkpoint: &SignedCheckpoint, at: CosignedAt) -> Signature {
        self.signature(&message(checkpoint, at), &at.0.to_be_bytes())
    }
}

impl CosignerKey {
    /// Checks that the witness cosigned the checkpoint, and says when: the earliest time, if it did so repeatedly.
    ///
    /// # Errors
    /// When it did not; and when only one of several cosignatures in its name is not its own.
    pub fn verify_cosignature(&self, checkpoint: &SignedCheckpoint) -> Result<CosignedAt, VerifyError> {
        let times = checkpoint
            .note()
            .each_signature_by(self, |signature| self.time_of(checkpoint, signature))?;
        times.into_iter().min().ok_or(VerifyError::NotSigned)
    }

    /// The time that a sound cosignature states.
    pub(crate) fn time_of(&self, checkpoint: &SignedCheckpoint, signature: &[u8]) -> Option<CosignedAt> {
        let (seconds, signature) = signature.split_first_chunk()?;
        let at = CosignedAt::from_posix_seconds(u64::from_be_bytes(*seconds))?;
        let sound = self.is_signature(&message(checkpoint, at), signature.try_into().ok()?);
        sound.then_some(at)
    }
}

fn message(checkpoint: &SignedCheckpoint, at: CosignedAt) -> Vec<u8> {
    format!("cosignature/v1\ntime {}\n{}", at.0, checkpoint.note().text()).into_bytes()
}
