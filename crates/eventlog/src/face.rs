//! The public face of any event log: append, read, follow. Small on purpose, so that a replicated engine
//! can take the place of the embedded one. Its promises are those of the crate's documentation.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tlog::Hash;
use tokio::sync::{oneshot, watch};

use crate::{
    EntryError, EventId, NewEvent, Position, ReadTree, RecordedEvent, StreamId, Tag, TimestampMs, Version,
};

/// Tells the time that a log records. An argument everywhere, so that a test's log has a test's time.
pub type Clock = Arc<dyn Fn() -> TimestampMs + Send + Sync>;

/// What the writer believes about the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedVersion {
    /// The stream has no event yet.
    NoStream,
    /// The stream's last event has this version.
    Exact(Version),
}

/// When the log says it took the events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecordedAt {
    /// By the log's own clock.
    #[default]
    Clock,
    /// At a stated time, for filling a demo. Never earlier than the last recorded time.
    Stated(TimestampMs),
}

/// Events to add to one stream, all or none.
#[derive(Clone, Debug)]
pub struct Append {
    /// The stream to grow.
    pub stream: StreamId,
    /// What the writer believes about it.
    pub expected: ExpectedVersion,
    /// One or more events.
    pub events: Vec<NewEvent>,
    /// When the log says it took them.
    pub recorded_at: RecordedAt,
}

/// Where an append stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Position of the first event of the append; the others follow without gaps.
    pub position: Position,
    /// Version of the first event of the append.
    pub version: Version,
    /// When the log took it.
    pub recorded_at: TimestampMs,
    /// Leaf hash of each event, in order.
    pub leaf_hashes: Vec<Hash>,
    /// True if the events were there already, under the same ids: nothing was written this time.
    pub was_there: bool,
}

/// Why an append wrote nothing.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Someone else wrote first. Load the stream again and decide again.
    #[error("expected {expected:?}, but the stream's last version is {actual:?}")]
    WrongExpectedVersion {
        /// What the writer believed.
        expected: ExpectedVersion,
        /// The version of the stream's last event, `None` if there is no event.
        actual: Option<Version>,
    },
    /// An event id stands in the log already, as part of something else. Choose ids once per event.
    #[error("event id {id} stands in the log already, at position {position}")]
    EventIdTaken {
        /// The id in question.
        id: EventId,
        /// Where it stands.
        position: Position,
    },
    /// The queue of waiting appends is full. Nothing was taken; try again in a moment.
    #[error("the log is busy: its queue of waiting appends is full")]
    Busy,
    /// An event breaks a limit of the log. Make it smaller.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The log itself failed. Trying again does not help: stop, reopen, recover.
    #[error(transparent)]
    Log(#[from] LogError),
}

/// Why the log could not be read, opened or written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LogError {
    /// The disk or the storage engine failed. Stop, look at the disk, open again.
    #[error("the storage failed: {0}")]
    Storage(String),
    /// The last process to write this log was cut off. Open it once for writing, which recovers it.
    #[error("{0} was not closed cleanly; open it once for writing, which recovers it")]
    NotClosed(String),
    /// Another process writes this log. Stop it first, or ask it.
    #[error("{0} is open in another process; stop that process first, or ask it over HTTP")]
    InUse(String),
    /// What was read is not what was written. Restore from a backup, keep the damaged file as evidence.
    #[error("position {position}: {what}")]
    Damaged {
        /// Where the damage is.
        position: Position,
        /// What disagrees.
        what: String,
    },
    /// The file is no log, or of a format that this program does not know.
    #[error("{0}")]
    Format(String),
    /// The log was stopped after an earlier failure, or is closing.
    #[error("the log is closed: {0}")]
    Closed(String),
}

/// How far the log has grown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Number of events; also the position that the next event will get.
    pub size: u64,
    /// When the last event was recorded; zero in an empty log.
    pub recorded_at: TimestampMs,
}

/// An append on its way to the disk. Await it, or [`wait`](PendingAppend::wait) for it on a plain thread.
#[derive(Debug)]
pub struct PendingAppend(oneshot::Receiver<Result<Appended, AppendError>>);

impl PendingAppend {
    /// A pending append and the sender that settles it. For implementations of [`EventLog`].
    #[must_use]
    pub fn new() -> (oneshot::Sender<Result<Appended, AppendError>>, Self) {
        let (sender, receiver) = oneshot::channel();
        (sender, Self(receiver))
    }

    /// A pending append that is settled already.
    #[must_use]
    pub fn settled(outcome: Result<Appended, AppendError>) -> Self {
        let (sender, pending) = Self::new();
        // The receiver is alive, in our hands.
        let _ = sender.send(outcome);
        pending
    }

    /// Blocks until the append is on disk or refused. Not for use inside an async task.
    ///
    /// # Errors
    /// As the append itself.
    pub fn wait(self) -> Result<Appended, AppendError> {
        self.0.blocking_recv().unwrap_or_else(|_| Err(gone()))
    }
}

impl Future for PendingAppend {
    type Output = Result<Appended, AppendError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0)
            .poll(context)
            .map(|outcome| outcome.unwrap_or_else(|_| Err(gone())))
    }
}

fn gone() -> AppendError {
    AppendError::Log(LogError::Closed(
        "the committer stopped before this append was on disk".into(),
    ))
}

/// The reading half of a log, all that an inspector's tool needs.
///
/// Reads see only what is durable. A read of a range returns at most `limit` events; to read on, ask again
/// from the position after the last one.
pub trait ReadEvents: Send + Sync + 'static {
    /// Events of the whole log from `from` on, in order of position.
    ///
    /// # Errors
    /// If the storage fails or an entry is damaged.
    fn read_all(&self, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError>;

    /// Events of one stream from version `from` on, in order.
    ///
    /// # Errors
    /// If the storage fails or an entry is damaged.
    fn read_stream(
        &self,
        stream: &StreamId,
        from: Version,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError>;

    /// Events that carry a tag, from position `from` on, in order of position.
    ///
    /// # Errors
    /// If the storage fails or an entry is damaged.
    fn read_tag(&self, tag: &Tag, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError>;

    /// Where the event with this id stands, if it is in the log.
    ///
    /// # Errors
    /// If the storage fails.
    fn position_of(&self, id: EventId) -> Result<Option<Position>, LogError>;

    /// The number of events recorded by `moment`: the longest prefix of the log with `recorded_at <= moment`.
    ///
    /// # Errors
    /// If the storage fails or an entry is damaged.
    fn size_at(&self, moment: TimestampMs) -> Result<u64, LogError>;

    /// How far the log has grown, by what is stored.
    ///
    /// # Errors
    /// If the storage fails or the last entry is damaged.
    fn read_head(&self) -> Result<Head, LogError>;
}

/// An append-only log of events in streams, with the Merkle tree over them.
pub trait EventLog: ReadEvents + ReadTree {
    /// Queues an append. The answer arrives once the events are durable, or are refused.
    fn append(&self, append: Append) -> PendingAppend;

    /// A watermark that changes each time the log grows. Read up to it, wait for it to change, read on:
    /// catching up and following live are the same path, and a slow reader never holds the writer up.
    fn watch(&self) -> watch::Receiver<Head>;

    /// Why every further append will fail, once the storage has: a write that failed is not tried again, since what
    /// is on disk is no longer known. Open the log again, which recovers it. Watchers are woken when it happens.
    fn failure(&self) -> Option<String> {
        None
    }

    /// How far the log has grown, by the watermark.
    fn head(&self) -> Head {
        *self.watch().borrow()
    }
}
