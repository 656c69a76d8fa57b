//! Policies: which logs a verifier accepts, and which witnesses must have cosigned
//! ([C2SP tlog-policy](https://c2sp.org/tlog-policy)).
//!
//! A policy is what a verifier trusts, so it comes from the verifier's own hand, never from the log.

mod parse;

pub use parse::{Mistake, PolicyError};

use std::fmt;

use crate::checkpoint::SignedCheckpoint;
use crate::cosignature::{CosignedAt, CosignerKey};
use crate::note::{VerifierKey, VerifyError};

/// A name or an address in a policy: any bytes but controls and white space. `Display` shows it as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item(Vec<u8>);

impl Item {
    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

/// A log that is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Its key. The name of the key is the log's origin.
    pub key: VerifierKey,
    /// Where it is reached.
    pub url: Option<Item>,
}

/// A witness that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// What the policy calls it.
    pub name: Item,
    /// Its key.
    pub key: CosignerKey,
    /// Where it is reached.
    pub url: Option<Item>,
}

/// So many of these members must have cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    name: Item,
    threshold: usize,
    members: Vec<Voter>,
}

/// Who can be a member of a group, or the quorum, by place in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voter {
    Witness(usize),
    Group(usize),
}

/// Logs, witnesses and a quorum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    /// A group comes after its members.
    groups: Vec<Group>,
    /// `None` asks for no cosignature at all.
    quorum: Option<Voter>,
}

/// A checkpoint that a policy accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Satisfied {
    /// The key by which the log signed.
    pub log: VerifierKey,
    /// Which witnesses of the policy cosigned, by name, and when. At least the quorum.
    pub cosigned: Vec<(Item, CosignedAt)>,
}

/// Why a policy does not accept a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFailure {
    /// The policy names no log of this origin.
    #[error("the policy does not know the log {origin}")]
    UnknownLog {
        /// Whose checkpoint it is said to be.
        origin: String,
    },
    /// The log's signature is missing or not its own.
    #[error("log {origin}: {error}")]
    Log {
        /// Whose checkpoint it is said to be.
        origin: String,
        /// What is wrong.
        error: VerifyError,
    },
    /// There is a cosignature in the name of a witness that it did not make: the checkpoint was altered.
    #[error("the cosignature in the name of witness {witness} is not valid")]
    BadCosignature {
        /// What the policy calls it.
        witness: Item,
    },
    /// Too few witnesses, or not the right ones.
    #[error("the quorum is not met: {} of {witnesses} witnesses have cosigned", cosigned.len())]
    Quorum {
        /// Who did, and when.
        cosigned: Vec<(Item, CosignedAt)>,
        /// How many witnesses the policy has.
        witnesses: usize,
    },
}

impl Policy {
    /// The logs that are accepted.
    #[must_use]
    pub fn logs(&self) -> &[Log] {
        &self.logs
    }

    /// The witnesses that count.
    #[must_use]
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// Checks that a log of the policy signed the checkpoint, and that the quorum cosigned it.
    ///
    /// # Errors
    /// [`PolicyFailure`] when not.
    pub fn check(&self, checkpoint: &SignedCheckpoint) -> Result<Satisfied, PolicyFailure> {
        let log = self.signer_of(checkpoint)?.clone();
        let mut times = Vec::with_capacity(self.witnesses.len());
        for witness in &self.witnesses {
            times.push(match witness.key.verify_cosignature(checkpoint) {
                Ok(at) => Some(at),
                Err(VerifyError::NotSigned) => None,
                Err(VerifyError::BadSignature) => {
                    let witness = witness.name.clone();
                    return Err(PolicyFailure::BadCosignature { witness });
                }
            });
        }
        let named = self.witnesses.iter().zip(&times);
        let cosigned = named
            .filter_map(|(witness, at)| Some((witness.name.clone(), (*at)?)))
            .collect();
        if self.is_quorum(|witness| times[witness].is_some()) {
            Ok(Satisfied { log, cosigned })
        } else {
            let witnesses = self.witnesses.len();
            Err(PolicyFailure::Quorum { cosigned, witnesses })
        }
    }

    /// The key of the log that signed. A log that changes its key has several in the policy, one of which will do.
    fn signer_of(&self, checkpoint: &SignedCheckpoint) -> Result<&VerifierKey, PolicyFailure> {
        let origin = checkpoint.checkpoint().origin();
        let mut failure = PolicyFailure::UnknownLog {
            origin: origin.to_owned(),
        };
        for key in self
            .logs
            .iter()
            .map(|log| &log.key)
            .filter(|key| key.name() == origin)
        {
            let error = match checkpoint.verify(key) {
                Ok(()) => return Ok(key),
                Err(error) => error,
            };
            failure = PolicyFailure::Log {
                origin: origin.to_owned(),
                error,
            };
        }
        Err(failure)
    }

    fn is_quorum(&self, cosigned: impl Fn(usize) -> bool) -> bool {
        let mut met: Vec<bool> = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let votes = group.members.iter().filter(|member| match **member {
                Voter::Witness(witness) => cosigned(witness),
                Voter::Group(group) => met[group],
            });
            let enough = votes.count() >= group.threshold;
            met.push(enough);
        }
        match self.quorum {
            None => true,
            Some(Voter::Witness(witness)) => cosigned(witness),
            Some(Voter::Group(group)) => met[group],
        }
    }
}
