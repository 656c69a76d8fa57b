//! `/dasbor/UNIT/peristiwa/POSITION`: the index before and after something that happened.

use askama::Template;

use super::{ChangeFace, PeriodLink, Shell, asset};

/// One side of the comparison.
#[derive(Clone, Debug)]
pub struct Side {
    /// "Juni 2026 – Agustus 2026".
    pub months: String,
    /// Answers.
    pub n: String,
    /// Index and band; none without answers, or withheld.
    pub index: Option<(String, String)>,
    /// 95 % interval; may be empty.
    pub interval: String,
}

/// An unsur on both sides.
#[derive(Clone, Debug)]
pub struct UnsurPair {
    /// Official name.
    pub name: String,
    /// NRR x 25 before, "80,25".
    pub before: String,
    /// And after.
    pub after: String,
    /// From one to the other.
    pub change: ChangeFace,
}

/// Before and after one event.
#[derive(Debug, Template)]
#[template(path = "service_event.html")]
pub struct ServiceEventPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit whose figures are shown.
    pub unit_code: String,
    /// Its name.
    pub unit_name: String,
    /// What happened, in words.
    pub kind: String,
    /// When.
    pub date: String,
    /// What was recorded of it.
    pub text: String,
    /// How many months on each side.
    pub widths: Vec<PeriodLink>,
    /// Before; none if the log begins later.
    pub before: Option<Side>,
    /// After; none before a whole month has passed.
    pub after: Option<Side>,
    /// The difference; none if one side is missing.
    pub change: Option<ChangeFace>,
    /// What to make of it.
    pub verdict: String,
    /// The unsur, in the instrument's order.
    pub unsur: Vec<UnsurPair>,
    /// What else happened within the same months: date and kind.
    pub others: Vec<(String, String)>,
    /// Method of all figures on the page.
    pub method: String,
}
