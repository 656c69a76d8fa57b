//! `/dasbor/UNIT/komentar`: what citizens wrote.

use askama::Template;

use super::{PeriodLink, Shell, asset};

/// One comment, cut where the searched words stand.
#[derive(Clone, Debug)]
pub struct CommentLine {
    /// The text in pieces: as it is, and whether it is what was searched for.
    pub pieces: Vec<(String, bool)>,
    /// "September 2026".
    pub month: String,
    /// What became of it, "Dijawab"; empty for nothing yet.
    pub status: &'static str,
    /// Where it is taken up as a complaint, or is one already.
    pub path: String,
    /// Code and name of the unit; none where the page is about that very unit.
    pub unit: Option<(String, String)>,
}

/// The comments of a unit.
#[derive(Debug, Template)]
#[template(path = "comments.html")]
pub struct CommentsPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Its name.
    pub unit_name: String,
    /// The period shown.
    pub period: String,
    /// Periods to choose from.
    pub periods: Vec<PeriodLink>,
    /// What became of them, to choose from.
    pub statuses: Vec<PeriodLink>,
    /// What is searched for; may be empty.
    pub wanted: String,
    /// Those of this page.
    pub comments: Vec<CommentLine>,
    /// How many match.
    pub found: String,
    /// How many are withheld; empty if none.
    pub withheld: String,
    /// Older ones were not searched.
    pub cut: bool,
    /// Addresses of the page before and after.
    pub before: Option<String>,
    /// See `before`.
    pub after: Option<String>,
}
