//! Points of the log, as addresses name them: now, a day, a moment, or so many events.

use app::views::{AsOf, Basis};
use app::{App, AppError, Look, Staff};
use jiff::{Timestamp, civil, tz::Offset};
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
    /// Sizes of the log of which a result was published: what was published is shown as it was.
    pub(super) published: &'a [u64],
    /// The single responses are open, so nothing is held back.
    pub(super) open: bool,
}

#[derive(Clone, Copy)]
enum Named {
    Now,
    Size(u64),
    Day(civil::Date),
    Moment(Timestamp),
    Unreadable,
}

impl Points<'_> {
    /// The point that an address names; now, if it names none, or none that can be: then with the problem.
    pub(super) fn find(&self, text: &str) -> Result<Point, AppError> {
        let named = named(text.trim(), self.zone);
        let problem = self.problem(text, named)?;
        let named = if problem.is_some() { Named::Now } else { named };
        let now = self.app.now();
        let (look, moment) = match named {
            Named::Now | Named::Unreadable => (Look::Now, now),
            Named::Size(size) => (Look::AtSize(size), now),
            Named::Day(day) => {
                let moment = end_of(day, self.zone).min(now);
                (Look::AtMoment(moment), moment)
            }
            Named::Moment(moment) => (Look::AtMoment(moment), moment),
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
                Named::Now | Named::Unreadable => "Sekarang".into(),
                Named::Size(_) => format!("Pada posisi {}", words::count(as_of.0)),
                Named::Day(day) => words::date(day),
                Named::Moment(_) => words::moment(moment, self.zone),
            },
            moment,
            is_now: matches!(look, Look::Now),
            problem,
        })
    }

    /// Why nobody can look from there.
    fn problem(&self, text: &str, named: Named) -> Result<Option<String>, AppError> {
        let now = self.app.now();
        let today = self.zone.wall_clock(now).date();
        Ok(match named {
            Named::Unreadable => Some(format!(
                "\u{201c}{text}\u{201d} tidak terbaca. Tulis tanggal seperti 31-03-2026, saat seperti 2026-03-31T16:00, atau \
                 banyaknya peristiwa log seperti 1204."
            )),
            Named::Day(day) if day > today => Some(format!("{} belum tiba.", words::date(day))),
            Named::Moment(moment) if moment > now => {
                Some(format!("{} belum tiba.", words::moment(moment, self.zone)))
            }
            Named::Size(size) => {
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
            Named::Now | Named::Day(_) | Named::Moment(_) => None,
        })
    }
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

/// How people here write a day, beside the way of ISO 8601.
const DAYS: [&str; 2] = ["%d-%m-%Y", "%d/%m/%Y"];

fn named(text: &str, zone: Zone) -> Named {
    let day = |text: &str| {
        let written = DAYS
            .iter()
            .find_map(|form| civil::Date::strptime(form, text).ok());
        text.parse().ok().or(written)
    };
    let local = |text: &str| {
        let clock: civil::DateTime = text.parse().ok()?;
        offset(zone).to_timestamp(clock).ok()
    };
    if text.is_empty() {
        Named::Now
    } else if let Ok(size) = text.parse() {
        Named::Size(size)
    } else if let Some(moment) = text
        .parse()
        .ok()
        .or_else(|| local(text).filter(|_| text.contains('T')))
    {
        Named::Moment(moment)
    } else if let Some(day) = day(text) {
        Named::Day(day)
    } else {
        Named::Unreadable
    }
}

fn offset(zone: Zone) -> Offset {
    Offset::constant(zone.offset_hours())
}

/// The last millisecond of a day.
pub(super) fn end_of(day: civil::Date, zone: Zone) -> Timestamp {
    let tomorrow = day.tomorrow().unwrap_or(civil::Date::MAX);
    let midnight = offset(zone)
        .to_timestamp(tomorrow.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::MAX);
    midnight - jiff::SignedDuration::from_millis(1)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_by_the_clock_of_the_unit() {
        let day = civil::date(2026, 3, 31);
        assert_eq!(end_of(day, Zone::Jakarta).to_string(), "2026-03-31T16:59:59.999Z");
        assert_eq!(
            end_of(day, Zone::Jayapura).to_string(),
            "2026-03-31T14:59:59.999Z"
        );
    }

    #[test]
    fn a_point_is_a_number_a_day_a_moment_or_now() {
        let is = |text| named(text, Zone::Jakarta);
        assert!(matches!(is("1204"), Named::Size(1204)));
        for text in ["2026-03-31", "31-03-2026", "31/3/2026"] {
            assert!(
                matches!(is(text), Named::Day(day) if day == civil::date(2026, 3, 31)),
                "{text}"
            );
        }
        for text in [
            "2026-03-31T08:00",
            "2026-03-31T08:00:00+07:00",
            "2026-03-31T01:00:00Z",
        ] {
            assert!(
                matches!(is(text), Named::Moment(at) if at.to_string() == "2026-03-31T01:00:00Z"),
                "{text}"
            );
        }
        assert!(matches!(is(""), Named::Now));
        for text in ["sekarang", "31 Maret", "-1", "2026-02-30", "2026-03-31T25:00"] {
            assert!(matches!(is(text), Named::Unreadable), "{text}");
        }
    }
}
