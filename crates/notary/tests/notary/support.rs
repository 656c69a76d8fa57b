//! A log that a test can bend, and a notary's files in a folder of their own.

use std::{
    cell::Cell,
    ops::Range,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use eventlog::{
    Actor, Append, EventId, EventLog, ExpectedVersion, MemoryLog, NewEvent, Position, ReadTree, RecordedAt,
    StreamId, TimestampMs, TreeError,
};
use notary::{Error, Files, LockFile, NewKey, Notary, Resumption};
use tempfile::TempDir;
use tlog::{
    Hash,
    cosignature::{CosignedAt, CosigningKey},
    tree::TreeHead,
};

pub(crate) const NOW: TimestampMs = TimestampMs(1_790_000_000_000);
pub(crate) const ORIGIN: &str = "skm.example/log";

/// A log in memory. What stands in it can be bent after it was written.
pub(crate) struct Log {
    inner: MemoryLog,
    /// The entry at this position is read with a flipped bit.
    pub(crate) bent_entry: AtomicU64,
    /// The root of the tree of this size is read with a flipped bit.
    pub(crate) bent_root: AtomicU64,
}

impl Log {
    /// A log of so many events. Events of two names differ.
    pub(crate) fn of(name: &'static str, events: u64) -> Self {
        let log = Self {
            inner: MemoryLog::new(Arc::new(|| NOW)),
            bent_entry: AtomicU64::new(u64::MAX),
            bent_root: AtomicU64::new(u64::MAX),
        };
        log.grow_by(name, events);
        log
    }

    pub(crate) fn grow(&self, events: u64) {
        self.grow_by("a", events);
    }

    pub(crate) fn grow_by(&self, name: &'static str, events: u64) {
        for _ in 0..events {
            let number = self.size();
            let append = Append {
                stream: StreamId::new(format!("{name}-{number}")).unwrap(),
                expected: ExpectedVersion::NoStream,
                events: vec![NewEvent {
                    id: EventId(uuid(number)),
                    event_type: "happened",
                    type_version: 1,
                    actor: Actor::new("test").unwrap(),
                    causation: None,
                    correlation: None,
                    tags: Vec::new(),
                    payload: name.into(),
                }],
                recorded_at: RecordedAt::Clock,
            };
            self.inner.append(append).wait().unwrap();
        }
    }

    pub(crate) fn size(&self) -> u64 {
        self.inner.head().size
    }

    pub(crate) fn head(&self) -> TreeHead {
        let size = self.size();
        let root = self.inner.root(size).unwrap();
        TreeHead { size, root }
    }
}

fn uuid(number: u64) -> uuid::Uuid {
    uuid::Uuid::from_u64_pair(7, number)
}

impl ReadTree for Log {
    fn root(&self, size: u64) -> Result<Hash, TreeError> {
        let mut root = self.inner.root(size)?;
        if size == self.bent_root.load(Ordering::SeqCst) {
            root.0[5] ^= 4;
        }
        Ok(root)
    }

    fn inclusion_proof(&self, position: Position, size: u64) -> Result<Vec<Hash>, TreeError> {
        self.inner.inclusion_proof(position, size)
    }

    fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<Hash>, TreeError> {
        self.inner.consistency_proof(old, new)
    }

    fn hashes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, TreeError> {
        self.inner.hashes(level, range)
    }

    fn entries(&self, range: Range<u64>) -> Result<Vec<Box<[u8]>>, TreeError> {
        let mut entries = self.inner.entries(range.clone())?;
        for (entry, position) in entries.iter_mut().zip(range) {
            if position == self.bent_entry.load(Ordering::SeqCst) {
                entry[20] ^= 1;
            }
        }
        Ok(entries)
    }
}

/// The files of a notary.
pub(crate) struct Desk {
    folder: TempDir,
    keys_made: Cell<u8>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            keys_made: Cell::new(0),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn files(&self) -> Files {
        Files {
            key: self.path("log.key"),
            vkey: self.path("log.pub"),
            archive: self.path("checkpoints.redb"),
            lock: LockFile::new(self.path("signed")),
        }
    }

    pub(crate) fn new_key(&self) -> NewKey {
        self.keys_made.set(self.keys_made.get() + 1);
        NewKey {
            origin: ORIGIN.into(),
            seed: [self.keys_made.get(); 32],
        }
    }

    pub(crate) fn open(&self, log: &Log) -> Result<Notary, Error> {
        Notary::open(&self.files(), log, log.size(), NOW, || self.new_key())
    }

    /// Opens, signs all there is, and closes.
    pub(crate) fn sign(&self, log: &Log) -> TreeHead {
        let mut notary = self.open(log).unwrap();
        let signed = notary.sign(log, log.size(), NOW).unwrap();
        signed.unwrap().head()
    }

    pub(crate) fn prepare(&self, log: &Log) -> Result<Option<Resumption>, Error> {
        Resumption::prepare(&self.files(), log, log.size(), NOW, || self.new_key())
    }

    /// The head in the lock.
    pub(crate) fn locked(&self) -> Option<TreeHead> {
        let lock = self.files().lock.read().unwrap();
        lock.map(|lock| lock.checkpoint().head())
    }
}

/// A witness's key.
pub(crate) fn witness(number: u8) -> CosigningKey {
    CosigningKey::from_seed(&format!("witness{number}.example"), &[number; 32]).unwrap()
}

pub(crate) fn at(seconds: u64) -> CosignedAt {
    CosignedAt::from_posix_seconds(seconds).unwrap()
}
