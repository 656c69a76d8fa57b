//! Working days: the years that are known, and lists that are published later.

use jiff::civil::{Date, Weekday, date};
use survey::{Deadline, Event, Holiday, HolidaysPublished, Refusal, Registry, limits::HOLIDAYS_PER_YEAR_MAX};

use crate::{
    given::given,
    samples::{log_opened, with},
};

fn published(year: i16, days: &[Date]) -> HolidaysPublished {
    let day = |on: &Date| Holiday {
        on: *on,
        name: "Hari libur".into(),
    };
    HolidaysPublished {
        year,
        source: "Keputusan Bersama".into(),
        days: days.iter().map(day).collect(),
    }
}

fn ask(published: HolidaysPublished) -> crate::given::Outcome {
    given(&[log_opened()]).when(Event::HolidaysPublished(published))
}

fn refused(published: HolidaysPublished) -> Refusal {
    ask(published).0.unwrap_err()
}

/// Every refusal of a list of holidays.
pub(crate) fn refusals() -> Vec<Refusal> {
    let new_year = date(2027, 1, 1);
    vec![
        refused(published(1945, &[date(1945, 8, 17)])),
        refused(published(2027, &[])),
        refused(published(2027, &[date(2028, 1, 1)])),
        refused(published(2027, &[new_year, new_year])),
    ]
}

#[test]
fn each_shipped_year_would_be_accepted_and_is_in_order() {
    let counts: Vec<_> = HolidaysPublished::shipped()
        .iter()
        .map(|known| {
            let event = Event::HolidaysPublished(known.clone());
            given(&[log_opened()]).when(event.clone()).then(&[event]);
            let together = known
                .days
                .iter()
                .filter(|day| day.name.starts_with("Cuti bersama"));
            (known.year, known.days.len(), together.count())
        })
        .collect();
    // As many as the decrees count: 17 holidays each, cuti bersama, and two days of voting in 2024.
    let expected = [(2024, 17 + 10 + 2, 10), (2025, 17 + 11, 11), (2026, 17 + 8, 8)];
    assert_eq!(counts, expected);
}

/// The decree names the day of the week beside each date, which a slip of the pen would not meet.
#[test]
fn the_days_of_2026_fall_on_the_weekdays_that_the_decree_names() {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let weekdays = [
        Thursday, Friday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, Monday, Tuesday,
        Friday, Sunday, Friday, Thursday, Friday, Wednesday, Thursday, Sunday, Monday, Tuesday, Monday,
        Tuesday, Thursday, Friday,
    ];
    let known = Registry::default();
    let days = known.holidays(2026).unwrap().days.iter();
    let found: Vec<_> = days.map(|holiday| holiday.on.weekday()).collect();
    assert_eq!(found, weekdays);
}

#[test]
fn working_days_pass_over_weekends_and_holidays() {
    let known = Registry::default();
    let after = |day, days| known.working_days_after(day, days).on;
    assert_eq!(after(date(2026, 9, 18), 1), date(2026, 9, 21), "over a weekend");
    assert_eq!(
        after(date(2026, 3, 17), 1),
        date(2026, 3, 25),
        "over Nyepi and Idulfitri"
    );
    assert_eq!(after(date(2026, 3, 17), 0), date(2026, 3, 17));
    assert_eq!(after(date(2026, 9, 19), 1), date(2026, 9, 21), "from a Saturday");
    assert_eq!(
        known.working_days_between(date(2026, 3, 17), date(2026, 3, 26)),
        2
    );
    assert_eq!(
        known.working_days_between(date(2026, 3, 26), date(2026, 3, 17)),
        0
    );
}

#[test]
fn a_deadline_in_a_year_without_a_list_is_not_certain() {
    let known = Registry::default();
    let far = known.working_days_after(date(2026, 12, 30), 3);
    let expected = Deadline {
        on: date(2027, 1, 4),
        certain: false,
    };
    assert_eq!(far, expected, "only Saturday and Sunday are known to be free");
    let new_year = Event::HolidaysPublished(published(2027, &[date(2027, 1, 1)]));
    let told = given(&with(vec![log_opened()], [new_year])).registry;
    let expected = Deadline {
        on: date(2027, 1, 5),
        certain: true,
    };
    assert_eq!(told.working_days_after(date(2026, 12, 30), 3), expected);
    assert_eq!(Vec::from_iter(told.holiday_years()), [2024, 2025, 2026, 2027]);
}

#[test]
fn a_later_list_takes_the_place_of_an_earlier_one() {
    let first = Event::HolidaysPublished(published(2026, &[date(2026, 9, 21)]));
    let told = given(&with(vec![log_opened()], [first])).registry;
    assert_eq!(
        told.working_days_after(date(2026, 9, 18), 1).on,
        date(2026, 9, 22)
    );
    assert_eq!(
        told.working_days_after(date(2026, 3, 17), 1).on,
        date(2026, 3, 18),
        "the shipped list counts no longer"
    );
}

#[test]
fn days_are_stored_in_order_and_fit_the_limit() {
    let unordered = published(2027, &[date(2027, 8, 17), date(2027, 1, 1)]);
    let ordered = published(2027, &[date(2027, 1, 1), date(2027, 8, 17)]);
    ask(unordered).then(&[Event::HolidaysPublished(ordered)]);
    let start = date(2027, 1, 1);
    let many: Vec<_> = (0..=HOLIDAYS_PER_YEAR_MAX)
        .map(|day| start.saturating_add(jiff::Span::new().days(i64::try_from(day).unwrap())))
        .collect();
    assert!(ask(published(2027, &many[1..])).0.is_ok());
    assert_eq!(
        refused(published(2027, &many)),
        Refusal::HolidayCount(HOLIDAYS_PER_YEAR_MAX + 1)
    );
}
