//! `/dasbor/perbandingan`: units side by side, each with the places that it may hold.

use askama::Template;

use super::{Flagged, PeriodLink, Shell, asset};

/// One unit.
#[derive(Clone, Debug)]
pub struct RankedUnit {
    /// Code of the unit.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Answers.
    pub n: String,
    /// The index, "82,41".
    pub ikm: String,
    /// Band, with those that the interval reaches: "B (mungkin C)".
    pub mutu: String,
    /// None where none is flagged.
    pub flagged: Option<Flagged>,
    /// 95 % interval, "79,1–84,0".
    pub interval: String,
    /// "3–17", or "3" where only one place is left.
    pub places: String,
    /// Where the range begins and ends on a line over all places, in per cent.
    pub bar: (String, String),
}

/// Units side by side.
#[derive(Debug, Template)]
#[template(path = "comparison.html")]
pub struct ComparisonPage {
    /// The frame.
    pub shell: Shell,
    /// The period shown.
    pub period: String,
    /// Periods to choose from.
    pub periods: Vec<PeriodLink>,
    /// Kinds of unit to choose from.
    pub kinds: Vec<PeriodLink>,
    /// By the tree, or by the index.
    pub orders: Vec<PeriodLink>,
    /// Those with enough answers.
    pub units: Vec<RankedUnit>,
    /// How many have too few to be compared.
    pub few: String,
    /// Method of all figures on the page.
    pub method: String,
}
