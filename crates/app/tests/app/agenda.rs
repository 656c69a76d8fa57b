//! What is owed, as it is kept from one look to the next: always what a fold of every stream gives, whatever was entered,
//! forwarded, withdrawn or declared a holiday meanwhile. Steps by chance, with a seed that is printed.

use std::collections::HashMap;

use app::{PlanFollowUp, ReceiveComplaint, Reminders, operator};
use jiff::{ToSpan, civil::date};
use proptest::prelude::*;
use survey::{
    Command, ComplaintChannel, ComplaintKind, ComplaintStep, FollowUpStanding, FollowUpStep, Holiday,
    HolidaysPublished, UnitCode,
};
use testkit::{TestApp, unit};

const UNITS: [&str; 3] = ["DUKCAPIL", "KEC", "KAB"];

/// What somebody does, with numbers that choose of what there is.
#[derive(Clone, Debug)]
enum Deed {
    Plan(usize, u16),
    Carry(usize, usize, u8),
    Receive(usize, i64),
    Deal(usize, usize, u8),
    Holiday(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0..3_usize, 1..5_u16).prop_map(|(unit, quarter)| Deed::Plan(unit, quarter)),
        (0..3_usize, 0..4_usize, 0..3_u8).prop_map(|(unit, which, step)| Deed::Carry(unit, which, step)),
        (0..3_usize, 0..60_i64).prop_map(|(unit, day)| Deed::Receive(unit, day)),
        (0..3_usize, 0..4_usize, 0..4_u8).prop_map(|(unit, which, step)| Deed::Deal(unit, which, step)),
        (0..30_i64).prop_map(Deed::Holiday),
    ]
}

/// Does it; what there is nothing to do it to is left.
fn act(app: &TestApp, deed: &Deed) {
    let code = |at: usize| unit(UNITS[at]);
    match *deed {
        Deed::Plan(at, quarter) => {
            let plan = PlanFollowUp {
                unit: code(at),
                period: "2026-Q1".parse().unwrap(),
                unsur: ikm::UnsurCode::new("waktu").unwrap(),
                programme: "Loket kedua".into(),
                due: format!("2026-Q{quarter}").parse().unwrap(),
                post: "Kasi Pelayanan".into(),
                person: String::new(),
            };
            app.plan_follow_up(&operator(), plan).unwrap();
        }
        Deed::Carry(at, which, step) => {
            let all = app.follow_ups(&code(at)).unwrap();
            let Some(record) = all.get(which) else { return };
            let step = match step {
                0 => FollowUpStep::Complete {
                    on: date(2026, 9, 1),
                    outcome: "Dibuka".into(),
                    evidence: None,
                },
                1 => FollowUpStep::Cancel {
                    reason: "Anggaran".into(),
                },
                _ => FollowUpStep::Withdraw {
                    reason: "Keliru".into(),
                },
            };
            let seen = record.follow_up.trail().seen();
            // Refused where it is over already.
            let _ = app.step_follow_up(&operator(), &code(at), record.id, step, seen);
        }
        Deed::Receive(at, day) => {
            let received = ReceiveComplaint {
                unit: code(at),
                on: date(2026, 7, 15).saturating_add(day.days()),
                channel: ComplaintChannel::Counter,
                kind: ComplaintKind::Ordinary,
                text: "Antre dua jam".into(),
                contact: String::new(),
                response: None,
            };
            app.receive_complaint(&operator(), received).unwrap();
        }
        Deed::Deal(at, which, step) => {
            let all = app.complaints(&code(at)).unwrap();
            let Some(record) = all.get(which) else { return };
            let step = match step {
                0 => ComplaintStep::Forward {
                    to: code((at + 1) % UNITS.len()),
                    note: "Kewenangannya".into(),
                },
                1 => ComplaintStep::Answer {
                    on: date(2026, 9, 1),
                    about: "Antrean".into(),
                    answer: "Dibuka".into(),
                },
                2 => ComplaintStep::Close {
                    note: "Selesai".into(),
                },
                _ => ComplaintStep::Withdraw {
                    reason: "Keliru".into(),
                },
            };
            let seen = record.complaint.trail().seen();
            // Refused where another unit has it, or it is closed.
            let _ = app.step_complaint(&operator(), &code(at), record.id, step, seen);
        }
        Deed::Holiday(day) => {
            let published = HolidaysPublished {
                year: 2026,
                source: "Keputusan uji".into(),
                days: vec![Holiday {
                    on: date(2026, 8, 1).saturating_add(day.days()),
                    name: "Libur".into(),
                }],
            };
            app.command(Command::PublishHolidays(published)).unwrap();
        }
    }
}

/// Folds every stream that a unit has or had.
fn afresh(app: &TestApp, code: &UnitCode) -> Reminders {
    let registry = app.registry();
    let today = registry.unit(code).unwrap().zone.wall_clock(app.now()).date();
    let mut found = Reminders::default();
    for record in app.follow_ups(code).unwrap() {
        let standing = record.follow_up.standing(today);
        if standing == Some(FollowUpStanding::Due) {
            let due = record.follow_up.planned().unwrap().due.last_day();
            found.due += 1;
            found.due_first = Some(found.due_first.map_or(due, |first| first.min(due)));
        } else if standing == Some(FollowUpStanding::Overdue) {
            let due = record.follow_up.planned().unwrap().due.last_day();
            found.overdue += 1;
            found.overdue_since = Some(found.overdue_since.map_or(due, |since| since.min(due)));
        }
    }
    for record in app.complaints(code).unwrap() {
        let complaint = &record.complaint;
        if complaint.unit() == Some(code) && complaint.is_overdue(&registry, today) {
            let deadlines = [complaint.forward_by(&registry), complaint.answer_by(&registry)];
            let by = deadlines
                .into_iter()
                .flatten()
                .map(|deadline| deadline.on)
                .min()
                .unwrap();
            found.late_complaints += 1;
            found.late_since = Some(found.late_since.map_or(by, |since| since.min(by)));
        } else if complaint.unit() == Some(code)
            && let Some(by) = complaint.due(&registry)
            && by.on <= today.saturating_add(2.days())
        {
            let first = found.due_complaints_first;
            found.due_complaints += 1;
            found.due_complaints_first = Some(first.map_or(by.on, |first| first.min(by.on)));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_of_what_is_owed_is_what_a_fold_of_everything_gives(
        deeds in prop::collection::vec(deed(), 1..16)
    ) {
        let app = TestApp::in_memory();
        for deed in &deeds {
            act(&app, deed);
            let mut expected: HashMap<UnitCode, Reminders> =
                UNITS.map(|code| (unit(code), afresh(&app, &unit(code)))).into();
            for (code, reminders) in &expected {
                let today = app.registry().unit(code).unwrap().zone.wall_clock(app.now()).date();
                prop_assert_eq!(app.reminders(code, today).unwrap(), *reminders);
            }
            expected.retain(|_, reminders| *reminders != Reminders::default());
            prop_assert_eq!(app.all_reminders(app.now()).unwrap(), expected);
        }
    }
}

#[test]
fn what_was_owed_before_the_program_started_is_owed_after() {
    let app = TestApp::in_files();
    act(&app, &Deed::Plan(0, 2));
    act(&app, &Deed::Receive(1, 0));
    let before = app.all_reminders(app.now()).unwrap();
    assert_eq!(before.len(), 2);
    let app = app.reopen(|_| ()).unwrap();
    assert_eq!(app.all_reminders(app.now()).unwrap(), before);
}
