//! `/inspeksi/UNIT/baris` and `/inspeksi/UNIT/usulan`: single responses, and what is proposed about them.

use askama::Template;

use super::{PeriodLink, Shell, asset};

/// One response.
#[derive(Clone, Debug)]
pub struct RowLine {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub position: String,
    /// The hour it counts for.
    pub given: String,
    /// When the log took it.
    pub recorded: String,
    /// How it came.
    pub channel: String,
    /// What it is about.
    pub service: String,
    /// Its scores in the order of the instrument, "3 3 4".
    pub scores: String,
    /// How long it took; may be empty.
    pub seconds: String,
    /// Which device it came from; may be empty.
    pub device: String,
    /// By which rules it was flagged; may be empty.
    pub flags: String,
    /// Why it does not count.
    pub excluded: Option<String>,
    /// Whether it counts.
    pub counts: bool,
    /// Its comment.
    pub comment: Option<String>,
    /// It had a comment that was erased.
    pub erased: bool,
    /// Where the comment is kept, while it is.
    pub content: Option<String>,
}

/// The responses of a unit's period.
#[derive(Debug, Template)]
#[template(path = "baris.html")]
pub struct BarisPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// The period in words.
    pub period: String,
    /// The period as addresses have it.
    pub period_code: String,
    /// Periods to choose from.
    pub periods: Vec<PeriodLink>,
    /// What was asked for and cannot be shown.
    pub problems: Vec<String>,
    /// The point they are shown from, as addresses have it; empty for now.
    pub at: String,
    /// The same in words.
    pub point: String,
    /// The event that opened them; `None` while they are closed.
    pub reading: Option<String>,
    /// Why they were not opened.
    pub refusal: Option<String>,
    /// They were open, and are no longer.
    pub asked_again: bool,
    /// The responses.
    pub rows: Vec<RowLine>,
    /// Where the next stand.
    pub next: Option<String>,
}

/// One proposal.
#[derive(Clone, Debug)]
pub struct ProposalLine {
    /// Its id.
    pub id: String,
    /// The unit that it is about.
    pub unit: String,
    /// What should be done.
    pub what: String,
    /// Where the entry stands whose text it is about.
    pub entry: Option<String>,
    /// Why.
    pub reason: String,
    /// When it was proposed.
    pub proposed: String,
    /// By whom.
    pub proposed_by: String,
    /// What was decided; `None` while it is open.
    pub decided: Option<String>,
    /// Of a text that was erased: who may hold what it said, and what was published meanwhile.
    pub recall: Vec<String>,
}

/// What was proposed about the responses of a unit.
#[derive(Debug, Template)]
#[template(path = "usulan.html")]
pub struct UsulanPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// Why the last request changed nothing.
    pub refusal: Option<String>,
    /// The proposals, newest first.
    pub proposals: Vec<ProposalLine>,
}
