//! What the log says of its own signed heads.

use serde::{Deserialize, Serialize};

use crate::{Event, Refusal, hex::stored_as_hex, register::check_note};

/// The root of the log's Merkle tree (RFC 6962) at some size. Stored as 64 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RootHash(pub [u8; 32]);
stored_as_hex!(RootHash);

impl std::fmt::Display for RootHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// How far a log reached, and what stood in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogHead {
    /// How many events.
    pub size: u64,
    /// The root over them.
    pub root: RootHash,
}

/// `signing_resumed`: the log did not hold what was signed of it, and somebody declared that it goes on all the same.
/// Every head that was signed before stays signed: whoever kept one can show what the log no longer holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningResumed {
    /// Why, in words.
    pub reason: String,
    /// The head that was signed last, as far as anything still tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<LogHead>,
    /// The head that was found instead, before this event.
    pub found: LogHead,
    /// The key that signs from here on, as a C2SP verifier key.
    pub vkey: String,
}

/// Decides that signing goes on over what was found.
///
/// # Errors
/// A refusal if the reason is missing or too long.
pub fn resume_signing(resumed: SigningResumed) -> Result<Event, Refusal> {
    check_note(&resumed.reason)?;
    Ok(Event::SigningResumed(resumed))
}
