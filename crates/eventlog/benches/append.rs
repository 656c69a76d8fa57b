//! Durable appends at 1, 16, 128 and 512 writers, beside bare redb committing batches of the same size in the
//! same run, turn by turn: the disk's own mood changes within minutes, so only ratios mean something. Then what
//! the Merkle tree costs: the events table alone, with and without it.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::float_arithmetic, reason = "rates and ratios for people to read")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a batch is a small positive number"
)]

mod common;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use common::{Bare, Counted, PAYLOAD_BYTES, Rows, new_log, response};
use eventlog::{AppendError, EventLog, RedbLog};
use tokio::runtime::Runtime;

const PRELOAD: u64 = 200_000;
const ROUNDS: usize = 5;
const TURN: Duration = Duration::from_millis(600);

/// What one turn did.
#[derive(Clone, Copy)]
struct Turn {
    per_second: f64,
    bytes_per_event: f64,
    per_commit: f64,
    cpu_micros_per_event: f64,
}

fn main() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let (log, counted) = new_log(&directory.path().join("log.redb"));
    let log = Arc::new(log);
    let mut indexed = Bare::new(&directory.path().join("indexed.redb"), Rows::EventsAndIndexes);
    let mut events_only = Bare::new(&directory.path().join("events.redb"), Rows::Events);
    println!("{PAYLOAD_BYTES} bytes of payload, some 490 stored; {PRELOAD} events are there before");

    let start = Instant::now();
    let next = AtomicU64::new(0);
    fill(&log, &next, PRELOAD);
    println!(
        "filled through the queue: {:.0} events/s",
        PRELOAD as f64 / start.elapsed().as_secs_f64()
    );
    (0..PRELOAD / 1000).for_each(|_| indexed.commit(1000));
    (0..PRELOAD / 1000).for_each(|_| events_only.commit(1000));

    println!(
        "\n{:>7} {:>10} {:>9} {:>7} | {:>10} {:>7} {:>7} | {:>10} {:>7}",
        "writers", "log ev/s", "ev/commit", "B/ev", "bare 4 tb", "B/ev", "log/it", "events tb", "log/it"
    );
    let runtime = Runtime::new().expect("a runtime");
    let next = Arc::new(next);
    for writers in [1, 16, 128, 512] {
        let mut turns = Vec::new();
        for _ in 0..ROUNDS {
            let by_log = measure(&counted, || {
                runtime.block_on(append_for(TURN, writers, &log, &next))
            });
            let batch = (by_log.per_commit.round() as u64).max(1);
            let with_indexes = by_bare(&mut indexed, batch);
            let without = by_bare(&mut events_only, batch);
            turns.push([by_log, with_indexes, without]);
        }
        let middle = |pick: &dyn Fn(&[Turn; 3]) -> f64| median(turns.iter().map(pick));
        println!(
            "{writers:>7} {:>10.0} {:>9.1} {:>7.0} | {:>10.0} {:>7.0} {:>7.2} | {:>10.0} {:>7.2}",
            middle(&|turn| turn[0].per_second),
            middle(&|turn| turn[0].per_commit),
            middle(&|turn| turn[0].bytes_per_event),
            middle(&|turn| turn[1].per_second),
            middle(&|turn| turn[1].bytes_per_event),
            middle(&|turn| turn[0].per_second / turn[1].per_second),
            middle(&|turn| turn[2].per_second),
            middle(&|turn| turn[0].per_second / turn[2].per_second),
        );
    }
    tree(directory.path());
}

fn measure(counted: &Counted, run: impl FnOnce() -> u64) -> Turn {
    let (bytes, syncs) = (counted.bytes.load(Relaxed), counted.syncs.load(Relaxed));
    let (start, cpu) = (Instant::now(), cpu_micros());
    let events = run() as f64;
    let seconds = start.elapsed().as_secs_f64();
    // A two-phase commit syncs twice.
    let commits = (counted.syncs.load(Relaxed) - syncs) as f64 / 2.0;
    Turn {
        per_second: events / seconds,
        bytes_per_event: (counted.bytes.load(Relaxed) - bytes) as f64 / events,
        per_commit: events / commits,
        cpu_micros_per_event: (cpu_micros() - cpu) / events,
    }
}

/// Processor time of this thread, which for a bare log does all the work.
fn cpu_micros() -> f64 {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = spent
        .split(' ')
        .next()
        .and_then(|nanos| nanos.parse::<f64>().ok());
    nanos.unwrap_or(f64::NAN) / 1000.0
}

/// On the barest log that there is, so that the tree's share of it is the largest that it can be.
fn tree(directory: &Path) {
    let mut without = Bare::new(&directory.join("without.redb"), Rows::Events);
    let mut with = Bare::new(&directory.join("with.redb"), Rows::EventsAndNodes);
    for bare in [&mut without, &mut with] {
        (0..PRELOAD / 1000).for_each(|_| bare.commit(1000));
    }
    println!("\nevents table without and with the tree");
    println!(
        "{:>7} {:>10} {:>10} {:>7} | {:>8} {:>8} {:>7} | {:>7} {:>7}",
        "batch", "ev/s", "with", "ratio", "CPU us", "with", "ratio", "B/ev", "with"
    );
    for batch in [1, 16, 128, 512] {
        let turns: Vec<_> = (0..ROUNDS * 2)
            .map(|_| [by_bare(&mut without, batch), by_bare(&mut with, batch)])
            .collect();
        let middle = |pick: &dyn Fn(&[Turn; 2]) -> f64| median(turns.iter().map(pick));
        println!(
            "{batch:>7} {:>10.0} {:>10.0} {:>7.2} | {:>8.2} {:>8.2} {:>7.2} | {:>7.0} {:>7.0}",
            middle(&|turn| turn[0].per_second),
            middle(&|turn| turn[1].per_second),
            middle(&|turn| turn[1].per_second / turn[0].per_second),
            middle(&|turn| turn[0].cpu_micros_per_event),
            middle(&|turn| turn[1].cpu_micros_per_event),
            middle(&|turn| turn[1].cpu_micros_per_event / turn[0].cpu_micros_per_event),
            middle(&|turn| turn[0].bytes_per_event),
            middle(&|turn| turn[1].bytes_per_event),
        );
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = values.collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn by_bare(bare: &mut Bare, batch: u64) -> Turn {
    let counted = bare.counted.clone();
    measure(&counted, || {
        let start = Instant::now();
        let mut events = 0;
        while start.elapsed() < TURN {
            bare.commit(batch);
            events += batch;
        }
        events
    })
}

/// Each writer waits for its answer before it appends again, as a citizen's request does.
async fn append_for(turn: Duration, writers: usize, log: &Arc<RedbLog>, next: &Arc<AtomicU64>) -> u64 {
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..writers)
        .map(|_| {
            let (log, next, stop) = (log.clone(), next.clone(), stop.clone());
            tokio::spawn(async move {
                let mut appended = 0;
                while !stop.load(Relaxed) {
                    let append = response(next.fetch_add(1, Relaxed));
                    log.append(append).await.expect("a healthy log");
                    appended += 1;
                }
                appended
            })
        })
        .collect();
    tokio::time::sleep(turn).await;
    stop.store(true, Relaxed);
    let mut appended = 0;
    for writer in writers {
        appended += writer.await.expect("no writer fails");
    }
    appended
}

/// Many appends under way at once, from one thread: the way to import, or to fill a demo.
fn fill(log: &RedbLog, next: &AtomicU64, events: u64) {
    let mut under_way = std::collections::VecDeque::new();
    for _ in 0..events {
        under_way.push_back(log.append(response(next.fetch_add(1, Relaxed))));
        if under_way.len() == 3000 {
            settle(under_way.pop_front());
        }
    }
    under_way.drain(..).for_each(|pending| settle(Some(pending)));
}

fn settle(pending: Option<eventlog::PendingAppend>) {
    match pending.map(eventlog::PendingAppend::wait) {
        None | Some(Ok(_)) => {}
        Some(Err(error @ (AppendError::Busy | AppendError::Log(_)))) => panic!("{error}"),
        Some(Err(error)) => panic!("{error}"),
    }
}
