//! A log that lives in memory: for tests above the log, and a second opinion on what the face promises.
//! Nothing of it outlives the process; "durable" here means "in the map".

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    ops::Range,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tlog::{
    Hash, node_hash,
    tree::{self, ReadNodes},
};
use tokio::sync::watch;

use crate::{
    Append, AppendError, Appended, Clock, EventId, EventLog, Head, LogError, PendingAppend, Position,
    ReadEvents, ReadTree, RecordedEvent, StreamId, Tag, TimestampMs, TreeError, Version,
    prepared::{Known, Prepared},
    tree::{LEVEL_HEIGHT, check_position, check_range, check_subtrees},
};

/// An [`EventLog`] in memory.
pub struct MemoryLog {
    held: Mutex<Held>,
    head: watch::Sender<Head>,
    clock: Clock,
}

#[derive(Default)]
struct Held {
    events: Vec<RecordedEvent>,
    ids: HashMap<EventId, Position>,
    streams: HashMap<StreamId, Vec<Position>>,
    tags: BTreeMap<Tag, BTreeSet<Position>>,
}

impl MemoryLog {
    /// An empty log that records times by `clock`.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self {
            held: Mutex::default(),
            head: watch::Sender::new(Head::default()),
            clock,
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // Each append is checked before it changes anything, so a panicking reader leaves nothing half-done.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append_now(&self, append: Append) -> Result<Appended, AppendError> {
        let mut prepared = Prepared::new(append)?;
        let mut held = self.held();
        if let Some(earlier) = prepared.check(&*held)? {
            return Ok(earlier);
        }
        let head = *self.head.borrow();
        let recorded_at = prepared.recorded_at.resolve(head.recorded_at, (self.clock)());
        let appended = prepared.seal(Position(head.size), recorded_at);
        held.take(prepared, appended.position)?;
        self.head.send_replace(Head {
            size: held.size(),
            recorded_at,
        });
        Ok(appended)
    }
}

impl Held {
    fn size(&self) -> u64 {
        self.events.len() as u64
    }

    fn take(&mut self, prepared: Prepared, mut position: Position) -> Result<(), LogError> {
        let stream = self.streams.entry(prepared.stream).or_default();
        for event in prepared.events {
            self.events
                .push(RecordedEvent::from_stored(position, &event.stored)?);
            self.ids.insert(event.id, position);
            stream.push(position);
            for tag in event.tags {
                self.tags.entry(tag).or_default().insert(position);
            }
            position = position.next();
        }
        Ok(())
    }

    fn events_at<'a>(
        &self,
        positions: impl Iterator<Item = &'a Position>,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        positions.map(|&position| self.event_at(position)).collect()
    }
}

impl Known for Held {
    fn has(&self, stream: &StreamId, version: Version) -> Result<bool, LogError> {
        let positions = self.streams.get(stream);
        Ok(positions.is_some_and(|positions| index(version.0) < positions.len()))
    }

    fn last_version(&self, stream: &StreamId) -> Result<Option<Version>, LogError> {
        let length = self
            .streams
            .get(stream)
            .map_or(0, |positions| positions.len() as u64);
        Ok(length.checked_sub(1).map(Version))
    }

    fn position_of(&self, id: EventId) -> Result<Option<Position>, LogError> {
        Ok(self.ids.get(&id).copied())
    }

    fn event_at(&self, position: Position) -> Result<RecordedEvent, LogError> {
        let index = index(position.0);
        Ok(self.events[index].clone())
    }
}

/// A position as an index; one beyond what memory can hold is beyond the end of every list.
fn index(place: u64) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

impl EventLog for MemoryLog {
    fn append(&self, append: Append) -> PendingAppend {
        PendingAppend::settled(self.append_now(append))
    }

    fn watch(&self) -> watch::Receiver<Head> {
        self.head.subscribe()
    }
}

impl ReadEvents for MemoryLog {
    fn read_all(&self, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError> {
        let held = self.held();
        Ok(held
            .events
            .iter()
            .skip(index(from.0))
            .take(limit)
            .cloned()
            .collect())
    }

    fn read_stream(
        &self,
        stream: &StreamId,
        from: Version,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let held = self.held();
        let positions = held.streams.get(stream).map_or(&[][..], Vec::as_slice);
        held.events_at(positions.iter().skip(index(from.0)).take(limit))
    }

    fn read_tag(&self, tag: &Tag, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError> {
        let held = self.held();
        let Some(positions) = held.tags.get(tag) else {
            return Ok(Vec::new());
        };
        held.events_at(positions.range(from..).take(limit))
    }

    fn position_of(&self, id: EventId) -> Result<Option<Position>, LogError> {
        self.held().position_of(id)
    }

    fn size_at(&self, moment: TimestampMs) -> Result<u64, LogError> {
        let held = self.held();
        Ok(held.events.partition_point(|event| event.recorded_at() <= moment) as u64)
    }

    fn read_head(&self) -> Result<Head, LogError> {
        Ok(self.head())
    }
}

/// By the definition, from the leaves up, each time anew.
impl ReadNodes for Held {
    type Error = LogError;

    fn node(&self, height: u8, index: u64) -> Result<Hash, LogError> {
        if height == 0 {
            return Ok(self.event_at(Position(index))?.leaf_hash());
        }
        let child = |side| self.node(height - 1, index * 2 + side);
        Ok(node_hash(&child(0)?, &child(1)?))
    }
}

impl ReadTree for MemoryLog {
    fn root(&self, size: u64) -> Result<Hash, TreeError> {
        let held = self.held();
        check_range(0, size, held.size())?;
        Ok(tree::root(&*held, size)?)
    }

    fn inclusion_proof(&self, position: Position, size: u64) -> Result<Vec<Hash>, TreeError> {
        let held = self.held();
        check_position(position, size, held.size())?;
        Ok(tree::inclusion_proof(&*held, position.0, size)?)
    }

    fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<Hash>, TreeError> {
        let held = self.held();
        check_range(old, new, held.size())?;
        Ok(tree::consistency_proof(&*held, old, new)?)
    }

    fn hashes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, TreeError> {
        let held = self.held();
        check_subtrees(level, &range, held.size())?;
        let roots = range.map(|index| held.node(level * LEVEL_HEIGHT, index));
        Ok(roots.collect::<Result<_, _>>()?)
    }

    fn entries(&self, range: Range<u64>) -> Result<Vec<Box<[u8]>>, TreeError> {
        let held = self.held();
        check_range(range.start, range.end, held.size())?;
        let entries = held.events[index(range.start)..index(range.end)].iter();
        Ok(entries.map(|event| event.entry().into()).collect())
    }
}

impl fmt::Debug for MemoryLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryLog")
            .field("head", &self.head())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(clock: Clock) -> Box<dyn EventLog> {
        Box::new(MemoryLog::new(clock))
    }
    crate::conformance!(log);
}
