//! Codes, references, hours and periods: each has one spelling, and reads back from it.

use std::{fmt::Display, str::FromStr};

use proptest::prelude::*;
use survey::{Hour, InstrumentRef, Language, Month, Period, PeriodLength, ServiceCode, UnitCode};

/// Texts near to names, so that many of them are names.
const NEAR_NAMES: &str =
    "[+-]?[0-9]{1,4}(-[+]?[0-9SQ]{1,3}){0,2}(T[+0-9]{1,2}Z)?|[a-zA-Z0-9.-]{1,4}(@[+0-9]{1,3})?";

/// True if the text reads as what is written otherwise. Two spellings of one name would be two names in a stream id or a tag.
fn has_another_spelling<T: FromStr + Display>(text: &str) -> bool {
    text.parse::<T>().is_ok_and(|name| name.to_string() != text)
}

proptest! {
    #[test]
    fn no_name_has_two_spellings(text in NEAR_NAMES) {
        prop_assert!(!has_another_spelling::<Hour>(&text));
        prop_assert!(!has_another_spelling::<Period>(&text));
        prop_assert!(!has_another_spelling::<InstrumentRef>(&text));
        prop_assert!(!has_another_spelling::<Language>(&text));
        prop_assert!(!has_another_spelling::<UnitCode>(&text));
    }

    #[test]
    fn an_hour_reads_back_from_its_text_and_from_its_number(number in 0..=Hour::MAX.number()) {
        let hour = Hour::from_number(number);
        prop_assert_eq!(hour.number(), number);
        prop_assert_eq!(hour.to_string().parse(), Ok(hour));
        prop_assert_eq!(Hour::containing(hour.start()), hour);
    }

    #[test]
    fn a_period_reads_back_and_holds_just_its_months(
        year in 1970..=5000_i16,
        month in 1..=12_i8,
        length in prop::sample::select(&PeriodLength::ALL[..]),
    ) {
        let month = Month::new(year, month).unwrap();
        let period = Period::containing(month, length);
        prop_assert_eq!(period.to_string().parse(), Ok(period));
        prop_assert_eq!(period.months().count(), usize::from(length.months()));
        prop_assert!(period.months().any(|of_it| of_it == month));
        for of_it in period.months() {
            prop_assert_eq!(Period::containing(of_it, length), period);
        }
        prop_assert_eq!(period.next().previous(), period);
        prop_assert_eq!(period.last().next(), period.next().first());
    }
}

#[test]
fn hours_after_the_end_of_the_calendar_are_its_last() {
    assert_eq!(Hour::from_number(u32::MAX), Hour::MAX);
    assert_eq!(Hour::MAX.to_string(), "9999-12-30T22Z");
}

#[test]
fn only_the_plain_spelling_is_read() {
    for text in ["2026-09-14T+2Z", "20260914T02Z", "2026-09-14T02z"] {
        assert!(text.parse::<Hour>().is_err(), "{text}");
    }
    for text in ["skm@+1", "skm@01", "skm@0", "SKM@1", "skm@1@1", "@1", "skm"] {
        assert!(text.parse::<InstrumentRef>().is_err(), "{text}");
    }
    for text in ["", "-A", ".A", "ktp", "K TP", "KT/P", &"A".repeat(33)] {
        assert!(text.parse::<ServiceCode>().is_err(), "{text}");
    }
    for text in ["A", "7", "KTP-EL", "35.10", &"A".repeat(32)] {
        assert!(text.parse::<ServiceCode>().is_ok(), "{text}");
    }
}
