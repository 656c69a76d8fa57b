//! The slow way, row by row: for indexes that are known to disagree with the events, and for the newest
//! events, which the indexes do not cover yet.

use std::collections::BTreeSet;

use redb::{ReadOnlyTable, ReadableTableMetadata};

use super::{Report, Work};
use crate::{
    LogError, Position, RecordedEvent, Version,
    redb_log::{
        tables::{IDS, STREAMS, TAGS, id_key, stream_key, tag_key},
        tail::Tail,
    },
};

/// Events without an index row that are held against each other in memory. A log never leaves that many.
const TAIL_EVENTS_MAX: u64 = 1 << 16;

pub(super) struct Rows<'a> {
    work: &'a Work<'a>,
    ids: ReadOnlyTable<[u8; 16], u64>,
    streams: ReadOnlyTable<&'static [u8], u64>,
    tags: ReadOnlyTable<&'static [u8], ()>,
    report: &'a mut Report,
}

impl<'a> Rows<'a> {
    pub(super) fn new(work: &'a Work<'a>, report: &'a mut Report) -> Result<Self, LogError> {
        let transaction = &work.snapshot.transaction;
        Ok(Self {
            work,
            ids: transaction.open_table(IDS)?,
            streams: transaction.open_table(STREAMS)?,
            tags: transaction.open_table(TAGS)?,
            report,
        })
    }

    /// Names each event whose index rows are not there or lead elsewhere, and indexes with rows left over.
    pub(super) fn compare(mut self) -> Result<(), LogError> {
        // Unknown once an event cannot be read.
        let mut tags = Some(0);
        for row in self.work.snapshot.events.range(..self.work.indexed)? {
            let (position, stored) = row?;
            match RecordedEvent::from_stored(Position(position.value()), stored.value()) {
                Ok(event) => {
                    let tags_here = self.check_rows(&event)?;
                    tags = tags.map(|count| count + tags_here);
                }
                Err(LogError::Damaged { .. }) => tags = None,
                Err(error) => return Err(error),
            }
        }
        self.count(tags)
    }

    /// Returns the number of its tags.
    fn check_rows(&mut self, event: &RecordedEvent) -> Result<u64, LogError> {
        let position = event.position();
        let here = Some(position.0);
        let by_id = self.ids.get(id_key(event.id()))?.map(|row| row.value());
        if by_id != here {
            self.report.add(
                position,
                format!("nomor peristiwa {} {}", event.id(), leads(by_id)),
            );
        }
        let key = stream_key(event.stream(), event.version());
        let by_stream = self.streams.get(key.as_slice())?.map(|row| row.value());
        if by_stream != here {
            let what = format!(
                "versi {} aliran {} {}",
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
                    .add(position, format!("labelnya {tag} tidak ada di indeks"));
            }
        }
        Ok(tags.len() as u64)
    }

    fn count(self, tags: Option<u64>) -> Result<(), LogError> {
        let covered = self.work.indexed.min(self.work.size);
        for (index, rows, called_for) in [
            ("nomor", self.work.indexed, Some(covered)),
            ("aliran", self.streams.len()?, Some(covered)),
            ("label", self.tags.len()?, tags),
        ] {
            if let Some(called_for) = called_for.filter(|&called_for| called_for != rows) {
                let what =
                    format!("indeks {index} memuat {rows} baris; dari peristiwa mengikuti {called_for}");
                self.report.add(None, what);
            }
        }
        Ok(())
    }

    /// Events that the tables do not cover yet must be new to them, and each follow its stream's last.
    pub(super) fn check_tail(mut self) -> Result<(), LogError> {
        let Work {
            snapshot,
            indexed,
            size,
            ..
        } = *self.work;
        if size.saturating_sub(indexed) > TAIL_EVENTS_MAX {
            let what = format!("indeks hanya memuat {indexed} peristiwa pertama dari {size}");
            self.report.add(Position(indexed), what);
            return Ok(());
        }
        let mut tail = Tail::starting_at(indexed);
        for row in snapshot.events.range(indexed..)? {
            let (position, stored) = row?;
            // One that cannot be read was named already.
            if let Ok(event) = RecordedEvent::from_stored(Position(position.value()), stored.value()) {
                self.check_new(&event, &tail)?;
                tail.end = position.value();
                tail.add(event.id(), event.stream(), event.version(), event.tags());
            }
        }
        Ok(())
    }

    fn check_new(&mut self, event: &RecordedEvent, tail: &Tail) -> Result<(), LogError> {
        let position = event.position();
        let id = id_key(event.id());
        if tail.ids.contains_key(&id) || self.ids.get(id)?.is_some() {
            self.report.add(
                position,
                format!("nomor peristiwa {} ada dua kali di log", event.id()),
            );
        }
        if self.has(tail, event.stream(), event.version())? {
            let what = format!("versi {} aliran {} ada dua kali", event.version(), event.stream());
            self.report.add(position, what);
        }
        if let Some(previous) = event.version().0.checked_sub(1)
            && !self.has(tail, event.stream(), Version(previous))?
        {
            let what = format!(
                "aliran {} tidak memuat versi {previous} di depannya",
                event.stream()
            );
            self.report.add(position, what);
        }
        Ok(())
    }

    fn has(&self, tail: &Tail, stream: &str, version: Version) -> Result<bool, LogError> {
        let key = stream_key(stream, version);
        Ok(tail.streams.contains_key(&key) || self.streams.get(key.as_slice())?.is_some())
    }
}

fn leads(found: Option<u64>) -> String {
    match found {
        Some(position) => format!("menunjuk posisi {position} di indeks"),
        None => "tidak ada di indeks".into(),
    }
}
