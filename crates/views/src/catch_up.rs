//! Catching up: reading and decoding on one thread, applying on another, batch by batch.

use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use eventlog::{Position, ReadEvents, RecordedEvent};
use survey::Event;

use crate::{Projector, ViewsError, apply::decode};

/// Events applied in one transaction.
const EVENTS_PER_BATCH: usize = 8192;
/// Batches that may wait, so that memory does not grow with the log.
const BATCHES_WAITING_MAX: usize = 2;

/// Why catching up stopped.
pub type CatchUpError = ViewsError;

type Decoded = Vec<(RecordedEvent, Event)>;

/// Applies the events of `log` up to position `to` (exclusive), telling `progress` how far it is.
///
/// # Errors
/// If the log cannot be read, an event cannot be decoded, or the rows cannot be written.
pub fn catch_up(
    projector: &mut Projector,
    log: &dyn ReadEvents,
    to: u64,
    mut progress: impl FnMut(u64),
) -> Result<(), CatchUpError> {
    let from = projector.progress();
    let few = to.saturating_sub(from) <= EVENTS_PER_BATCH as u64;
    if few {
        // Following live: a second thread would cost more than it saves.
        while projector.progress() < to {
            let batch = read_batch(log, projector.progress(), to)?;
            projector.apply(&batch)?;
        }
        progress(projector.progress());
        return Ok(());
    }
    let (sender, receiver) = sync_channel(BATCHES_WAITING_MAX);
    thread::scope(|scope| {
        scope.spawn(move || read_on(log, from, to, &sender));
        apply_all(projector, receiver, &mut progress)
    })
}

fn read_on(log: &dyn ReadEvents, from: u64, to: u64, sender: &SyncSender<Result<Decoded, ViewsError>>) {
    let mut at = from;
    while at < to {
        let batch = read_batch(log, at, to);
        let failed = batch.is_err();
        at += batch.as_ref().map_or(0, |batch| batch.len() as u64);
        // The receiver is gone once applying has failed; then there is nothing left to read for.
        if sender.send(batch).is_err() || failed {
            return;
        }
    }
}

fn read_batch(log: &dyn ReadEvents, at: u64, to: u64) -> Result<Decoded, ViewsError> {
    let limit = usize::try_from(to - at)
        .unwrap_or(usize::MAX)
        .min(EVENTS_PER_BATCH);
    let events = log.read_all(Position(at), limit)?;
    if events.is_empty() {
        let what = format!("log hanya memuat {at} peristiwa");
        return Err(ViewsError::Reference { position: at, what });
    }
    events
        .into_iter()
        .map(|recorded| decode(&recorded).map(|event| (recorded, event)))
        .collect()
}

/// Takes the receiver, so that a failure here ends the reading: it would wait for room for ever.
fn apply_all(
    projector: &mut Projector,
    receiver: Receiver<Result<Decoded, ViewsError>>,
    progress: &mut impl FnMut(u64),
) -> Result<(), ViewsError> {
    for batch in receiver {
        projector.apply(&batch?)?;
        progress(projector.progress());
    }
    Ok(())
}
