//! Catching up: three threads hand events on, one reads and checks them, one interprets them, one folds and writes.
//! Decoding is most of interpreting. Where the reader is ahead it decodes what it has read, rather than wait.

use std::{
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, Scope},
};

use eventlog::{LogError, Position, ReadEvents, RecordedEvent};
use survey::Event;

use crate::{
    Projector, ViewsError,
    fold::Fold,
    interpret::{Changes, Interpreter, decode},
};

/// Events handed on at once: few enough to stay in a processor's cache.
const EVENTS_PER_READ: u64 = 512;
/// Reads that may wait to be interpreted.
const READS_WAITING_MAX: usize = 16;
/// Reads that wait when the reader is ahead.
const READS_AHEAD: usize = 2;
/// Interpreted reads that may wait while rows are written.
const CHANGES_WAITING_MAX: usize = 256;
/// Events written in one transaction while there are many to catch up with: each writes whole months, so the rarer
/// the better, and the longer nobody sees anything. What waits takes some 300 bytes an event.
const EVENTS_PER_WRITE: u64 = 131_072;

/// Events on their way to be interpreted.
enum Read {
    Recorded(Vec<RecordedEvent>),
    Decoded(Vec<(RecordedEvent, Result<Event, ViewsError>)>),
}

impl Read {
    fn decoded(events: Vec<RecordedEvent>) -> Self {
        let decoded = events.into_iter().map(|recorded| {
            let event = decode(&recorded);
            (recorded, event)
        });
        Self::Decoded(decoded.collect())
    }
}

type Interpreted = Result<Changes, ViewsError>;

/// Applies the events of `log` up to position `to` (exclusive), telling `progress` how far it is.
///
/// # Errors
/// If the log cannot be read, an event cannot be decoded or applied, or the rows cannot be written. Nothing that is
/// half done is visible then; the projector must not be used again.
pub fn catch_up(
    projector: &mut Projector,
    log: &dyn ReadEvents,
    to: u64,
    mut progress: impl FnMut(u64),
) -> Result<(), ViewsError> {
    let Projector { interpreter, fold } = projector;
    let from = interpreter.progress();
    if to.saturating_sub(from) <= EVENTS_PER_READ {
        // Following live: more threads would cost more than they save.
        while interpreter.progress() < to {
            let events = read(log, interpreter.progress(), to)?;
            fold.take(interpret(interpreter, Read::Recorded(events))?);
        }
        fold.write()?;
        progress(fold.written());
        return Ok(());
    }
    let (read_sender, read) = sync_channel(READS_WAITING_MAX);
    let (changes_sender, changes) = sync_channel(CHANGES_WAITING_MAX);
    let waiting = &AtomicUsize::new(0);
    thread::scope(|scope| {
        spawn(scope, "views reading", move || {
            read_on(log, from, to, waiting, &read_sender);
        })?;
        spawn(scope, "views interpret", move || {
            interpret_all(interpreter, read, waiting, &changes_sender);
        })?;
        fold_all(fold, changes, &mut progress)
    })
}

fn spawn<'scope>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    work: impl FnOnce() + Send + 'scope,
) -> Result<(), ViewsError> {
    let thread = thread::Builder::new().name(name.into());
    let spawned = thread.spawn_scoped(scope, work);
    spawned.map_err(|error| LogError::Storage(error.to_string()))?;
    Ok(())
}

/// Ends at the first failure, or when nobody takes what is read any more. `waiting` is how much is read and not taken.
fn read_on(
    log: &dyn ReadEvents,
    mut at: u64,
    to: u64,
    waiting: &AtomicUsize,
    sender: &SyncSender<Result<Read, ViewsError>>,
) {
    while at < to {
        let events = read(log, at, to);
        let count = events.as_ref().map_or(0, Vec::len);
        let is_ahead = waiting.fetch_add(1, Ordering::Relaxed) >= READS_AHEAD;
        let read = events.map(if is_ahead { Read::decoded } else { Read::Recorded });
        if sender.send(read).is_err() || count == 0 {
            return;
        }
        at += count as u64;
    }
}

/// Takes the receiver, so that ending here ends the reading: it would wait for room for ever.
fn interpret_all(
    interpreter: &mut Interpreter,
    read: Receiver<Result<Read, ViewsError>>,
    waiting: &AtomicUsize,
    sender: &SyncSender<Interpreted>,
) {
    for read in read {
        waiting.fetch_sub(1, Ordering::Relaxed);
        let changes = read.and_then(|read| interpret(interpreter, read));
        let failed = changes.is_err();
        if sender.send(changes).is_err() || failed {
            return;
        }
    }
}

/// Takes the receiver, as above.
fn fold_all(
    fold: &mut Fold,
    changes: Receiver<Interpreted>,
    progress: &mut impl FnMut(u64),
) -> Result<(), ViewsError> {
    for changes in changes {
        fold.take(changes?);
        if fold.unwritten() >= EVENTS_PER_WRITE {
            fold.write()?;
            progress(fold.written());
        }
    }
    fold.write()?;
    progress(fold.written());
    Ok(())
}

/// At least one event.
fn read(log: &dyn ReadEvents, at: u64, to: u64) -> Result<Vec<RecordedEvent>, ViewsError> {
    let limit = usize::try_from(EVENTS_PER_READ.min(to - at)).expect("a few hundred");
    let events = log.read_all(Position(at), limit)?;
    if events.is_empty() {
        let what = format!("log hanya memuat {at} peristiwa");
        return Err(ViewsError::Reference { position: at, what });
    }
    Ok(events)
}

fn interpret(interpreter: &mut Interpreter, read: Read) -> Interpreted {
    match read {
        Read::Recorded(events) => {
            for recorded in &events {
                interpreter.interpret(recorded, &decode(recorded)?)?;
            }
        }
        Read::Decoded(events) => {
            for (recorded, event) in events {
                interpreter.interpret(&recorded, &event?)?;
            }
        }
    }
    Ok(interpreter.take())
}
