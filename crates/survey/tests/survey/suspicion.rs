//! Suspicion. Method: rules that need one answer through `submit`, as everybody meets them; rules that need several
//! by showing a watch an answer after the other and asking which flags are due.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use survey::{
    Admission, Answers, Channel, Event, FlagRule, Profile, ResponseFlagged, ResponseId, ResponseSubmitted,
    SubmitResponse, Watch,
};
use uuid::Uuid;

use crate::{
    given::{NOW, given},
    samples::{answer, code, ground_with_survey, nine, submitted, without},
};

/// The flags that come with an answer.
fn flags_of(command: SubmitResponse) -> Vec<FlagRule> {
    let events = given(&ground_with_survey(&["KTP"])).when(command).0.unwrap();
    let flags = events.iter().filter_map(|event| flag_in(id(0), event));
    flags.map(|(_, rule)| rule).collect()
}

fn nine_mixed() -> Answers {
    let all_but_one = without(&nine(3), "waktu");
    let waktu = ("waktu", 2);
    let waktu = [(crate::samples::unsur(waktu.0), ikm::Score::new(waktu.1).unwrap())];
    Answers::from_pairs(all_but_one.iter().chain(waktu))
}

fn after(seconds: u32, answers: Answers) -> SubmitResponse {
    SubmitResponse {
        answers,
        seconds_taken: Some(seconds),
        ..answer()
    }
}

#[test]
fn nine_answers_in_eight_seconds_are_too_fast_and_in_nine_are_not() {
    assert_eq!(flags_of(after(8, nine_mixed())), [FlagRule::TooFast]);
    assert_eq!(flags_of(after(9, nine_mixed())), []);
}

#[test]
fn an_answer_that_says_nothing_of_its_time_is_not_suspected_of_haste() {
    let silent = SubmitResponse {
        seconds_taken: None,
        answers: nine(4),
        ..answer()
    };
    assert_eq!(flags_of(silent), []);
}

/// Many who are content give full marks to everything. Flagging them would bend the index without flags down.
#[test]
fn full_marks_for_everything_are_no_sign_unless_there_was_no_time_to_read() {
    assert_eq!(flags_of(after(27, nine(4))), []);
    assert_eq!(flags_of(after(26, nine(4))), [FlagRule::StraightLine]);
    assert_eq!(flags_of(after(26, nine_mixed())), []);
    assert_eq!(
        flags_of(after(8, nine(4))),
        [FlagRule::StraightLine, FlagRule::TooFast]
    );
}

#[test]
fn what_was_noticed_on_the_way_is_flagged_after_the_answer_that_counts() {
    let trapped = SubmitResponse {
        noticed: BTreeSet::from([FlagRule::Trap]),
        ..answer()
    };
    let flag = ResponseFlagged {
        unit: code("DINAS"),
        rule: FlagRule::Trap,
        rule_version: 1,
    };
    given(&ground_with_survey(&["KTP"])).when(trapped).then(&[
        Event::ResponseSubmitted(submitted()),
        Event::ResponseFlagged(flag),
    ]);
}

const fn id(number: u128) -> ResponseId {
    ResponseId(Uuid::from_u128(number))
}

/// Shows answers to a watch: each so many seconds after the first, under the id of its place.
fn watched(answers: &[(i64, ResponseSubmitted)]) -> Watch {
    let mut watch = Watch::default();
    let first: Timestamp = NOW.parse().unwrap();
    for (number, (second, answer)) in (0..).zip(answers) {
        let at = first + SignedDuration::from_secs(*second);
        watch.evolve(id(number), at, &Event::ResponseSubmitted(answer.clone()));
    }
    watch
}

/// Which answers, by place, are due to be flagged by a rule.
fn due(watch: &Watch, rule: FlagRule) -> Vec<u128> {
    let under_it = watch.due().filter(|(_, rules)| rules.contains(&rule));
    under_it.map(|(id, _)| id.0.as_u128()).collect()
}

fn at_kiosk(seconds_taken: u32) -> ResponseSubmitted {
    ResponseSubmitted {
        channel: Channel::Kiosk,
        device: Some("kios-1".into()),
        seconds_taken: Some(seconds_taken),
        ..submitted()
    }
}

fn every(seconds: i64, count: i64, answer: &ResponseSubmitted) -> Vec<(i64, ResponseSubmitted)> {
    (0..count)
        .map(|number| (number * seconds, answer.clone()))
        .collect()
}

#[test]
fn eight_answers_of_one_device_within_five_minutes_are_a_burst_all_of_them() {
    let seven = watched(&every(40, 7, &at_kiosk(20)));
    assert_eq!(due(&seven, FlagRule::Burst), []);
    let eight = watched(&every(40, 8, &at_kiosk(20)));
    assert_eq!(due(&eight, FlagRule::Burst), Vec::from_iter(0..8));
    let slower = watched(&every(43, 20, &at_kiosk(20)));
    assert_eq!(due(&slower, FlagRule::Burst), []);
}

#[test]
fn a_burst_goes_on_with_every_answer_and_ends_with_a_pause() {
    let mut answers = every(30, 10, &at_kiosk(20));
    answers.push((2000, at_kiosk(20)));
    assert_eq!(due(&watched(&answers), FlagRule::Burst), Vec::from_iter(0..10));
}

/// A kiosk has one screen. What took longer together than the time in which it arrived was given before.
#[test]
fn a_queue_that_waited_for_a_network_is_no_burst() {
    let handed_in = watched(&every(1, 30, &at_kiosk(60)));
    assert_eq!(due(&handed_in, FlagRule::Burst), []);
    let of_yesterday = ResponseSubmitted {
        occurred_at: code("2026-09-13T02Z"),
        ..at_kiosk(10)
    };
    let handed_in = watched(&every(1, 30, &of_yesterday));
    assert_eq!(due(&handed_in, FlagRule::Burst), []);
}

#[test]
fn two_devices_are_no_burst_of_one() {
    let other = ResponseSubmitted {
        device: Some("kios-2".into()),
        ..at_kiosk(20)
    };
    let mut answers = every(40, 7, &at_kiosk(20));
    answers.extend(every(40, 7, &other));
    answers.sort_by_key(|(second, _)| *second);
    assert_eq!(due(&watched(&answers), FlagRule::Burst), []);
}

#[test]
fn sixty_open_answers_to_one_survey_within_five_minutes_are_a_flood() {
    assert_eq!(due(&watched(&every(5, 59, &submitted())), FlagRule::Flood), []);
    let flood = watched(&every(5, 60, &submitted()));
    assert_eq!(due(&flood, FlagRule::Flood), Vec::from_iter(0..60));
    let slower = watched(&every(6, 200, &submitted()));
    assert_eq!(due(&slower, FlagRule::Flood), []);
}

/// Honest people with a code in their hand, at a kiosk, or on paper are not drowned by a flood beside them.
#[test]
fn codes_devices_and_paper_stand_apart_from_a_flood() {
    let with_code = ResponseSubmitted {
        admission: Admission::Code,
        ..submitted()
    };
    let on_paper = ResponseSubmitted {
        channel: Channel::Paper,
        ..submitted()
    };
    for apart in [with_code, on_paper, at_kiosk(90)] {
        let mut answers = every(1, 100, &submitted());
        answers[50].1 = apart.clone();
        let flood = due(&watched(&answers), FlagRule::Flood);
        assert_eq!(flood.len(), 99);
        assert!(!flood.contains(&50));
        assert_eq!(due(&watched(&every(1, 100, &apart)), FlagRule::Flood), []);
    }
}

fn with_profile(age: &str) -> ResponseSubmitted {
    ResponseSubmitted {
        profile: Profile::from([("jenis_kelamin".into(), "P".into()), ("usia".into(), age.into())]),
        ..submitted()
    }
}

#[test]
fn three_alike_in_a_row_are_a_run_all_of_them() {
    let one = with_profile("26-35");
    let other = with_profile("36-45");
    let run = [&other, &one, &one, &one, &one, &other, &one, &one];
    let answers: Vec<_> = (0..)
        .zip(run)
        .map(|(second, answer)| (second, answer.clone()))
        .collect();
    assert_eq!(due(&watched(&answers), FlagRule::DuplicateProfile), [1, 2, 3, 4]);
}

#[test]
fn half_an_hour_apart_another_way_or_without_a_profile_is_no_run() {
    let one = with_profile("26-35");
    assert_eq!(
        due(&watched(&every(1800, 3, &one)), FlagRule::DuplicateProfile).len(),
        3
    );
    assert_eq!(
        due(&watched(&every(1801, 9, &one)), FlagRule::DuplicateProfile),
        []
    );
    // `submitted` says one thing about the person; the rule wants two.
    assert_eq!(
        due(&watched(&every(1, 9, &submitted())), FlagRule::DuplicateProfile),
        []
    );
    let by_link = ResponseSubmitted {
        channel: Channel::Web,
        ..one.clone()
    };
    let two_ways = [(0, one.clone()), (1, by_link.clone()), (2, one), (3, by_link)];
    assert_eq!(due(&watched(&two_ways), FlagRule::DuplicateProfile), []);
}

#[test]
fn a_file_of_an_earlier_survey_is_in_no_run() {
    let imported = ResponseSubmitted {
        channel: Channel::Import,
        ..with_profile("26-35")
    };
    assert_eq!(watched(&every(0, 200, &imported)).due().count(), 0);
}

proptest! {
    /// What a crash kept from being recorded is found again; what was recorded is not due once more.
    #[test]
    fn recording_what_is_due_leaves_nothing_due_wherever_it_is_recorded(
        gaps in proptest::collection::vec((0..90i64, 0..3u8), 1..80),
        recorded_every in 1..20usize,
    ) {
        let kinds = [at_kiosk(15), with_profile("26-35"), submitted()];
        let mut now: Timestamp = NOW.parse().unwrap();
        let mut log: Vec<(ResponseId, Timestamp, Event)> = Vec::new();
        let mut watch = Watch::default();
        for (number, (gap, kind)) in gaps.iter().enumerate() {
            now += SignedDuration::from_secs(*gap);
            let answer = kinds[usize::from(*kind)].clone();
            log.push((id(number as u128), now, Event::ResponseSubmitted(answer)));
            let (id, at, event) = log.last().unwrap();
            watch.evolve(*id, *at, event);
            if number % recorded_every == 0 {
                record_due(&mut watch, &mut log, now);
            }
        }
        // The program starts again.
        let mut again = Watch::default();
        log.iter().for_each(|(id, at, event)| again.evolve(*id, *at, event));
        let of = |watch: &Watch| watch.due().map(|(id, rules)| (id, rules.clone())).collect::<Vec<_>>();
        prop_assert_eq!(of(&again), of(&watch));
        record_due(&mut again, &mut log, now);
        prop_assert_eq!(again.due().count(), 0);
        // However often it was recorded on the way, the flags are the same.
        let answers = log.iter().filter(|(_, _, event)| matches!(event, Event::ResponseSubmitted(_)));
        let mut at_once = Watch::default();
        answers.for_each(|(id, at, event)| at_once.evolve(*id, *at, event));
        let recorded: BTreeSet<_> = log.iter().filter_map(|(id, _, event)| flag_in(*id, event)).collect();
        let due: BTreeSet<_> = at_once
            .due()
            .flat_map(|(id, rules)| rules.iter().map(move |rule| (id, *rule)))
            .collect();
        prop_assert_eq!(recorded, due);
    }
}

fn flag_in(id: ResponseId, event: &Event) -> Option<(ResponseId, FlagRule)> {
    if let Event::ResponseFlagged(flag) = event {
        Some((id, flag.rule))
    } else {
        None
    }
}

fn record_due(watch: &mut Watch, log: &mut Vec<(ResponseId, Timestamp, Event)>, now: Timestamp) {
    let due: Vec<_> = watch
        .due()
        .flat_map(|(id, rules)| rules.iter().map(move |rule| (id, *rule)))
        .collect();
    for (id, rule) in due {
        let flag = Event::ResponseFlagged(ResponseFlagged {
            unit: code("DINAS"),
            rule,
            rule_version: 1,
        });
        watch.evolve(id, now, &flag);
        log.push((id, now, flag));
    }
}
