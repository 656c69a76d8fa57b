//! Time as the survey knows it: hours, months and the periods that a result is published for.
//!
//! The hour is the finest time a response claims, so that nobody is recognised by the minute they came.

use std::{fmt, str::FromStr};

use jiff::{Timestamp, civil::Date, tz::Offset};
use serde::{Deserialize, Serialize};

const SECONDS_PER_HOUR: i64 = 3600;

/// One of the three time zones of Indonesia. None of them has summer time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Zone {
    /// WIB, UTC+7.
    #[default]
    #[serde(rename = "Asia/Jakarta")]
    Jakarta,
    /// WITA, UTC+8.
    #[serde(rename = "Asia/Makassar")]
    Makassar,
    /// WIT, UTC+9.
    #[serde(rename = "Asia/Jayapura")]
    Jayapura,
}

impl Zone {
    /// All three, from west to east.
    pub const ALL: [Self; 3] = [Self::Jakarta, Self::Makassar, Self::Jayapura];

    /// Hours ahead of UTC.
    #[must_use]
    pub const fn offset_hours(self) -> i8 {
        match self {
            Self::Jakarta => 7,
            Self::Makassar => 8,
            Self::Jayapura => 9,
        }
    }

    /// The name people use: WIB, WITA or WIT.
    #[must_use]
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::Jakarta => "WIB",
            Self::Makassar => "WITA",
            Self::Jayapura => "WIT",
        }
    }

    /// The date and time of day that a clock on the wall shows.
    #[must_use]
    pub fn wall_clock(self, at: Timestamp) -> jiff::civil::DateTime {
        Offset::constant(self.offset_hours()).to_datetime(at)
    }
}

/// A whole hour of UTC, counted from 1970-01-01T00:00:00Z. Stored as `2026-09-14T02Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hour(u32);

/// The text is no hour.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} bukan jam; tulis misalnya 2026-09-14T02Z")]
pub struct HourError(pub String);

impl Hour {
    /// The hour that a moment falls in.
    #[must_use]
    pub fn containing(at: Timestamp) -> Self {
        Self(u32::try_from(at.as_second().div_euclid(SECONDS_PER_HOUR)).unwrap_or(0))
    }

    /// The last hour that the calendar knows, in the year 9999.
    pub const MAX: Self = Self(70_389_502);

    /// The hour with this many hours before it since 1970; [`MAX`](Self::MAX) if the calendar ends before.
    #[must_use]
    pub const fn from_number(hours: u32) -> Self {
        if hours > Self::MAX.0 {
            Self::MAX
        } else {
            Self(hours)
        }
    }

    /// Hours since 1970.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Its first moment.
    #[must_use]
    pub fn start(self) -> Timestamp {
        Timestamp::from_second(i64::from(self.0) * SECONDS_PER_HOUR)
            .expect("no hour lies beyond the calendar")
    }

    /// The month that this hour falls in, by the clocks of a zone.
    #[must_use]
    pub fn month(self, zone: Zone) -> Month {
        Month::of(zone.wall_clock(self.start()).date())
    }
}

impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = Offset::UTC.to_datetime(self.start());
        write!(f, "{}T{:02}Z", at.date(), at.hour())
    }
}

impl FromStr for Hour {
    type Err = HourError;

    fn from_str(text: &str) -> Result<Self, HourError> {
        let parse = || {
            let (date, hour) = text.strip_suffix('Z')?.split_once('T')?;
            let hour: i8 = hour.parse().ok().filter(|_| hour.len() == 2)?;
            let time = jiff::civil::Time::new(hour, 0, 0, 0).ok()?;
            let at = Offset::UTC
                .to_timestamp(date.parse::<Date>().ok()?.to_datetime(time))
                .ok()?;
            let hour = Self(u32::try_from(at.as_second() / SECONDS_PER_HOUR).ok()?);
            // A number can be read from several texts; only one of them is how the hour is stored.
            Some(hour).filter(|hour| hour.to_string() == text)
        };
        parse().ok_or_else(|| HourError(text.into()))
    }
}

impl TryFrom<String> for Hour {
    type Error = HourError;

    fn try_from(text: String) -> Result<Self, HourError> {
        text.parse()
    }
}

impl From<Hour> for String {
    fn from(hour: Hour) -> Self {
        hour.to_string()
    }
}

/// A calendar month, written `2026-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(u16);

impl Month {
    /// The month of a year, 1 to 12; `None` outside that or outside the years 1970 to 5000.
    #[must_use]
    pub fn new(year: i16, month: i8) -> Option<Self> {
        let fits = (1970..=5000).contains(&year) && (1..=12).contains(&month);
        let number = i32::from(year) * 12 + i32::from(month) - 1;
        u16::try_from(number).ok().filter(|_| fits).map(Self)
    }

    /// The month that a date falls in.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self::new(date.year().clamp(1970, 5000), date.month()).expect("clamped to the range")
    }

    /// Year x 12 + month - 1: a number that grows by one each month.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The month with that number; `None` if it lies outside the years 1970 to 5000.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::new(
            i16::try_from(number / 12).ok()?,
            i8::try_from(number % 12 + 1).ok()?,
        )
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        i16::try_from(self.0 / 12).expect("at most 5000")
    }

    /// 1 for January to 12 for December.
    #[must_use]
    pub fn month(self) -> i8 {
        i8::try_from(self.0 % 12 + 1).expect("at most 12")
    }

    /// The month before it.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0 - 1)
    }

    /// The month after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The first moment after it, by the clocks of a zone.
    #[must_use]
    pub fn end(self, zone: Zone) -> Timestamp {
        let next = self.next();
        let midnight =
            Date::constant(next.year(), next.month(), 1).to_datetime(jiff::civil::Time::midnight());
        Offset::constant(zone.offset_hours())
            .to_timestamp(midnight)
            .expect("within the calendar")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl FromStr for Month {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let period: Period = text.parse()?;
        match period.length() {
            PeriodLength::Month => Ok(period.first()),
            PeriodLength::Quarter | PeriodLength::Semester | PeriodLength::Year => {
                Err(PeriodError(text.into()))
            }
        }
    }
}

impl TryFrom<String> for Month {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

/// What a result is published for: a month, quarter (triwulan), semester or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    first: Month,
    length: PeriodLength,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodLength {
    /// One month.
    Month,
    /// Three months, from January, April, July or October.
    Quarter,
    /// Six months, from January or July.
    Semester,
    /// A calendar year.
    Year,
}

/// The text is no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} bukan periode; tulis 2026, 2026-S1, 2026-Q3, atau 2026-09")]
pub struct PeriodError(pub String);

impl PeriodLength {
    /// Every length, shortest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Semester, Self::Year];

    /// How many months it has.
    #[must_use]
    pub const fn months(self) -> u16 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Semester => 6,
            Self::Year => 12,
        }
    }
}

impl Period {
    /// The period of a length that a month falls in.
    #[must_use]
    pub fn containing(month: Month, length: PeriodLength) -> Self {
        let first = month.number() - month.number() % length.months();
        Self {
            first: Month(first),
            length,
        }
    }

    /// Its first month.
    #[must_use]
    pub const fn first(self) -> Month {
        self.first
    }

    /// Its last month.
    #[must_use]
    pub const fn last(self) -> Month {
        Month(self.first.0 + self.length.months() - 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        let last = self.last();
        Date::constant(last.year(), last.month(), 1).last_of_month()
    }

    /// How long it is.
    #[must_use]
    pub const fn length(self) -> PeriodLength {
        self.length
    }

    /// The period of the same length before it.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self {
            first: Month(self.first.0 - self.length.months()),
            length: self.length,
        }
    }

    /// The period of the same length after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self {
            first: Month(self.first.0 + self.length.months()),
            length: self.length,
        }
    }

    /// Its months, in order.
    pub fn months(self) -> impl Iterator<Item = Month> + Clone {
        (self.first.0..=self.last().0).map(Month)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, place) = (self.first.year(), self.first.0 % 12 / self.length.months() + 1);
        match self.length {
            PeriodLength::Month => self.first.fmt(f),
            PeriodLength::Quarter => write!(f, "{year}-Q{place}"),
            PeriodLength::Semester => write!(f, "{year}-S{place}"),
            PeriodLength::Year => write!(f, "{year}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let parse = || {
            let (year, rest) = text
                .split_once('-')
                .map_or((text, None), |(year, rest)| (year, Some(rest)));
            let year: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
            let (length, place) = match rest {
                None => (PeriodLength::Year, 1),
                Some(rest) => match (rest.strip_prefix('S'), rest.strip_prefix('Q')) {
                    (Some(place), _) => (PeriodLength::Semester, digit(place, 1)?),
                    (_, Some(place)) => (PeriodLength::Quarter, digit(place, 1)?),
                    (None, None) => (PeriodLength::Month, digit(rest, 2)?),
                },
            };
            let months = i8::try_from(length.months()).ok()?;
            let first = Month::new(year, place.checked_sub(1)?.checked_mul(months)?.checked_add(1)?)?;
            Some(Self { first, length })
        };
        parse().ok_or_else(|| PeriodError(text.into()))
    }
}

fn digit(text: &str, digits: usize) -> Option<i8> {
    text.parse()
        .ok()
        .filter(|_| text.len() == digits && text.bytes().all(|b| b.is_ascii_digit()))
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_local_midnight_in_each_zone() {
        let last_hour_of_utc_month: Hour = "2026-08-31T16Z".parse().unwrap();
        assert_eq!(last_hour_of_utc_month.month(Zone::Jakarta).to_string(), "2026-08");
        assert_eq!(
            last_hour_of_utc_month.month(Zone::Makassar).to_string(),
            "2026-09"
        );
        let fifteen: Hour = "2026-08-31T15Z".parse().unwrap();
        assert_eq!(fifteen.month(Zone::Makassar).to_string(), "2026-08");
        assert_eq!(fifteen.month(Zone::Jayapura).to_string(), "2026-09");
    }

    #[test]
    fn a_month_ends_where_its_last_hour_ends() {
        for zone in [Zone::Jakarta, Zone::Makassar, Zone::Jayapura] {
            let month = Month::new(2026, 12).unwrap();
            let first_after = Hour::containing(month.end(zone));
            assert_eq!(first_after.month(zone), month.next());
            assert_eq!(Hour::from_number(first_after.number() - 1).month(zone), month);
        }
    }

    #[test]
    fn periods_read_back_as_written_and_cover_their_months() {
        for (text, first, last) in [
            ("2026", "2026-01", "2026-12"),
            ("2026-S2", "2026-07", "2026-12"),
            ("2026-Q3", "2026-07", "2026-09"),
            ("2026-09", "2026-09", "2026-09"),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!(period.first().to_string(), first);
            assert_eq!(period.last().to_string(), last);
            assert_eq!(period.previous().next(), period);
            assert_eq!(Period::containing(period.last(), period.length()), period);
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "", "26", "2026-", "2026-S3", "2026-Q0", "2026-Q5", "2026-13", "2026-9", "2026-00", "2026-S+1",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn hours_read_back_as_written() {
        let hour: Hour = "2026-09-14T02Z".parse().unwrap();
        assert_eq!(hour.to_string(), "2026-09-14T02Z");
        for text in [
            "2026-09-14T24Z",
            "2026-09-14T2Z",
            "2026-09-14T02",
            "1969-12-31T23Z",
        ] {
            assert!(text.parse::<Hour>().is_err(), "{text}");
        }
    }
}
