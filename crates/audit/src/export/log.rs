//! Exported entries as a log that can be read, so that it is folded by the same code as a living one.

use eventlog::{
    EventId, Head, LogError, Position, ReadEvents, RecordedEvent, StreamId, Tag, TimestampMs, Version,
};
use tlog::{leaf_hash, tile::Bundle};

use super::{
    files::Files,
    order::{Index, key},
};

/// A log in files.
pub(super) struct ExportedLog {
    files: Files,
    size: u64,
    index: Option<Index>,
}

impl ExportedLog {
    /// The first `size` events. Only [`read_all`](ReadEvents::read_all) and what needs no index works yet.
    pub(super) const fn new(files: Files, size: u64) -> Self {
        Self {
            files,
            size,
            index: None,
        }
    }

    pub(super) fn with_index(self, index: Index) -> Self {
        Self {
            index: Some(index),
            ..self
        }
    }

    pub(super) const fn size(&self) -> u64 {
        self.size
    }

    fn index(&self) -> Result<&Index, LogError> {
        let unread = || LogError::Storage("the export was not read yet".into());
        self.index.as_ref().ok_or_else(unread)
    }

    fn bundle(&self, index: u64) -> Result<Vec<RecordedEvent>, LogError> {
        let bundle = Bundle::in_tree(index, self.size).expect("asked for what lies within");
        let failed = |error: String| LogError::Storage(error);
        let bytes = self
            .files
            .bundle(bundle)
            .map_err(|error| failed(error.to_string()))?;
        let entries = bundle.decode(&bytes).map_err(|error| failed(error.to_string()))?;
        let events = entries
            .into_iter()
            .zip(bundle.first_entry()..)
            .map(|(entry, position)| {
                let position = Position(position);
                let event = RecordedEvent::from_entry(position, leaf_hash(entry), entry.into());
                event.map_err(|error| LogError::Damaged {
                    position,
                    what: error.to_string(),
                })
            });
        events.collect()
    }

    fn events(&self, positions: impl Iterator<Item = u64>) -> Result<Vec<RecordedEvent>, LogError> {
        let mut events = Vec::new();
        for position in positions {
            events.append(&mut self.read_all(Position(position), 1)?);
        }
        Ok(events)
    }
}

impl ReadEvents for ExportedLog {
    fn read_all(&self, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError> {
        let width = u64::from(tlog::limits::TILE_WIDTH);
        let end = from.0.saturating_add(limit as u64).min(self.size);
        let mut events = Vec::new();
        if from.0 < end {
            for index in from.0 / width..end.div_ceil(width) {
                let asked = |event: &RecordedEvent| (from.0..end).contains(&event.position().0);
                events.extend(self.bundle(index)?.into_iter().filter(asked));
            }
        }
        Ok(events)
    }

    fn read_stream(
        &self,
        stream: &StreamId,
        from: Version,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let key = key(stream.as_str());
        let streams = &self.index()?.streams;
        let first = streams.partition_point(|(stream, _, _)| *stream < key);
        let own = streams[first..]
            .iter()
            .take_while(|(stream, _, _)| *stream == key);
        let asked = own.filter(|(_, _, version)| *version >= from.0).take(limit);
        self.events(asked.map(|(_, position, _)| *position))
    }

    fn read_tag(&self, tag: &Tag, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError> {
        let key = key(tag.as_str());
        let tags = &self.index()?.tags;
        let first = tags.partition_point(|row| *row < (key, from.0));
        let own = tags[first..]
            .iter()
            .take_while(|(tag, _)| *tag == key)
            .take(limit);
        self.events(own.map(|(_, position)| *position))
    }

    fn position_of(&self, id: EventId) -> Result<Option<Position>, LogError> {
        let ids = &self.index()?.ids;
        let found = ids.binary_search_by_key(&id.0.as_u128(), |(id, _)| *id);
        Ok(found.ok().map(|at| Position(ids[at].1)))
    }

    fn size_at(&self, moment: TimestampMs) -> Result<u64, LogError> {
        let (mut taken, mut open) = (0, self.size);
        while taken < open {
            let middle = taken + (open - taken) / 2;
            let events = self.read_all(Position(middle), 1)?;
            if events.first().is_some_and(|event| event.recorded_at() <= moment) {
                taken = middle + 1;
            } else {
                open = middle;
            }
        }
        Ok(taken)
    }

    fn read_head(&self) -> Result<Head, LogError> {
        let last = match self.size.checked_sub(1) {
            Some(last) => self.read_all(Position(last), 1)?,
            None => Vec::new(),
        };
        Ok(Head {
            size: self.size,
            recorded_at: last.first().map_or(TimestampMs(0), RecordedEvent::recorded_at),
        })
    }
}
