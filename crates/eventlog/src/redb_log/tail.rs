//! The index of the newest events, in memory, until enough have come together to be worth writing.
//!
//! An index row lands on a page of its own, far from the last one: written at once, three indexes cost
//! several times what the event itself does. Written some thousand at a time, neighbours share pages.
//! A crash loses nothing here: opening reads the events that the tables do not cover yet.

use std::collections::{BTreeMap, BTreeSet};

use redb::ReadableTable;

use super::tables::{Tables, id_key, insert_sorted, stream_key, tag_key};
use crate::{EventId, LogError, Position, RecordedEvent, Version};

/// Index rows of the events in `start..end`, under the same keys as the tables have.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    pub(crate) start: u64,
    pub(crate) end: u64,
    pub(crate) ids: BTreeMap<[u8; 16], u64>,
    pub(crate) streams: BTreeMap<Vec<u8>, u64>,
    pub(crate) tags: BTreeSet<Vec<u8>>,
}

impl Tail {
    /// A tail without events, that begins where the tables end.
    pub(crate) fn starting_at(position: u64) -> Self {
        Self {
            start: position,
            end: position,
            ..Self::default()
        }
    }

    /// The events from `indexed` on.
    pub(crate) fn read(
        indexed: u64,
        events: &impl ReadableTable<u64, &'static [u8]>,
    ) -> Result<Self, LogError> {
        let mut tail = Self::starting_at(indexed);
        tail.catch_up(events)?;
        Ok(tail)
    }

    /// Adds what was appended since the last call.
    pub(crate) fn catch_up(
        &mut self,
        events: &impl ReadableTable<u64, &'static [u8]>,
    ) -> Result<(), LogError> {
        for row in events.range(self.end..)? {
            let (position, stored) = row?;
            let event = RecordedEvent::from_stored(Position(position.value()), stored.value())?;
            if event.position().0 != self.end {
                return Err(missing(Position(self.end)));
            }
            self.add(event.id(), event.stream(), event.version(), event.tags());
        }
        Ok(())
    }

    /// Adds the event at the end.
    pub(crate) fn add<'a>(
        &mut self,
        id: EventId,
        stream: &str,
        version: Version,
        tags: impl Iterator<Item = &'a str>,
    ) {
        let position = self.end;
        self.end += 1;
        self.ids.insert(id_key(id), position);
        self.streams.insert(stream_key(stream, version), position);
        self.tags.extend(tags.map(|tag| tag_key(tag, Position(position))));
    }

    pub(crate) const fn len(&self) -> u64 {
        self.end - self.start
    }

    /// Writes all rows, in the order of their keys, and starts anew where the tables now end.
    pub(crate) fn flush(&mut self, tables: &mut Tables<'_>) -> Result<(), LogError> {
        let ids = self.ids.iter().map(|(id, position)| (*id, *position));
        insert_sorted(&mut tables.ids, ids)?;
        let streams = self
            .streams
            .iter()
            .map(|(key, position)| (key.as_slice(), *position));
        insert_sorted(&mut tables.streams, streams)?;
        insert_sorted(&mut tables.tags, self.tags.iter().map(|key| (key.as_slice(), ())))?;
        *self = Self::starting_at(self.end);
        Ok(())
    }
}

/// There should be an event at `position`.
pub(crate) fn missing(position: Position) -> LogError {
    LogError::Damaged {
        position,
        what: "peristiwanya tidak ada".into(),
    }
}
