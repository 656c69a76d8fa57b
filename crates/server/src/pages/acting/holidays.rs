//! `/dasbor/hari-libur`: the public holidays by which working days are counted.

use askama::Template;

use super::Typed;
use crate::pages::{Shell, asset};

/// Names of the fields that the form posts.
pub mod holiday_field {
    /// The year.
    pub const YEAR: &str = "tahun";
    /// What sets them.
    pub const SOURCE: &str = "sumber";
    /// The days, one a line.
    pub const DAYS: &str = "hari";
}

/// One year.
#[derive(Clone, Debug)]
pub struct HolidayYearFace {
    /// "2026".
    pub year: String,
    /// What sets its holidays.
    pub source: String,
    /// Days, "12 Maret 2026", and their names.
    pub days: Vec<(String, String)>,
}

/// The years that are known, and the form that adds one.
#[derive(Debug, Template)]
#[template(path = "acting/holidays.html")]
pub struct HolidaysPage {
    /// The frame.
    pub shell: Shell,
    /// What was typed.
    pub typed: Typed,
    /// The years, the last first.
    pub years: Vec<HolidayYearFace>,
}
