//! A disk that fails, or is full: at whichever write or sync, the log stops and says why. Nothing that was
//! acknowledged is lost, nothing is there by half, and the log opens again.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::super::disk::{Disk, EIO, ENOSPC, Failure};
use super::{SEED, options};
use crate::{
    AppendError, EventLog, LogError, NewEvent, Position, ReadEvents, TimestampMs,
    conformance::samples::{append, event_id, tagged},
    redb_log::{RedbLog, options::Sabotage},
};

const APPENDS: u64 = 12;
/// Enough that a node of the tree is among what is written.
const EVENTS_PER_APPEND: u64 = 24;
const PAYLOAD_BYTES: usize = 100;

pub(super) fn open(disk: &Disk, sabotage: Option<Sabotage>) -> Result<RedbLog, LogError> {
    let clock = std::sync::Arc::new(|| TimestampMs(1));
    RedbLog::open_backend(disk.clone(), clock, &options(sabotage))
}

/// Appends one by one until one is refused: how many were acknowledged, and why no more.
pub(super) fn append_until_refused(log: &RedbLog, payload_bytes: usize) -> (u64, Option<AppendError>) {
    for number in 0..APPENDS {
        let first = number * EVENTS_PER_APPEND;
        let events = (first..first + EVENTS_PER_APPEND).map(|number| NewEvent {
            payload: vec![b'p'; payload_bytes],
            ..tagged(number, &["t"])
        });
        let next = number / 4 * EVENTS_PER_APPEND;
        let append = append(&format!("s{}", number % 4), next, events.collect());
        if let Err(refusal) = log.append(append).wait() {
            return (number, Some(refusal));
        }
    }
    (APPENDS, None)
}

/// Runs the workload on a disk that fails, looks at what is left, and goes on with it.
fn fails(failure: Failure, sabotage: Option<Sabotage>) -> Result<(), String> {
    let disk = Disk::default();
    let log = open(&disk, sabotage).map_err(|error| error.to_string())?;
    disk.fail(failure);
    let (acknowledged, refusal) = append_until_refused(&log, PAYLOAD_BYTES);
    let said = says_why(&log, failure, refusal);
    drop(log);
    // The machine stays up, and all that was written is there, synced or not; or power fails too.
    let mut rng = ChaCha8Rng::seed_from_u64(SEED ^ failure.operation as u64);
    for disk in [
        Disk::holding(disk.content()),
        disk.trace().cut_at_the_end(&mut rng),
    ] {
        let log = open(&disk, None).map_err(|error| format!("it does not open again: {error}"))?;
        holds(&log, acknowledged..=acknowledged + 1)?;
        goes_on(&log, PAYLOAD_BYTES)?;
    }
    said
}

/// A log that failed takes nothing more, and tells everyone the reason that the disk gave.
fn says_why(log: &RedbLog, failure: Failure, refusal: Option<AppendError>) -> Result<(), String> {
    let reason = format!("(os error {})", failure.code);
    let closed = log.close().err().map(AppendError::Log);
    // The last commit of all is made by closing, and nobody waits for it.
    let refusals = match refusal {
        Some(refusal) => vec![Some(refusal), append_until_refused(log, PAYLOAD_BYTES).1, closed],
        None => vec![closed],
    };
    for refusal in refusals {
        match refusal {
            Some(AppendError::Log(error)) if error.to_string().contains(&reason) => {}
            other => return Err(format!("the disk said {reason}, the log {other:?}")),
        }
    }
    Ok(())
}

/// So many appends are there, each of them whole, and nothing else.
fn holds(log: &RedbLog, appends: std::ops::RangeInclusive<u64>) -> Result<(), String> {
    let events = log
        .read_all(Position(0), usize::MAX)
        .map_err(|error| error.to_string())?;
    let size = events.len() as u64;
    if size < appends.start() * EVENTS_PER_APPEND {
        return Err(format!("position {size} was acknowledged and is lost"));
    }
    if size > appends.end() * EVENTS_PER_APPEND || !size.is_multiple_of(EVENTS_PER_APPEND) {
        return Err(format!("{size} events are there, of {appends:?} appends"));
    }
    if !events
        .iter()
        .zip(0..)
        .all(|(event, number)| event.id() == event_id(number))
    {
        return Err("other events are there than were asked for".into());
    }
    let report = log.verify(|_, _| {}).map_err(|error| error.to_string())?;
    report
        .is_clean()
        .then_some(())
        .ok_or_else(|| format!("verify found {report:?}"))
}

fn goes_on(log: &RedbLog, payload_bytes: usize) -> Result<(), String> {
    match append_until_refused(log, payload_bytes).1 {
        None => holds(log, APPENDS..=APPENDS),
        Some(refusal) => Err(format!("it does not go on: {refusal}")),
    }
}

/// The operations of a run on a healthy disk, from the first append on.
fn operations() -> std::ops::Range<usize> {
    let disk = Disk::default();
    let log = open(&disk, None).unwrap();
    let first = disk.operations();
    assert!(append_until_refused(&log, PAYLOAD_BYTES).1.is_none());
    log.close().unwrap();
    first..disk.operations()
}

/// At every operation, in every way that a disk fails.
fn at_every_operation(sabotage: Option<Sabotage>) -> Result<usize, String> {
    let mut runs = 0;
    for operation in operations() {
        for (code, carried_out, lasting) in [
            (EIO, false, true),
            (EIO, true, false),
            (ENOSPC, false, false),
            (ENOSPC, true, true),
        ] {
            let failure = Failure {
                operation,
                code,
                carried_out,
                lasting,
            };
            fails(failure, sabotage).map_err(|what| format!("{failure:?}: {what}"))?;
            runs += 1;
        }
    }
    Ok(runs)
}

#[test]
fn whichever_write_or_sync_fails_nothing_acknowledged_is_lost_and_the_log_opens_again() {
    let runs = at_every_operation(None).unwrap();
    println!("{runs} failures");
    assert!(runs > 200, "{runs}");
}

#[test]
fn a_log_that_takes_a_failed_commit_for_a_success_is_caught() {
    let loss = at_every_operation(Some(Sabotage::IgnoreFailure)).unwrap_err();
    assert!(loss.contains("was acknowledged and is lost"), "{loss}");
}

#[test]
fn a_full_disk_stops_the_log_and_loses_nothing_and_with_room_again_it_goes_on() {
    // Enough that the file grows beyond what it has at first.
    const PAYLOAD_BYTES: usize = 10_000;
    const STEPS: u64 = 50;
    let whole = Disk::default();
    let log = open(&whole, None).unwrap();
    append_until_refused(&log, PAYLOAD_BYTES);
    let whole = whole.content().len() as u64;
    let full = |error: &LogError| error.to_string().contains("(os error 28)");
    let mut stopped = 0;
    for room in (1..STEPS).map(|step| whole * step / STEPS) {
        let disk = Disk::default();
        disk.has_room_for(Some(room));
        let log = match open(&disk, None) {
            Ok(log) => log,
            Err(error) => {
                assert!(full(&error), "room for {room}: {error}");
                continue;
            }
        };
        let (acknowledged, refusal) = append_until_refused(&log, PAYLOAD_BYTES);
        match refusal {
            Some(AppendError::Log(error)) => assert!(full(&error), "room for {room}: {error}"),
            Some(other) => panic!("room for {room}: {other}"),
            None => continue,
        }
        stopped += 1;
        drop(log);
        if let Err(error) = open(&disk, None) {
            assert!(full(&error), "room for {room}, opened again: {error}");
        }
        disk.has_room_for(None);
        let log = open(&disk, None).unwrap();
        holds(&log, acknowledged..=acknowledged + 1).unwrap();
        goes_on(&log, PAYLOAD_BYTES).unwrap();
    }
    println!("stopped with {stopped} of {STEPS} sizes of the disk");
    assert!(stopped > 5, "{stopped}");
}
