//! One transaction's worth of appends: each is decided on what the log and the batch so far hold, and all
//! that are taken are written in one run.

use redb::{ReadableTable, WriteTransaction};

use super::{
    committer::Outcome,
    tables::{self, Tables, id_key, insert_sorted, stream_key},
    tail::{Tail, missing},
    tree::Growth,
};
use crate::{
    AppendError, EventId, Head, LogError, Position, RecordedEvent, StreamId, TimestampMs, Version,
    prepared::{Known, Prepared},
};

pub(crate) struct Batch<'txn, 'log> {
    transaction: &'txn WriteTransaction,
    tables: Tables<'txn>,
    tail: &'log mut Tail,
    growth: &'log mut Growth,
    now: TimestampMs,
    head: Head,
    /// What will stand from `first` on.
    taken: Vec<Vec<u8>>,
    first: u64,
}

impl<'txn, 'log> Batch<'txn, 'log> {
    pub(crate) fn new(
        transaction: &'txn WriteTransaction,
        tail: &'log mut Tail,
        growth: &'log mut Growth,
        now: TimestampMs,
        head: Head,
    ) -> Result<Self, LogError> {
        Ok(Self {
            transaction,
            tables: Tables::open(transaction)?,
            tail,
            growth,
            now,
            head,
            taken: Vec::new(),
            first: head.size,
        })
    }

    /// Takes the append into the batch, or says why not.
    pub(crate) fn append(&mut self, mut append: Prepared) -> Result<Outcome, LogError> {
        match append.check(self) {
            Ok(Some(earlier)) => Ok(Ok(earlier)),
            Ok(None) => {
                let recorded_at = append.recorded_at.resolve(self.head.recorded_at, self.now);
                let appended = append.seal(Position(self.head.size), recorded_at);
                appended
                    .leaf_hashes
                    .iter()
                    .for_each(|leaf| self.growth.add(*leaf));
                self.take(append);
                self.head = Head {
                    size: self.tail.end,
                    recorded_at,
                };
                Ok(Ok(appended))
            }
            Err(AppendError::Log(error)) => Err(error),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    fn take(&mut self, append: Prepared) {
        let mut version = append.expected.next();
        for event in append.events {
            let tags = event.tags.iter().map(|tag| tag.as_str());
            self.tail.add(event.id, append.stream.as_str(), version, tags);
            self.taken.push(event.stored);
            version = version.next();
        }
    }

    /// Writes the events, the nodes of the tree that they complete, and the indexes if more than so many
    /// events wait for them. Returns the new head.
    ///
    /// A crash here leaves nothing: the transaction is not committed, and the tail and the edge of the tree
    /// die with the process.
    pub(crate) fn write(mut self, tail_events_max: u64) -> Result<Head, LogError> {
        let rows = (self.first..).zip(self.taken.iter().map(Vec::as_slice));
        insert_sorted(&mut self.tables.events, rows)?;
        self.growth.write(self.transaction)?;
        if self.tail.len() >= tail_events_max {
            self.tail.flush(&mut self.tables)?;
        }
        Ok(self.head)
    }
}

impl Known for Batch<'_, '_> {
    fn has(&self, stream: &StreamId, version: Version) -> Result<bool, LogError> {
        let key = stream_key(stream.as_str(), version);
        Ok(self.tail.streams.contains_key(&key) || self.tables.streams.get(key.as_slice())?.is_some())
    }

    fn last_version(&self, stream: &StreamId) -> Result<Option<Version>, LogError> {
        let range = tables::stream_range(stream, Version(0));
        let version = |key: &[u8]| tables::split_key(key).map(|(_, version)| Version(version));
        if let Some((key, _)) = self.tail.streams.range(range.clone()).next_back() {
            return Ok(version(key));
        }
        let range = range.start().as_slice()..=range.end().as_slice();
        let last = self.tables.streams.range(range)?.next_back().transpose()?;
        Ok(last.and_then(|(key, _)| version(key.value())))
    }

    fn position_of(&self, id: EventId) -> Result<Option<Position>, LogError> {
        let key = id_key(id);
        let known = match self.tail.ids.get(&key) {
            Some(&position) => Some(position),
            None => self.tables.ids.get(key)?.map(|row| row.value()),
        };
        Ok(known.map(Position))
    }

    fn event_at(&self, position: Position) -> Result<RecordedEvent, LogError> {
        let taken = position.0.checked_sub(self.first);
        if let Some(stored) = taken.and_then(|at| self.taken.get(usize::try_from(at).ok()?)) {
            return RecordedEvent::from_stored(position, stored);
        }
        let stored = self
            .tables
            .events
            .get(position.0)?
            .ok_or_else(|| missing(position))?;
        RecordedEvent::from_stored(position, stored.value())
    }
}
