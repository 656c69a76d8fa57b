//! Sums that are remembered: after whatever was answered, counted, excluded or moved, the table of all units and each trend
//! are what a fresh reading of the rows gives. The application lives through all of it, so that it has something to remember.

use app::{Look, operator};
use jiff::{SignedDuration, ToSpan};
use proptest::prelude::*;
use survey::{Command, Hour, Month, Period, Role, ServiceEvent, ServiceEventKind, SubmitResponse, UnitMoved};
use testkit::{TestApp, answers, response_id, service_event, staff, submission, unit};
use views::Basis;

const UNITS: [&str; 4] = ["KAB", "DUKCAPIL", "KEC", "KEL"];

/// What happens between two looks.
#[derive(Clone, Debug)]
enum Deed {
    Answer(usize, u8, i64),
    Exclude(u64),
    Visits(usize, i32, u64),
    /// KEL moves below one of the others.
    Move(usize),
    Days(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => (1..4_usize, 1..=4_u8, 0..120_i64).prop_map(|(unit, score, days)| Deed::Answer(unit, score, days)),
        1 => (0..20_u64).prop_map(Deed::Exclude),
        2 => (1..4_usize, 0..4_i32, 1..90_u64).prop_map(|(unit, months, n)| Deed::Visits(unit, months, n)),
        1 => (0..3_usize).prop_map(Deed::Move),
        1 => (1..40_i64).prop_map(Deed::Days),
    ]
}

fn happen(app: &TestApp, number: u64, deed: &Deed) {
    match *deed {
        Deed::Answer(at, score, days_ago) => {
            let given = app.now() - SignedDuration::from_hours(24 * days_ago);
            let submission = SubmitResponse {
                answers: answers([score; 9]),
                claimed_at: Some(Hour::containing(given)),
                ..submission(UNITS[at])
            };
            app.answer(number, submission).unwrap();
        }
        // Refused where there is no such answer, or it is excluded already.
        Deed::Exclude(of) => drop(app.exclude(&operator(), response_id(of), "Uji".into(), "kepala".into())),
        Deed::Visits(at, months_ago, visits) => {
            let today = survey::Zone::default().wall_clock(app.now()).date();
            let counted = ServiceEvent {
                kind: ServiceEventKind::VisitsCounted,
                on: today.saturating_sub(months_ago.months()),
                visits: Some(visits),
                ..service_event(UNITS[at], "Kunjungan")
            };
            app.command(Command::RecordServiceEvent(counted)).unwrap();
        }
        Deed::Move(to) => {
            let moved = UnitMoved {
                unit: unit("KEL"),
                parent: Some(unit(UNITS[to])),
                reason: "Perda".into(),
            };
            // Refused where it is already.
            let _ = app.register(&operator(), Command::MoveUnit(moved));
        }
        Deed::Days(days) => app.edge().pass(SignedDuration::from_hours(24 * days)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_remembered_is_what_the_rows_say(deeds in prop::collection::vec(deed(), 1..20)) {
        let app = TestApp::in_memory();
        let everything = staff(&app, Role::BagianOrganisasi, None);
        for (number, deed) in (0..).zip(&deeds) {
            happen(&app, number, deed);
            let now = app.now();
            let month = Month::of(survey::Zone::default().wall_clock(now).date());
            for basis in [Basis::Shown { now }, Basis::Exact] {
                for (length, count) in [(survey::PeriodLength::Month, 5), (survey::PeriodLength::Quarter, 2)] {
                    let last = Period::containing(month, length);
                    let (lines, _) = app.overview(&everything, last, count, basis).unwrap();
                    prop_assert_eq!(lines.len(), UNITS.len());
                    for line in lines {
                        let trend = app.trend(&line.unit.code, last, count, basis).unwrap();
                        for (remembered, again) in line.periods.iter().zip(trend.iter()) {
                            let read = app
                                .unit_index(&line.unit.code, remembered.period, None, basis, Look::Now)
                                .unwrap();
                            for found in [remembered, again] {
                                prop_assert_eq!(&found.samples, &read.figures.total);
                                prop_assert_eq!(found.visits, read.visits);
                                prop_assert_eq!(&found.index, &read.index);
                                prop_assert_eq!(&found.without_flagged, &read.without_flagged);
                                prop_assert_eq!(&found.interval, &read.interval);
                            }
                        }
                    }
                }
            }
        }
    }
}
