//! Reading: the whole log in pieces, checked and taken apart, beside a bare scan of the same rows, and beside
//! one that checks the hash. One stream, one tag, one moment. Then verify, and what the Merkle tree takes and
//! gives.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(clippy::float_arithmetic, reason = "rates and ratios for people to read")]

mod common;

use std::{
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

use common::{Bare, NODES, Rows, new_log, response};
use eventlog::{EventLog, LogReader, Options, Position, ReadEvents, ReadTree, Tag, TimestampMs, Version};
use redb::{Builder, ConcurrencyMode, ReadableDatabase, ReadableTable, ReadableTableMetadata};
use tlog::{Hash, leaf_hash, tree::Frontier};

const EVENTS: u64 = 1_000_000;
const PIECE: usize = 4096;
const ROUNDS: u32 = 5;

fn main() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("log.redb");
    let (log, _) = new_log(&path);
    for numbers in (0..EVENTS).collect::<Vec<_>>().chunks(2000) {
        let pending: Vec<_> = numbers
            .iter()
            .map(|&number| log.append(response(number)))
            .collect();
        pending
            .into_iter()
            .for_each(|pending| drop(pending.wait().expect("a healthy log")));
    }
    log.close().expect("a healthy log");
    drop(log);

    let start = Instant::now();
    let log = LogReader::open(&path, &Options::default()).expect("a closed log");
    println!("opened in {:?}", start.elapsed());
    let mut bare = Bare::new(&directory.path().join("bare.redb"), Rows::Events);
    (0..EVENTS / 2000).for_each(|_| bare.commit(2000));

    let log_scan = fastest(|| whole(&log));
    let bare_scan = fastest(|| rows(&bare, |_| ()));
    let hashed_scan = fastest(|| rows(&bare, |stored| _ = black_box(leaf_hash(&stored[32..]))));
    let rate = |time: Duration| EVENTS as f64 / time.as_secs_f64();
    println!(
        "log, read_all in pieces of {PIECE}: {:.0} events/s",
        rate(log_scan)
    );
    println!(
        "bare scan: {:.0} rows/s; log/it {:.2}",
        rate(bare_scan),
        rate(log_scan) / rate(bare_scan)
    );
    println!(
        "bare scan with SHA-256: {:.0} rows/s; log/it {:.2}",
        rate(hashed_scan),
        rate(log_scan) / rate(hashed_scan)
    );

    let stream = response(EVENTS / 3).stream;
    println!(
        "one stream: {:?}",
        fastest(|| drop(log.read_stream(&stream, Version(0), 10).expect("readable")))
    );
    let tag = Tag::new("unit:U007").expect("a short name");
    let mut found = 0;
    let time = fastest(|| {
        found = log
            .read_tag(&tag, Position(0), usize::MAX)
            .expect("readable")
            .len();
    });
    println!("one tag, {found} events: {time:?}");
    let moment = TimestampMs(1_760_000_000_050);
    println!(
        "size at a moment: {:?}",
        fastest(|| _ = log.size_at(moment).expect("readable"))
    );
    let time = fastest(|| assert!(log.verify(|_, _| {}).expect("readable").is_clean()));
    println!("verify: {time:?}, {:.0} events/s", rate(time));
    let time = fastest(|| assert_eq!(rehashed(&log), log.root(EVENTS).expect("readable")));
    println!(
        "root made anew from the entries: {time:?}, {:.0} events/s",
        rate(time)
    );
    tree(&log);
    drop(log);
    nodes(&path);
}

/// As whoever signs does, on one thread.
fn rehashed(log: &impl ReadTree) -> Hash {
    let mut tree = Frontier::new();
    while tree.size() < EVENTS {
        let range = tree.size()..EVENTS.min(tree.size() + PIECE as u64);
        for entry in log.entries(range).expect("readable") {
            tree.append(leaf_hash(&entry), |_, _, _| {});
        }
    }
    tree.root()
}

fn tree(log: &impl ReadTree) {
    let sizes = (1..=1000).map(|step| EVENTS * step / 1000);
    let each = |run: &dyn Fn(u64)| fastest(|| sizes.clone().for_each(run)) / 1000;
    let root = each(&|size| _ = log.root(size).expect("readable"));
    let inclusion = each(&|size| drop(log.inclusion_proof(Position(size - 1), EVENTS).expect("readable")));
    let consistency = each(&|size| drop(log.consistency_proof(size, EVENTS).expect("readable")));
    println!("root of a size {root:?}, inclusion proof {inclusion:?}, consistency proof {consistency:?}");
    let proof = log
        .inclusion_proof(Position(EVENTS / 3), EVENTS)
        .expect("readable");
    println!("an inclusion proof has {} hashes", proof.len());
}

fn nodes(path: &Path) {
    let mut builder = Builder::new();
    builder.set_concurrency_mode(ConcurrencyMode::SingleWriter);
    let database = builder.open_read_only(path).expect("a closed log");
    let transaction = database.begin_read().expect("readable");
    let nodes = transaction.open_table(NODES).expect("the nodes");
    let stats = nodes.stats().expect("readable");
    let bytes = stats.stored_bytes() + stats.metadata_bytes() + stats.fragmented_bytes();
    println!(
        "nodes of the tree: {} rows, {bytes} bytes on disk, {:.2} bytes per event, beside the 32 of its leaf hash",
        nodes.len().expect("readable"),
        bytes as f64 / EVENTS as f64
    );
}

fn fastest(mut run: impl FnMut()) -> Duration {
    let times = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().expect("at least one round")
}

fn whole(log: &impl ReadEvents) {
    let mut from = Position(0);
    loop {
        let events = log.read_all(from, PIECE).expect("readable");
        let Some(last) = events.last() else { break };
        from = last.position().next();
    }
    assert_eq!(from.0, EVENTS);
}

fn rows(bare: &Bare, mut each: impl FnMut(&[u8])) {
    let transaction = bare.database.begin_read().expect("readable");
    let table = transaction.open_table(common::EVENTS).expect("the events");
    for row in table.iter().expect("readable") {
        each(row.expect("readable").1.value());
    }
}
