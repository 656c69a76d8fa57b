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
    Actor, AppendError, Appended, EntryError, EventLog, Head, NewEvent, Position, RecordedAt, RecordedEvent,
    TimestampMs, Version,
    limits::{
        ACTOR_BYTES_MAX, EVENT_TYPE_BYTES_MAX, EVENTS_PER_APPEND_MAX, PAYLOAD_BYTES_MAX, STREAM_ID_BYTES_MAX,
        TAG_BYTES_MAX, TAGS_PER_EVENT_MAX,
    },
};

mod appending;
mod reading;
mod together;
mod tree;

pub use self::{appending::*, reading::*, together::*, tree::*};

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
