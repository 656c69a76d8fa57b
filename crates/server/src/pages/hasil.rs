//! `/hasil/UNIT`: the public result of one unit.

use askama::Template;

use super::{
    IndexFace, Origin, PeriodLink, ServiceEventLine, Shell, Succession, TrendPoint, UnsurRow, asset,
};

/// What the public may see of a period.
#[derive(Debug)]
pub enum HasilState {
    /// Enough answers.
    Shown(Box<PublicResult>),
    /// Fewer than the public minimum: only how many there are.
    Withheld {
        /// Answers so far.
        n: String,
        /// Answers needed.
        n_min: String,
    },
}

/// A result that may be shown.
#[derive(Debug)]
pub struct PublicResult {
    /// The index.
    pub index: IndexFace,
    /// Trend chart; empty while there is one period only.
    pub trend_svg: String,
    /// The same numbers, newest first.
    pub trend: Vec<TrendPoint>,
    /// What the marks in the trend mean.
    pub events: Vec<ServiceEventLine>,
    /// Bars of the unsur; may be empty, the table has bars of its own.
    pub unsur_svg: String,
    /// The unsur in the instrument's order.
    pub unsur: Vec<UnsurRow>,
    /// Where the figures come from.
    pub origin: Origin,
}

/// Something that is better now.
#[derive(Clone, Debug)]
pub struct MendedLine {
    /// "12 Maret 2026".
    pub on: String,
    /// What it was about: "Waktu Penyelesaian", "Pengaduan: antrean pada hari Senin".
    pub about: String,
    /// What is better now, or what was answered.
    pub text: String,
}

/// One publication of a unit, as the public may know of it.
#[derive(Clone, Debug)]
pub struct PublicationRow {
    /// "Triwulan III 2026".
    pub period: String,
    /// Its code.
    pub period_code: String,
    /// Which one of the period it is, from 1.
    pub number: usize,
    /// When it was recorded.
    pub recorded: String,
    /// Respondents.
    pub n: String,
    /// Index and letter; none when withheld.
    pub index: Option<(String, String)>,
    /// Method.
    pub method: String,
    /// Where it stands in the log.
    pub position: String,
    /// A later one stands in its place.
    pub superseded: bool,
    /// Where it was made known: the day, the medium, and an address that shows it, if there is one.
    pub announced: Vec<(String, String, Option<String>)>,
}

/// The public result page.
#[derive(Debug, Template)]
#[template(path = "hasil.html")]
pub struct HasilPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// The organisation above it, if any.
    pub parent_name: Option<String>,
    /// What became of the unit, and of what it goes on with.
    pub succession: Succession,
    /// The period shown, "Triwulan III 2026".
    pub period: String,
    /// The period still runs: the figures advance in steps.
    pub running: bool,
    /// All periods one may choose, newest first, the shown one included.
    pub periods: Vec<PeriodLink>,
    /// What the unit mended and answered, the last first.
    pub mended: Vec<MendedLine>,
    /// Every publication, also those that a later one stands in place of, newest first.
    pub publications: Vec<PublicationRow>,
    /// What may be seen.
    pub state: HasilState,
}
