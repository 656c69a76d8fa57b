//! Points of the log, as addresses name them: now, a day, a moment, or so many events.

use app::views::{AsOf, Basis};
use app::{App, AppError, Look, NamedPoint, Staff};
use jiff::{Timestamp, civil};
use survey::{Period, UnitCode, Zone};

use crate::present::words;

/// What an inspector asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inspected {
    /// The period; empty for the newest.
    pub(crate) period: String,
    /// The point to look from; empty for now.
    pub(crate) at: String,
    /// The same as a day of the slider, counted from the first of the period.
    pub(crate) day: String,
    /// The point to look from beside it; empty for now.
    pub(crate) beside: String,
    /// The event that opened the single responses, if they are open.
    pub(crate) reading: Option<u64>,
    /// Events are listed from behind this position on.
    pub(crate) after: Option<u64>,
}

/// A point of the log.
#[derive(Clone, Debug)]
pub(super) struct Point {
    /// As an address names it; empty for now.
    pub(super) code: String,
    /// How many events there were.
    pub(super) as_of: AsOf,
    /// What people may see from there.
    pub(super) basis: Basis,
    /// When it is.
    pub(super) moment: Timestamp,
    /// What it is called.
    pub(super) label: String,
    /// It is now.
    pub(super) is_now: bool,
}

/// What all points of one page have in common.
pub(super) struct Points<'a> {
    pub(super) app: &'a App,
    pub(super) zone: Zone,
    /// Sizes of the log of which a result was published: what was published is shown as it was.
    pub(super) published: &'a [u64],
    /// The single responses are open, so nothing is held back.
    pub(super) open: bool,
}

impl Points<'_> {
    /// The point that an address names; now, if it names none.
    pub(super) fn find(&self, text: &str) -> Result<Point, AppError> {
        let now = self.app.now();
        let named = text.parse::<NamedPoint>().ok();
        let (look, moment) = match named.map(|named| named.look(self.zone)) {
            None | Some(Look::Now) => (Look::Now, now),
            Some(Look::AtMoment(moment)) => (Look::AtMoment(moment.min(now)), moment.min(now)),
            Some(look @ Look::AtSize(_)) => (look, now),
        };
        let as_of = self.app.size_at(look)?;
        let moment = match look {
            Look::AtSize(_) => self.app.recorded_at(as_of)?,
            Look::Now | Look::AtMoment(_) => moment,
        };
        let is_published = matches!(look, Look::AtSize(size) if self.published.contains(&size));
        Ok(Point {
            code: match look {
                Look::Now => String::new(),
                Look::AtSize(_) => as_of.0.to_string(),
                Look::AtMoment(_) => text.into(),
            },
            as_of,
            basis: if self.open || is_published {
                Basis::Exact
            } else {
                Basis::Shown { now: moment }
            },
            label: match named {
                None => "Sekarang".into(),
                Some(NamedPoint::Size(_)) => format!("Pada posisi {}", words::count(as_of.0)),
                Some(NamedPoint::Day(day)) => words::date(day),
                Some(NamedPoint::Moment(_) | NamedPoint::Clock(_)) => words::moment(moment, self.zone),
            },
            moment,
            is_now: matches!(look, Look::Now),
        })
    }
}

/// The first day of a period.
pub(super) fn first_day(period: Period) -> civil::Date {
    civil::date(period.first().year(), period.first().month(), 1)
}

/// Whether the single responses are open to whoever asks.
pub(super) fn is_open(
    app: &App,
    staff: &Staff,
    unit: &UnitCode,
    period: Period,
    reading: Option<u64>,
) -> Result<bool, AppError> {
    reading.map_or(Ok(false), |position| {
        app.is_open_to(&staff.actor(), unit, period, position)
    })
}
