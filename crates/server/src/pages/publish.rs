//! `/dasbor/UNIT/terbit`: publishing a period, and recording where that was made known.

use askama::Template;

use super::{Flagged, PeriodLink, Shell, asset};

/// Names of the fields.
pub mod publish_field {
    /// The period, as an address has it.
    pub const PERIOD: &str = "periode";
    /// Position of the publication that was made known.
    pub const PUBLICATION: &str = "terbitan";
    /// Where.
    pub const MEDIUM: &str = "media";
    /// When.
    pub const ON: &str = "tanggal";
    /// An address that shows it.
    pub const LINK: &str = "tautan";
    /// The hash of a file that shows it.
    pub const HASH: &str = "sidik";
    /// Why an announcement is withdrawn.
    pub const REASON: &str = "alasan";
}

/// What would be published now.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The index, "82,41".
    pub ikm: String,
    /// Its letter.
    pub mutu: String,
    /// The letter in words.
    pub kinerja: String,
    /// Respondents.
    pub n: String,
    /// None where none is flagged.
    pub flagged: Option<Flagged>,
    /// Excluded respondents.
    pub excluded: String,
    /// Responses of which a late arrival or exclusion is not counted yet; `None` if there are none.
    pub waiting: Option<String>,
    /// Method.
    pub method: String,
    /// Instruments.
    pub instrument: String,
    /// Events of the log that it is made of.
    pub log_size: String,
    /// Fewer answered than the public may see an index of.
    pub withheld: bool,
}

/// One announcement.
#[derive(Clone, Debug)]
pub struct AnnouncementLine {
    /// Where it stands in the log.
    pub position: u64,
    /// "12 Oktober 2026".
    pub on: String,
    /// "Situs web".
    pub medium: String,
    /// An address to follow.
    pub link: Option<String>,
    /// The hash of a file.
    pub hash: Option<String>,
}

/// One publication of the period.
#[derive(Clone, Debug)]
pub struct PublishedLine {
    /// Which one of the period it is, from 1.
    pub number: usize,
    /// Where it stands in the log, as an address has it.
    pub position: u64,
    /// The same as it is written, "6.192".
    pub place: String,
    /// When it was recorded.
    pub recorded: String,
    /// The index, "82,41".
    pub ikm: String,
    /// Its letter.
    pub mutu: String,
    /// Respondents.
    pub n: String,
    /// Those flagged by the events that it is made of; none where there were none.
    pub flagged: Option<Flagged>,
    /// Method.
    pub method: String,
    /// Events of the log that it is made of.
    pub log_size: String,
    /// The root over these, in hex digits; empty if unknown.
    pub root: String,
    /// A later one stands in its place.
    pub superseded: bool,
    /// Where it was made known.
    pub announced: Vec<AnnouncementLine>,
}

/// A medium to choose.
#[derive(Clone, Debug)]
pub struct MediumChoice {
    /// Its stored name.
    pub code: &'static str,
    /// What people read.
    pub label: &'static str,
}

/// Publishing a period of a unit.
#[derive(Debug, Template)]
#[template(path = "publish.html")]
pub struct PublishPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// The period, "Triwulan III 2026".
    pub period: String,
    /// Its code.
    pub period_code: String,
    /// Periods one may choose.
    pub periods: Vec<PeriodLink>,
    /// What would be published, or why nothing can be.
    pub preview: Result<Preview, String>,
    /// What was published, the newest first.
    pub published: Vec<PublishedLine>,
    /// Media to choose from.
    pub media: Vec<MediumChoice>,
    /// The latest day of an announcement, as a field has it.
    pub today: String,
    /// How many different media the newest publication was made known in.
    pub media_used: usize,
    /// Why what was asked was not done.
    pub problem: Option<String>,
}
