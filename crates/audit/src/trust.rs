//! Whose signatures count, and what a checkpoint's signatures say by that.
//!
//! A single pinned key is a policy of one log and no witnesses, so there is one way to judge.

use serde::Serialize;
use tlog::{
    checkpoint::SignedCheckpoint,
    cosignature::CosignedAt,
    note::{SignedNote, VerifierKey, VerifyError},
    policy::{Item, Policy, PolicyError, PolicyFailure},
};

/// Where the keys come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TrustFrom {
    /// A policy file that the inspector brought.
    Policy,
    /// A key that the inspector brought.
    Key,
    /// The directory itself: whoever could change the log could change the key.
    Directory,
    /// There was no key at all.
    Nowhere,
}

/// Keys, and how many witnesses must have cosigned.
#[derive(Clone, Debug)]
pub struct Trust {
    policy: Policy,
    from: TrustFrom,
}

/// What the signatures of a checkpoint say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The log signed it, and as many witnesses as are asked for, at these times.
    Accepted(Vec<(Item, CosignedAt)>),
    /// The log signed it; too few witnesses, or not the right ones, did.
    NoQuorum {
        /// Who did.
        cosigned: Vec<(Item, CosignedAt)>,
        /// How many witnesses there are to ask.
        witnesses: usize,
    },
    /// It is signed by a key that does not count, or in the name of another log.
    Foreign {
        /// The name it is in.
        origin: String,
    },
    /// It has a signature in the name of a key that did not make it.
    Altered {
        /// Whose.
        signer: String,
    },
}

impl Judgement {
    /// Who cosigned, as far as the checkpoint is the log's own.
    #[must_use]
    pub fn cosigned(&self) -> Option<&[(Item, CosignedAt)]> {
        match self {
            Self::Accepted(cosigned) | Self::NoQuorum { cosigned, .. } => Some(cosigned),
            Self::Foreign { .. } | Self::Altered { .. } => None,
        }
    }
}

impl Trust {
    /// Reads a policy file.
    ///
    /// # Errors
    /// If it is no policy.
    pub fn policy(bytes: &[u8]) -> Result<Self, PolicyError> {
        Ok(Self {
            policy: Policy::parse(bytes)?,
            from: TrustFrom::Policy,
        })
    }

    /// A key that the inspector brought; no witness is asked for.
    #[must_use]
    pub fn key(key: &VerifierKey) -> Self {
        Self::of_log(key, TrustFrom::Key)
    }

    /// The key that lies in the directory.
    pub(crate) fn directory(key: &VerifierKey) -> Self {
        Self::of_log(key, TrustFrom::Directory)
    }

    fn of_log(key: &VerifierKey, from: TrustFrom) -> Self {
        let policy = Policy::parse(format!("log {key}\nquorum none\n").as_bytes());
        Self {
            policy: policy.expect("a key and no witnesses"),
            from,
        }
    }

    /// Where the keys come from.
    #[must_use]
    pub const fn from(&self) -> TrustFrom {
        self.from
    }

    /// The policy, for checking proofs.
    #[must_use]
    pub const fn as_policy(&self) -> &Policy {
        &self.policy
    }

    /// Checks that the log of that name signed a note. One that changed its key has several, one of which will do.
    ///
    /// # Errors
    /// When none did; and when something is signed in the name of one that did not.
    pub fn attested(&self, note: &SignedNote, origin: &str) -> Result<(), VerifyError> {
        let mut failure = VerifyError::NotSigned;
        let keys = self.policy.logs().iter().map(|log| &log.key);
        for key in keys.filter(|key| key.name() == origin) {
            match note.verify(key) {
                Err(VerifyError::NotSigned) => {}
                Err(VerifyError::BadSignature) => failure = VerifyError::BadSignature,
                Ok(()) => return Ok(()),
            }
        }
        Err(failure)
    }

    /// Checks the signatures of a checkpoint. What it states is another question.
    #[must_use]
    pub fn judge(&self, checkpoint: &SignedCheckpoint) -> Judgement {
        match self.policy.check(checkpoint) {
            Ok(satisfied) => Judgement::Accepted(satisfied.cosigned),
            Err(failure) => failure.into(),
        }
    }
}

impl From<PolicyFailure> for Judgement {
    fn from(failure: PolicyFailure) -> Self {
        match failure {
            PolicyFailure::Quorum { cosigned, witnesses } => Self::NoQuorum { cosigned, witnesses },
            PolicyFailure::UnknownLog { origin }
            | PolicyFailure::Log {
                origin,
                error: VerifyError::NotSigned,
            } => Self::Foreign { origin },
            PolicyFailure::Log {
                origin,
                error: VerifyError::BadSignature,
            } => Self::Altered { signer: origin },
            PolicyFailure::BadCosignature { witness } => Self::Altered {
                signer: witness.to_string(),
            },
        }
    }
}
