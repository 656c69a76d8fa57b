//! Laws that hold for whatever happened: of answers, of the same submission again, of a response's standing, and
//! of the tree of units.

use std::collections::BTreeSet;

use ikm::{Score, UnsurCode};
use proptest::prelude::*;
use survey::{
    Answers, Event, FlagRule, Hour, Profile, Reasons, Refusal, Registry, ResponseSubmitted, Standing,
    SubmitResponse, UnitCode, limits::UNIT_DEPTH_MAX,
};

use crate::{
    given::{Again, Exclude, Flag, NOW, Reinstate, given},
    samples::{
        REASON, answer, code, ground_with_response, ground_with_survey, log_opened, nine, submitted, unit,
        unit_below, unit_closed, unit_moved, unsur, with,
    },
};

fn scores() -> impl Strategy<Value = Vec<(UnsurCode, Score)>> {
    let score = (1..=4_u8).prop_map(|score| Score::new(score).unwrap());
    let unsur = "[a-z][a-z0-9-]{0,22}".prop_map(|text| unsur(&text));
    prop::collection::btree_map(unsur, score, 0..20)
        .prop_map(|answers| answers.into_iter().collect::<Vec<_>>())
        .prop_shuffle()
}

fn as_json(scores: &[(UnsurCode, Score)]) -> String {
    let entries: Vec<_> = scores
        .iter()
        .map(|(unsur, score)| format!("\"{unsur}\":{}", score.get()))
        .collect();
    format!("{{{}}}", entries.join(","))
}

proptest! {
    #[test]
    fn answers_are_the_same_in_whatever_order_they_come(scores in scores()) {
        let read: Answers = serde_json::from_str(&as_json(&scores)).unwrap();
        prop_assert_eq!(&read, &Answers::from_pairs(scores.clone()));
        prop_assert_eq!(read.len(), scores.len());
        for (unsur, score) in &scores {
            prop_assert_eq!(read.get(*unsur), Some(*score));
        }
        let mut sorted = scores;
        sorted.sort();
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), as_json(&sorted));
    }

    #[test]
    fn an_unsur_that_is_answered_twice_is_no_answer(scores in scores(), at: prop::sample::Index) {
        prop_assume!(!scores.is_empty());
        let again = scores[at.index(scores.len())];
        let doubled = as_json(&[scores, vec![again]].concat());
        prop_assert!(serde_json::from_str::<Answers>(&doubled).is_err());
    }
}

type Change = fn(&mut SubmitResponse);

/// A change of each field that a submission is compared by.
const CHANGES: [Change; 11] = [
    |command| command.survey = code("LAIN"),
    |command| command.service = Some(code("KK")),
    |command| command.instrument = Some(code("permenpan-14-2017@2")),
    |command| command.language = code("en"),
    |command| command.answers = nine(4),
    |command| command.profile = Profile::new(),
    |command| command.reasons = Reasons::from([(unsur("waktu"), vec!["antrean-lama".into()])]),
    |command| command.channel = survey::Channel::Kiosk,
    |command| command.device = Some("kios-1".into()),
    |command| command.device_counter = Some(7),
    |command| command.comment = Some("Terima kasih".into()),
];

/// Does not compile once a submission has a field more: give it a change, or say why it is not compared.
const fn every_field_has_a_change(command: &SubmitResponse) {
    let SubmitResponse {
        survey: _,
        service: _,
        instrument: _,
        language: _,
        answers: _,
        profile: _,
        reasons: _,
        channel: _,
        // What a device says of time is not compared.
        claimed_at: _,
        device_now: _,
        seconds_taken: _,
        device: _,
        device_counter: _,
        comment: _,
        // Says how it came, not what was answered.
        noticed: _,
    } = command;
}

proptest! {
    #[test]
    fn it_is_the_same_submission_if_and_only_if_every_field_is(
        changed in prop::collection::btree_set(0..CHANGES.len(), 0..3),
        minutes_later in 0..100_000_i64,
    ) {
        let mut command = answer();
        if minutes_later % 2 == 0 {
            command.claimed_at = Some(code("2026-09-13T02Z"));
            command.device_now = Some(code("2026-12-01T00Z"));
            command.seconds_taken = None;
        }
        every_field_has_a_change(&command);
        for change in &changed {
            CHANGES[*change](&mut command);
        }
        let now: jiff::Timestamp = NOW.parse().unwrap();
        let later = now + jiff::SignedDuration::from_mins(minutes_later);
        let log = given(&ground_with_response()).now(&later.to_string());
        let same = log.when(Again(command)).0 == Ok(vec![]);
        prop_assert_eq!(same, changed.is_empty());
    }
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Flag(FlagRule, u16),
    Exclude,
    Reinstate,
}

fn act() -> impl Strategy<Value = Act> {
    let rules = [FlagRule::TooFast, FlagRule::StraightLine];
    prop_oneof![
        (prop::sample::select(rules.to_vec()), 1..3_u16).prop_map(|(rule, version)| Act::Flag(rule, version)),
        Just(Act::Exclude),
        Just(Act::Reinstate),
    ]
}

proptest! {
    #[test]
    fn the_standing_follows_from_the_last_exclusion_and_any_flag(acts in prop::collection::vec(act(), 0..12)) {
        let mut log = given(&ground_with_response());
        let mut flags = BTreeSet::new();
        let mut out = false;
        for act in acts {
            let (outcome, refused) = match act {
                Act::Flag(rule, version) => (
                    log.when(Flag(rule, version)),
                    (!flags.insert((rule, version))).then_some(Refusal::ResponseFlaggedAlready),
                ),
                Act::Exclude => (
                    log.when(Exclude(REASON, "u-1", "u-2")),
                    out.then_some(Refusal::ResponseExcludedAlready),
                ),
                Act::Reinstate => (
                    log.when(Reinstate(REASON, "u-1", "u-2")),
                    (!out).then_some(Refusal::ResponseNotExcluded),
                ),
            };
            prop_assert_eq!(outcome.0.as_ref().err(), refused.as_ref());
            out = match act {
                Act::Exclude => true,
                Act::Reinstate => false,
                Act::Flag(..) => out,
            };
            log = log.and_at(NOW, &outcome.0.unwrap_or_default());
            let expected = match (out, flags.is_empty()) {
                (true, _) => Standing::Excluded,
                (false, true) => Standing::Plain,
                (false, false) => Standing::Flagged,
            };
            prop_assert_eq!(log.response.standing(), Some(expected));
        }
    }

    #[test]
    fn a_response_counts_never_later_than_an_hour_from_now(hours in 0..=Hour::MAX.number()) {
        let claimed = SubmitResponse { claimed_at: Some(Hour::from_number(hours)), ..answer() };
        let taken = given(&ground_with_survey(&["KTP"])).when(claimed).0.unwrap();
        let [Event::ResponseSubmitted(ResponseSubmitted { occurred_at, claimed_at, .. })] = &taken[..] else {
            panic!("{taken:?}");
        };
        prop_assert_eq!(*claimed_at, Some(Hour::from_number(hours)));
        prop_assert!(*occurred_at <= code("2026-09-14T03Z"));
        prop_assert!(*occurred_at >= code("2026-09-01T00Z"));
        prop_assert!(submitted().occurred_at <= *occurred_at || claimed_at == &Some(*occurred_at));
    }
}

/// Events about the tree, sensible or not.
fn tree_events() -> impl Strategy<Value = Vec<Event>> {
    let names = || (0..12_u8).prop_map(|number| format!("U{number}"));
    let event = prop_oneof![
        4 => (names(), names()).prop_map(|(below, above)| unit_below(&below, &above)),
        1 => names().prop_map(|name| unit(&name)),
        4 => (names(), prop::option::weighted(0.8, names()))
            .prop_map(|(name, above)| unit_moved(&name, above.as_deref())),
        1 => names().prop_map(|name| unit_closed(&name)),
    ];
    prop::collection::vec(event, 0..60)
}

fn check_tree(registry: &Registry) -> Result<(), TestCaseError> {
    for unit in registry.units() {
        // In a circle the walk would not end, and neither would the test.
        let above = registry.ancestors(&unit.code).take(100);
        let above: Vec<_> = above.map(|unit| &unit.code).collect();
        let distinct: BTreeSet<_> = above.iter().collect();
        prop_assert_eq!(distinct.len(), above.len(), "{} has a circle above it", unit.code);
        prop_assert!(!above.contains(&&unit.code), "{} lies below itself", unit.code);
        prop_assert_eq!(unit.parent.as_ref(), above.first().copied());
        check_subtree(registry, &unit.code)?;
    }
    let from_the_top: Vec<_> = registry
        .children(None)
        .iter()
        .flat_map(|top| registry.subtree(&top.code))
        .collect();
    prop_assert_eq!(from_the_top.len(), registry.units().len());
    Ok(())
}

/// The subtree is the unit and everything that has it above, each once, parents first, at its distance.
fn check_subtree(registry: &Registry, root: &UnitCode) -> Result<(), TestCaseError> {
    let subtree = registry.subtree(root);
    let distance = |unit: &UnitCode| {
        let mut up = std::iter::once(unit).chain(registry.ancestors(unit).map(|unit| &unit.code));
        up.position(|above| above == root)
    };
    let below = registry
        .units()
        .into_iter()
        .filter(|unit| distance(&unit.code).is_some());
    prop_assert_eq!(subtree.len(), below.count());
    let mut seen = BTreeSet::new();
    for (depth, unit) in subtree {
        prop_assert_eq!(Some(depth), distance(&unit.code));
        prop_assert!(seen.insert(&unit.code), "{} stands twice", unit.code);
        prop_assert!(depth == 0 || seen.contains(unit.parent.as_ref().unwrap()));
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_the_events_say_the_units_are_a_tree(events in tree_events()) {
        check_tree(&given(&events).registry)?;
    }

    #[test]
    fn what_is_decided_takes_effect_and_keeps_the_tree_flat_enough(events in tree_events()) {
        let mut log = given(&[log_opened()]);
        for asked in events {
            let Ok(happened) = log.when(asked).0 else {
                continue;
            };
            log = log.and_at(NOW, &happened);
            let parent = match &happened[..] {
                [Event::UnitRegistered(event)] => Some((&event.unit, &event.parent)),
                [Event::UnitMoved(event)] => Some((&event.unit, &event.parent)),
                _ => None,
            };
            if let Some((unit, parent)) = parent {
                prop_assert_eq!(&log.registry.unit(unit).unwrap().parent, parent);
            }
        }
        check_tree(&log.registry)?;
        for unit in log.registry.units() {
            prop_assert!(log.registry.ancestors(&unit.code).count() < UNIT_DEPTH_MAX);
            let children = log.registry.children(Some(&unit.code));
            prop_assert!(!unit.closed || children.iter().all(|child| child.closed));
        }
    }

    #[test]
    fn units_stand_in_order_of_registration_whatever_their_codes(
        names in prop::collection::hash_set("[A-Z]{1,3}", 1..10).prop_map(Vec::from_iter).prop_shuffle(),
    ) {
        let events = names.iter().map(|name| unit(name)).collect();
        let registry = given(&with(events, [])).registry;
        let order: Vec<_> = registry.units().iter().map(|unit| unit.code.to_string()).collect();
        prop_assert_eq!(order, names);
    }
}
