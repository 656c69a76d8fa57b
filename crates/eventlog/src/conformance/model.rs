//! A log as a plain list, searched from end to end: slow, and too simple to be wrong. It predicts the
//! answer to any append, and says where a log disagrees with it.

use rand::{Rng, RngExt};

use super::samples::{TestClock, append, event, event_id, stream, tag, tagged};
use crate::{
    Append, AppendError, Appended, EventId, EventLog, ExpectedVersion, Head, NewEvent, Position, ReadEvents,
    RecordedAt, RecordedEvent, StreamId, TimestampMs, Version,
};

/// What a log should hold.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// In the order of the log.
    pub events: Vec<Kept>,
}

/// One event of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its stream.
    pub stream: StreamId,
    /// When it was recorded.
    pub recorded_at: TimestampMs,
    /// What was given.
    pub event: NewEvent,
}

/// The answer that an append should get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Written now, from this position and version on.
    Written(Position, Version),
    /// Found, from this position and version on.
    WasThere(Position, Version),
    /// Refused: the stream's last version is this.
    WrongVersion(Option<Version>),
    /// Refused: this id stands there.
    Taken(EventId, Position),
}

impl Answer {
    /// What a log answered, in the model's words.
    ///
    /// # Panics
    /// On a failure: the model knows none.
    #[must_use]
    pub fn of(outcome: Result<Appended, AppendError>) -> Self {
        match outcome {
            Ok(appended) if appended.was_there => Self::WasThere(appended.position, appended.version),
            Ok(appended) => Self::Written(appended.position, appended.version),
            Err(AppendError::WrongExpectedVersion { actual, .. }) => Self::WrongVersion(actual),
            Err(AppendError::EventIdTaken { id, position }) => Self::Taken(id, position),
            Err(other) => panic!("the model knows no such answer: {other}"),
        }
    }
}

impl Model {
    /// How far the log should have grown.
    #[must_use]
    pub fn head(&self) -> Head {
        Head {
            size: self.events.len() as u64,
            recorded_at: self.events.last().map_or(TimestampMs(0), |last| last.recorded_at),
        }
    }

    /// The answer that this append should get now.
    #[must_use]
    pub fn predict(&self, append: &Append) -> Answer {
        let known = append
            .events
            .iter()
            .find_map(|event| Some((event.id, self.find(event.id)?)));
        let Some((id, position)) = known else {
            let actual = self.last_version(&append.stream);
            let expected = match append.expected {
                ExpectedVersion::NoStream => None,
                ExpectedVersion::Exact(version) => Some(version),
            };
            return if actual == expected {
                Answer::Written(Position(self.head().size), append.expected.next())
            } else {
                Answer::WrongVersion(actual)
            };
        };
        let Some(first) = self.find(append.events[0].id) else {
            return Answer::Taken(id, Position(position as u64));
        };
        let same = |(event, at): (&NewEvent, usize)| {
            self.events
                .get(at)
                .is_some_and(|kept| kept.stream == append.stream && kept.event == *event)
        };
        if append.events.iter().zip(first..).all(same) {
            let before = self.events[..first]
                .iter()
                .filter(|kept| kept.stream == append.stream);
            Answer::WasThere(Position(first as u64), Version(before.count() as u64))
        } else {
            Answer::Taken(id, Position(position as u64))
        }
    }

    /// Takes the append in, if it should be taken.
    pub fn take(&mut self, append: &Append, now: TimestampMs) {
        if let Answer::Written(..) = self.predict(append) {
            let stated = match append.recorded_at {
                RecordedAt::Clock => now,
                RecordedAt::Stated(at) => at,
            };
            let recorded_at = stated.max(self.head().recorded_at);
            self.events.extend(append.events.iter().map(|event| Kept {
                stream: append.stream.clone(),
                recorded_at,
                event: event.clone(),
            }));
        }
    }

    /// Compares everything that can be read from the log.
    ///
    /// # Panics
    /// Where they disagree.
    pub fn agrees(&self, log: &dyn EventLog) {
        let log: &dyn ReadEvents = log;
        assert_eq!(log.read_head().expect("readable"), self.head());
        let all = log.read_all(Position(0), usize::MAX).expect("readable");
        assert_eq!(self.kept_by(&all), self.events);
        for name in STREAMS {
            let of_stream = log
                .read_stream(&stream(name), Version(0), usize::MAX)
                .expect("readable");
            let expected: Vec<_> = all
                .iter()
                .filter(|event| event.stream() == name)
                .cloned()
                .collect();
            assert_eq!(of_stream, expected, "stream {name}");
        }
        for name in TAGS {
            let tagged = log
                .read_tag(&tag(name), Position(0), usize::MAX)
                .expect("readable");
            let carries = |event: &&RecordedEvent| event.tags().any(|tag| tag == name);
            assert_eq!(
                tagged,
                all.iter().filter(carries).cloned().collect::<Vec<_>>(),
                "tag {name}"
            );
        }
        for number in 0..IDS {
            let expected = self.find(event_id(number)).map(|at| Position(at as u64));
            assert_eq!(log.position_of(event_id(number)).expect("readable"), expected);
        }
    }

    /// What was read, in the model's form; also checks that positions and versions are dense.
    fn kept_by(&self, read: &[RecordedEvent]) -> Vec<Kept> {
        let kept = |(event, at): (&RecordedEvent, usize)| {
            assert_eq!(event.position(), Position(at as u64), "positions are dense");
            let before = read[..at]
                .iter()
                .filter(|earlier| earlier.stream() == event.stream());
            assert_eq!(
                event.version(),
                Version(before.count() as u64),
                "versions are dense"
            );
            let given = self.events.get(at).map(|kept| kept.event.clone());
            Kept {
                stream: stream(event.stream()),
                recorded_at: event.recorded_at(),
                event: NewEvent {
                    id: event.id(),
                    tags: event.tags().map(tag).collect(),
                    payload: event.payload().into(),
                    type_version: event.type_version(),
                    causation: event.causation(),
                    correlation: event.correlation(),
                    ..given.unwrap_or_else(|| super::samples::event(0))
                },
            }
        };
        read.iter().zip(0..).map(kept).collect()
    }

    fn find(&self, id: EventId) -> Option<usize> {
        self.events.iter().position(|kept| kept.event.id == id)
    }

    fn last_version(&self, stream: &StreamId) -> Option<Version> {
        let count = self.events.iter().filter(|kept| kept.stream == *stream).count() as u64;
        count.checked_sub(1).map(Version)
    }
}

const STREAMS: [&str; 4] = ["a", "ab", "b", "response-1"];
const TAGS: [&str; 3] = ["unit:A", "unit:AB", "s"];
/// Few enough that ids come up again.
const IDS: u64 = 600;

/// An append that may be right, stale, repeated, or at odds with what stands there.
pub fn random_append(rng: &mut impl Rng, model: &Model) -> Append {
    if !model.events.is_empty() && rng.random_range(0..8) == 0 {
        return repeated(rng, model);
    }
    let name = STREAMS[rng.random_range(0..STREAMS.len())];
    let right = model.last_version(&stream(name)).map_or(0, |last| last.0 + 1);
    let next = if rng.random_range(0..6) == 0 {
        rng.random_range(0..right + 3)
    } else {
        right
    };
    let first = rng.random_range(0..IDS);
    let events = (first..first + rng.random_range(1..4))
        .map(|number| random_event(rng, number))
        .collect();
    let recorded_at = match rng.random_range(0..5) {
        0 => RecordedAt::Stated(TimestampMs(rng.random_range(0..10_000))),
        _ => RecordedAt::Clock,
    };
    Append {
        recorded_at,
        ..append(name, next, events)
    }
}

fn random_event(rng: &mut impl Rng, number: u64) -> NewEvent {
    let tags: Vec<_> = TAGS.into_iter().filter(|_| rng.random_range(0..3) == 0).collect();
    let payload = vec![rng.random_range(0..4); rng.random_range(0..600)];
    let causation = number.is_multiple_of(5).then(|| event_id(number / 2));
    match rng.random_range(0..20) {
        0 => event(number),
        _ => NewEvent {
            payload,
            causation,
            ..tagged(number, &tags)
        },
    }
}

/// Some events that stand there, asked for once more: rightly, or with a slip.
fn repeated(rng: &mut impl Rng, model: &Model) -> Append {
    let first = rng.random_range(0..model.events.len());
    let until = model.events.len().min(first + rng.random_range(1..4));
    let mut events: Vec<_> = model.events[first..until]
        .iter()
        .map(|kept| kept.event.clone())
        .collect();
    match rng.random_range(0..5) {
        0 => events[0].payload.push(1),
        1 => events.reverse(),
        _ => {}
    }
    append(
        model.events[first].stream.as_str(),
        rng.random_range(0..3),
        events,
    )
}

/// Appends, several at a time, and reads; compares each answer.
///
/// # Panics
/// Where log and model disagree.
pub fn run(rng: &mut impl Rng, steps: u32, log: &dyn EventLog, clock: &TestClock, model: &mut Model) {
    for _ in 0..steps {
        match rng.random_range(0..10) {
            0 => read_somewhere(rng, log, model),
            1 => clock.set(rng.random_range(0..10_000)),
            _ => append_some(rng, log, clock, model),
        }
    }
}

/// One append after the other goes into the queue; the model is told in the same order.
fn append_some(rng: &mut impl Rng, log: &dyn EventLog, clock: &TestClock, model: &mut Model) {
    let now = clock.clock()();
    let mut waiting = Vec::new();
    for _ in 0..rng.random_range(1..5) {
        let append = random_append(rng, model);
        let expected = model.predict(&append);
        model.take(&append, now);
        waiting.push((expected, log.append(append)));
    }
    for (expected, pending) in waiting {
        assert_eq!(Answer::of(pending.wait()), expected);
    }
}

fn read_somewhere(rng: &mut impl Rng, log: &dyn EventLog, model: &Model) {
    let size = model.events.len();
    let from = rng.random_range(0..size + 2);
    let limit = rng.random_range(0..20);
    let read = log.read_all(Position(from as u64), limit).expect("readable");
    let expected: Vec<_> = model
        .events
        .iter()
        .skip(from)
        .take(limit)
        .map(|kept| kept.event.id)
        .collect();
    assert_eq!(read.iter().map(RecordedEvent::id).collect::<Vec<_>>(), expected);
    let moment = TimestampMs(rng.random_range(0..10_000));
    let by_then = model
        .events
        .iter()
        .filter(|kept| kept.recorded_at <= moment)
        .count();
    assert_eq!(log.size_at(moment).expect("readable"), by_then as u64);
}
