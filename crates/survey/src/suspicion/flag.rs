//! What a flag names: the pattern that was seen.

use serde::{Deserialize, Serialize};

/// A pattern that makes a response suspicious. Suspicion is shown, it decides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagRule {
    /// The same score for every unsur, given faster than the questions can be read with care.
    StraightLine,
    /// Answered faster than the questions can be read at all.
    TooFast,
    /// One of many from one device within minutes.
    Burst,
    /// One of a run with the same scores and the same profile.
    DuplicateProfile,
    /// One of very many to one survey within minutes, without a code and from no device. Since version 2 of the
    /// event.
    Flood,
    /// One of very many from one network within minutes, without a code and from no device; of which network, nobody
    /// keeps. Since version 2 of the event.
    Network,
    /// A field was filled in that no person sees. Since version 2 of the event.
    Trap,
    /// It came from a device whose enrolment was revoked. Since version 2 of the event.
    RevokedDevice,
}

impl FlagRule {
    /// Every rule.
    pub const ALL: [Self; 8] = [
        Self::StraightLine,
        Self::TooFast,
        Self::Burst,
        Self::DuplicateProfile,
        Self::Flood,
        Self::Network,
        Self::Trap,
        Self::RevokedDevice,
    ];
}
