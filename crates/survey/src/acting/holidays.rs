//! Working days: Monday to Friday, less the public holidays and cuti bersama that the ministers set for each year.
//!
//! The program knows some years; `holidays_published` adds others, or puts another list in the place of one. A day that
//! a kabupaten itself makes free is not among them.

use std::{collections::BTreeSet, sync::LazyLock};

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use serde::{Deserialize, Serialize};

use crate::{
    Event, Refusal, Registry,
    limits::HOLIDAYS_PER_YEAR_MAX,
    register::{check_name, check_note},
};

/// A day on which offices are closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub on: Date,
    /// Why.
    pub name: String,
}

/// `holidays_published`: these are the public holidays of a year. Takes the place of every list before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidaysPublished {
    /// The year.
    pub year: i16,
    /// What sets them.
    pub source: String,
    /// The days, in order.
    pub days: Vec<Holiday>,
}

static SHIPPED: LazyLock<[HolidaysPublished; 3]> = LazyLock::new(|| {
    let read = |file| serde_json::from_str(file).expect("read by a test");
    [
        read(include_str!("../../holidays/2024.json")),
        read(include_str!("../../holidays/2025.json")),
        read(include_str!("../../holidays/2026.json")),
    ]
});

impl HolidaysPublished {
    /// The years that the program knows.
    #[must_use]
    pub fn shipped() -> &'static [Self] {
        SHIPPED.as_slice()
    }
}

/// The last day for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// The day.
    pub on: Date,
    /// False if the way there leads through a year whose holidays nobody has entered: it may come later then.
    pub certain: bool,
}

impl Registry {
    /// The day that comes so many working days after another; that day itself does not count.
    #[must_use]
    pub fn working_days_after(&self, day: Date, working_days: u16) -> Deadline {
        let mut deadline = Deadline {
            on: day,
            certain: true,
        };
        let mut left = working_days;
        while left > 0 {
            let Ok(next) = deadline.on.checked_add(1.day()) else {
                return deadline;
            };
            deadline.on = next;
            let holidays = self.holidays(next.year());
            deadline.certain &= holidays.is_some();
            left -= u16::from(is_working_day(next, holidays));
        }
        deadline
    }

    /// How many working days lie after one day, up to another and with it; none if that does not come later.
    #[must_use]
    pub fn working_days_between(&self, after: Date, until: Date) -> u64 {
        let days = std::iter::successors(Some(after), |day| day.checked_add(1.day()).ok());
        let days = days.skip(1).take_while(|day| *day <= until);
        days.filter(|day| is_working_day(*day, self.holidays(day.year())))
            .count() as u64
    }
}

fn is_working_day(day: Date, holidays: Option<&HolidaysPublished>) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let free = |holidays: &HolidaysPublished| holidays.days.iter().any(|holiday| holiday.on == day);
    !weekend && !holidays.is_some_and(free)
}

/// Decides to publish the holidays of a year.
pub(crate) fn publish(mut published: HolidaysPublished) -> Result<Event, Refusal> {
    check_note(&published.source)?;
    if !(2000..=2200).contains(&published.year) {
        return Err(Refusal::HolidayYear(published.year));
    }
    let count = published.days.len();
    if !(1..=HOLIDAYS_PER_YEAR_MAX).contains(&count) {
        return Err(Refusal::HolidayCount(count));
    }
    let mut seen = BTreeSet::new();
    for holiday in &published.days {
        check_name(&holiday.name)?;
        if holiday.on.year() != published.year {
            return Err(Refusal::HolidayElsewhere(holiday.on, published.year));
        }
        if !seen.insert(holiday.on) {
            return Err(Refusal::HolidayTwice(holiday.on));
        }
    }
    published.days.sort_by_key(|holiday| holiday.on);
    Ok(Event::HolidaysPublished(published))
}
