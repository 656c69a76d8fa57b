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
    /// Why it is now although something else was asked for.
    pub(super) problem: Option<String>,
}

/// What all points of one page have in common.
pub(super) struct Points<'a> {
    pub(super) app: &'a App,
    pub(super) zone: Zone,
    /// Sizes of the log of which a result was published, and what was counted: what was published is shown as it was.
    pub(super) published: &'a [(u64, Basis)],
    /// The single responses are open, so nothing is held back.
    pub(super) open: bool,
}

impl Points<'_> {
    /// The point that an address names; now, if it names none, or none that can be: then with the problem.
    pub(super) fn find(&self, text: &str) -> Result<Point, AppError> {
        let text = text.trim();
        let found = text.parse::<NamedPoint>();
        let look = |named: NamedPoint| named.look(self.zone);
        let problem = match found {
            Err(_) if text.is_empty() => None,
            Err(_) => Some(unreadable(text)),
            Ok(named) => self.out_of_reach(look(named))?,
        };
        let named = found.ok().filter(|_| problem.is_none());
        let now = self.app.now();
        let (look, moment) = match named.map(look) {
            None | Some(Look::Now) => (Look::Now, now),
            // Of today the end is not there yet.
            Some(Look::AtMoment(moment)) => (Look::AtMoment(moment.min(now)), moment.min(now)),
            Some(look @ Look::AtSize(_)) => (look, now),
        };
        let as_of = self.app.size_at(look)?;
        let moment = match look {
            Look::AtSize(_) => self.app.recorded_at(as_of)?,
            Look::Now | Look::AtMoment(_) => moment,
        };
        let published = self
            .published
            .iter()
            .rfind(|(size, _)| look == Look::AtSize(*size));
        Ok(Point {
            code: match look {
                Look::Now => String::new(),
                Look::AtSize(_) => as_of.0.to_string(),
                Look::AtMoment(_) => text.into(),
            },
            as_of,
            basis: match published {
                _ if self.open => Basis::Exact,
                Some((_, basis)) => *basis,
                None => Basis::Shown { now: moment },
            },
            label: match named {
                None => "sekarang".into(),
                Some(NamedPoint::Size(_)) => format!("pada posisi {}", words::count(as_of.0)),
                Some(NamedPoint::Day(day)) => words::date(day),
                Some(NamedPoint::Moment(_) | NamedPoint::Clock(_)) => words::moment(moment, self.zone),
            },
            moment,
            is_now: matches!(look, Look::Now),
            problem,
        })
    }

    /// Why nobody can look from there.
    fn out_of_reach(&self, look: Look) -> Result<Option<String>, AppError> {
        let day = |moment| self.zone.wall_clock(moment).date();
        Ok(match look {
            Look::AtMoment(moment) if day(moment) > day(self.app.now()) => {
                Some(format!("{} belum tiba.", words::date(day(moment))))
            }
            Look::AtSize(size) => {
                let AsOf(known) = self.app.size_at(Look::Now)?;
                (size > known).then(|| {
                    format!(
                        "Log memuat {} peristiwa, tidak sampai {}. Jika dulu ada sebanyak itu, ujung log hilang: \
                         periksa dengan skm verify.",
                        words::count(known),
                        words::count(size)
                    )
                })
            }
            Look::Now | Look::AtMoment(_) => None,
        })
    }
}

fn unreadable(text: &str) -> String {
    format!(
        "\u{201c}{text}\u{201d} tidak terbaca. Tulis tanggal seperti 31-03-2026, saat seperti 2026-03-31T16:00, atau \
         banyaknya peristiwa log seperti 1204."
    )
}

/// What an address asks for and nobody can be shown, in words.
pub(super) fn problems(asked: &Inspected, points: &[&Point]) -> Vec<String> {
    let unreadable = !asked.period.is_empty() && asked.period.parse::<Period>().is_err();
    let period = unreadable.then(|| {
        format!(
            "Periode \u{201c}{}\u{201d} tidak terbaca. Tulis seperti 2026-03, 2026-Q1, 2026-S1 atau 2026.",
            asked.period
        )
    });
    let points = points.iter().filter_map(|point| point.problem.clone());
    period.into_iter().chain(points).collect()
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
