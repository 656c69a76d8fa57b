//! A file cut short, a flipped bit: each is noticed, or the log says the same as before. Nobody panics.

use std::{fs, sync::Arc};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use redb::StorageBackend;
use tempfile::TempDir;

use super::super::disk::Disk;
use super::{
    failing_disk::{append_until_refused, open},
    options,
};
use crate::{
    EventLog, LogError, Position, ReadEvents, ReadTree, RecordedEvent, TimestampMs,
    conformance::samples::{append, event},
    redb_log::{LogReader, RedbLog, open::open_backend_read_only},
};

/// A closed log, and its events.
fn closed_log() -> (Vec<u8>, Vec<RecordedEvent>) {
    let disk = Disk::default();
    let log = open(&disk, None).unwrap();
    append_until_refused(&log, 100);
    let events = log.read_all(Position(0), usize::MAX).unwrap();
    drop(log);
    (disk.content(), events)
}

fn reader(disk: &Disk) -> Result<LogReader, LogError> {
    let database = open_backend_read_only(disk.clone(), &options(None))?;
    Ok(LogReader::new(Arc::new(database), Arc::default()))
}

/// What a log shows: its events if verify finds nothing wrong, `None` if something is noticed.
fn unnoticed(log: &LogReader) -> Option<Vec<RecordedEvent>> {
    let report = log.verify(|_, _| {}).ok()?;
    report.is_clean().then_some(())?;
    log.read_all(Position(0), usize::MAX).ok()
}

/// Whether a change is noticed by a reader, who does not change the file. If not, it must change nothing.
fn is_noticed(disk: &Disk, events: &[RecordedEvent]) -> bool {
    let seen = reader(disk).ok().and_then(|log| unnoticed(&log));
    assert!(
        seen.as_ref().is_none_or(|seen| seen == events),
        "a change was not noticed"
    );
    seen.is_none()
}

#[test]
fn a_file_cut_short_is_refused_to_writers_at_every_length_and_readers_miss_nothing() {
    // Beyond these bytes the small file has only free pages, and every 509th length will do.
    const USED_BYTES: usize = 40 << 10;
    let disk = Disk::default();
    let log = open(&disk, None).unwrap();
    log.append(append("s", 0, vec![event(1)])).wait().unwrap();
    let events = log.read_all(Position(0), usize::MAX).unwrap();
    drop(log);
    let whole = disk.content();
    let lengths = (1..USED_BYTES).chain((USED_BYTES..whole.len()).step_by(509));
    let (mut refused, mut read) = (0, 0);
    for length in lengths {
        let disk = Disk::holding(whole[..length].to_vec());
        match reader(&disk).ok().and_then(|log| unnoticed(&log)) {
            Some(seen) => assert_eq!(seen, events, "{length} bytes"),
            None => refused += 1,
        }
        read += 1;
        assert!(
            open(&disk, None).is_err(),
            "{length} bytes were opened to go on writing"
        );
        assert_eq!(disk.steps(), 0, "a refused file of {length} bytes was written to");
    }
    println!("{refused} of {read} lengths refused to readers");
    assert!(refused > 0 && refused < read);
}

#[test]
fn a_real_file_cut_short_is_refused_too() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("log.redb");
    let (whole, events) = closed_log();
    for length in (0..whole.len()).step_by(whole.len() / 50) {
        fs::write(&path, &whole[..length]).unwrap();
        if let Some(seen) = LogReader::open(&path, &options(None))
            .ok()
            .and_then(|log| unnoticed(&log))
        {
            assert_eq!(seen, events, "{length} bytes");
        }
        let clock = Arc::new(|| TimestampMs(1));
        let refusal = RedbLog::open(&path, clock, &options(None)).unwrap_err();
        let clear = ["is damaged", "is no event log"];
        assert!(
            clear.iter().any(|words| refusal.to_string().contains(words)),
            "{refusal}"
        );
        assert_eq!(fs::metadata(&path).unwrap().len(), length as u64);
    }
}

#[test]
fn a_flipped_bit_is_noticed_wherever_it_changes_what_the_log_says() {
    let (content, events) = closed_log();
    let disk = Disk::holding(content.clone());
    assert!(!is_noticed(&disk, &events));
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let used: Vec<_> = (0..content.len()).filter(|&at| content[at] != 0).collect();
    let noticed = (0..1500).filter(|_| {
        let at = used[rng.random_range(0..used.len())];
        let flipped = content[at] ^ 1 << rng.random_range(0..8);
        disk.write(at as u64, &[flipped]).unwrap();
        let noticed = is_noticed(&disk, &events);
        disk.write(at as u64, &content[at..=at]).unwrap();
        noticed
    });
    let noticed = noticed.count();
    println!("{noticed} of 1500 noticed, the others changed nothing");
    // Much of a file is pages that an earlier commit left behind.
    assert!(noticed > 0);
}

/// Wherever these bytes stand in the file: an earlier commit may have left a page behind that has them too.
fn places(content: &[u8], bytes: &[u8]) -> Vec<usize> {
    let all = 0..content.len() - bytes.len();
    all.filter(|&at| content[at..].starts_with(bytes)).collect()
}

#[test]
fn no_single_bit_of_an_event_or_a_node_can_flip_in_the_file_unseen() {
    let (content, events) = closed_log();
    let log = reader(&Disk::holding(content.clone())).unwrap();
    let event = &events[200];
    let node = log.hashes(1, 0..1).unwrap()[0].0;
    for bytes in [&event.leaf_hash().0, event.entry(), &node] {
        let places = places(&content, bytes);
        assert!(!places.is_empty());
        let disk = Disk::holding(content.clone());
        for (byte, bit) in (0..bytes.len()).flat_map(|byte| (0..8).map(move |bit| (byte, bit))) {
            let write = |value: u8| {
                let here = places.iter().map(|place| (place + byte) as u64);
                here.for_each(|at| disk.write(at, &[value]).unwrap());
            };
            write(bytes[byte] ^ 1 << bit);
            assert!(
                is_noticed(&disk, &events),
                "bit {bit} of byte {byte} of {bytes:?}"
            );
            write(bytes[byte]);
        }
    }
}
