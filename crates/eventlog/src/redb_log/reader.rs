//! The read path, the same for the process that writes and for those beside it.
//!
//! A read trusts nothing: each entry is checked against its leaf hash, positions must follow each other,
//! and an event found through an index must be what the index said.

use std::{
    fmt,
    ops::Range,
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use redb::{ReadOnlyTable, ReadTransaction, ReadableDatabase, ReadableTable};
use tlog::{Hash, tile::TiledNodes, tree};

use super::{
    Options, Report, backup, open,
    tables::{EVENTS, IDS, STREAMS, TAGS, head, id_key, indexed, split_key, stream_range, tag_range},
    tail::{Tail, missing},
    tree::Tree,
    verify,
};
use crate::{
    EventId, Head, LogError, Position, ReadEvents, ReadTree, RecordedEvent, StreamId, Tag, TimestampMs,
    TreeError, Version, entry,
    tree::{check_position, check_range, check_subtrees},
};

/// Reads a log, in the process that writes it or in another one beside it. Each read sees the log as it
/// stands at that moment.
pub struct LogReader {
    database: Arc<dyn ReadableDatabase + Send + Sync>,
    tail: Mutex<Tail>,
    failure: Arc<OnceLock<String>>,
}

/// The log at one moment.
pub(crate) struct Snapshot {
    pub(crate) transaction: ReadTransaction,
    pub(crate) events: ReadOnlyTable<u64, &'static [u8]>,
}

impl LogReader {
    /// Opens the log at `path` for reading, beside the process that writes it, if there is one.
    ///
    /// # Errors
    /// If it is missing, no log, or was not closed cleanly and no process has it open.
    pub fn open(path: &Path, options: &Options) -> Result<Self, LogError> {
        let database = open::open_file_read_only(path, options)?;
        Ok(Self::new(Arc::new(database), Arc::default()))
    }

    pub(crate) fn new(
        database: Arc<dyn ReadableDatabase + Send + Sync>,
        failure: Arc<OnceLock<String>>,
    ) -> Self {
        Self {
            database,
            tail: Mutex::default(),
            failure,
        }
    }

    /// Copies the log as it stands now into a new file, while appending goes on.
    ///
    /// # Errors
    /// If something stands at `path` already, an entry is damaged, or the storage fails.
    pub fn backup(&self, path: &Path, progress: impl FnMut(u64, u64)) -> Result<Head, LogError> {
        self.look(|snapshot| backup::copy(snapshot, path, progress))
    }

    /// Checks every promise of the log on what stands in the file: that positions and the versions of each
    /// stream are dense, ids unique, times in order, each entry what its leaf hash says, and each index row
    /// an event and the other way round. `progress` hears how many events are done, and of how many.
    ///
    /// # Errors
    /// If the storage fails. What disagrees is no error; it stands in the report.
    pub fn verify(&self, progress: impl FnMut(u64, u64)) -> Result<Report, LogError> {
        self.look(|snapshot| verify::verify(snapshot, progress))
    }

    /// # Errors
    /// If the log failed earlier.
    pub(crate) fn check_open(&self) -> Result<(), LogError> {
        match self.failure.get() {
            Some(why) => Err(LogError::Closed(why.clone())),
            None => Ok(()),
        }
    }

    /// Why an append was refused although the log has not failed, or how it failed.
    pub(crate) fn why_closed(&self) -> LogError {
        self.check_open()
            .err()
            .unwrap_or_else(|| LogError::Closed("no more appends after close".into()))
    }

    /// Looks at the log as it stands now.
    fn look<T, E: From<LogError>>(&self, look: impl FnOnce(&Snapshot) -> Result<T, E>) -> Result<T, E> {
        open::guarded(|| look(&self.snapshot()?))
    }

    fn snapshot(&self) -> Result<Snapshot, LogError> {
        self.check_open()?;
        Snapshot::new(self.database.begin_read()?)
    }

    /// Positions by the index tables and the tail, seen at one moment.
    fn positions(
        &self,
        find: impl FnOnce(&Snapshot, &Tail) -> Result<Vec<(u64, Position)>, LogError>,
    ) -> Result<(Snapshot, Vec<(u64, Position)>), LogError> {
        // Under the lock, so that a tail is never newer than the snapshot it completes. A reader that
        // panicked while it caught up left whole rows behind, at worst without moving the end.
        let mut tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = self.snapshot()?;
        let indexed = indexed(&snapshot.transaction.open_table(IDS)?)?;
        if tail.start != indexed {
            *tail = Tail::starting_at(indexed);
        }
        tail.catch_up(&snapshot.events)?;
        let found = find(&snapshot, &tail)?;
        Ok((snapshot, found))
    }
}

impl Snapshot {
    pub(crate) fn new(transaction: ReadTransaction) -> Result<Self, LogError> {
        let events = transaction.open_table(EVENTS)?;
        Ok(Self { transaction, events })
    }

    /// How many events there are, going by the last of them.
    pub(crate) fn size(&self) -> Result<u64, LogError> {
        let last = self.events.last()?;
        Ok(last.map_or(0, |(position, _)| Position(position.value()).next().0))
    }

    /// What `take` makes of each row of the range, as far as the log goes.
    fn rows<T>(
        &self,
        range: Range<u64>,
        mut take: impl FnMut(Position, &[u8]) -> Result<T, LogError>,
    ) -> Result<Vec<T>, LogError> {
        let rows = self.events.range(range.clone())?.zip(range);
        rows.map(|(row, expected)| {
            let (position, stored) = row?;
            if position.value() != expected {
                return Err(missing(Position(expected)));
            }
            take(Position(expected), stored.value())
        })
        .collect()
    }

    /// The same for a range that lies within the log.
    pub(crate) fn every_row<T>(
        &self,
        range: Range<u64>,
        take: impl FnMut(Position, &[u8]) -> Result<T, LogError>,
    ) -> Result<Vec<T>, LogError> {
        let rows = self.rows(range.clone(), take)?;
        match range.start + rows.len() as u64 {
            end if end < range.end => Err(missing(Position(end))),
            _ => Ok(rows),
        }
    }

    fn event(&self, position: Position) -> Result<RecordedEvent, LogError> {
        let stored = self.events.get(position.0)?.ok_or_else(|| missing(position))?;
        RecordedEvent::from_stored(position, stored.value())
    }
}

impl ReadEvents for LogReader {
    fn read_all(&self, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError> {
        let end = from.0.saturating_add(limit as u64);
        self.look(|snapshot| snapshot.rows(from.0..end, RecordedEvent::from_stored))
    }

    fn read_stream(
        &self,
        stream: &StreamId,
        from: Version,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let range = stream_range(stream, from);
        open::guarded(|| {
            let (snapshot, found) = self.positions(|snapshot, tail| {
                let table = snapshot.transaction.open_table(STREAMS)?;
                let old = table.range(range.start().as_slice()..=range.end().as_slice())?;
                let old = old
                    .map(|row| row.map(|(key, position)| (number(key.value()), Position(position.value()))));
                let new = tail.streams.range(range.clone());
                let new = new.map(|(key, &position)| Ok((number(key), Position(position))));
                Ok(old.chain(new).take(limit).collect::<Result<_, _>>()?)
            })?;
            let events = found
                .into_iter()
                .zip(from.0..)
                .map(|((version, position), expected)| {
                    let event = snapshot.event(position)?;
                    let right = event.stream() == stream.as_str() && event.version() == Version(version);
                    if right && version == expected {
                        Ok(event)
                    } else {
                        Err(misled(position, "aliran"))
                    }
                });
            events.collect()
        })
    }

    fn read_tag(&self, tag: &Tag, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError> {
        let range = tag_range(tag, from);
        open::guarded(|| {
            let (snapshot, found) = self.positions(|snapshot, tail| {
                let table = snapshot.transaction.open_table(TAGS)?;
                let old = table.range(range.start().as_slice()..=range.end().as_slice())?;
                let old = old.map(|row| row.map(|(key, _)| number(key.value())));
                let new = tail.tags.range(range.clone()).map(|key| Ok(number(key)));
                let positions = old.chain(new).take(limit);
                Ok(positions
                    .map(|row| row.map(|number| (number, Position(number))))
                    .collect::<Result<_, _>>()?)
            })?;
            let events = found.into_iter().map(|(_, position)| {
                let event = snapshot.event(position)?;
                if event.tags().any(|carried| carried == tag.as_str()) {
                    Ok(event)
                } else {
                    Err(misled(position, "label"))
                }
            });
            events.collect()
        })
    }

    fn position_of(&self, id: EventId) -> Result<Option<Position>, LogError> {
        let key = id_key(id);
        open::guarded(|| {
            let (_, found) = self.positions(|snapshot, tail| {
                let table = snapshot.transaction.open_table(IDS)?;
                let known = match tail.ids.get(&key) {
                    Some(&position) => Some(position),
                    None => table.get(key)?.map(|row| row.value()),
                };
                Ok(known
                    .map(|position| (position, Position(position)))
                    .into_iter()
                    .collect())
            })?;
            Ok(found.first().map(|&(_, position)| position))
        })
    }

    fn size_at(&self, moment: TimestampMs) -> Result<u64, LogError> {
        self.look(|snapshot| {
            let (mut taken, mut open) = (0, head(&snapshot.events)?.size);
            while taken < open {
                let middle = taken + (open - taken) / 2;
                if snapshot.event(Position(middle))?.recorded_at() <= moment {
                    taken = middle + 1;
                } else {
                    open = middle;
                }
            }
            Ok(taken)
        })
    }

    fn read_head(&self) -> Result<Head, LogError> {
        self.look(|snapshot| head(&snapshot.events))
    }
}

impl ReadTree for LogReader {
    fn root(&self, size: u64) -> Result<Hash, TreeError> {
        self.look(|snapshot| {
            check_range(0, size, snapshot.size()?)?;
            let tree = Tree::of(snapshot)?;
            Ok(tree::root(&TiledNodes::new(&tree, size), size).map_err(LogError::from)?)
        })
    }

    fn inclusion_proof(&self, position: Position, size: u64) -> Result<Vec<Hash>, TreeError> {
        self.look(|snapshot| {
            check_position(position, size, snapshot.size()?)?;
            let tree = Tree::of(snapshot)?;
            let nodes = TiledNodes::new(&tree, size);
            Ok(tree::inclusion_proof(&nodes, position.0, size).map_err(LogError::from)?)
        })
    }

    fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<Hash>, TreeError> {
        self.look(|snapshot| {
            check_range(old, new, snapshot.size()?)?;
            let tree = Tree::of(snapshot)?;
            let nodes = TiledNodes::new(&tree, new);
            Ok(tree::consistency_proof(&nodes, old, new).map_err(LogError::from)?)
        })
    }

    fn hashes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, TreeError> {
        self.look(|snapshot| {
            check_subtrees(level, &range, snapshot.size()?)?;
            Ok(Tree::of(snapshot)?.hashes(level, range)?)
        })
    }

    fn entries(&self, range: Range<u64>) -> Result<Vec<Box<[u8]>>, TreeError> {
        self.look(|snapshot| {
            check_range(range.start, range.end, snapshot.size()?)?;
            let entry = |position, stored: &[u8]| Ok(entry::split(position, stored)?.1.into());
            Ok(snapshot.every_row(range, entry)?)
        })
    }
}

/// The number at the end of an index key; one that is no key leads to no event, and the read says so.
fn number(key: &[u8]) -> u64 {
    split_key(key).map_or(u64::MAX, |(_, number)| number)
}

fn misled(position: Position, index: &str) -> LogError {
    LogError::Damaged {
        position,
        what: format!("indeks {index} menunjuk ke sini, tetapi peristiwanya milik tempat lain"),
    }
}

impl fmt::Debug for LogReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogReader").finish_non_exhaustive()
    }
}
