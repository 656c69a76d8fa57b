//! What a demo writes: the same for the same plan, in order of time, marked as made up.

use std::collections::BTreeMap;

use demo::Plan;
use jiff::Timestamp;
use survey::{Event, Hour};
use views::PublishedResult;

use crate::found::{Found, fill, small_plan};

fn leaf_hashes(found: &Found) -> Vec<[u8; 32]> {
    found.events().iter().map(|event| event.leaf_hash().0).collect()
}

#[test]
fn the_same_plan_gives_the_same_leaves_the_same_state_and_another_seed_does_not() {
    let plan = small_plan();
    let (one, same) = (fill(&plan), fill(&plan));
    assert_eq!(leaf_hashes(&one), leaf_hashes(&same));
    let state = |found: &Found| found.app.views().state_hash().unwrap();
    assert_eq!(state(&one), state(&same));
    assert_eq!(
        one.app.vault().contents().unwrap(),
        same.app.vault().contents().unwrap()
    );
    assert_ne!(one.filled.doors[0].secret, same.filled.doors[0].secret);
    let other = fill(&Plan { seed: 2, ..plan });
    let leaves = leaf_hashes(&one);
    assert!(!leaf_hashes(&other).iter().any(|leaf| leaves.contains(leaf)));
    assert_ne!(state(&one), state(&other));
}

#[test]
fn every_event_can_be_read_the_first_says_demo_and_each_is_recorded_when_it_happened() {
    let plan = Plan {
        units: 12,
        months: 8,
        responses: 3000,
        ..small_plan()
    };
    let found = fill(&plan);
    let events = found.events();
    assert_eq!(found.filled.events, u64::try_from(events.len()).unwrap());
    assert!(events.is_sorted_by_key(eventlog::RecordedEvent::recorded_at));
    let mut kinds = BTreeMap::<String, usize>::new();
    let mut late = 0;
    let mut comments = 0;
    for (position, recorded) in events.iter().enumerate() {
        let event =
            Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload()).unwrap();
        *kinds.entry(recorded.event_type().into()).or_default() += 1;
        if position == 0 {
            assert!(matches!(&event, Event::LogOpened(opened) if opened.demo));
        }
        if let Event::ResponseSubmitted(submitted) = event {
            let given = u64::from(submitted.occurred_at.number()) * 3_600_000;
            if submitted.channel == survey::Channel::Qr {
                let taken = Timestamp::from_millisecond(recorded.recorded_at().0.try_into().unwrap());
                assert_eq!(Hour::containing(taken.unwrap()), submitted.occurred_at);
            }
            late += usize::from(recorded.recorded_at().0 - given > 12 * 3_600_000);
            if let Some(comment) = submitted.comment {
                comments += 1;
                assert!(found.app.vault().read(comment.content).unwrap().is_some());
            }
        }
    }
    assert_eq!(kinds["response_submitted"], 3000);
    // One answer in a hundred or more comes days later, by paper or from a kiosk that was offline.
    assert!((30..300).contains(&late), "{late}");
    assert!((100..300).contains(&comments), "{comments}");
    assert!((150..400).contains(&kinds["response_flagged"]), "{kinds:?}");
    assert!(kinds["response_excluded"] > 14, "{kinds:?}");
    assert_eq!(kinds["response_reinstated"], 10);
    assert!(kinds["submission_conflicted"] > 2, "{kinds:?}");
    assert!(kinds["visits_counted"] > 60, "{kinds:?}");
}

#[test]
fn a_result_is_published_anew_after_its_answers_have_changed() {
    let plan = Plan {
        months: 6,
        responses: 800,
        ..small_plan()
    };
    let found = fill(&plan);
    let unit = &found.filled.planted.burst.unit;
    let results = found.app.views().results(unit).unwrap();
    let last = results.last().unwrap();
    let before = results.iter().rev().nth(1).unwrap();
    assert_eq!(last.result.period, before.result.period);
    assert_ne!(last.result.unsur, before.result.unsur);
    let all = |of: &PublishedResult| of.result.n + of.result.n_excluded;
    assert_eq!(all(last), all(before));
}
