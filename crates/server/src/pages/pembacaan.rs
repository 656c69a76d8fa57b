//! `/inspeksi/UNIT/pembacaan`: who opened single answers, when, and what for.

use askama::Template;

use super::{Shell, asset};

/// One time that answers were opened.
#[derive(Clone, Debug)]
pub struct ReadingLine {
    /// By whom.
    pub who: String,
    /// When.
    pub at: String,
    /// Where the event stands that says so.
    pub position: String,
    /// Of which unit; everything below it was open too.
    pub unit: String,
    /// Of which period.
    pub period: String,
    /// How many there were to read.
    pub responses: String,
    /// What for.
    pub purpose: String,
}

/// Who opened the answers of a unit.
#[derive(Debug, Template)]
#[template(path = "pembacaan.html")]
pub struct PembacaanPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// The readings, newest first.
    pub readings: Vec<ReadingLine>,
    /// Newer ones stand on a page before this one.
    pub earlier: bool,
    /// Where the ones before stand.
    pub next: Option<String>,
}
