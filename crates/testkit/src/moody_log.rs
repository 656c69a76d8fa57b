//! A log with moods: well, busy, failing, or holding everybody up.

use std::{
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use eventlog::{
    Append, AppendError, Appended, EventId, EventLog, Head, LogError, PendingAppend, Position, ReadEvents,
    ReadTree, RecordedEvent, StreamId, Tag, TimestampMs, TreeError, Version,
};
use tlog::Hash;
use tokio::sync::{oneshot, watch};

/// How a [`MoodyLog`] takes what comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As the log underneath does.
    Well,
    /// So many more appends are taken, all others refused as busy.
    BusyAfter(usize),
    /// Every append fails, as if the disk had.
    FailsToAppend,
    /// Reading a range of the log fails, as if the disk had.
    FailsToRead,
    /// Reading the tree fails, nodes and entries, as if that part of the disk had.
    FailsToReadTree,
    /// Reading a range of the log panics: a bug.
    PanicsToRead,
    /// Appends wait, as if the disk took for ever, until [released](MoodyLog::release).
    Holds,
    /// The next append waits until released; those after it overtake it.
    HoldsOne,
}

type Answer = oneshot::Sender<Result<Appended, AppendError>>;

/// A log in front of another one, that behaves as told.
pub struct MoodyLog {
    inner: Arc<dyn EventLog>,
    mood: Mutex<Mood>,
    held: Mutex<Vec<(Append, Answer)>>,
}

impl MoodyLog {
    /// In front of that log, and well.
    #[must_use]
    pub fn new(inner: Arc<dyn EventLog>) -> Self {
        Self {
            inner,
            mood: Mutex::new(Mood::Well),
            held: Mutex::default(),
        }
    }

    /// Behaves like this from now on.
    pub fn set(&self, mood: Mood) {
        *lock(&self.mood) = mood;
    }

    /// How many appends are held.
    #[must_use]
    pub fn held(&self) -> usize {
        lock(&self.held).len()
    }

    /// Lets everything go on that was held, in order, and is well from then on.
    pub fn release(&self) {
        self.set(Mood::Well);
        for (append, answer) in std::mem::take(&mut *lock(&self.held)) {
            // Whoever asked may have stopped waiting.
            let _ = answer.send(self.inner.append(append).wait());
        }
    }

    fn check_reading(&self) -> Result<(), LogError> {
        let mood = *lock(&self.mood);
        match mood {
            Mood::FailsToRead => Err(broken()),
            Mood::PanicsToRead => panic!("a bug while reading"),
            Mood::Well
            | Mood::BusyAfter(_)
            | Mood::FailsToAppend
            | Mood::FailsToReadTree
            | Mood::Holds
            | Mood::HoldsOne => Ok(()),
        }
    }

    fn check_reading_tree(&self) -> Result<(), LogError> {
        if *lock(&self.mood) == Mood::FailsToReadTree {
            return Err(broken());
        }
        self.check_reading()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn broken() -> LogError {
    LogError::Storage("the disk is broken".into())
}

impl EventLog for MoodyLog {
    fn append(&self, append: Append) -> PendingAppend {
        let mut mood = lock(&self.mood);
        match &mut *mood {
            Mood::Well | Mood::FailsToRead | Mood::FailsToReadTree | Mood::PanicsToRead => {
                self.inner.append(append)
            }
            Mood::BusyAfter(0) => PendingAppend::settled(Err(AppendError::Busy)),
            Mood::BusyAfter(more) => {
                *more -= 1;
                self.inner.append(append)
            }
            Mood::FailsToAppend => PendingAppend::settled(Err(broken().into())),
            Mood::Holds | Mood::HoldsOne => {
                if *mood == Mood::HoldsOne {
                    *mood = Mood::Well;
                }
                let (answer, pending) = PendingAppend::new();
                lock(&self.held).push((append, answer));
                pending
            }
        }
    }

    fn watch(&self) -> watch::Receiver<Head> {
        self.inner.watch()
    }
}

impl ReadEvents for MoodyLog {
    fn read_all(&self, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError> {
        self.check_reading()?;
        self.inner.read_all(from, limit)
    }

    fn read_stream(
        &self,
        stream: &StreamId,
        from: Version,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.inner.read_stream(stream, from, limit)
    }

    fn read_tag(&self, tag: &Tag, from: Position, limit: usize) -> Result<Vec<RecordedEvent>, LogError> {
        self.inner.read_tag(tag, from, limit)
    }

    fn position_of(&self, id: EventId) -> Result<Option<Position>, LogError> {
        self.inner.position_of(id)
    }

    fn size_at(&self, moment: TimestampMs) -> Result<u64, LogError> {
        self.inner.size_at(moment)
    }

    fn read_head(&self) -> Result<Head, LogError> {
        self.inner.read_head()
    }
}

impl ReadTree for MoodyLog {
    fn root(&self, size: u64) -> Result<Hash, TreeError> {
        self.check_reading_tree()?;
        self.inner.root(size)
    }

    fn inclusion_proof(&self, position: Position, size: u64) -> Result<Vec<Hash>, TreeError> {
        self.check_reading_tree()?;
        self.inner.inclusion_proof(position, size)
    }

    fn consistency_proof(&self, old: u64, new: u64) -> Result<Vec<Hash>, TreeError> {
        self.check_reading_tree()?;
        self.inner.consistency_proof(old, new)
    }

    fn hashes(&self, level: u8, range: Range<u64>) -> Result<Vec<Hash>, TreeError> {
        self.check_reading_tree()?;
        self.inner.hashes(level, range)
    }

    fn entries(&self, range: Range<u64>) -> Result<Vec<Box<[u8]>>, TreeError> {
        self.check_reading_tree()?;
        self.inner.entries(range)
    }
}
