//! `/dasbor/UNIT`: what the head of a unit sees, the verdict first.

use askama::Template;

use super::{Flagged, IndexFace, Origin, PeriodLink, ServiceEventLine, Shell, TrendPoint, UnsurRow, asset};

/// How far the number of answers has come.
#[derive(Clone, Debug)]
pub struct Target {
    /// Answers needed, "278".
    pub n: String,
    /// Answers received as a share of it, 0 to 100.
    pub reached_percent: u8,
    /// How it was set, "Krejcie-Morgan, populasi 1.000".
    pub basis: String,
}

/// One channel or one service.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// Its name, "Kode QR".
    pub name: String,
    /// Answers.
    pub n: String,
    /// Index and band; none when withheld or without answers.
    pub index: Option<(String, String)>,
    /// 95 % interval, "79,1–84,0"; may be empty.
    pub interval: String,
    /// None where none is flagged.
    pub flagged: Option<Flagged>,
}

/// A rule by which answers are flagged, in words.
#[derive(Clone, Debug)]
pub struct RuleLine {
    /// "Terlalu cepat".
    pub label: String,
    /// What it sees.
    pub sees: String,
    /// Whom it marks wrongly.
    pub false_alarm: String,
}

/// One unit in full.
#[derive(Debug, Template)]
#[template(path = "dasbor_unit.html")]
pub struct DasborUnitPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// Units above it, outermost first: code and name.
    pub above: Vec<(String, String)>,
    /// The period shown.
    pub period: String,
    /// Periods to choose from, newest first.
    pub periods: Vec<PeriodLink>,
    /// The period still runs: counts are live, figures advance in steps.
    pub running: bool,
    /// The state of things in a sentence or two.
    pub verdict: String,
    /// Answers received by now; may be ahead of the figures.
    pub n_live: String,
    /// Where the page asks for a newer count: answers `n` formatted, as plain text.
    pub n_live_path: String,
    /// None if the survey has no target.
    pub target: Option<Target>,
    /// None without answers.
    pub index: Option<IndexFace>,
    /// Trend chart with limits; empty without one.
    pub trend_svg: String,
    /// The same numbers, newest first.
    pub trend: Vec<TrendPoint>,
    /// What the marks in the trend mean, newest first.
    pub events: Vec<ServiceEventLine>,
    /// Bars of the unsur; may be empty, the table has bars of its own.
    pub unsur_svg: String,
    /// The unsur, weakest first.
    pub unsur: Vec<UnsurRow>,
    /// Each channel for itself.
    pub channels: Vec<GroupRow>,
    /// With a one-time code and without; empty where codes play no part.
    pub admissions: Vec<GroupRow>,
    /// One-time codes issued, used and still open; none if none were issued.
    pub tokens: Option<[String; 3]>,
    /// Each service for itself.
    pub services: Vec<GroupRow>,
    /// Flagged by a rule, still counted; none where none is flagged.
    pub flagged: Option<Flagged>,
    /// Excluded with a reason, not counted.
    pub excluded: String,
    /// The rules that flag.
    pub rules: Vec<RuleLine>,
    /// Where the figures come from.
    pub origin: Origin,
}
