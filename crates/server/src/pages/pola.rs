//! `/inspeksi/UNIT/pola`: patterns among the answers, each beside what chance alone would do.

use askama::Template;

use super::{Flagged, PeriodLink, Shell, asset};

/// One test.
#[derive(Clone, Debug)]
pub struct TestLine {
    /// What was looked for.
    pub what: String,
    /// Among which answers.
    pub place: String,
    /// How many are so, "30 dari 34".
    pub seen: String,
    /// What is usual.
    pub usual: String,
    /// How likely chance does as much.
    pub chance: String,
    /// The index without them, or with what was taken out; none where they are few.
    pub beside: Option<String>,
    /// They are out of the index already.
    pub taken_out: bool,
}

/// A part of a whole.
#[derive(Clone, Debug)]
pub struct ShareLine {
    /// What it is.
    pub label: String,
    /// How many.
    pub n: String,
    /// Of a hundred.
    pub percent: String,
}

/// One channel.
#[derive(Clone, Debug)]
pub struct ChannelLine {
    /// Its name.
    pub name: String,
    /// Answers.
    pub n: String,
    /// Its index; none where there are few.
    pub ikm: Option<String>,
}

/// The patterns of a unit's period.
#[derive(Debug, Template)]
#[template(path = "pola.html")]
pub struct PolaPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// The period in words.
    pub period: String,
    /// The period as addresses have it.
    pub period_code: String,
    /// Periods to choose from.
    pub periods: Vec<PeriodLink>,
    /// Answers looked at.
    pub looked_at: String,
    /// Tests made.
    pub tests: String,
    /// How unlikely a test must be to raise an alarm.
    pub allowed: String,
    /// What lies beyond chance.
    pub alarms: Vec<TestLine>,
    /// The least likely of the others.
    pub others: Vec<TestLine>,
    /// The index with everything that counts.
    pub ikm: String,
    /// How long answering took.
    pub times: Vec<ShareLine>,
    /// On which days answers were given.
    pub weekdays: Vec<ShareLine>,
    /// How likely chance alone makes the days as unlike; empty of too few days.
    pub weekday_chance: String,
    /// How they came.
    pub channels: Vec<ChannelLine>,
    /// How far kiosk and QR code lie apart, and how likely chance parts them so; none of too few answers.
    pub channel_gap: Option<(String, String)>,
    /// The index of those that count, for the answers that a rule has flagged and the index without them.
    pub flagged: Option<Flagged>,
    /// How many each rule has flagged.
    pub flags: Vec<ShareLine>,
    /// With one score throughout.
    pub one_score: ShareLine,
    /// Recorded late.
    pub late: ShareLine,
    /// Entered on another day.
    pub entered_later: ShareLine,
    /// Devices: name, answers, missing numbers.
    pub devices: Vec<(String, String, String)>,
    /// One-time codes issued and used.
    pub tokens: Option<(String, String)>,
}
