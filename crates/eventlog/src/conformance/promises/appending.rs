//! What an append does, and what it refuses.

use super::*;

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

/// An entry bundle of C2SP tlog-tiles writes the length of an entry in 16 bits.
pub fn the_largest_event_fits_an_entry_bundle(new: &dyn NewLog) {
    let longest = |bytes: usize, first: char| format!("{first}{}", "x".repeat(bytes - 1));
    let tags = ('a'..)
        .take(TAGS_PER_EVENT_MAX)
        .map(|first| tag(&longest(TAG_BYTES_MAX, first)));
    let largest = NewEvent {
        event_type: "a_name_of_exactly_as_many_bytes_as_a_log_takes_0",
        actor: Actor::new(longest(ACTOR_BYTES_MAX, 'a')).expect("just short enough"),
        causation: Some(event_id(2)),
        correlation: Some(event_id(3)),
        tags: tags.collect(),
        payload: vec![7; PAYLOAD_BYTES_MAX],
        ..event(1)
    };
    assert_eq!(largest.event_type.len(), EVENT_TYPE_BYTES_MAX);
    let log = empty(new);
    written(&*log, &longest(STREAM_ID_BYTES_MAX, 's'), 0, vec![largest]);
    let entry = &log.entries(0..1).expect("within the log")[0];
    let bundle = tlog::tile::encode_entries([&**entry]);
    assert!(bundle.is_ok(), "{} bytes", entry.len());
}
