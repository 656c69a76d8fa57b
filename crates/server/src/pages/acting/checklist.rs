//! `/dasbor/UNIT/kelengkapan`: what evaluators will ask, and what is still missing.

use askama::Template;

use crate::pages::{Shell, asset};

/// One thing that is asked for.
#[derive(Clone, Debug)]
pub struct CheckLine {
    /// "Maklumat pelayanan diumumkan".
    pub title: &'static str,
    /// Who asks, and by which rule.
    pub source: &'static str,
    /// For the style: `penuh`, `sebagian`, `kurang`.
    pub class: &'static str,
    /// "Lengkap", "Sebagian", "Belum ada".
    pub state: &'static str,
    /// What the log has of it: "3 dari 4 triwulan".
    pub found: String,
    /// Where it is mended: the last part of an address of the unit, and its words.
    pub mend: (&'static str, &'static str),
}

/// The checklist of a unit.
#[derive(Debug, Template)]
#[template(path = "acting/checklist.html")]
pub struct ChecklistPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// What its letterhead lacks: "alamat dan telepon"; none if nothing.
    pub letterhead_lacks: Option<String>,
    /// "9 dari 15 lengkap".
    pub share: String,
    /// What is late or soon due, each with the last part of the address where it stands.
    pub reminders: Vec<(String, &'static str)>,
    /// What is asked for.
    pub lines: Vec<CheckLine>,
}
