//! `/dasbor/UNIT`: what the head of a unit sees, the verdict first.

use askama::Template;

use super::{
    AlertLine, ChangeFace, Flagged, IndexFace, Origin, PeriodLink, ServiceEventLine, Shell, Succession,
    TrendPoint, UnsurRow, asset,
};

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
    /// Some more are withheld.
    pub partly: bool,
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

/// The groups of one question of the profile.
#[derive(Clone, Debug)]
pub struct ProfileGroups {
    /// The question.
    pub question: String,
    /// Its groups, in the order of the instrument.
    pub rows: Vec<GroupRow>,
}

/// How complete the picture is.
#[derive(Clone, Debug, Default)]
pub struct Completeness {
    /// Visits, and answers in per cent of them; none where the visits are not known.
    pub rate: Option<(String, String)>,
    /// Why they are not; none where they are.
    pub visits_unknown: Option<String>,
    /// The kiosks.
    pub devices: Vec<DeviceSeen>,
    /// One-time codes issued, used and still open; none if none were issued.
    pub tokens: Option<[String; 3]>,
}

/// A kiosk, as far as a unit head cares.
#[derive(Clone, Debug)]
pub struct DeviceSeen {
    /// Where it stands.
    pub desk: String,
    /// "2 menit lalu"; none if not since the server started.
    pub seen: Option<String>,
    /// It is there now.
    pub is_there: bool,
    /// Answers that wait on it; empty where it never said.
    pub queue: String,
}

/// What stands beside a trend for staff: other steps, its numbers as a file, and beginning its limits anew.
#[derive(Clone, Debug, Default)]
pub struct TrendControls {
    /// By month, quarter, semester, year.
    pub steps: Vec<PeriodLink>,
    /// Where the numbers are as CSV.
    pub csv_path: String,
    /// Months from which the limits could begin anew, newest first.
    pub months: Vec<PeriodLink>,
    /// Where they do: month, month in words, reason.
    pub rebased: Vec<(String, String, String)>,
    /// Why the last attempt to change that failed.
    pub problem: Option<String>,
    /// Points that the limits rest on are too few yet.
    pub provisional: bool,
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
    /// What became of the unit, and of what it goes on with.
    pub succession: Succession,
    /// The period shown.
    pub period: String,
    /// Periods to choose from, newest first.
    pub periods: Vec<PeriodLink>,
    /// The period still runs: counts are live, figures advance in steps.
    pub running: bool,
    /// How many answered, and from how many on there is an index to be seen; where fewer did.
    pub few: Option<(String, String)>,
    /// The state of things in a sentence or two.
    pub verdict: String,
    /// Answers received by now; may be ahead of the figures.
    pub n_live: String,
    /// Where the page asks for a newer count: answers `n` formatted, as plain text.
    pub n_live_path: String,
    /// What somebody should look at.
    pub alerts: Vec<AlertLine>,
    /// Against the period before: its name, and the change.
    pub change: Option<(String, ChangeFace)>,
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
    /// Other steps, CSV, limits.
    pub controls: TrendControls,
    /// Bars of the unsur; may be empty, the table has bars of its own.
    pub unsur_svg: String,
    /// The unsur, weakest first.
    pub unsur: Vec<UnsurRow>,
    /// A month of the period is over, so that there are groups.
    pub settled: bool,
    /// What respondents say of themselves.
    pub profile: Vec<ProfileGroups>,
    /// How complete all this is.
    pub completeness: Completeness,
    /// Each channel for itself.
    pub channels: Vec<GroupRow>,
    /// With a one-time code and without; empty where codes play no part.
    pub admissions: Vec<GroupRow>,
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
