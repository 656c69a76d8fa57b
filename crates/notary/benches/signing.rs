//! What signing costs: the first signature after a start, which hashes the whole log, beside a bare reading of the same
//! entries; and a signature over what a busy moment brings, beside one synced write of the same lock.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::float_arithmetic, reason = "rates and ratios for people to read")]

use std::{
    fs::{self, File},
    hint::black_box,
    io::Write,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use eventlog::{
    Actor, Append, EventId, EventLog, ExpectedVersion, NewEvent, Options, ReadTree, RecordedAt, RedbLog,
    StreamId, TimestampMs,
};
use notary::{Files, LockFile, NewKey, Notary};

const EVENTS: u64 = 500_000;
const PAYLOAD_BYTES: usize = 300;
const AT_ONCE: u64 = 2000;
const SIGNATURES: u64 = 20;
const BETWEEN: u64 = 200;
const NOW: TimestampMs = TimestampMs(1_790_000_000_000);

fn main() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let log = RedbLog::create(
        &directory.path().join("log.redb"),
        Arc::new(|| NOW),
        &Options::default(),
    );
    let log = log.expect("a new log");
    grow(&log, EVENTS);
    println!("log              {EVENTS} events, {PAYLOAD_BYTES} bytes of payload each");

    let read = time(|| {
        for start in (0..EVENTS).step_by(1024) {
            let entries = log.entries(start..EVENTS.min(start + 1024));
            black_box(entries.expect("a healthy log"));
        }
    });
    let mut notary = notary(directory.path(), &log);
    let first = time(|| sign(&mut notary, &log));
    println!(
        "first signature  {:.2} s, {:.0} events/s; to reading alone {:.2}",
        first.as_secs_f64(),
        EVENTS as f64 / first.as_secs_f64(),
        first.as_secs_f64() / read.as_secs_f64()
    );

    let mut signing = Duration::ZERO;
    for _ in 0..SIGNATURES {
        grow(&log, BETWEEN);
        signing += time(|| sign(&mut notary, &log));
    }
    let lock = fs::read(directory.path().join("signed")).expect("the lock");
    let mut writing = Duration::ZERO;
    for _ in 0..SIGNATURES {
        writing += time(|| {
            let mut file = File::create(directory.path().join("bare")).expect("a file");
            file.write_all(&lock)
                .and_then(|()| file.sync_all())
                .expect("a disk");
        });
    }
    println!(
        "next signatures  {:.2} ms each over {BETWEEN} events; to one synced write {:.2}",
        signing.as_secs_f64() * 1000.0 / SIGNATURES as f64,
        signing.as_secs_f64() / writing.as_secs_f64()
    );
}

fn time(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn sign(notary: &mut Notary, log: &RedbLog) {
    let size = log.head().size;
    let signed = notary.sign(log, size, NOW).expect("a healthy log");
    assert_eq!(signed.map(|signed| signed.head().size), Some(size));
}

fn notary(folder: &Path, log: &RedbLog) -> Notary {
    let files = Files {
        key: folder.join("log.key"),
        vkey: folder.join("log.pub"),
        archive: folder.join("checkpoints.redb"),
        lock: LockFile::new(folder.join("signed")),
    };
    let new_key = || NewKey {
        origin: "bench.example/log".into(),
        seed: [7; 32],
    };
    Notary::open(&files, log, log.head().size, NOW, new_key).expect("a new notary")
}

fn grow(log: &RedbLog, events: u64) {
    let first = log.head().size;
    for start in (first..first + events).step_by(usize::try_from(AT_ONCE).expect("small")) {
        let numbers = start..(first + events).min(start + AT_ONCE);
        let pending: Vec<_> = numbers.map(|number| log.append(response(number))).collect();
        for pending in pending {
            pending.wait().expect("a healthy log");
        }
    }
}

fn response(number: u64) -> Append {
    let id = uuid::Uuid::from_u64_pair(number, 7);
    Append {
        stream: StreamId::new(format!("response-{id}")).expect("short ASCII"),
        expected: ExpectedVersion::NoStream,
        events: vec![NewEvent {
            id: EventId(id),
            event_type: "response_submitted",
            type_version: 1,
            actor: Actor::new("citizen").expect("short ASCII"),
            causation: None,
            correlation: None,
            tags: Vec::new(),
            payload: vec![b'x'; PAYLOAD_BYTES],
        }],
        recorded_at: RecordedAt::Clock,
    }
}
