//! `/log`: what is signed of the log and who has seen it, for whoever wants to check.

use askama::Template;

use super::{Shell, asset};

/// The newest checkpoint, in words.
#[derive(Clone, Debug)]
pub struct CheckpointFace {
    /// Events that it covers, "202.114".
    pub size: String,
    /// The root over them, base64.
    pub root: String,
    /// When the log signed it, "30 September 2026 pukul 14.05 WIB".
    pub at: String,
}

/// One witness.
#[derive(Clone, Debug)]
pub struct WitnessFace {
    /// What the policy calls it.
    pub name: String,
    /// Events that it has seen last; none before the first time.
    pub size: Option<String>,
    /// When, by its own clock; empty before the first time.
    pub at: String,
    /// Why it has not seen what is signed by now.
    pub trouble: Option<String>,
    /// The trouble is the log's own.
    pub alarm: bool,
}

/// The page about the signed log.
#[derive(Debug, Template)]
#[template(path = "log.html")]
pub struct LogPage {
    /// The frame.
    pub shell: Shell,
    /// The log's name for those who check it.
    pub origin: String,
    /// The key that checks its signatures.
    pub vkey: String,
    /// What was signed last; none before the first time.
    pub newest: Option<CheckpointFace>,
    /// What witnesses have seen, and the public is shown; none where there is no witness, or before the first time.
    pub cosigned: Option<CheckpointFace>,
    /// The witnesses of the policy.
    pub witnesses: Vec<WitnessFace>,
    /// Signing has failed.
    pub failed: bool,
}
