//! What both benchmarks need: events as a survey makes them, a disk that counts, bare redb to compare with.
#![allow(dead_code, reason = "each of the two benchmarks uses its part")]

use std::{
    fs::OpenOptions,
    io,
    ops::{Bound, Range},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use eventlog::{
    Actor, Append, EventId, ExpectedVersion, NewEvent, Options, RecordedAt, RedbLog, StreamId, Tag,
    TimestampMs,
};
use redb::{
    BackendError, Builder, ConcurrencyMode, Database, StorageBackend, TableDefinition, backends::FileBackend,
};
use tlog::{Hash, tree::Frontier};
use uuid::Uuid;

/// Bytes of each payload. The stored event is some 190 bytes longer.
pub(crate) const PAYLOAD_BYTES: usize = 300;
const UNITS: u64 = 40;
const SERVICES: u64 = 200;

/// An id as UUIDv7 makes them: time first, then chance.
fn id(number: u64) -> Uuid {
    let chance = u128::from(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).to_be_bytes();
    let chance = chance[6..].try_into().expect("ten bytes of sixteen");
    uuid::Builder::from_unix_timestamp_millis(1_760_000_000_000 + number / 40, chance).into_uuid()
}

/// One response: a stream of its own, tagged with its unit and service.
pub(crate) fn response(number: u64) -> Append {
    let id = id(number);
    let tags = [
        format!("unit:U{:03}", number % UNITS),
        format!("service:S{}", number % SERVICES),
    ];
    let event = NewEvent {
        id: EventId(id),
        event_type: "response_submitted",
        type_version: 1,
        actor: Actor::new("citizen").expect("a short name"),
        causation: None,
        correlation: None,
        tags: tags.map(|tag| Tag::new(tag).expect("a short name")).into(),
        payload: vec![b'x'; PAYLOAD_BYTES],
    };
    Append {
        stream: StreamId::new(format!("response-{id}")).expect("a short name"),
        expected: ExpectedVersion::NoStream,
        events: vec![event],
        recorded_at: RecordedAt::Clock,
    }
}

/// What reached the disk.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub(crate) bytes: AtomicU64,
    pub(crate) syncs: AtomicU64,
}

/// A file that counts.
#[derive(Debug)]
pub(crate) struct CountingFile {
    file: FileBackend,
    counted: Arc<Counted>,
}

impl CountingFile {
    pub(crate) fn new(path: &Path) -> (Self, Arc<Counted>) {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .open(path);
        let file = FileBackend::new(file.expect("a new file")).expect("a file backend");
        let counted = Arc::<Counted>::default();
        (
            Self {
                file,
                counted: counted.clone(),
            },
            counted,
        )
    }
}

impl StorageBackend for CountingFile {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.file.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.file.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.counted.syncs.fetch_add(1, Relaxed);
        self.file.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.counted.bytes.fetch_add(data.len() as u64, Relaxed);
        self.file.write(offset, data)
    }

    fn close(&self) -> io::Result<()> {
        self.file.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.query_lock_range(start, end)
    }
}

/// The log, as it ships.
pub(crate) fn new_log(path: &Path) -> (RedbLog, Arc<Counted>) {
    let (file, counted) = CountingFile::new(path);
    let time = AtomicU64::new(1_760_000_000_000);
    let clock = Arc::new(move || TimestampMs(time.fetch_add(1, Relaxed)));
    (
        RedbLog::open_backend(file, clock, &Options::default()).expect("a new log"),
        counted,
    )
}

/// Rows of a log, as one would write them to redb without a log around it.
pub(crate) struct Bare {
    pub(crate) database: Database,
    pub(crate) counted: Arc<Counted>,
    rows: Rows,
    written: u64,
    tree: Frontier,
}

/// What a bare log writes for each event.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    Events,
    /// And the nodes of the tree over them, hashed as the log does.
    EventsAndNodes,
    /// And the three indexes.
    EventsAndIndexes,
}

pub(crate) const EVENTS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("events");
pub(crate) const NODES: TableDefinition<'_, (u8, u64), [u8; 32]> = TableDefinition::new("nodes");
const IDS: TableDefinition<'_, [u8; 16], u64> = TableDefinition::new("ids");
const STREAMS: TableDefinition<'_, &[u8], u64> = TableDefinition::new("streams");
const TAGS: TableDefinition<'_, &[u8], ()> = TableDefinition::new("tags");

impl Bare {
    /// In the log's own configuration of redb.
    pub(crate) fn new(path: &Path, rows: Rows) -> Self {
        let (file, counted) = CountingFile::new(path);
        let mut builder = Builder::new();
        builder.set_concurrency_mode(ConcurrencyMode::SingleWriter);
        builder.set_cache_size(Options::default().cache_bytes);
        Self {
            database: builder.create_with_backend(file).expect("a new database"),
            counted,
            rows,
            written: 0,
            tree: Frontier::new(),
        }
    }

    /// One transaction.
    pub(crate) fn commit(&mut self, events: u64) {
        let numbers = self.written..self.written + events;
        self.written = numbers.end;
        self.write(numbers).expect("a healthy disk");
    }

    fn write(&mut self, numbers: Range<u64>) -> Result<(), redb::Error> {
        let transaction = self.database.begin_write()?;
        {
            let mut table = transaction.open_table(EVENTS)?;
            for number in numbers.clone() {
                table.insert(number, [b'x'; PAYLOAD_BYTES + 190].as_slice())?;
            }
        }
        if self.rows == Rows::EventsAndNodes {
            let mut completed = Vec::new();
            for number in numbers.clone() {
                let mut leaf = Hash([7; 32]);
                leaf.0[..8].copy_from_slice(&number.to_be_bytes());
                self.tree.append(leaf, |height, index, root| {
                    if height > 0 && height.is_multiple_of(8) {
                        completed.push(((height / 8, index), root));
                    }
                });
            }
            if !completed.is_empty() {
                let mut nodes = transaction.open_table(NODES)?;
                for (node, root) in completed {
                    nodes.insert(node, root.0)?;
                }
            }
        }
        if self.rows == Rows::EventsAndIndexes {
            let mut ids = transaction.open_table(IDS)?;
            let mut streams = transaction.open_table(STREAMS)?;
            let mut tags = transaction.open_table(TAGS)?;
            for number in numbers {
                let id = id(number);
                ids.insert(id.into_bytes(), number)?;
                streams.insert(format!("response-{id}\0\0\0\0\0\0\0\0\0").as_bytes(), number)?;
                for tag in [
                    format!("unit:U{:03}\0", number % UNITS),
                    format!("service:S{}\0", number % SERVICES),
                ] {
                    tags.insert([tag.as_bytes(), &number.to_be_bytes()].concat().as_slice(), ())?;
                }
            }
        }
        transaction.commit()?;
        Ok(())
    }
}
