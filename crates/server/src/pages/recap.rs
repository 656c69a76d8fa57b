//! `/dasbor/rekap`: the recap of all units, as Bagian Organisasi files it.

use askama::Template;

use super::{Flagged, PeriodLink, Shell, asset};

/// One unit.
#[derive(Clone, Debug)]
pub struct RecapRow {
    /// Its number in the list.
    pub number: String,
    /// Code of the unit.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Depth in the tree, from 0.
    pub depth: u8,
    /// Answers.
    pub n: String,
    /// NRR of each unsur, IKM, mutu and kinerja; none where withheld or without answers.
    pub figures: Option<RecapFigures>,
}

/// What is known of one unit.
#[derive(Clone, Debug)]
pub struct RecapFigures {
    /// NRR of each unsur in the order of the heading, "3,41"; "–" where the unit's instrument does not ask it.
    pub nrr: Vec<String>,
    /// "82,41".
    pub ikm: String,
    /// "B".
    pub mutu: String,
    /// "Baik".
    pub kinerja: String,
    /// None where none is flagged.
    pub flagged: Option<Flagged>,
}

/// The recap.
#[derive(Debug, Template)]
#[template(path = "recap.html")]
pub struct RecapPage {
    /// The frame.
    pub shell: Shell,
    /// The period shown.
    pub period: String,
    /// Periods to choose from.
    pub periods: Vec<PeriodLink>,
    /// The unsur: short mark and name.
    pub unsur: Vec<(String, String)>,
    /// The units in tree order.
    pub rows: Vec<RecapRow>,
    /// Where the workbook of it is, with formulas.
    pub xlsx_path: String,
    /// Where the same is as CSV.
    pub csv_path: String,
    /// Method of all figures on the page.
    pub method: String,
    /// When the shown position was recorded.
    pub recorded: String,
}

impl RecapPage {
    /// What stands above the column of an unsur.
    fn mark(&self, at: &usize) -> &str {
        self.unsur.get(*at).map_or("", |(mark, _)| mark)
    }
}
