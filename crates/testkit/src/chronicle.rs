//! Writing a log of the small world without the application: events at stated times, nothing decided, nothing
//! refused. For tests of whatever reads a log.

use std::{collections::HashMap, sync::Arc};

use eventlog::{
    Actor, Append, EventId, EventLog, ExpectedVersion, MemoryLog, NewEvent, PendingAppend, RecordedAt,
    StreamId, TimestampMs, Version,
};
use jiff::Timestamp;
use survey::{Event, Registry, Stream, decide};
use uuid::Uuid;

use crate::{kabupaten, moment};

/// A log, and a pen that writes on in it.
pub struct Chronicle {
    log: Arc<dyn EventLog>,
    now: Timestamp,
    ids: u64,
    versions: HashMap<Stream, Version>,
}

impl Chronicle {
    /// A pen at the end of an empty log.
    #[must_use]
    pub fn of(log: Arc<dyn EventLog>, now: &str) -> Self {
        Self {
            log,
            now: moment(now),
            ids: 0,
            versions: HashMap::new(),
        }
    }

    /// The [kabupaten] in a log in memory, registered at that moment.
    #[must_use]
    pub fn of_kabupaten(now: &str) -> Self {
        let clock = Arc::new(|| TimestampMs(0));
        let mut chronicle = Self::of(Arc::new(MemoryLog::new(clock)), now);
        chronicle.register_kabupaten();
        chronicle
    }

    /// Writes what the [kabupaten] begins with.
    ///
    /// # Panics
    /// If it was registered before.
    pub fn register_kabupaten(&mut self) {
        let mut registry = Registry::default();
        for (number, command) in (0..).zip(kabupaten()) {
            let event = decide(&registry, command).expect("the kabupaten fits together");
            registry.evolve(&event, self.now);
            let stream = match event.unit() {
                Some(unit) => Stream::Unit(unit.clone()),
                // Which stream it is in matters to nobody who reads.
                None => Stream::ServiceEvent(Uuid::from_u128(number)),
            };
            self.record(&stream, &[event]);
        }
    }

    /// The log.
    #[must_use]
    pub fn log(&self) -> &Arc<dyn EventLog> {
        &self.log
    }

    /// The moment at which the next event is recorded.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Records what follows at that moment.
    pub const fn set(&mut self, now: Timestamp) {
        self.now = now;
    }

    /// Records events; returns the position of the first.
    ///
    /// # Panics
    /// If the log does not take them.
    pub fn record(&mut self, stream: &Stream, events: &[Event]) -> u64 {
        let appended = self.begin(stream, events).wait();
        appended.expect("the log takes it").position.0
    }

    /// Begins to record events, and does not wait until they are on disk.
    ///
    /// # Panics
    /// If there are none.
    pub fn begin(&mut self, stream: &Stream, events: &[Event]) -> PendingAppend {
        let next = self.versions.entry(stream.clone()).or_default();
        let expected = next.0.checked_sub(1).map(Version);
        next.0 += events.len() as u64;
        let events = events.iter().map(|event| {
            self.ids += 1;
            NewEvent {
                id: EventId(Uuid::from_u64_pair(0x0199_0000_0000_7000, 2 << 62 | self.ids)),
                event_type: event.event_type(),
                type_version: event.type_version(),
                actor: Actor::new("chronicle").expect("a well-formed pseudonym"),
                causation: None,
                correlation: None,
                tags: app::tags(event),
                payload: event.to_payload(),
            }
        });
        let events = events.collect();
        let ms = u64::try_from(self.now.as_millisecond()).expect("after 1970");
        self.log.append(Append {
            stream: StreamId::new(stream.to_string()).expect("codes are short printable ASCII"),
            expected: expected.map_or(ExpectedVersion::NoStream, ExpectedVersion::Exact),
            events,
            recorded_at: RecordedAt::Stated(TimestampMs(ms)),
        })
    }
}
