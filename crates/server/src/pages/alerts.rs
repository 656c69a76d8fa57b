//! `/dasbor/peringatan`: everything that somebody should look at, the most urgent first.

use askama::Template;

use super::{AlertGroup, AlertLine, Shell, asset};

/// The page.
#[derive(Debug, Template)]
#[template(path = "alerts.html")]
pub struct AlertsPage {
    /// The frame.
    pub shell: Shell,
    /// Those whose name or code holds this are shown; empty for all.
    pub filter: String,
    /// "23 hal"; empty if there is none.
    pub count: String,
    /// What there is, by group; the most urgent first.
    pub groups: Vec<(AlertGroup, Vec<AlertLine>)>,
}
