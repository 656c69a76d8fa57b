//! Claimed times against the times that witnesses stated: back-dating is accused, lateness is told.

use audit::{Outcome, PartName, Skew};
use jiff::SignedDuration;
use survey::Channel;
use testkit::{hour, moment};

use crate::world::{World, is_clean, notices, policy, the_problem, with};

/// A world that goes on after it was witnessed at 02:10, and is witnessed again at 05:00.
fn witnessed_again(meanwhile: impl FnOnce(&mut World)) -> audit::Report {
    let mut world = World::witnessed();
    meanwhile(&mut world);
    world.sign("2026-09-14T05:00:00Z");
    world.cosign("inspektorat", "2026-09-14T05:00:02Z");
    world.close().audit_by(policy(1))
}

#[test]
fn an_event_that_was_recorded_before_the_log_was_seen_without_it_is_back_dated() {
    // The clock of the log can only go on from 02:05, where it stood; the witness was there at 02:10 without it.
    let mut world = World::witnessed();
    world.pen.set(moment("2026-09-14T02:31:00Z"));
    world.answer(60..=60);
    world.sign("2026-09-14T03:00:00Z");
    world.cosign("inspektorat", "2026-09-14T03:00:01Z");
    world.pen.set(moment("2026-09-14T02:32:00Z"));
    let position = world.answer_with(61, |_| ());
    let report = world.close().audit_by(policy(1));
    assert_eq!(report.outcome(), Outcome::Tampered);
    let found = the_problem(&report, PartName::Times);
    assert_eq!(found.position, Some(position));
    assert!(found.what.contains("dimundurkan"), "{found:?}");
}

#[test]
fn an_event_that_was_seen_before_it_was_recorded_is_post_dated() {
    let report = witnessed_again(|world| {
        world.pen.set(moment("2026-09-14T06:00:00Z"));
        world.answer_with(61, |answer| answer.occurred_at = hour("2026-09-14T04Z"));
    });
    assert_eq!(report.outcome(), Outcome::Tampered);
    let found = the_problem(&report, PartName::Times);
    assert!(found.what.contains("dimajukan"), "{found:?}");
}

#[test]
fn a_clock_that_is_off_by_less_than_the_skew_is_not_accused() {
    let late = |minutes| {
        let mut world = World::witnessed();
        world.pen.set(moment("2026-09-14T05:09:00Z"));
        world.answer(61..=61);
        world.sign("2026-09-14T05:00:00Z");
        world.cosign("inspektorat", "2026-09-14T05:00:02Z");
        let inspection = audit::Inspection {
            skew: Skew(SignedDuration::from_mins(minutes)),
            ..with(policy(1))
        };
        world.close().audit(inspection).outcome()
    };
    assert_eq!(late(10), Outcome::Clean);
    assert_eq!(late(8), Outcome::Tampered);
}

#[test]
fn a_witness_that_is_visited_once_a_week_accuses_nobody_of_the_week() {
    let mut world = World::new("2026-09-14T02:00:00Z");
    world.answer(1..=3);
    world.sign("2026-09-14T02:01:00Z");
    world.cosign("inspektorat", "2026-09-18T09:00:00Z");
    world.pen.set(moment("2026-09-16T02:00:00Z"));
    world.answer(4..=6);
    let report = world.close().audit_by(policy(1));
    is_clean(&report);
    assert!(notices(&report, PartName::Times).is_empty());
}

#[test]
fn how_often_the_log_was_witnessed_is_told() {
    let report = witnessed_again(|_| ());
    let note = &report.part(PartName::Times).unwrap().note;
    assert_eq!(
        note,
        "2 kali disaksikan, paling lama berselang 8 menit; kelonggaran 10 menit"
    );
}

#[test]
fn a_batch_that_claims_an_earlier_month_is_listed_and_called_what_it_is() {
    let mut first = 0;
    let report = witnessed_again(|world| {
        world.pen.set(moment("2026-09-14T04:30:00Z"));
        first = world.size();
        for number in 61..=70 {
            let channel = if number <= 65 {
                Channel::Import
            } else {
                Channel::Kiosk
            };
            world.answer_with(number, |answer| {
                answer.channel = channel;
                answer.occurred_at = hour("2026-08-20T03Z");
            });
        }
    });
    is_clean(&report);
    let told = notices(&report, PartName::Times);
    assert_eq!(
        told.iter().map(|(position, _)| *position).collect::<Vec<_>>(),
        [Some(first), Some(first + 5)]
    );
    assert!(told[0].1.contains("impor data lama: 5 jawaban"), "{told:?}");
    assert!(told[0].1.contains("2026-08-20T03:00:00Z"), "{told:?}");
    assert!(
        told[1].1.contains("unggahan perangkat luring: 5 jawaban"),
        "{told:?}"
    );
}

#[test]
fn without_a_witness_times_are_only_what_the_log_says() {
    let mut world = World::new("2026-09-14T02:00:00Z");
    world.answer(1..=3);
    world.sign("2026-09-14T02:01:00Z");
    let mut inspection = with(policy(1));
    inspection.trust = None;
    let report = world.close().audit(inspection);
    is_clean(&report);
    assert!(!report.part(PartName::Times).unwrap().checked);
}
