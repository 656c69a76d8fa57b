//! `/dasbor/UNIT/dokumen`: the documents of a publication, to take along.

use askama::Template;

use super::{Flagged, PeriodLink, Shell, asset};

/// One document.
#[derive(Clone, Debug)]
pub struct DocumentLine {
    /// What it is, in a few words.
    pub title: &'static str,
    /// The name of its file.
    pub file: &'static str,
    /// Withheld: it is for the public, and too few answered.
    pub withheld: bool,
}

/// One publication of the period.
#[derive(Clone, Debug)]
pub struct PublicationLine {
    /// Which one of the period it is, from 1.
    pub number: usize,
    /// Where it stands in the log, as an address has it.
    pub position: u64,
    /// When it was recorded.
    pub recorded: String,
    /// The index, "82,41".
    pub ikm: String,
    /// Its letter.
    pub mutu: String,
    /// Respondents, "1.204".
    pub n: String,
    /// Those flagged by the events that it is made of; none where there were none.
    pub flagged: Option<Flagged>,
    /// The one that the documents are of.
    pub current: bool,
}

/// The documents of a unit for a period.
#[derive(Debug, Template)]
#[template(path = "documents.html")]
pub struct DocumentsPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// What its letterhead lacks: "alamat dan telepon"; none if nothing.
    pub letterhead_lacks: Option<String>,
    /// The period, "Triwulan III 2026".
    pub period: String,
    /// Its code.
    pub period_code: String,
    /// Periods that were published.
    pub periods: Vec<PeriodLink>,
    /// Its publications, the newest first; none if it was not published.
    pub publications: Vec<PublicationLine>,
    /// Position of the publication that the documents are of.
    pub position: u64,
    /// The documents of it.
    pub documents: Vec<DocumentLine>,
    /// Fewest respondents of what the public may see.
    pub n_min: u64,
}
