//! What only a log in a real file can show: making it, sharing it, copying it, closing it, finding damage.

use std::{
    fs,
    path::{Path, PathBuf},
    pin::Pin,
    sync::mpsc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use tempfile::TempDir;

use super::disk::{Disk, ENOSPC, Failure};
use super::{tests::small, *};
use crate::{
    NewEvent,
    conformance::samples::{TestClock, append, event, event_id, stream, tag, tagged},
};

fn at(directory: &TempDir, name: &str) -> PathBuf {
    directory.path().join(name)
}

fn new_log(path: &Path) -> RedbLog {
    RedbLog::create(path, TestClock::default().clock(), &small()).unwrap()
}

fn open(path: &Path) -> Result<RedbLog, LogError> {
    RedbLog::open(path, TestClock::default().clock(), &small())
}

/// Fifty events in ten streams under five tags.
fn fill(log: &RedbLog) {
    for number in 0..50 {
        let event = tagged(number, &[&format!("t{}", number % 5)]);
        let append = append(&format!("s{}", number % 10), number / 10, vec![event]);
        log.append(append).wait().unwrap();
    }
}

fn clean(report: &Report) {
    assert!(report.is_clean(), "{:#?}", report.problems);
}

#[test]
fn a_log_is_there_again_after_it_was_closed() {
    let directory = TempDir::new().unwrap();
    let path = at(&directory, "log.redb");
    let log = new_log(&path);
    fill(&log);
    let before = log.read_all(Position(0), 100).unwrap();
    drop(log);
    let log = open(&path).unwrap();
    assert_eq!(log.head().size, 50);
    assert_eq!(log.read_all(Position(0), 100).unwrap(), before);
    clean(&log.verify(|_, _| {}).unwrap());
    let again = log
        .append(append("s0", 0, vec![tagged(0, &["t0"])]))
        .wait()
        .unwrap();
    assert!(again.was_there, "idempotency does not end with the process");
}

#[test]
fn a_log_is_not_made_over_another_file() {
    let directory = TempDir::new().unwrap();
    let path = at(&directory, "log.redb");
    fs::write(&path, b"precious").unwrap();
    let refusal = RedbLog::create(&path, TestClock::default().clock(), &small()).unwrap_err();
    assert!(refusal.to_string().contains("exists already"), "{refusal}");
    assert_eq!(fs::read(&path).unwrap(), b"precious");
}

#[test]
fn a_creation_that_a_crash_cut_short_can_be_done_again() {
    let directory = TempDir::new().unwrap();
    let path = at(&directory, "log.redb");
    fs::write(at(&directory, "log.redb.unfinished"), b"half a file").unwrap();
    assert!(
        matches!(open(&path), Err(LogError::Storage(_))),
        "there is no log yet"
    );
    fill(&new_log(&path));
    assert_eq!(
        fs::read_dir(directory.path()).unwrap().count(),
        1,
        "nothing is left over"
    );
}

#[test]
fn a_file_that_is_no_log_is_refused() {
    let directory = TempDir::new().unwrap();
    for content in [&[][..], &[7; 10_000]] {
        let foreign = at(&directory, "foreign");
        fs::write(&foreign, content).unwrap();
        for refusal in [
            open(&foreign).unwrap_err(),
            LogReader::open(&foreign, &small()).unwrap_err(),
        ] {
            assert!(matches!(refusal, LogError::Format(_)), "{refusal}");
        }
        assert_eq!(fs::read(&foreign).unwrap(), content);
    }
    let other = at(&directory, "other.redb");
    drop(Database::create(&other).unwrap());
    let refusal = open(&other).unwrap_err();
    assert!(matches!(refusal, LogError::Format(_)), "{refusal}");
}

#[test]
fn a_second_writer_is_refused_by_name() {
    let directory = TempDir::new().unwrap();
    let path = at(&directory, "log.redb");
    let log = new_log(&path);
    let refusal = open(&path).unwrap_err();
    assert!(
        matches!(&refusal, LogError::InUse(named) if named.ends_with("log.redb")),
        "{refusal}"
    );
    fill(&log);
    drop(log);
    open(&path).unwrap();
}

#[test]
fn a_reader_beside_the_writer_sees_what_is_appended() {
    let directory = TempDir::new().unwrap();
    let path = at(&directory, "log.redb");
    let log = new_log(&path);
    let reader = LogReader::open(&path, &small()).unwrap();
    assert_eq!(reader.read_head().unwrap(), Head::default());
    for number in 0..60 {
        let appended = log
            .append(append("s", number, vec![tagged(number, &["t"])]))
            .wait()
            .unwrap();
        assert_eq!(reader.read_head().unwrap().size, number + 1);
        assert_eq!(
            reader.position_of(event_id(number)).unwrap(),
            Some(appended.position)
        );
        let by_stream = reader.read_stream(&stream("s"), Version(0), 100).unwrap();
        assert_eq!(by_stream, log.read_all(Position(0), 100).unwrap());
        assert_eq!(reader.read_tag(&tag("t"), Position(0), 100).unwrap(), by_stream);
    }
    clean(&reader.verify(|_, _| {}).unwrap());
}

#[test]
fn a_backup_taken_while_appending_goes_on_is_a_prefix_of_the_log() {
    let directory = TempDir::new().unwrap();
    let log = new_log(&at(&directory, "log.redb"));
    fill(&log);
    let copy = at(&directory, "copy.redb");
    let mut late = 0;
    let head = log.backup(&copy, |_, _| {
        log.append(append("late", late, vec![event(100 + late)]))
            .wait()
            .unwrap();
        late += 1;
    });
    let head = head.unwrap();
    assert!(late > 0 && log.head().size == 50 + late);
    let copied = open(&copy).unwrap();
    assert_eq!(copied.head(), head);
    assert_eq!(head.size, 50);
    clean(&copied.verify(|_, _| {}).unwrap());
    let size = usize::try_from(head.size).unwrap();
    assert_eq!(
        copied.read_all(Position(0), 1000).unwrap(),
        log.read_all(Position(0), size).unwrap()
    );
    assert_eq!(copied.read_tag(&tag("t1"), Position(0), 1000).unwrap().len(), 10);
    copied.append(append("s0", 5, vec![event(900)])).wait().unwrap();
}

#[test]
fn closing_finishes_what_is_queued_and_goes_on_reading() {
    let directory = TempDir::new().unwrap();
    let log = new_log(&at(&directory, "log.redb"));
    let pending: Vec<_> = (0..60)
        .map(|number| log.append(append(&format!("s{number}"), 0, vec![event(number)])))
        .collect();
    log.close().unwrap();
    for pending in pending {
        pending.wait().unwrap();
    }
    let late = log.append(append("late", 0, vec![event(99)])).wait();
    assert!(
        matches!(late, Err(AppendError::Log(LogError::Closed(_)))),
        "{late:?}"
    );
    assert_eq!(log.read_all(Position(0), 100).unwrap().len(), 60);
    log.close().unwrap();
}

/// A clock that the committer waits for, so that the queue fills up behind it: it tells when it was asked,
/// and answers once the sender is dropped.
fn stopped_clock() -> (Clock, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let (asked, was_asked) = mpsc::channel();
    let (go_on, gate) = mpsc::channel::<()>();
    let gate = Mutex::new(gate);
    let clock = Arc::new(move || {
        let _ = asked.send(());
        let _ = gate.lock().unwrap().recv();
        TimestampMs(1)
    });
    (clock, was_asked, go_on)
}

fn refused_at_once(pending: &mut PendingAppend) -> bool {
    let polled = Pin::new(pending).poll(&mut Context::from_waker(Waker::noop()));
    matches!(polled, Poll::Ready(Err(AppendError::Busy)))
}

#[test]
fn a_full_queue_says_busy_and_loses_nothing() {
    let (clock, _asked, go_on) = stopped_clock();
    let options = Options {
        queue_appends_max: 4,
        ..small()
    };
    let log = RedbLog::open_backend(Disk::default(), clock, &options).unwrap();
    let send = |number: u64| log.append(append(&format!("s{number}"), 0, vec![event(number)]));
    let mut taken = Vec::new();
    let refused = (0..100).find(|&number| {
        let mut pending = send(number);
        let busy = refused_at_once(&mut pending);
        if !busy {
            taken.push(pending);
        }
        busy
    });
    drop(go_on);
    let refused = refused.expect("a queue of four is full before a hundred");
    for pending in taken {
        pending.wait().unwrap();
    }
    assert_eq!(
        log.head().size,
        refused,
        "all before the refusal were taken, and only those"
    );
    send(refused).wait().unwrap();
}

#[test]
fn a_queue_is_full_by_bytes_too() {
    let (clock, asked, go_on) = stopped_clock();
    let options = Options {
        queue_bytes_max: 10_000,
        ..small()
    };
    let log = RedbLog::open_backend(Disk::default(), clock, &options).unwrap();
    let large = |number: u64| NewEvent {
        payload: vec![0; 6_000],
        ..event(number)
    };
    let send = |number: u64| log.append(append(&format!("s{number}"), 0, vec![large(number)]));
    let first = send(1);
    asked.recv().unwrap();
    let second = send(2);
    let busy = refused_at_once(&mut send(3));
    drop(go_on);
    assert!(busy);
    first.wait().unwrap();
    second.wait().unwrap();
    send(3).wait().unwrap();
    assert_eq!(log.head().size, 3);
}

#[test]
fn the_first_failure_of_the_disk_closes_the_log_and_says_why() {
    for carried_out in [false, true] {
        let disk = Disk::default();
        let log = RedbLog::open_backend(disk.clone(), TestClock::default().clock(), &small()).unwrap();
        log.append(append("a", 0, vec![event(1)])).wait().unwrap();
        let operation = disk.operations() + 3;
        disk.fail(Failure {
            operation,
            code: ENOSPC,
            carried_out,
            lasting: true,
        });
        let failures: Vec<_> = (2..6)
            .map(|number| log.append(append("a", number - 1, vec![event(number)])))
            .collect();
        for failure in failures {
            let failure = failure.wait().unwrap_err();
            assert!(matches!(failure, AppendError::Log(_)), "{failure}");
        }
        let why = log.read_all(Position(0), 10).unwrap_err().to_string();
        assert!(why.contains("closed") && why.contains("No space left"), "{why}");
        let late = log
            .append(append("b", 0, vec![event(9)]))
            .wait()
            .unwrap_err()
            .to_string();
        assert!(late.contains("No space left"), "{late}");
        log.close().unwrap_err();
    }
}

/// Whether redb would have to read the whole file before it could write to it.
fn needs_repair(content: Vec<u8>) -> bool {
    let mut builder = redb::Builder::new();
    builder.set_concurrency_mode(redb::ConcurrencyMode::SingleWriter);
    builder.set_repair_callback(redb::RepairSession::abort);
    matches!(
        builder.create_with_backend(Disk::holding(content)),
        Err(redb::DatabaseError::RepairAborted)
    )
}

#[test]
fn a_log_that_was_quiet_for_a_moment_opens_without_repair_after_a_crash() {
    for (settle_after, quiet) in [(Duration::MAX, false), (Duration::ZERO, true)] {
        let disk = Disk::default();
        let options = Options {
            settle_after,
            ..small()
        };
        let log = RedbLog::open_backend(disk.clone(), TestClock::default().clock(), &options).unwrap();
        log.append(append("a", 0, vec![event(1)])).wait().unwrap();
        let settles = || (0..2000).any(|_| !needs_repair(disk.content()));
        assert!(if quiet {
            settles()
        } else {
            needs_repair(disk.content())
        });
    }
}
