//! The log on redb: one file, one writing thread, any number of readers in this process and others.
//!
//! [`committer`] is the one write path, [`reader`] the one read path, [`tables`] what stands in the file.

mod backup;
mod batch;
mod committer;
mod errors;
mod open;
mod options;
mod reader;
mod tables;
mod tail;
mod tree;
mod verify;

#[cfg(test)]
mod crash_tests;
#[cfg(test)]
mod damage_tests;
#[cfg(test)]
mod disk;
#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tree_tests;

use std::{
    fmt,
    ops::Range,
    path::Path,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc::{SyncSender, TrySendError, sync_channel},
    },
    thread::{self, JoinHandle},
};

use redb::Database;
use tlog::Hash;
use tokio::sync::watch;

pub use options::Options;
pub use reader::LogReader;
pub use verify::{Problem, Report};

use self::committer::{Committer, Message, Request};
use crate::{
    Append, AppendError, Clock, EventId, EventLog, Head, LogError, PendingAppend, Position, ReadEvents,
    ReadTree, RecordedEvent, StreamId, Tag, TimestampMs, TreeError, Version, prepared::Prepared,
};

/// An [`EventLog`] in one redb file.
///
/// Dropping it, or [`close`](Self::close), finishes what is queued.
pub struct RedbLog {
    reader: LogReader,
    queue: SyncSender<Message>,
    queued_bytes: Arc<AtomicUsize>,
    queue_bytes_max: usize,
    head: Arc<watch::Sender<Head>>,
    committer: Mutex<Option<JoinHandle<()>>>,
}

impl RedbLog {
    /// Makes a new, empty log at `path`. A crash leaves either a whole log there or none.
    ///
    /// # Errors
    /// If something stands at `path` already, or the storage fails.
    pub fn create(path: &Path, clock: Clock, options: &Options) -> Result<Self, LogError> {
        open::create_file(path, options)?;
        Self::open(path, clock, options)
    }

    /// Opens the log at `path` for writing.
    ///
    /// # Errors
    /// [`LogError::InUse`] if another process writes it; otherwise if it is missing, no log, or damaged.
    pub fn open(path: &Path, clock: Clock, options: &Options) -> Result<Self, LogError> {
        let database = open::open_file(path, options)?;
        open::guarded(|| Self::start(database, clock, options))
    }

    /// Opens the log that a storage backend holds, or makes one in it if it is empty. For tests that need
    /// a disk with a will of its own: creation is safe against a crash only by [`create`](Self::create).
    ///
    /// # Errors
    /// If the backend holds no log, or fails.
    pub fn open_backend(
        backend: impl redb::StorageBackend,
        clock: Clock,
        options: &Options,
    ) -> Result<Self, LogError> {
        let database = open::open_backend(backend, options)?;
        open::guarded(|| Self::start(database, clock, options))
    }

    fn start(database: Database, clock: Clock, options: &Options) -> Result<Self, LogError> {
        let database = Arc::new(database);
        let failure = Arc::new(OnceLock::new());
        let reader = LogReader::new(database.clone(), failure.clone());
        let head = Arc::new(watch::Sender::new(reader.read_head()?));
        let queued_bytes = Arc::new(AtomicUsize::new(0));
        let (queue, messages) = sync_channel(options.queue_appends_max);
        let committer = Committer::new(
            database,
            messages,
            queued_bytes.clone(),
            head.clone(),
            failure,
            clock,
            options,
        )?;
        let committer = thread::Builder::new()
            .name("log committer".into())
            .spawn(move || committer.run())
            .map_err(|error| LogError::Storage(error.to_string()))?;
        Ok(Self {
            reader,
            queue,
            queued_bytes,
            queue_bytes_max: options.queue_bytes_max,
            head,
            committer: Mutex::new(Some(committer)),
        })
    }

    /// Finishes what is queued, then refuses appends. Reading goes on.
    ///
    /// # Errors
    /// If the log failed, now or earlier: what was not acknowledged may be missing.
    pub fn close(&self) -> Result<(), LogError> {
        let mut committer = self.committer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(committer) = committer.take() {
            // Without a receiver the committer is gone already, and has said why.
            let _ = self.queue.send(Message::Stop);
            if committer.join().is_err() {
                return Err(LogError::Closed("the committer panicked".into()));
            }
        }
        self.reader.check_open()
    }

    /// Copies the log as it stands now into a new file, while appending goes on.
    ///
    /// # Errors
    /// If something stands at `path` already, an entry is damaged, or the storage fails.
    pub fn backup(&self, path: &Path, progress: impl FnMut(u64, u64)) -> Result<Head, LogError> {
        self.reader.backup(path, progress)
    }

    /// Checks every promise of the log on what stands in the file. See [`LogReader::verify`].
    ///
    /// # Errors
    /// If the storage fails. What disagrees is no error; it stands in the report.
    pub fn verify(&self, progress: impl FnMut(u64, u64)) -> Result<Report, LogError> {
        self.reader.verify(progress)
    }

    fn submit(&self, append: Append) -> Result<PendingAppend, AppendError> {
        let append = Prepared::new(append)?;
        let bytes = append.stored_bytes();
        let queued_bytes = self.queued_bytes.fetch_add(bytes, Ordering::Relaxed);
        let (answer, pending) = PendingAppend::new();
        // An append larger than the whole limit is taken by an empty queue: late is better than never.
        let sent = if queued_bytes > 0 && queued_bytes + bytes > self.queue_bytes_max {
            Err(AppendError::Busy)
        } else {
            let request = Message::Append(Request { append, answer });
            self.queue.try_send(request).map_err(|error| match error {
                TrySendError::Full(_) => AppendError::Busy,
                TrySendError::Disconnected(_) => AppendError::Log(self.reader.why_closed()),
            })
        };
        if sent.is_err() {
            self.queued_bytes.fetch_sub(bytes, Ordering::Relaxed);
        }
        sent.map(|()| pending)
    }
}

impl EventLog for RedbLog {
    fn append(&self, append: Append) -> PendingAppend {
        self.submit(append)
            .unwrap_or_else(|refusal| PendingAppend::settled(Err(refusal)))
    }

    fn watch(&self) -> watch::Receiver<Head> {
        self.head.subscribe()
    }

    fn failure(&self) -> Option<String> {
        self.reader.check_open().err().map(|error| error.to_string())
    }
}

impl ReadEvents for RedbLog {
    fn read_all(&self, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError> {
        self.reader.read_all(from, limit)
    }

    fn read_stream(
        &self,
        stream: &StreamId,
        from: Version,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.reader.read_stream(stream, from, limit)
    }

    fn read_tag(&self, tag: &Tag, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError> {
        self.reader.read_tag(tag, from, limit)
    }

    fn position_of(&self, id: EventId) -> Result<Option<Position>, LogError> {
        self.reader.position_of(id)
    }

    fn size_at(&self, moment: TimestampMs) -> Result<u64, LogError> {
        self.reader.size_at(moment)
    }

    fn read_head(&self) -> Result<Head, LogError> {
        self.reader.read_head()
    }
}

impl ReadTree for RedbLog {
    fn root(&self, size: u64) -> Result<Hash, TreeError> {
        self.reader.root(size)
    }

    fn inclusion_proof(&self, position: Position, size: u64) -> Result<Vec<Hash>, TreeError> {
        self.reader.inclusion_proof(position, size)
    }

    fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<Hash>, TreeError> {
        self.reader.consistency_proof(old, new)
    }

    fn hashes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, TreeError> {
        self.reader.hashes(level, range)
    }

    fn entries(&self, range: Range<u64>) -> Result<Vec<Box<[u8]>>, TreeError> {
        self.reader.entries(range)
    }
}

impl Drop for RedbLog {
    fn drop(&mut self) {
        // Whoever must know whether the last appends are on disk has awaited them, or calls `close`.
        let _ = self.close();
    }
}

impl fmt::Debug for RedbLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedbLog")
            .field("head", &*self.head.borrow())
            .finish_non_exhaustive()
    }
}
