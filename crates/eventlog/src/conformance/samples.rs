//! Events and appends to test with: made from small numbers, so that a failure names what it was about.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use uuid::Uuid;

use crate::{
    Actor, Append, Clock, EventId, ExpectedVersion, NewEvent, RecordedAt, StreamId, Tag, TimestampMs, Version,
};

/// The id that stands for a number. Ids sort as their numbers do.
#[must_use]
pub fn event_id(number: u64) -> EventId {
    EventId(Uuid::from_u128(u128::from(number)))
}

/// A stream by its name.
#[must_use]
pub fn stream(name: &str) -> StreamId {
    StreamId::new(name).expect("test names are short")
}

/// A tag by its name.
#[must_use]
pub fn tag(name: &str) -> Tag {
    Tag::new(name).expect("test names are short")
}

/// The event that stands for a number, without tags.
#[must_use]
pub fn event(number: u64) -> NewEvent {
    NewEvent {
        id: event_id(number),
        event_type: "sample_taken",
        type_version: 1,
        actor: Actor::new("tester").expect("a short name"),
        causation: None,
        correlation: None,
        tags: Vec::new(),
        payload: format!("payload of {number}").into_bytes(),
    }
}

/// The same event under these tags.
#[must_use]
pub fn tagged(number: u64, tags: &[&str]) -> NewEvent {
    NewEvent {
        tags: tags.iter().map(|name| tag(name)).collect(),
        ..event(number)
    }
}

/// An append to a stream that is at `next` events.
#[must_use]
pub fn append(stream_name: &str, next: u64, events: Vec<NewEvent>) -> Append {
    Append {
        stream: stream(stream_name),
        expected: match next.checked_sub(1) {
            None => ExpectedVersion::NoStream,
            Some(last) => ExpectedVersion::Exact(Version(last)),
        },
        events,
        recorded_at: RecordedAt::Clock,
    }
}

/// A clock that stands still until it is set.
#[derive(Clone, Debug, Default)]
pub struct TestClock(Arc<AtomicU64>);

impl TestClock {
    /// Sets the time.
    pub fn set(&self, ms: u64) {
        self.0.store(ms, Ordering::SeqCst);
    }

    /// The clock as a log takes it.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let ms = self.0.clone();
        Arc::new(move || TimestampMs(ms.load(Ordering::SeqCst)))
    }
}
