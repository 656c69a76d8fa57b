//! Checking every promise of the log on what stands in the file.
//!
//! Two walks. Along the events: each must follow its neighbour, be what its leaf hash says, and be where
//! the indexes say. Along the indexes: as many rows as the events call for, so that none is left over, and
//! each stream's versions dense and in the order of the log.

use std::collections::BTreeSet;

use redb::{ReadOnlyTable, ReadableTable, ReadableTableMetadata};

use super::{
    reader::Snapshot,
    tables::{IDS, STREAMS, TAGS, id_key, split_key, stream_key, tag_key},
    tail::Tail,
};
use crate::{Head, LogError, Position, RecordedEvent, TimestampMs, Version};

/// Problems that a report lists one by one; beyond that it only counts.
const PROBLEMS_LISTED_MAX: usize = 100;
/// Events between two calls of `progress`.
const EVENTS_PER_STEP: u64 = 4096;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How far the log goes.
    pub head: Head,
    /// The first hundred problems.
    pub problems: Vec<Problem>,
    /// How many problems there are in all.
    pub problem_count: u64,
}

/// One thing that disagrees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, if it is about one event.
    pub position: Option<Position>,
    /// What disagrees with what.
    pub what: String,
}

impl Report {
    /// Whether every promise holds.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.problem_count == 0
    }

    fn add(&mut self, position: impl Into<Option<Position>>, what: impl Into<String>) {
        self.problem_count += 1;
        if self.problems.len() < PROBLEMS_LISTED_MAX {
            self.problems.push(Problem {
                position: position.into(),
                what: what.into(),
            });
        }
    }
}

pub(crate) fn verify(snapshot: &Snapshot, progress: impl FnMut(u64, u64)) -> Result<Report, LogError> {
    let mut walk = Walk::new(snapshot)?;
    walk.along_the_events(snapshot, progress)?;
    walk.along_the_indexes()?;
    Ok(walk.report)
}

struct Walk {
    ids: ReadOnlyTable<[u8; 16], u64>,
    streams: ReadOnlyTable<&'static [u8], u64>,
    tags: ReadOnlyTable<&'static [u8], ()>,
    /// The number of events that the index tables should cover.
    indexed: u64,
    /// Tags of the events that the index tables should cover; unknown once an event cannot be read.
    tags_indexed: Option<u64>,
    /// Events after those.
    tail: Tail,
    report: Report,
}

impl Walk {
    fn new(snapshot: &Snapshot) -> Result<Self, LogError> {
        let transaction = &snapshot.transaction;
        let ids = transaction.open_table(IDS)?;
        let indexed = ids.len()?;
        Ok(Self {
            streams: transaction.open_table(STREAMS)?,
            tags: transaction.open_table(TAGS)?,
            ids,
            indexed,
            tags_indexed: Some(0),
            tail: Tail::starting_at(indexed),
            report: Report::default(),
        })
    }

    fn along_the_events(
        &mut self,
        snapshot: &Snapshot,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<(), LogError> {
        let total = snapshot.events.len()?;
        let mut before = Head::default();
        for (row, done) in snapshot.events.iter()?.zip(1..) {
            let (position, stored) = row?;
            let position = Position(position.value());
            if position.0 != before.size {
                let gap = format!("positions {} to {} are missing", before.size, position.0 - 1);
                self.report.add(Position(before.size), gap);
            }
            before.size = position.next().0;
            match RecordedEvent::from_stored(position, stored.value()) {
                Ok(event) => {
                    self.check_time(&event, &mut before.recorded_at);
                    self.check_indexes(&event)?;
                }
                Err(LogError::Damaged { what, .. }) => {
                    self.report.add(position, what);
                    self.tags_indexed = None;
                }
                Err(error) => return Err(error),
            }
            if done % EVENTS_PER_STEP == 0 || done == total {
                progress(done, total);
            }
        }
        self.report.head = before;
        Ok(())
    }

    fn check_time(&mut self, event: &RecordedEvent, last: &mut TimestampMs) {
        if event.recorded_at() < *last {
            let what = format!(
                "recorded at {}, before the event in front of it ({last})",
                event.recorded_at()
            );
            self.report.add(event.position(), what);
        }
        *last = event.recorded_at();
    }

    fn check_indexes(&mut self, event: &RecordedEvent) -> Result<(), LogError> {
        if event.position().0 < self.indexed {
            self.check_rows(event)
        } else {
            self.check_tail(event)
        }
    }

    fn check_rows(&mut self, event: &RecordedEvent) -> Result<(), LogError> {
        let position = event.position();
        let here = Some(position.0);
        let by_id = self.ids.get(id_key(event.id()))?.map(|row| row.value());
        if by_id != here {
            self.report
                .add(position, format!("its id {} {}", event.id(), leads(by_id)));
        }
        let key = stream_key(event.stream(), event.version());
        let by_stream = self.streams.get(key.as_slice())?.map(|row| row.value());
        if by_stream != here {
            let what = format!(
                "version {} of stream {} {}",
                event.version(),
                event.stream(),
                leads(by_stream)
            );
            self.report.add(position, what);
        }
        let tags: BTreeSet<&str> = event.tags().collect();
        for tag in &tags {
            if self.tags.get(tag_key(tag, position).as_slice())?.is_none() {
                self.report
                    .add(position, format!("its tag {tag} is not in the index"));
            }
        }
        self.tags_indexed = self.tags_indexed.map(|count| count + tags.len() as u64);
        Ok(())
    }

    /// An event that the tables do not cover yet must be new to them, and follow its stream's last.
    fn check_tail(&mut self, event: &RecordedEvent) -> Result<(), LogError> {
        let position = event.position();
        let id = id_key(event.id());
        if self.tail.ids.contains_key(&id) || self.ids.get(id)?.is_some() {
            self.report
                .add(position, format!("its id {} is in the log twice", event.id()));
        }
        if self.has(event.stream(), event.version())? {
            let what = format!(
                "version {} of stream {} is there twice",
                event.version(),
                event.stream()
            );
            self.report.add(position, what);
        }
        if let Some(previous) = event.version().0.checked_sub(1)
            && !self.has(event.stream(), Version(previous))?
        {
            let what = format!("stream {} has no version {previous} before it", event.stream());
            self.report.add(position, what);
        }
        self.tail.end = position.0;
        self.tail
            .add(event.id(), event.stream(), event.version(), event.tags());
        Ok(())
    }

    fn has(&self, stream: &str, version: Version) -> Result<bool, LogError> {
        let key = stream_key(stream, version);
        Ok(self.tail.streams.contains_key(&key) || self.streams.get(key.as_slice())?.is_some())
    }

    fn along_the_indexes(&mut self) -> Result<(), LogError> {
        let covered = self.indexed.min(self.report.head.size);
        for (index, rows, called_for) in [
            ("id", self.indexed, Some(covered)),
            ("stream", self.streams.len()?, Some(covered)),
            ("tag", self.tags.len()?, self.tags_indexed),
        ] {
            if let Some(called_for) = called_for.filter(|&called_for| called_for != rows) {
                let what = format!("the {index} index has {rows} rows; the events call for {called_for}");
                self.report.add(None, what);
            }
        }
        self.along_the_streams()
    }

    fn along_the_streams(&mut self) -> Result<(), LogError> {
        let mut before: Option<(String, u64, u64)> = None;
        for row in self.streams.iter()? {
            let (key, position) = row?;
            let position = position.value();
            let Some((stream, version)) = split_key(key.value()) else {
                self.report
                    .add(Position(position), "its key in the stream index is malformed");
                continue;
            };
            let (expected, after) = match &before {
                Some((name, version, position)) if name == stream => (version + 1, Some(*position)),
                _ => (0, None),
            };
            if version != expected {
                let what = format!("stream {stream} goes on with version {version}; {expected} is missing");
                self.report.add(Position(position), what);
            }
            if after.is_some_and(|after| after >= position) {
                let what =
                    format!("version {version} of stream {stream} stands before the version it follows");
                self.report.add(Position(position), what);
            }
            before = Some((stream.into(), version, position));
        }
        Ok(())
    }
}

fn leads(found: Option<u64>) -> String {
    match found {
        Some(position) => format!("leads to position {position} in the index"),
        None => "is not in the index".into(),
    }
}
