//! When people come: seasons, days of the week, hours of the day, and how many fall on each.

use jiff::{
    Timestamp,
    civil::{Date, Weekday},
    tz::Offset,
};
use survey::{Month, UnitKind};

use crate::{
    chance::{Chance, Milli},
    kabupaten::{Unit, ZONE},
};

/// How many come in each month of the year, in thousandths of an even year: most when schools take in children, few
/// around the great holidays.
pub(crate) const SEASON: [u32; 12] = [1120, 980, 860, 800, 940, 1160, 1320, 1110, 1000, 990, 920, 800];

/// Holidays that fall on the same day each year: month and day.
const HOLIDAYS: [(i8, i8); 5] = [(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)];

/// Hours at which somebody comes to an office, and how many of a thousand.
const OFFICE_HOURS: [(i8, u32); 8] = [
    (8, 150),
    (9, 205),
    (10, 190),
    (11, 130),
    (12, 40),
    (13, 130),
    (14, 110),
    (15, 45),
];
/// Hours at which somebody answers at home.
const EVENING_HOURS: [(i8, u32); 4] = [(16, 20), (18, 25), (19, 50), (20, 40)];

/// In so many thousandths of cases an answer on one's own phone is given in the evening.
const EVENING_CASES: u32 = 140;

/// How many people come to a unit on a day, against other units and days; 0 when it is closed.
pub(crate) fn weight(unit: &Unit, day: Date, growth: u32) -> u64 {
    let round_the_week = matches!(unit.kind, UnitKind::Rsud | UnitKind::Puskesmas);
    let of_week: u32 = match day.weekday() {
        Weekday::Monday => 1250,
        Weekday::Tuesday => 1100,
        Weekday::Wednesday => 1000,
        Weekday::Thursday => 950,
        Weekday::Friday => 720,
        Weekday::Saturday if round_the_week => 520,
        Weekday::Sunday if unit.kind == UnitKind::Rsud => 120,
        Weekday::Saturday | Weekday::Sunday => 0,
    };
    let holiday = HOLIDAYS.contains(&(day.month(), day.day()));
    if holiday && unit.kind != UnitKind::Rsud {
        return 0;
    }
    let season = SEASON[usize::from(day.month().unsigned_abs()) - 1];
    [of_week, season, growth]
        .iter()
        .fold(u64::from(unit.volume), |weight, factor| {
            weight * u64::from(*factor)
        })
}

/// More people answer each year: from nine tenths of the average at the beginning to eleven tenths at the end.
pub(crate) fn growth(place: usize, days: usize) -> u32 {
    let part = 200 * place / days.max(1);
    900 + u32::try_from(part).expect("at most 200")
}

/// The days from the first of a month to a last day.
pub(crate) fn days(first: Month, last: Date) -> Vec<Date> {
    let first = Date::constant(first.year(), first.month(), 1);
    first
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day <= last)
        .collect()
}

/// The day of a month nearest to the given one on which offices are open.
pub(crate) fn office_day(month: Month, day: i8) -> Date {
    let wanted = Date::constant(month.year(), month.month(), day);
    let open = |day: &Date| {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && !HOLIDAYS.contains(&(day.month(), day.day()))
    };
    let mut days = wanted.series(jiff::Span::new().days(1));
    days.find(open).expect("offices open again within days")
}

/// A moment of a day by the clocks of the kabupaten.
pub(crate) fn moment(day: Date, hour: i8, minute: i8, second: i8) -> Timestamp {
    Offset::constant(ZONE.offset_hours())
        .to_timestamp(day.at(hour, minute, second, 0))
        .expect("within the calendar")
}

/// When on a day somebody answers.
pub(crate) fn time_of_day(day: Date, own_phone: bool, chance: &mut Chance) -> Timestamp {
    let hour = if own_phone && chance.in_thousand(EVENING_CASES) {
        hour_of(&EVENING_HOURS, chance)
    } else {
        hour_of(&OFFICE_HOURS, chance)
    };
    moment(day, hour, small(chance, 59), small(chance, 59))
}

fn hour_of<const N: usize>(hours: &[(i8, u32); N], chance: &mut Chance) -> i8 {
    hours[chance.weighted(&hours.map(|(_, weight)| weight))].0
}

fn small(chance: &mut Chance, last: u32) -> i8 {
    i8::try_from(chance.between(0, last)).expect("at most 59")
}

/// Deals a number of people out to days and units by weight: all of them, each cell within one of its share.
pub(crate) struct Dealer {
    people: u64,
    weights: u128,
    before: u128,
}

impl Dealer {
    /// To be dealt out over cells whose weights sum up to `weights`.
    pub(crate) const fn new(people: u64, weights: u128) -> Self {
        Self {
            people,
            weights,
            before: 0,
        }
    }

    /// How many fall on the next cell.
    pub(crate) fn deal(&mut self, weight: u64) -> u64 {
        let until = |weights: u128| weights * u128::from(self.people) / self.weights.max(1);
        let dealt = until(self.before + u128::from(weight)) - until(self.before);
        self.before += u128::from(weight);
        u64::try_from(dealt).expect("at most all people")
    }
}

/// A weight that varies from day to day, by this deviation in thousandths.
const DAY_DEVIATION: Milli = 220;

/// The weight as this day has it.
pub(crate) fn as_it_comes(weight: u64, chance: &mut Chance) -> u64 {
    let factor = (1000 + chance.around_zero(DAY_DEVIATION)).unsigned_abs();
    weight / 1000 * u64::from(factor)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{chance::Purpose, kabupaten};

    #[test]
    fn everybody_is_dealt_out_and_no_cell_gets_more_than_its_share() {
        let weights = [5, 0, 1, 1, 90, 3];
        let mut dealer = Dealer::new(77, 100);
        let dealt = weights.map(|weight| dealer.deal(weight));
        assert_eq!(dealt.iter().sum::<u64>(), 77);
        for (weight, dealt) in weights.into_iter().zip(dealt) {
            let share = 77 * weight / 100;
            assert!(dealt.abs_diff(share) <= 1, "{weight}: {dealt}");
        }
    }

    #[test]
    fn offices_are_closed_on_sundays_and_on_independence_day_and_the_hospital_is_not() {
        let units = kabupaten::units(7, 1);
        let unit = |code: &str| units.iter().find(|unit| unit.code.as_str() == code).unwrap();
        let sunday = date(2026, 9, 13);
        let independence_day = date(2026, 8, 17);
        for day in [sunday, independence_day] {
            assert_eq!(weight(unit("DISDUKCAPIL"), day, 1000), 0);
            assert!(weight(unit("RSUD"), day, 1000) > 0);
        }
        assert_eq!(office_day(Month::new(2026, 8).unwrap(), 15), date(2026, 8, 18));
    }

    #[test]
    fn people_answer_by_day_unless_they_have_taken_the_code_home() {
        let mut chance = Chance::new(1, Purpose::Calendar);
        let day = date(2026, 9, 14);
        for own_phone in [false, true] {
            let latest = (0..500)
                .map(|_| time_of_day(day, own_phone, &mut chance))
                .max()
                .unwrap();
            let evening = moment(day, 16, 0, 0);
            assert_eq!(latest >= evening, own_phone);
        }
    }
}
