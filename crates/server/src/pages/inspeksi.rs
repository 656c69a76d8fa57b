//! `/inspeksi`: what was known at a point of the log, beside what was known at another, and why they differ.

use askama::Template;

use super::{Flagged, IndexFace, PeriodLink, ServiceEventLine, Shell, TrendPoint, asset};

/// Deepest indentation; deeper units stand below each other.
const DEPTH_MAX: u8 = 4;

/// One unit in the table, at both points.
#[derive(Clone, Debug)]
pub struct InspeksiRow {
    /// The page of the unit at the same points.
    pub address: String,
    /// Name of the unit.
    pub name: String,
    /// Depth in the tree, from 0.
    pub depth: u8,
    /// At the first point; none if the unit was not there.
    pub then: Option<KnownFigure>,
    /// At the second point; none if the unit is not there.
    pub now: Option<KnownFigure>,
    /// How far the second lies from the first; empty if they are the same.
    pub moved: String,
}

impl InspeksiRow {
    fn indent(&self) -> u8 {
        self.depth.min(DEPTH_MAX)
    }
}

/// What was known of a unit, in a table of units.
#[derive(Clone, Debug)]
pub struct KnownFigure {
    /// How many answers count.
    pub n: String,
    /// The index; none without one that is shown.
    pub ikm: Option<String>,
    /// There is one, of too few.
    pub withheld: bool,
    /// None where none is flagged.
    pub flagged: Option<Flagged>,
}

/// All units at two points.
#[derive(Debug, Template)]
#[template(path = "inspeksi.html")]
pub struct InspeksiPage {
    /// The frame.
    pub shell: Shell,
    /// The period shown, in words.
    pub period: String,
    /// The same, as addresses have it.
    pub period_code: String,
    /// Periods to choose from.
    pub periods: Vec<PeriodLink>,
    /// What was asked for and cannot be shown.
    pub problems: Vec<String>,
    /// The first point, as addresses have it.
    pub at: String,
    /// The second point, as addresses have it.
    pub beside_code: String,
    /// The points are the same.
    pub same: bool,
    /// The first point in words.
    pub then: String,
    /// The second point in words.
    pub beside: String,
    /// Events at the first point.
    pub then_place: String,
    /// Events at the second point.
    pub beside_place: String,
    /// The units, those of the second point first, in order of the tree.
    pub rows: Vec<InspeksiRow>,
}

/// A way to another point.
#[derive(Clone, Debug)]
pub struct PointLink {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub address: String,
}

/// The slider over the log.
#[derive(Clone, Debug)]
pub struct Strip {
    /// The index as it became known; empty if it is not drawn.
    pub svg: String,
    /// Number of the last day.
    pub last: String,
    /// Number of the day that is looked at.
    pub at: String,
    /// That day in words.
    pub day: String,
    /// The first day in words.
    pub first_label: String,
    /// The last day in words.
    pub last_label: String,
    /// The day before.
    pub before: Option<PointLink>,
    /// The day after.
    pub after: Option<PointLink>,
    /// The publication before, of those of the period.
    pub published_before: Option<PointLink>,
    /// The publication after.
    pub published_after: Option<PointLink>,
    /// Before the last event that changed the figures; none while single responses are closed.
    pub event_before: Option<PointLink>,
    /// Behind the next event that changes them.
    pub event_after: Option<PointLink>,
    /// Back to now.
    pub now: Option<String>,
}

/// What was known at a point.
#[derive(Clone, Debug)]
pub struct KnownFace {
    /// What the point is called.
    pub label: String,
    /// How many events there were.
    pub place: String,
    /// Answers that had arrived.
    pub received: String,
    /// How many of them the figures do not show yet, or not as they stand.
    pub held_back: usize,
    /// Answers that were flagged, and the index without them; none where none is.
    pub flagged: Option<Flagged>,
    /// Answers that were taken out.
    pub excluded: String,
    /// The method in force.
    pub method: String,
    /// There are answers, of too few.
    pub withheld: bool,
    /// Whether the unit was registered then.
    pub registered: bool,
    /// The index; none without answers.
    pub index: Option<IndexFace>,
}

/// One unsur at both points.
#[derive(Clone, Debug)]
pub struct UnsurThenNow {
    /// Official name.
    pub name: String,
    /// NRR at the first point; may be empty.
    pub then: String,
    /// NRR at the second point; may be empty.
    pub now: String,
    /// The difference; empty if there is none.
    pub moved: String,
}

/// One kind of change.
#[derive(Clone, Debug)]
pub struct StepLine {
    /// What changed.
    pub label: String,
    /// How many.
    pub n: String,
    /// What it did to the index; none while single responses are closed.
    pub effect: Option<String>,
    /// The index after it.
    pub after: Option<String>,
}

/// One event.
#[derive(Clone, Debug)]
pub struct MoveLine {
    /// Where it stands.
    pub position: String,
    /// When it was recorded.
    pub recorded: String,
    /// What it was.
    pub what: String,
    /// Why, as far as it says.
    pub why: String,
    /// Who did it.
    pub actor: String,
}

/// Why two points differ.
#[derive(Clone, Debug)]
pub enum Why {
    /// They do not.
    Nothing,
    /// So much changed that it is not told one by one.
    TooMany {
        /// How much is.
        most: String,
    },
    /// Kind after kind.
    Steps {
        /// The kinds.
        steps: Vec<StepLine>,
        /// The first events, or those behind a position.
        events: Vec<MoveLine>,
        /// Where the next stand.
        next: Option<String>,
        /// How many follow.
        rest: String,
        /// How many there are.
        total: String,
    },
}

/// The index by one method.
#[derive(Clone, Debug)]
pub struct MethodLine {
    /// Its name.
    pub name: String,
    /// The unit's own.
    pub own: bool,
    /// Index, letter and what it means; none where the method does not apply.
    pub figures: Option<(String, String, String)>,
    /// Why it does not.
    pub why_not: &'static str,
}

/// One publication, and what the log gives for it today.
#[derive(Clone, Debug)]
pub struct PublishedThen {
    /// When it was published.
    pub recorded: String,
    /// How many events it is made of.
    pub place: String,
    /// Where the publication stands.
    pub position: String,
    /// The index that was published.
    pub ikm: String,
    /// Its letter.
    pub mutu: String,
    /// Respondents.
    pub n: String,
    /// The index computed again; none if there is none.
    pub again: Option<String>,
    /// Whether everything published is as computed again.
    pub agrees: bool,
    /// The single responses that it was made of.
    pub rows_address: String,
    /// The page at that point.
    pub address: String,
}

/// One unit at two points.
#[derive(Debug, Template)]
#[template(path = "inspeksi_unit.html")]
pub struct InspeksiUnitPage {
    /// The frame.
    pub shell: Shell,
    /// Why what was asked for on this page was not given.
    pub refusal: Option<String>,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// Units above it, outermost first: code and name.
    pub above: Vec<(String, String)>,
    /// The period in words.
    pub period: String,
    /// The period as addresses have it.
    pub period_code: String,
    /// Periods to choose from.
    pub periods: Vec<PeriodLink>,
    /// What was asked for and cannot be shown.
    pub problems: Vec<String>,
    /// The first point, as addresses have it; empty for now.
    pub at: String,
    /// The second point, as addresses have it; empty for now.
    pub beside_code: String,
    /// The slider.
    pub strip: Strip,
    /// What was known at the first point.
    pub then: KnownFace,
    /// What was known at the second.
    pub beside: KnownFace,
    /// Both are one point.
    pub same: bool,
    /// How far the second index lies from the first; empty if it does not.
    pub moved: String,
    /// The unsur.
    pub unsur: Vec<UnsurThenNow>,
    /// Why they differ.
    pub why: Why,
    /// The earlier of the two points in words.
    pub earlier: String,
    /// The later.
    pub later: String,
    /// The event that opened the single responses, if they are open.
    pub reading: Option<String>,
    /// The single responses behind what was known at the first point.
    pub rows_address: String,
    /// The trend as it was known at the first point; empty if it is not drawn.
    pub trend_svg: String,
    /// The same numbers, newest first.
    pub trend: Vec<TrendPoint>,
    /// What the marks in it mean: what the unit was known to have done.
    pub events: Vec<ServiceEventLine>,
    /// The index by every method.
    pub methods: Vec<MethodLine>,
    /// What was published.
    pub published: Vec<PublishedThen>,
}
