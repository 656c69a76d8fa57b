//! The bound below HTTP: the same events appended straight into a log of their own, by as many writers.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Instant,
};

use eventlog::{
    Actor, Append, Clock, EventLog, ExpectedVersion, NewEvent, Options, Position, RecordedAt, RecordedEvent,
    RedbLog, StreamId, TimestampMs,
};
use tokio::runtime::Runtime;

const PIECE: usize = 4096;

/// A log beside the server's, on the same disk.
pub(crate) struct Straight {
    log: Arc<RedbLog>,
    runtime: Runtime,
}

impl Straight {
    pub(crate) fn new(dir: &Path) -> Self {
        // Time does not matter here, only that it costs nothing.
        let clock: Clock = Arc::new(|| TimestampMs(1_790_000_000_000));
        let log = RedbLog::create(&dir.join("straight.redb"), clock, &Options::default());
        Self {
            log: Arc::new(log.expect("room for a log")),
            runtime: Runtime::new().expect("a runtime"),
        }
    }

    /// Appends per second. Each writer waits for its answer before it appends again, as a request does.
    pub(crate) fn run(&self, writers: usize, appends: Vec<Append>) -> f64 {
        let number = appends.len();
        let appends = Arc::new(Mutex::new(appends));
        let start = Instant::now();
        self.runtime.block_on(async {
            let writers: Vec<_> = (0..writers)
                .map(|_| tokio::spawn(write(Arc::clone(&self.log), Arc::clone(&appends))))
                .collect();
            for writer in writers {
                writer.await.expect("no writer fails");
            }
        });
        number as f64 / start.elapsed().as_secs_f64()
    }
}

async fn write(log: Arc<RedbLog>, appends: Arc<Mutex<Vec<Append>>>) {
    loop {
        let append = appends.lock().expect("no writer fails").pop();
        let Some(append) = append else { return };
        log.append(append).await.expect("a healthy log");
    }
}

/// What a log took from a position on, as if it had still to be appended; the last first.
pub(crate) fn appends(log: &dyn EventLog, from: u64) -> Vec<Append> {
    let mut appends = Vec::new();
    let mut from = Position(from);
    loop {
        let events = log.read_all(from, PIECE).expect("readable");
        let Some(last) = events.last() else { break };
        from = last.position().next();
        appends.extend(events.iter().map(append));
    }
    appends.reverse();
    appends
}

fn append(recorded: &RecordedEvent) -> Append {
    let event = NewEvent {
        id: recorded.id(),
        event_type: "response_submitted",
        type_version: recorded.type_version(),
        actor: Actor::new(recorded.actor()).expect("it was one before"),
        causation: None,
        correlation: None,
        tags: Vec::new(),
        payload: recorded.payload().to_vec(),
    };
    Append {
        stream: StreamId::new(recorded.stream()).expect("it was one before"),
        expected: ExpectedVersion::NoStream,
        events: vec![event],
        recorded_at: RecordedAt::Clock,
    }
}
