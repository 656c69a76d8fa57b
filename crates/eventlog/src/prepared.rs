//! An append on its way in: checked against the limits and encoded on the caller's thread, so that the one
//! writer has only what nobody else can know left to fill in, the recorded time and with it the leaf hash.

use crate::{
    Append, AppendError, Appended, EntryError, EventId, ExpectedVersion, LogError, Position, RecordedAt,
    RecordedEvent, StreamId, Tag, TimestampMs, Version,
    entry::{LEAF_HASH_BYTES, same_content, seal},
    limits::EVENTS_PER_APPEND_MAX,
};

/// An append that keeps every limit.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) stream: StreamId,
    pub(crate) expected: ExpectedVersion,
    pub(crate) recorded_at: RecordedAt,
    pub(crate) events: Vec<PreparedEvent>,
}

/// One event of it.
#[derive(Debug)]
pub(crate) struct PreparedEvent {
    pub(crate) id: EventId,
    pub(crate) tags: Vec<Tag>,
    /// `leaf_hash || entry`, as it will be stored, once sealed.
    pub(crate) stored: Vec<u8>,
}

/// What the log holds already, as far as one append needs to know.
pub(crate) trait Known {
    fn has(&self, stream: &StreamId, version: Version) -> Result<bool, LogError>;
    fn last_version(&self, stream: &StreamId) -> Result<Option<Version>, LogError>;
    fn position_of(&self, id: EventId) -> Result<Option<Position>, LogError>;
    fn event_at(&self, position: Position) -> Result<RecordedEvent, LogError>;
}

impl Prepared {
    pub(crate) fn new(append: Append) -> Result<Self, EntryError> {
        let count = append.events.len();
        if count == 0 || count > EVENTS_PER_APPEND_MAX {
            return Err(EntryError::EventCount { count });
        }
        let mut version = append.expected.next();
        let mut events: Vec<PreparedEvent> = Vec::with_capacity(count);
        for event in append.events {
            if events.iter().any(|earlier| earlier.id == event.id) {
                return Err(EntryError::RepeatedId(event.id));
            }
            let stored = event.to_stored(&append.stream, version)?;
            events.push(PreparedEvent {
                id: event.id,
                tags: event.tags,
                stored,
            });
            version = version.next();
        }
        Ok(Self {
            stream: append.stream,
            expected: append.expected,
            recorded_at: append.recorded_at,
            events,
        })
    }

    /// Whether the log may take this append now. `Some` if it took it at an earlier time: the writer
    /// did not hear of it, or asked twice, and gets the same answer.
    ///
    /// Ids come before the expected version: to a writer that repeats itself, its own first success
    /// would look like somebody else's.
    pub(crate) fn check(&self, known: &impl Known) -> Result<Option<Appended>, AppendError> {
        for event in &self.events {
            if let Some(position) = known.position_of(event.id)? {
                return self.earlier(event.id, position, known).map(Some);
            }
        }
        let last_is_there = match self.expected {
            ExpectedVersion::NoStream => true,
            ExpectedVersion::Exact(last) => known.has(&self.stream, last)?,
        };
        if last_is_there && !known.has(&self.stream, self.expected.next())? {
            return Ok(None);
        }
        Err(AppendError::WrongExpectedVersion {
            expected: self.expected,
            actual: known.last_version(&self.stream)?,
        })
    }

    /// The answer that was given the first time, if `id` at `position` belongs to this very append.
    fn earlier(&self, id: EventId, position: Position, known: &impl Known) -> Result<Appended, AppendError> {
        let taken = || AppendError::EventIdTaken { id, position };
        let first = known.position_of(self.events[0].id)?.ok_or_else(taken)?;
        let mut stored = Vec::with_capacity(self.events.len());
        for (event, place) in self.events.iter().zip(first.0..) {
            if known.position_of(event.id)? != Some(Position(place)) {
                return Err(taken());
            }
            let there = known.event_at(Position(place))?;
            if !same_content(there.entry(), &event.stored[LEAF_HASH_BYTES..]) {
                return Err(taken());
            }
            stored.push(there);
        }
        Ok(Appended {
            position: first,
            version: stored[0].version(),
            recorded_at: stored[0].recorded_at(),
            leaf_hashes: stored.iter().map(RecordedEvent::leaf_hash).collect(),
            was_there: true,
        })
    }

    /// The memory it holds while it waits, near enough.
    pub(crate) fn stored_bytes(&self) -> usize {
        self.events.iter().map(|event| event.stored.len()).sum()
    }

    /// Fills in the recorded time and the leaf hashes. Call once, right before writing.
    pub(crate) fn seal(&mut self, position: Position, recorded_at: TimestampMs) -> Appended {
        let hashes = self
            .events
            .iter_mut()
            .map(|event| seal(&mut event.stored, recorded_at));
        Appended {
            position,
            version: self.expected.next(),
            recorded_at,
            leaf_hashes: hashes.collect(),
            was_there: false,
        }
    }
}

impl ExpectedVersion {
    /// The version that the next event of the stream gets, if the writer is right.
    pub(crate) const fn next(self) -> Version {
        match self {
            Self::NoStream => Version(0),
            Self::Exact(last) => last.next(),
        }
    }
}

impl RecordedAt {
    /// The time to record, which never runs backwards, whatever a clock or an asker says.
    pub(crate) fn resolve(self, last: TimestampMs, now: TimestampMs) -> TimestampMs {
        match self {
            Self::Clock => now.max(last),
            Self::Stated(at) => at.max(last),
        }
    }
}
