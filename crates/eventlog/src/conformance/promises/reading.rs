//! What a read returns.

use super::*;

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
        assert_eq!(tlog::leaf_hash(event.entry()), *hash);
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
