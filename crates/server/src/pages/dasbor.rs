//! `/dasbor`: all units in their tree, each with its current index.

use askama::Template;

use super::{AlertLine, ChangeFace, Flagged, PeriodLink, Shell, asset};

/// Deepest indentation; deeper units stand below each other.
const DEPTH_MAX: u8 = 4;

/// One unit in the table.
#[derive(Clone, Debug)]
pub struct UnitRow {
    /// Code of the unit.
    pub code: String,
    /// Name of the unit.
    pub name: String,
    /// Depth in the tree, from 0.
    pub depth: u8,
    /// It does not match the filter, and stands there because a unit below it does.
    pub context: bool,
    /// Answers in the period, its subtree included, "1.204".
    pub n: String,
    /// Target not reached.
    pub below_target: bool,
    /// The index, "82,41"; none without answers.
    pub ikm: Option<String>,
    /// Band, "B"; empty without answers.
    pub mutu: String,
    /// None where none is flagged.
    pub flagged: Option<Flagged>,
    /// Too few answers to rely on.
    pub unreliable: bool,
    /// Against the period before; none if there was none.
    pub change: Option<ChangeFace>,
    /// Sparkline; may be empty.
    pub spark_svg: String,
}

impl UnitRow {
    fn indent(&self) -> u8 {
        self.depth.min(DEPTH_MAX)
    }
}

/// Counts over all units, formatted.
#[derive(Clone, Debug)]
pub struct Totals {
    /// Units.
    pub units: String,
    /// Answers in the period.
    pub n: String,
    /// Units at or above their target.
    pub on_target: String,
    /// Units without a single answer.
    pub silent: String,
}

/// The table of all units.
#[derive(Debug, Template)]
#[template(path = "dasbor.html")]
pub struct DasborPage {
    /// The frame.
    pub shell: Shell,
    /// The period shown.
    pub period: String,
    /// Periods to choose from, newest first.
    pub periods: Vec<PeriodLink>,
    /// What names are filtered by; empty shows all.
    pub filter: String,
    /// Over all units, filtered or not.
    pub totals: Totals,
    /// What somebody should look at, the first few.
    pub alerts: Vec<AlertLine>,
    /// How many more there are; empty if none.
    pub more_alerts: String,
    /// The units in tree order.
    pub rows: Vec<UnitRow>,
    /// Method of all figures on the page.
    pub method: String,
    /// When the shown position was recorded.
    pub recorded: String,
}
