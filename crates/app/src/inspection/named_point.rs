//! A point of the log as people name it, on a page and on the command line: so many events, a day, or a moment.

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp, civil, tz::Offset};
use survey::Zone;

use crate::Look;

/// A point of the log by the name that somebody gave it. A day and a time of the clock are those of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedPoint {
    /// The first so many events: `1204`.
    Size(u64),
    /// The end of a day: `2026-03-31`, `31-03-2026` or `31/3/2026`.
    Day(civil::Date),
    /// A moment: `2026-03-31T16:00:00Z`.
    Moment(Timestamp),
    /// A time of the unit's clock: `2026-03-31T16:00`.
    Clock(civil::DateTime),
}

/// What is none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "tulis banyaknya peristiwa, misalnya 1204, hari, misalnya 2026-03-31, atau saat, misalnya 2026-03-31T16:00 atau \
     2026-03-31T23:59:59+07:00"
)]
pub struct NoPoint;

impl FromStr for NamedPoint {
    type Err = NoPoint;

    fn from_str(text: &str) -> Result<Self, NoPoint> {
        let clock = || text.parse().ok().filter(|_| text.contains('T')).map(Self::Clock);
        text.parse()
            .map(Self::Size)
            .ok()
            .or_else(|| text.parse().map(Self::Moment).ok())
            .or_else(clock)
            .or_else(|| day(text).map(Self::Day))
            .ok_or(NoPoint)
    }
}

/// How people here write a day, beside the way of ISO 8601.
const DAYS: [&str; 2] = ["%d-%m-%Y", "%d/%m/%Y"];

fn day(text: &str) -> Option<civil::Date> {
    let here = || {
        DAYS.iter()
            .find_map(|form| civil::Date::strptime(form, text).ok())
    };
    text.parse().ok().or_else(here)
}

impl NamedPoint {
    /// The point, by the clocks of a zone.
    #[must_use]
    pub fn look(self, zone: Zone) -> Look {
        match self {
            Self::Size(size) => Look::AtSize(size),
            Self::Day(day) => Look::AtMoment(end_of(day, zone)),
            Self::Moment(moment) => Look::AtMoment(moment),
            Self::Clock(clock) => Look::AtMoment(at(clock, zone)),
        }
    }
}

/// The last millisecond of a day.
#[must_use]
pub fn end_of(day: civil::Date, zone: Zone) -> Timestamp {
    let tomorrow = day.tomorrow().unwrap_or(civil::Date::MAX);
    at(tomorrow.at(0, 0, 0, 0), zone) - SignedDuration::from_millis(1)
}

fn at(clock: civil::DateTime, zone: Zone) -> Timestamp {
    let offset = Offset::constant(zone.offset_hours());
    offset.to_timestamp(clock).unwrap_or(Timestamp::MAX)
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
    fn a_point_is_a_number_a_day_or_a_moment() {
        let looks = |text: &str| Some(text.parse::<NamedPoint>().ok()?.look(Zone::Jakarta));
        assert_eq!(looks("0"), Some(Look::AtSize(0)));
        let end = "2026-03-31T16:59:59.999Z".parse().unwrap();
        for text in ["2026-03-31", "31-03-2026", "31/3/2026"] {
            assert_eq!(looks(text), Some(Look::AtMoment(end)), "{text}");
        }
        let moment = "2026-03-31T01:00:00Z".parse().unwrap();
        for text in [
            "2026-03-31T08:00",
            "2026-03-31T08:00:00+07:00",
            "2026-03-31T01:00:00Z",
        ] {
            assert_eq!(looks(text), Some(Look::AtMoment(moment)), "{text}");
        }
        for text in [
            "",
            "kemarin",
            "31 Maret",
            "-1",
            "2026-03-32",
            "2026-02-30",
            "2026-03-31T25:00",
        ] {
            assert_eq!(looks(text), None, "{text}");
        }
    }
}
