//! `/bukti`: whether an answer stands in the log as its citizen kept it.

use askama::Template;

use super::Shell;

/// What came of a check. Positions and sizes are formatted, "202.114".
#[derive(Clone, Debug)]
pub enum Checked {
    /// The entry stands in the signed log.
    Proved {
        /// Where.
        position: String,
        /// Events that the checkpoint covers.
        size: String,
        /// How many witnesses have seen that checkpoint.
        witnesses: usize,
        /// The receipt, to ask for the proof with.
        receipt: String,
    },
    /// The entry stands in the log, and is not signed yet.
    NotCovered {
        /// Where.
        position: String,
    },
    /// The leaf hash at the code's position begins so.
    CodeBegins {
        /// Where.
        position: String,
    },
    /// It begins otherwise.
    CodeDiffers {
        /// Where.
        position: String,
    },
    /// The code's position is not signed.
    CodeNotCovered {
        /// Where.
        position: String,
    },
    /// Nothing is proved: what is wrong with what was given, a sentence without its full stop.
    Refused(String),
    /// The receipt is sound, and the log does not have it.
    Missing(String),
}

/// The page on which a receipt is checked.
#[derive(Debug, Template)]
#[template(path = "bukti.html")]
pub struct BuktiPage {
    /// The frame.
    pub shell: Shell,
    /// The code as it was typed; empty at first sight.
    pub code: String,
    /// None at first sight.
    pub checked: Option<Checked>,
    /// After how many seconds a new answer is signed.
    pub wait_seconds: u64,
}

impl BuktiPage {
    const fn is_failure(&self) -> bool {
        matches!(
            self.checked,
            Some(Checked::CodeDiffers { .. } | Checked::Refused(_) | Checked::Missing(_))
        )
    }
}
