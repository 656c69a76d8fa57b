//! Catching up: three threads hand events on, one reads and checks them, one interprets them, one folds and writes.

use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::{self, Scope},
};

use eventlog::{LogError, Position, ReadEvents, RecordedEvent};

use crate::{
    Projector, ViewsError,
    fold::Fold,
    interpret::{Changes, Interpreter, decode},
};

/// Events handed on at once: few enough to stay in a processor's cache.
const EVENTS_PER_READ: u64 = 512;
/// Reads that may wait to be interpreted.
const READS_WAITING_MAX: usize = 16;
/// Interpreted reads that may wait while rows are written.
const CHANGES_WAITING_MAX: usize = 64;
/// Events written in one transaction while there are many to catch up with: each writes whole months, so the rarer
/// the better, and the longer nobody sees anything. What waits takes some 300 bytes an event.
const EVENTS_PER_WRITE: u64 = 131_072;

type Read = Result<Vec<RecordedEvent>, ViewsError>;
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
            fold.take(interpret(interpreter, &events)?);
        }
        fold.write()?;
        progress(fold.written());
        return Ok(());
    }
    let (read_sender, read) = sync_channel(READS_WAITING_MAX);
    let (changes_sender, changes) = sync_channel(CHANGES_WAITING_MAX);
    thread::scope(|scope| {
        spawn(scope, "views reading", move || {
            read_on(log, from, to, &read_sender);
        })?;
        spawn(scope, "views interpret", move || {
            interpret_all(interpreter, read, &changes_sender);
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

/// Ends at the first failure, or when nobody takes what is read any more.
fn read_on(log: &dyn ReadEvents, mut at: u64, to: u64, sender: &SyncSender<Read>) {
    while at < to {
        let events = read(log, at, to);
        let count = events.as_ref().map_or(0, Vec::len);
        if sender.send(events).is_err() || count == 0 {
            return;
        }
        at += count as u64;
    }
}

/// Takes the receiver, so that ending here ends the reading: it would wait for room for ever.
fn interpret_all(interpreter: &mut Interpreter, read: Receiver<Read>, sender: &SyncSender<Interpreted>) {
    for events in read {
        let changes = events.and_then(|events| interpret(interpreter, &events));
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
fn read(log: &dyn ReadEvents, at: u64, to: u64) -> Read {
    let limit = usize::try_from(EVENTS_PER_READ.min(to - at)).expect("a few hundred");
    let events = log.read_all(Position(at), limit)?;
    if events.is_empty() {
        let what = format!("log hanya memuat {at} peristiwa");
        return Err(ViewsError::Reference { position: at, what });
    }
    Ok(events)
}

fn interpret(interpreter: &mut Interpreter, events: &[RecordedEvent]) -> Interpreted {
    for recorded in events {
        interpreter.interpret(recorded, &decode(recorded)?)?;
    }
    Ok(interpreter.take())
}
