//! The promises of a log, one function each. A name is the sentence that the log must keep true.

use std::sync::Arc;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::{
    NewLog,
    model::{Model, run},
    samples::{TestClock, append, event, event_id, stream, tag, tagged},
};
use crate::{
    AppendError, Appended, EntryError, EventLog, Head, NewEvent, Position, RecordedAt, RecordedEvent,
    TimestampMs, Version,
    limits::{EVENT_TYPE_BYTES_MAX, EVENTS_PER_APPEND_MAX, PAYLOAD_BYTES_MAX, TAGS_PER_EVENT_MAX},
};

const WRITERS: u64 = 16;

fn empty(new: &dyn NewLog) -> Box<dyn EventLog> {
    new(TestClock::default().clock())
}

fn all(log: &dyn EventLog) -> Vec<RecordedEvent> {
    log.read_all(Position(0), usize::MAX)
        .expect("the log can be read")
}

fn ids(events: &[RecordedEvent]) -> Vec<u128> {
    events.iter().map(|event| event.id().0.as_u128()).collect()
}

fn written(log: &dyn EventLog, stream: &str, next: u64, events: Vec<NewEvent>) -> Appended {
    let appended = log.append(append(stream, next, events)).wait();
    let appended = appended.expect("an append at the right version is taken");
    assert!(!appended.was_there, "a new append was taken for an old one");
    appended
}

fn refused(log: &dyn EventLog, stream: &str, next: u64, events: Vec<NewEvent>) -> AppendError {
    let before = log.head();
    let refusal = log.append(append(stream, next, events)).wait();
    let refusal = refusal.expect_err("this append should be refused");
    assert_eq!(log.head(), before, "a refused append moved the head");
    assert_eq!(
        all(log).len() as u64,
        before.size,
        "a refused append left events behind"
    );
    refusal
}

/// Promise 1.
pub fn positions_and_versions_are_dense_from_zero(new: &dyn NewLog) {
    let log = empty(new);
    assert_eq!(log.head(), Head::default());
    let first = written(&*log, "a", 0, vec![event(1), event(2)]);
    let second = written(&*log, "b", 0, vec![event(3)]);
    let third = written(&*log, "a", 2, vec![event(4)]);
    assert_eq!((first.position, first.version), (Position(0), Version(0)));
    assert_eq!((second.position, second.version), (Position(2), Version(0)));
    assert_eq!((third.position, third.version), (Position(3), Version(2)));
    let places: Vec<_> = all(&*log)
        .iter()
        .map(|event| (event.position().0, event.stream().to_owned(), event.version().0))
        .collect();
    let expected = [(0, "a", 0), (1, "a", 1), (2, "b", 0), (3, "a", 2)];
    assert_eq!(
        places,
        expected.map(|(position, stream, version)| (position, stream.to_owned(), version))
    );
    assert_eq!(log.head().size, 4);
    assert_eq!(log.read_head().expect("the head can be read"), log.head());
}

/// Promise 2, first half.
pub fn an_append_writes_all_of_its_events_or_none(new: &dyn NewLog) {
    let log = empty(new);
    written(&*log, "a", 0, vec![event(1)]);
    refused(&*log, "b", 0, vec![event(2), event(1), event(3)]);
    refused(&*log, "a", 0, vec![event(4), event(5)]);
    assert_eq!(log.position_of(event_id(2)).expect("ids can be looked up"), None);
    written(&*log, "b", 0, vec![event(2), event(3), event(4)]);
    assert_eq!(ids(&all(&*log)), [1, 2, 3, 4]);
}

/// Promise 2, second half.
pub fn only_the_expected_version_is_let_through(new: &dyn NewLog) {
    let log = empty(new);
    let conflict = |next: u64| {
        let refusal = refused(&*log, "a", next, vec![event(100 + next)]);
        let AppendError::WrongExpectedVersion { expected, actual } = refusal else {
            panic!("expected a version conflict, got {refusal}");
        };
        assert_eq!(expected, append("a", next, Vec::new()).expected);
        actual
    };
    assert_eq!(conflict(1), None);
    written(&*log, "a", 0, vec![event(1), event(2)]);
    assert_eq!(conflict(0), Some(Version(1)));
    assert_eq!(conflict(1), Some(Version(1)));
    assert_eq!(conflict(3), Some(Version(1)));
    written(&*log, "a", 2, vec![event(3)]);
    assert_eq!(conflict(2), Some(Version(2)));
}

/// Promise 3: idempotency, for ever and not for a window.
pub fn the_same_append_again_writes_nothing_and_gets_the_same_answer(new: &dyn NewLog) {
    let clock = TestClock::default();
    let log = new(clock.clock());
    clock.set(1000);
    let first = written(&*log, "a", 0, vec![tagged(1, &["x"]), event(2)]);
    clock.set(2000);
    written(&*log, "a", 2, vec![event(3)]);
    for number in 10..200 {
        written(&*log, &format!("later-{number}"), 0, vec![event(number)]);
    }
    let size = log.head().size;
    let again = log
        .append(append("a", 0, vec![tagged(1, &["x"]), event(2)]))
        .wait();
    let again = again.expect("a repeated append is answered");
    assert_eq!(
        again,
        Appended {
            was_there: true,
            ..first.clone()
        }
    );
    // A writer that loaded the stream in between asks with another expected version.
    let again = log
        .append(append("a", 3, vec![tagged(1, &["x"]), event(2)]))
        .wait();
    assert_eq!(
        again.expect("a repeated append is answered").position,
        first.position
    );
    assert_eq!(log.head().size, size);
}

/// Promise 3: the same id with anything else is a conflict.
pub fn an_event_id_stands_in_the_log_once(new: &dyn NewLog) {
    let log = empty(new);
    written(&*log, "a", 0, vec![event(1), event(2)]);
    written(&*log, "b", 0, vec![event(3)]);
    let taken = |stream: &str, next: u64, events: Vec<NewEvent>| {
        let refusal = refused(&*log, stream, next, events);
        let AppendError::EventIdTaken { id, position } = refusal else {
            panic!("expected a taken id, got {refusal}");
        };
        (id.0.as_u128(), position.0)
    };
    let with = |change: fn(&mut NewEvent)| {
        let mut changed = event(1);
        change(&mut changed);
        changed
    };
    assert_eq!(taken("c", 0, vec![event(1)]), (1, 0), "in another stream");
    assert_eq!(
        taken("a", 2, vec![with(|event| event.payload.push(b'!'))]),
        (1, 0),
        "with another payload"
    );
    assert_eq!(
        taken("a", 2, vec![with(|event| event.type_version = 2)]),
        (1, 0),
        "in another shape"
    );
    assert_eq!(
        taken("a", 2, vec![tagged(1, &["new"])]),
        (1, 0),
        "under another tag"
    );
    assert_eq!(
        taken("a", 2, vec![event(4), event(2)]),
        (2, 1),
        "beside a new event"
    );
    assert_eq!(
        taken("a", 2, vec![event(1), event(4)]),
        (1, 0),
        "in front of a new event"
    );
    assert_eq!(
        taken("a", 2, vec![event(2), event(1)]),
        (2, 1),
        "in another order"
    );
    let twice = refused(&*log, "c", 0, vec![event(9), event(9)]);
    assert!(matches!(twice, AppendError::Entry(EntryError::RepeatedId(id)) if id == event_id(9)));
}

/// Promise 5.
pub fn recorded_times_never_run_backwards(new: &dyn NewLog) {
    let clock = TestClock::default();
    let log = new(clock.clock());
    clock.set(5000);
    assert_eq!(
        written(&*log, "a", 0, vec![event(1)]).recorded_at,
        TimestampMs(5000)
    );
    clock.set(4000);
    assert_eq!(
        written(&*log, "b", 0, vec![event(2)]).recorded_at,
        TimestampMs(5000)
    );
    let stated = |name: &str, number: u64, ms: u64| {
        let recorded_at = RecordedAt::Stated(TimestampMs(ms));
        let stated = crate::Append {
            recorded_at,
            ..append(name, 0, vec![event(number)])
        };
        log.append(stated)
            .wait()
            .expect("a stated time is taken")
            .recorded_at
            .0
    };
    assert_eq!(stated("c", 3, 7000), 7000);
    assert_eq!(stated("d", 4, 6000), 7000);
    assert_eq!(
        log.head(),
        Head {
            size: 4,
            recorded_at: TimestampMs(7000)
        }
    );
    let times: Vec<_> = all(&*log).iter().map(|event| event.recorded_at().0).collect();
    assert_eq!(times, [5000, 5000, 7000, 7000]);
}

/// Every limit, from both sides.
pub fn what_breaks_a_limit_is_refused_and_what_just_keeps_it_is_not(new: &dyn NewLog) {
    let log = empty(new);
    let entry_error = |events: Vec<NewEvent>| {
        let refusal = refused(&*log, "a", 0, events);
        let AppendError::Entry(error) = refusal else {
            panic!("expected a broken limit, got {refusal}");
        };
        error
    };
    let named = |name: &'static str| NewEvent {
        event_type: name,
        ..event(1)
    };
    let tags: Vec<_> = (0..=TAGS_PER_EVENT_MAX).map(|n| tag(&format!("t{n}"))).collect();
    let sized = |bytes: usize| NewEvent {
        payload: vec![7; bytes],
        ..event(1)
    };
    let count = EVENTS_PER_APPEND_MAX as u64;
    assert_eq!(entry_error(Vec::new()), EntryError::EventCount { count: 0 });
    let too_many = (0..=count).map(event).collect();
    assert_eq!(
        entry_error(too_many),
        EntryError::EventCount {
            count: EVENTS_PER_APPEND_MAX + 1
        }
    );
    let bytes = PAYLOAD_BYTES_MAX + 1;
    assert_eq!(
        entry_error(vec![sized(bytes)]),
        EntryError::PayloadTooLarge { bytes }
    );
    let crowded = NewEvent {
        tags: tags.clone(),
        ..event(1)
    };
    assert_eq!(
        entry_error(vec![crowded]),
        EntryError::TooManyTags {
            count: TAGS_PER_EVENT_MAX + 1
        }
    );
    for name in ["", "Upper", "with space", "bindestrich-"] {
        assert_eq!(entry_error(vec![named(name)]), EntryError::EventType(name.into()));
    }
    const LONGEST: &str = "a_name_of_exactly_as_many_bytes_as_a_log_takes_0";
    assert_eq!(LONGEST.len(), EVENT_TYPE_BYTES_MAX);
    let full = NewEvent {
        tags: tags[1..].to_vec(),
        event_type: LONGEST,
        ..sized(PAYLOAD_BYTES_MAX)
    };
    written(&*log, "a", 0, vec![full.clone()]);
    assert_eq!(all(&*log)[0].payload(), full.payload);
    written(&*log, "a", 1, (2..2 + count).map(event).collect());
}

/// Promise 6: every part of an event, and its bytes.
pub fn an_event_comes_back_as_it_was_given(new: &dyn NewLog) {
    let clock = TestClock::default();
    let log = new(clock.clock());
    clock.set(1_790_000_000_123);
    let given = NewEvent {
        type_version: 300,
        causation: Some(event_id(77)),
        correlation: Some(event_id(78)),
        payload: (0..=255).collect(),
        ..tagged(1, &["unit:A", "service:1"])
    };
    let bare = NewEvent {
        payload: Vec::new(),
        ..event(2)
    };
    let appended = written(&*log, "a", 0, vec![given.clone(), bare]);
    let events = all(&*log);
    let read = &events[0];
    assert_eq!(
        (read.id(), read.event_type(), read.type_version()),
        (given.id, given.event_type, 300)
    );
    assert_eq!(
        (read.stream(), read.version(), read.actor()),
        ("a", Version(0), "tester")
    );
    assert_eq!(
        (read.causation(), read.correlation()),
        (given.causation, given.correlation)
    );
    assert_eq!(read.tags().collect::<Vec<_>>(), ["unit:A", "service:1"]);
    assert_eq!(read.payload(), given.payload);
    assert_eq!(read.recorded_at(), TimestampMs(1_790_000_000_123));
    assert_eq!((events[1].payload(), events[1].causation()), (&[][..], None));
    for (event, hash) in events.iter().zip(&appended.leaf_hashes) {
        assert_eq!(
            event.leaf_hash(),
            *hash,
            "the answer's leaf hash is that of the entry"
        );
        assert_eq!(crate::leaf_hash(event.entry()), *hash);
    }
}

/// Reading windows: of the whole log, a stream, and beyond every end.
pub fn a_range_is_read_from_where_it_says_up_to_its_limit(new: &dyn NewLog) {
    let log = empty(new);
    for number in 0..10 {
        let name = if number % 2 == 0 { "even" } else { "odd" };
        written(&*log, name, number / 2, vec![event(number)]);
    }
    let whole = |from: u64, limit: usize| ids(&log.read_all(Position(from), limit).expect("readable"));
    assert_eq!(whole(0, 3), [0, 1, 2]);
    assert_eq!(whole(7, 100), [7, 8, 9]);
    assert_eq!(whole(10, 5), []);
    assert_eq!(whole(u64::MAX, 5), []);
    assert_eq!(whole(0, 0), []);
    let odd = |from: u64, limit: usize| {
        ids(&log
            .read_stream(&stream("odd"), Version(from), limit)
            .expect("readable"))
    };
    assert_eq!(odd(0, 2), [1, 3]);
    assert_eq!(odd(3, 100), [7, 9]);
    assert_eq!(odd(5, 100), []);
    assert_eq!(odd(u64::MAX, 1), []);
    for unknown in ["od", "odd-", "unknown"] {
        let events = log
            .read_stream(&stream(unknown), Version(0), 9)
            .expect("readable");
        assert_eq!(ids(&events), [], "stream {unknown} has no events");
    }
}

/// The tag index, with tags that begin one another, and one given twice.
pub fn a_tag_finds_its_events_and_no_others(new: &dyn NewLog) {
    let log = empty(new);
    written(
        &*log,
        "a",
        0,
        vec![tagged(1, &["unit:A"]), tagged(2, &["unit:AB", "unit:A"])],
    );
    written(
        &*log,
        "b",
        0,
        vec![
            tagged(3, &["unit:AB"]),
            event(4),
            tagged(5, &["unit:A", "unit:A"]),
        ],
    );
    let find = |name: &str, from: u64, limit: usize| {
        ids(&log.read_tag(&tag(name), Position(from), limit).expect("readable"))
    };
    assert_eq!(find("unit:A", 0, 100), [1, 2, 5]);
    assert_eq!(find("unit:AB", 0, 100), [2, 3]);
    assert_eq!(find("unit:A", 1, 1), [2]);
    assert_eq!(find("unit:A", 2, 100), [5]);
    assert_eq!(find("unit:", 0, 100), []);
    assert_eq!(find("unit:A", 5, 100), []);
}

/// `as of` a moment.
pub fn the_size_at_a_moment_is_the_longest_prefix_recorded_by_then(new: &dyn NewLog) {
    let clock = TestClock::default();
    let log = new(clock.clock());
    let size_at = |ms: u64| log.size_at(TimestampMs(ms)).expect("readable");
    assert_eq!(size_at(u64::MAX), 0);
    for (number, ms) in [(1, 10), (2, 20), (3, 20), (4, 20), (5, 30)] {
        clock.set(ms);
        written(&*log, &format!("s{number}"), 0, vec![event(number)]);
    }
    let sizes = [0, 9, 10, 19, 20, 29, 30, u64::MAX].map(size_at);
    assert_eq!(sizes, [0, 0, 1, 1, 4, 4, 5, 5]);
}

/// Promise 4, as far as it can be seen from outside: an answer comes after the event can be read.
pub fn whoever_was_answered_finds_the_event(new: &dyn NewLog) {
    let log = empty(new);
    for number in 0..50 {
        let appended = written(&*log, "a", number, vec![tagged(number, &["t"])]);
        assert_eq!(log.head().size, number + 1);
        assert_eq!(log.watch().borrow().size, number + 1);
        let position = log.position_of(event_id(number)).expect("readable");
        assert_eq!(position, Some(appended.position));
        assert_eq!(log.read_all(appended.position, 1).expect("readable").len(), 1);
        assert_eq!(
            log.read_stream(&stream("a"), appended.version, 1)
                .expect("readable")
                .len(),
            1
        );
        assert_eq!(
            log.read_tag(&tag("t"), appended.position, 1)
                .expect("readable")
                .len(),
            1
        );
    }
}

/// Catching up and following are one loop, and miss nothing while 16 writers append.
pub fn a_follower_sees_every_event_once_and_in_order(new: &dyn NewLog) {
    const EACH: u64 = 40;
    let log: Arc<dyn EventLog> = empty(new).into();
    let follower = std::thread::spawn({
        let log = log.clone();
        move || follow(&*log, WRITERS * EACH)
    });
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let log = log.clone();
            std::thread::spawn(move || {
                for next in 0..EACH {
                    written(
                        &*log,
                        &format!("w{writer}"),
                        next,
                        vec![event(writer * 1000 + next)],
                    );
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().expect("no writer fails");
    }
    let seen = follower.join().expect("the follower does not fail");
    assert_eq!(seen, all(&*log));
    assert_eq!(seen.len() as u64, WRITERS * EACH);
}

fn follow(log: &dyn EventLog, until: u64) -> Vec<RecordedEvent> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime without drivers");
    let mut watermark = log.watch();
    let mut seen: Vec<RecordedEvent> = Vec::new();
    while (seen.len() as u64) < until {
        let head = *watermark.borrow_and_update();
        while (seen.len() as u64) < head.size {
            let next = log.read_all(Position(seen.len() as u64), 7).expect("readable");
            assert!(!next.is_empty(), "the watermark promised more");
            seen.extend(next);
        }
        if (seen.len() as u64) < until {
            runtime.block_on(watermark.changed()).expect("the log is open");
        }
    }
    seen
}

/// Optimistic concurrency: contenders for one stream never both win.
pub fn one_of_many_writers_wins_each_version(new: &dyn NewLog) {
    const VERSIONS: u64 = 30;
    let log: Arc<dyn EventLog> = empty(new).into();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let log = log.clone();
            std::thread::spawn(move || {
                let mut won = 0;
                for next in 0..VERSIONS {
                    match log
                        .append(append("contested", next, vec![event(writer * 1000 + next)]))
                        .wait()
                    {
                        Ok(_) => won += 1,
                        Err(AppendError::WrongExpectedVersion { actual, .. }) => {
                            assert!(actual >= Some(Version(next)), "a conflict needs a winner");
                        }
                        Err(other) => panic!("{other}"),
                    }
                }
                won
            })
        })
        .collect();
    let won: u64 = writers
        .into_iter()
        .map(|writer| writer.join().expect("no writer fails"))
        .sum();
    assert_eq!(won, log.head().size);
    assert_eq!(won, VERSIONS, "each version is won by exactly one writer");
}

/// More than any queue holds: each append is taken or refused as busy, none is lost.
pub fn a_flood_is_answered_append_by_append(new: &dyn NewLog) {
    const FLOOD: u64 = 10_000;
    let log = empty(new);
    let send = |number: u64| log.append(append(&format!("s{number}"), 0, vec![event(number)]));
    let mut open: Vec<u64> = (0..FLOOD).collect();
    while !open.is_empty() {
        let before = open.len();
        let pending: Vec<_> = open.drain(..).map(|number| (number, send(number))).collect();
        for (number, pending) in pending {
            match pending.wait() {
                Ok(appended) => assert!(
                    !appended.was_there,
                    "{number} was refused and written all the same"
                ),
                Err(AppendError::Busy) => open.push(number),
                Err(other) => panic!("{other}"),
            }
        }
        assert!(open.len() < before, "nothing was taken");
    }
    assert_eq!(log.head().size, FLOOD);
    for number in (0..FLOOD).step_by(997) {
        assert!(log.position_of(event_id(number)).expect("readable").is_some());
    }
}

/// Model-based: what a plain map says, for operations that a seed chooses.
pub fn random_operations_agree_with_a_plain_map(new: &dyn NewLog) {
    for seed in 0..4 {
        let clock = TestClock::default();
        let log = new(clock.clock());
        let mut model = Model::default();
        run(
            &mut ChaCha8Rng::seed_from_u64(seed),
            400,
            &*log,
            &clock,
            &mut model,
        );
        model.agrees(&*log);
    }
}
