//! Checking every promise of the log on what stands in the file.
//!
//! Several threads share two kinds of work: [pieces](piece) of the log, event by event, and [walks](index)
//! along the indexes. What the pieces show is [put together](whole) in the order of the log, up to the root of
//! the tree. Whether the indexes have the rows that the events call for is told by [sums](sum); only if it
//! comes out wrong are [rows] looked up one by one, to name what disagrees.
//!
//! Memory: one piece for each thread, and some bytes for each piece that waits for an earlier one.

mod index;
mod piece;
mod report;
mod rows;
mod sum;
mod whole;

use std::{
    ops::RangeInclusive,
    sync::{
        Mutex, PoisonError,
        mpsc::{SyncSender, sync_channel},
    },
    thread,
};

use redb::ReadableTableMetadata;

pub use self::report::{Problem, Report};
use self::{
    index::{Index, Indexed},
    piece::{PIECE_EVENTS_MAX, Piece},
    rows::Rows,
    sum::Key,
    whole::Whole,
};
use super::{open::guarded, reader::Snapshot, tables, tree::Tree};
use crate::{LogError, Position};

pub(crate) fn verify(snapshot: &Snapshot, mut progress: impl FnMut(u64, u64)) -> Result<Report, LogError> {
    let work = Work::new(snapshot)?;
    let total = snapshot.events.len()?;
    let mut whole = Whole::new(&work.tree);
    let mut indexed = Indexed::default();
    let mut astray = false;
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let (sender, found) = sync_channel(threads);
        for number in 0..threads {
            let (sender, work) = (sender.clone(), &work);
            let worker = thread::Builder::new().name("log verifier".into());
            worker
                .spawn_scoped(scope, move || work.share(number, &sender))
                .map_err(|error| LogError::Storage(error.to_string()))?;
        }
        drop(sender);
        // Whoever leaves this loop early drops the receiver, and the others stop at their next find.
        for found in found {
            match indexed.report.note(found)? {
                Some(Found::Piece(number, piece)) => {
                    whole.take(number, piece)?;
                    progress(whole.events(), total);
                }
                Some(Found::Index(found)) => {
                    indexed.rows += found.rows;
                    indexed.report.add_all(found.report);
                }
                None => astray = true,
            }
        }
        Ok::<_, LogError>(())
    })?;
    let (mut report, called_for) = whole.into_report();
    report.add_all(indexed.report);
    if astray {
        return Ok(report);
    }
    if indexed.rows != called_for {
        Rows::new(&work, &mut report)?.compare()?;
        if report.is_clean() {
            report.add(None, "indeks tidak memuat baris yang mengikuti dari peristiwa");
        }
    }
    Rows::new(&work, &mut report)?.check_tail()?;
    Ok(report)
}

/// Rows are found by their order, and a walk along such rows may never end.
fn out_of_order(position: u64, table: &str) -> LogError {
    LogError::Damaged {
        position: Position(position),
        what: format!("the rows of the {table} are out of order"),
    }
}

/// What there is to look at, and how far it is handed out.
struct Work<'a> {
    snapshot: &'a Snapshot,
    tree: Tree<'a>,
    /// The number of events, going by the last of them.
    size: u64,
    /// The number of events that the index tables should cover.
    indexed: u64,
    key: Key,
    left: Mutex<Left>,
}

/// What nobody has taken yet.
struct Left {
    indexes: Vec<Index>,
    /// Where the next piece begins at the earliest.
    from: Option<u64>,
    pieces: u64,
}

enum Task {
    Index(Index),
    Piece(u64, RangeInclusive<u64>),
}

enum Found {
    Index(Indexed),
    /// With its number in the order of the log.
    Piece(u64, Piece),
}

impl<'a> Work<'a> {
    fn new(snapshot: &'a Snapshot) -> Result<Self, LogError> {
        Ok(Self {
            snapshot,
            tree: Tree::of(snapshot)?,
            size: snapshot.size()?,
            indexed: tables::indexed(&snapshot.transaction.open_table(tables::IDS)?)?,
            key: Key::new(),
            left: Mutex::new(Left {
                indexes: Index::ALL.into(),
                from: Some(0),
                pieces: 0,
            }),
        })
    }

    /// Does one task after the other until none is left, or something cannot be read.
    fn share(&self, worker: usize, found: &SyncSender<Result<Found, LogError>>) {
        // Every other thread begins with the indexes, which are few and long.
        let indexes_first = worker.is_multiple_of(2);
        // A file that was changed behind redb's back can make it panic, here as when it is opened.
        while let Some(outcome) = guarded(|| self.next(indexes_first)).transpose() {
            let outcome = outcome.and_then(|task| guarded(|| self.work_on(task)));
            let failed = outcome.is_err();
            if found.send(outcome).is_err() || failed {
                break;
            }
        }
    }

    fn next(&self, indexes_first: bool) -> Result<Option<Task>, LogError> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if indexes_first && let Some(index) = left.indexes.pop() {
            return Ok(Some(Task::Index(index)));
        }
        let first = match left.from {
            Some(from) => self.snapshot.events.range(from..)?.next().transpose()?,
            None => None,
        };
        let Some((first, _)) = first else {
            left.from = None;
            return Ok(left.indexes.pop().map(Task::Index));
        };
        let first = first.value();
        if left.from.is_some_and(|from| first < from) {
            left.from = None;
            return Err(out_of_order(first, "events"));
        }
        let last = first | (PIECE_EVENTS_MAX - 1);
        let number = left.pieces;
        left.from = last.checked_add(1);
        left.pieces += 1;
        Ok(Some(Task::Piece(number, first..=last)))
    }

    fn work_on(&self, task: Task) -> Result<Found, LogError> {
        Ok(match task {
            Task::Index(index) => Found::Index(index.read(self)?),
            Task::Piece(number, range) => Found::Piece(number, Piece::read(self, range)?),
        })
    }
}
