//! Indexes, trends and the table of all units: three ways to the same figures, now and as they were.

use app::Look;
use jiff::SignedDuration;
use proptest::prelude::*;
use survey::{Period, PeriodLength, Refusal, Role, SubmitResponse};
use testkit::{TestApp, answers, hour, moment, staff, submission, unit};
use views::{AsOf, Basis};

use crate::support::{counted, index, index_at, refusal, size};

const UNITS: [&str; 4] = ["KAB", "DUKCAPIL", "KEC", "KEL"];

fn scored(code: &str, score: u8) -> SubmitResponse {
    SubmitResponse {
        answers: answers([score; 9]),
        ..submission(code)
    }
}

#[test]
fn a_unit_counts_for_itself_and_for_everything_above_it() {
    let app = TestApp::in_memory();
    for (id, code) in (0..).zip(["DUKCAPIL", "KEC", "KEC", "KEL", "KEL", "KEL"]) {
        app.answer(id, submission(code)).unwrap();
    }
    let n = UNITS.map(|code| counted(&index(&app, code, "2026-09").figures.total));
    assert_eq!(n, [6, 1, 5, 3]);
}

#[test]
fn each_unit_below_counts_by_the_month_of_its_own_zone() {
    let app = TestApp::in_memory();
    // 23:00 WIB and 00:00 WITA.
    for (id, code) in (0..).zip(["DUKCAPIL", "KEC"]) {
        let claimed_at = Some(hour("2026-08-31T16Z"));
        app.answer(
            id,
            SubmitResponse {
                claimed_at,
                ..submission(code)
            },
        )
        .unwrap();
    }
    for (code, august, september) in [("KAB", 1, 1), ("DUKCAPIL", 1, 0), ("KEC", 0, 1)] {
        assert_eq!(
            counted(&index(&app, code, "2026-08").figures.total),
            august,
            "{code}"
        );
        assert_eq!(
            counted(&index(&app, code, "2026-09").figures.total),
            september,
            "{code}"
        );
    }
}

#[test]
fn what_was_known_at_a_size_and_at_a_moment_can_be_asked_for_ever() {
    let app = TestApp::in_memory();
    let mut known = Vec::new();
    for (id, score) in (0..).zip([1, 4, 2, 3, 4, 4]) {
        app.edge().pass(SignedDuration::from_mins(10));
        app.answer(id, scored("KEC", score)).unwrap();
        known.push((
            size(&app),
            app.now(),
            index(&app, "KEC", "2026-09").index.unwrap(),
        ));
    }
    for (size, moment, expected) in known {
        for look in [
            Look::AtSize(size),
            Look::AtMoment(moment),
            Look::AtMoment(moment + SignedDuration::from_mins(9)),
        ] {
            let found = index_at(&app, "KEC", "2026-09", look).unwrap();
            assert_eq!(found.index.unwrap(), expected, "{look:?}");
            assert_eq!((found.as_of, found.recorded_at), (AsOf(size), moment), "{look:?}");
        }
    }
}

#[test]
fn before_the_first_event_nothing_was_known() {
    let app = TestApp::in_memory();
    for look in [Look::AtSize(0), Look::AtMoment(moment("2020-01-01T00:00:00Z"))] {
        let nothing = index_at(&app, "KEC", "2026-09", look);
        assert_eq!(refusal(nothing), Refusal::UnitUnknown(unit("KEC")));
    }
}

#[test]
fn a_size_beyond_the_log_is_the_whole_log() {
    let app = TestApp::in_memory();
    app.answer(1, submission("KEC")).unwrap();
    let found = index_at(&app, "KEC", "2026-09", Look::AtSize(u64::MAX)).unwrap();
    assert_eq!(
        (found.as_of, counted(&found.figures.total)),
        (AsOf(size(&app)), 1)
    );
}

#[test]
fn a_back_dated_answer_changes_what_is_known_of_a_month_but_not_what_was_known() {
    let app = TestApp::in_memory();
    let february =
        |app: &TestApp, look| counted(&index_at(app, "KEC", "2026-02", look).unwrap().figures.total);
    app.answer(
        1,
        SubmitResponse {
            claimed_at: Some(hour("2026-02-10T04Z")),
            ..submission("KEC")
        },
    )
    .unwrap();
    let then = app.now();
    app.edge().pass(SignedDuration::from_hours(24));
    app.answer(
        2,
        SubmitResponse {
            claimed_at: Some(hour("2026-02-11T04Z")),
            ..submission("KEC")
        },
    )
    .unwrap();
    assert_eq!(february(&app, Look::AtMoment(then)), 1);
    assert_eq!(february(&app, Look::Now), 2);
}

#[test]
fn periods_with_answers_come_newest_first_without_gaps() {
    let app = TestApp::in_memory();
    for (id, at) in (0..).zip(["2026-03-10T04Z", "2026-08-10T04Z"]) {
        app.answer(
            id,
            SubmitResponse {
                claimed_at: Some(hour(at)),
                ..submission("KEL")
            },
        )
        .unwrap();
    }
    let periods = |code: &str, length| {
        let periods = app.periods(Some(&unit(code)), length).unwrap();
        periods.iter().map(Period::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        periods("KEC", PeriodLength::Quarter),
        ["2026-Q3", "2026-Q2", "2026-Q1"]
    );
    assert_eq!(periods("KEL", PeriodLength::Semester), ["2026-S2", "2026-S1"]);
    assert_eq!(periods("DUKCAPIL", PeriodLength::Year), [""; 0]);
    assert_eq!(app.periods(None, PeriodLength::Month).unwrap().len(), 6);
    let unknown = app.periods(Some(&unit("TIADA")), PeriodLength::Year);
    assert_eq!(refusal(unknown), Refusal::UnitUnknown(unit("TIADA")));
}

#[test]
fn targets_are_those_of_the_population_served() {
    let app = TestApp::in_memory();
    let everything = staff(&app, Role::BagianOrganisasi, None);
    let (lines, _) = app
        .overview(&everything, "2026".parse().unwrap(), 1, Basis::Exact)
        .unwrap();
    let targets: Vec<_> = lines
        .iter()
        .map(|line| (line.unit.code.as_str(), line.depth, line.target))
        .collect();
    let expected = [
        ("KAB", 0, None),
        ("DUKCAPIL", 1, Some(322)),
        ("KEC", 1, Some(322)),
        ("KEL", 2, Some(322)),
    ];
    assert_eq!(targets, expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn overview_trend_and_index_agree_for_every_unit_and_period(
        posts in prop::collection::vec((1..4usize, 1..=4u8, 0..270i64), 1..80),
        shown in any::<bool>(),
    ) {
        let app = TestApp::in_memory();
        let everything = staff(&app, Role::BagianOrganisasi, None);
        for (id, (code, score, days_ago)) in (0..).zip(posts) {
            let given = app.now() - SignedDuration::from_hours(24 * days_ago);
            let claimed_at = Some(survey::Hour::containing(given));
            app.answer(id, SubmitResponse { claimed_at, ..scored(UNITS[code], score) }).unwrap();
        }
        let basis = if shown { Basis::Shown { now: app.now() } } else { Basis::Exact };
        for (last, count) in [("2026-09", 10), ("2026-Q3", 4), ("2026", 2)] {
            let last: Period = last.parse().unwrap();
            let (lines, as_of) = app.overview(&everything, last, count, basis).unwrap();
            prop_assert_eq!((lines.len(), as_of.0), (UNITS.len(), size(&app)));
            for line in lines {
                let trend = app.trend(&line.unit.code, last, count, basis).unwrap();
                prop_assert_eq!((trend.len(), line.periods.len()), (count, count));
                prop_assert_eq!(line.current().period, last);
                prop_assert_eq!(line.previous().unwrap().period, last.previous());
                for (one, other) in trend.iter().zip(line.periods.iter()) {
                    let alone = app
                        .unit_index(&line.unit.code, one.period, None, basis, Look::Now)
                        .unwrap();
                    for found in [one, other] {
                        prop_assert_eq!(found.period, alone.period);
                        prop_assert_eq!(&found.samples, &alone.figures.total);
                        prop_assert_eq!(&found.index, &alone.index);
                        prop_assert_eq!(&found.interval, &alone.interval);
                        prop_assert_eq!(&found.mutu, &alone.mutu);
                    }
                }
            }
        }
    }
}
