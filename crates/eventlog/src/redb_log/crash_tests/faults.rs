//! A disk that fails, a file cut short, a flipped bit: each is noticed, and none costs what was acknowledged.

use std::io::ErrorKind;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::super::disk::{Disk, Failure};
use super::options;
use crate::{
    EventLog, Position, ReadEvents, RecordedEvent, TimestampMs,
    conformance::samples::{append, tagged},
    redb_log::{LogReader, RedbLog, open::open_backend_read_only},
};

const APPENDS: u64 = 40;

fn open(disk: &Disk) -> RedbLog {
    let clock = std::sync::Arc::new(|| TimestampMs(1));
    RedbLog::open_backend(disk.clone(), clock, &options(None)).unwrap()
}

/// Appends one by one until the disk fails; returns how many were acknowledged.
fn append_until_failure(log: &RedbLog) -> u64 {
    let sent = |number: &u64| {
        let event = tagged(*number, &["t"]);
        log.append(append(&format!("s{}", number % 4), number / 4, vec![event]))
            .wait()
            .is_ok()
    };
    (0..APPENDS).take_while(sent).count() as u64
}

#[test]
fn whichever_write_or_sync_fails_nothing_acknowledged_is_lost_and_the_log_opens_again() {
    let disk = Disk::default();
    let log = open(&disk);
    let first = disk.operations();
    assert_eq!(append_until_failure(&log), APPENDS);
    log.close().unwrap();
    let last = disk.operations();
    drop(log);
    for operation in first..last {
        for (kind, carried_out) in [(ErrorKind::StorageFull, false), (ErrorKind::Other, true)] {
            let disk = Disk::default();
            let log = open(&disk);
            disk.fail(Failure {
                operation,
                kind,
                carried_out,
            });
            let acknowledged = append_until_failure(&log);
            log.close().unwrap_err();
            drop(log);
            // The machine stayed up, so all that was written is there, synced or not.
            let log = open(&Disk::holding(disk.content()));
            let size = log.head().size;
            assert!(
                (acknowledged..=acknowledged + 1).contains(&size),
                "{operation} {kind}: {size} events"
            );
            assert!(log.verify(|_, _| {}).unwrap().is_clean());
            assert_eq!(append_until_failure(&log), APPENDS, "{operation} {kind}");
        }
    }
}

/// A closed log, and its events.
fn closed_log() -> (Vec<u8>, Vec<RecordedEvent>) {
    let disk = Disk::default();
    let log = open(&disk);
    append_until_failure(&log);
    let events = log.read_all(Position(0), usize::MAX).unwrap();
    drop(log);
    (disk.content(), events)
}

/// What a damaged file shows to a reader, who does not change it: its events if verify finds nothing wrong,
/// `None` if the damage is noticed.
fn unnoticed(content: Vec<u8>) -> Option<Vec<RecordedEvent>> {
    let log = open_backend_read_only(Disk::holding(content), &options(None)).ok()?;
    let log = LogReader::new(std::sync::Arc::new(log), std::sync::Arc::default());
    let clean = log.verify(|_, _| {}).ok()?.is_clean();
    log.read_all(Position(0), usize::MAX).ok().filter(|_| clean)
}

/// Damages the file in many ways; each is noticed, or the log says the same as before.
fn damage(ways: impl Fn(&[u8]) -> Vec<Vec<u8>>) {
    let (content, events) = closed_log();
    assert_eq!(unnoticed(content.clone()), Some(events.clone()));
    let ways = ways(&content);
    let count = ways.len();
    let mut noticed = 0;
    for (number, damaged) in ways.into_iter().enumerate() {
        match unnoticed(damaged) {
            Some(seen) => assert_eq!(seen, events, "way {number}"),
            None => noticed += 1,
        }
    }
    println!("{noticed} of {count} noticed, the others changed nothing");
    // Much of a file is pages that an earlier commit left behind.
    assert!(noticed > 0);
}

#[test]
fn a_file_cut_short_is_noticed() {
    damage(|content| {
        let pages = (1..content.len() / 4096).map(|page| page * 4096);
        let lengths = pages.flat_map(|end| [end - 1, end, end + 1]);
        lengths.map(|length| content[..length].to_vec()).collect()
    });
}

#[test]
fn a_flipped_bit_is_noticed_wherever_it_changes_what_the_log_says() {
    damage(|content| {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let used: Vec<_> = (0..content.len()).filter(|&at| content[at] != 0).collect();
        let flip = |_| {
            let mut damaged = content.to_vec();
            damaged[used[rng.random_range(0..used.len())]] ^= 1 << rng.random_range(0..8);
            damaged
        };
        (0..1500).map(flip).collect()
    });
}
