//! Sixteen writers on one log, and a witness outside of it that notes what was asked and what was answered,
//! at the very step of the disk at which it was answered.
//!
//! The run repeats exactly from its seed: the log asks its clock once per batch, and the clock lets it go on
//! only when the next batch stands in the queue.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, mpsc},
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use super::super::disk::{Disk, Step, Trace};
use super::super::{RedbLog, options::Sabotage, tests::small};
use crate::{
    Append, Appended, Clock, EventLog, NewEvent, PendingAppend, TimestampMs,
    conformance::samples::{append, tagged},
    redb_log::Options,
};

const WRITERS: usize = 16;
const ROUNDS_PER_SESSION: u64 = 30;
const SESSIONS: u64 = 3;

/// What the disk was asked, what the log was asked, and what it answered.
pub(super) struct Record {
    pub(super) trace: Trace,
    /// Steps of the trace that make the empty log. Creation is safe by other means.
    pub(super) creation: usize,
    /// A [`Step::Mark`] with its index stands in the trace where it was answered.
    pub(super) asked: Vec<Asked>,
}

pub(super) struct Asked {
    pub(super) append: Append,
    /// Steps of the trace before it was asked.
    pub(super) after: usize,
    /// `None` if it was refused.
    pub(super) answer: Option<Appended>,
}

impl Asked {
    /// An append that nobody asks for until power has failed.
    fn fresh() -> Self {
        Self {
            append: append("fresh", 0, vec![tagged(1 << 40, &["unit:0"])]),
            after: 0,
            answer: None,
        }
    }
}

pub(super) fn options(sabotage: Option<Sabotage>) -> Options {
    Options {
        queue_appends_max: 4096,
        settle_after: Duration::MAX,
        sabotage,
        ..small()
    }
}

/// Runs the whole workload on a new disk.
pub(super) fn record(seed: u64, sabotage: Option<Sabotage>) -> Record {
    let mut writers = Writers::new(seed);
    let options = options(sabotage);
    drop(RedbLog::open_backend(writers.disk.clone(), Arc::new(|| TimestampMs(0)), &options).unwrap());
    let creation = writers.disk.steps();
    for session in 0..SESSIONS {
        let (clock, gate) = gated_clock(session * 1000);
        let log = RedbLog::open_backend(writers.disk.clone(), clock, &options).unwrap();
        writers.session(&log, &gate);
        // Each session ends in good order; power fails later, at every step of the trace.
        log.close().unwrap();
        writers.hear();
    }
    Record {
        trace: writers.disk.trace(),
        creation,
        asked: writers.asked,
    }
}

struct Gate {
    asked: mpsc::Receiver<()>,
    go_on: mpsc::Sender<()>,
}

impl Gate {
    fn wait(&self) {
        self.asked.recv().unwrap();
    }

    fn open(&self) {
        self.go_on.send(()).unwrap();
    }
}

fn gated_clock(start_ms: u64) -> (Clock, Gate) {
    let (ask, asked) = mpsc::channel();
    let (go_on, gate) = mpsc::channel();
    let state = Mutex::new((gate, start_ms));
    let clock = Arc::new(move || {
        let mut state = state.lock().unwrap();
        ask.send(()).unwrap();
        state.0.recv().unwrap();
        state.1 += 7;
        TimestampMs(state.1)
    });
    (clock, Gate { asked, go_on })
}

struct Writers {
    rng: ChaCha8Rng,
    disk: Disk,
    asked: Vec<Asked>,
    waiting: Vec<(usize, PendingAppend, Waker)>,
    /// The next version of each writer's stream; none while its last append is not answered.
    next: [Option<u64>; WRITERS],
    contested: u64,
    ids: u64,
}

impl Writers {
    fn new(seed: u64) -> Self {
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            disk: Disk::default(),
            asked: vec![Asked::fresh()],
            waiting: Vec::new(),
            next: [Some(0); WRITERS],
            contested: 0,
            ids: 0,
        }
    }

    fn session(&mut self, log: &RedbLog, gate: &Gate) {
        // One append alone, for the committer to wait at the gate with.
        self.own_stream(log);
        gate.wait();
        for _ in 0..ROUNDS_PER_SESSION {
            for _ in 0..self.rng.random_range(0..6) {
                self.own_stream(log);
            }
            self.contest(log);
            gate.open();
            gate.wait();
            self.hear();
        }
        gate.open();
    }

    /// A writer that is not waiting goes on with its stream.
    fn own_stream(&mut self, log: &RedbLog) {
        let free: Vec<_> = (0..WRITERS)
            .filter(|&writer| self.next[writer].is_some())
            .collect();
        let Some(&writer) = free.choose(&mut self.rng) else {
            return;
        };
        let next = self.next[writer].take().unwrap();
        let events = (0..self.rng.random_range(1..4)).map(|_| self.event()).collect();
        self.ask(log, append(&format!("writer-{writer}"), next, events));
    }

    /// Two writers want the same place in one stream: one of them is refused.
    fn contest(&mut self, log: &RedbLog) {
        for _ in 0..2 {
            let event = self.event();
            self.ask(log, append("contested", self.contested, vec![event]));
        }
        self.contested += 1;
    }

    fn event(&mut self) -> NewEvent {
        self.ids += 1;
        let bytes = match self.rng.random_range(0..12) {
            0 => self.rng.random_range(5_000..40_000),
            _ => self.rng.random_range(0..600),
        };
        let tag = format!("unit:{}", self.rng.random_range(0..40));
        NewEvent {
            payload: vec![b'p'; bytes],
            ..tagged(self.ids, &[&tag])
        }
    }

    fn ask(&mut self, log: &RedbLog, append: Append) {
        let number = self.asked.len();
        let after = self.disk.steps();
        let mut pending = log.append(append.clone());
        let note = Waker::from(Arc::new(Note {
            disk: self.disk.clone(),
            number: number as u64,
        }));
        let polled = Pin::new(&mut pending).poll(&mut Context::from_waker(&note));
        assert!(polled.is_pending(), "the gate is closed and the queue has room");
        self.waiting.push((number, pending, note));
        self.asked.push(Asked {
            append,
            after,
            answer: None,
        });
    }

    /// Takes the answers that have come.
    fn hear(&mut self) {
        for (number, mut pending, note) in std::mem::take(&mut self.waiting) {
            match Pin::new(&mut pending).poll(&mut Context::from_waker(&note)) {
                Poll::Pending => self.waiting.push((number, pending, note)),
                Poll::Ready(outcome) => {
                    let asked = &mut self.asked[number];
                    let stream = asked.append.stream.as_str();
                    if let Some(writer) = stream.strip_prefix("writer-") {
                        let next = asked.append.expected.next().0 + asked.append.events.len() as u64;
                        self.next[writer.parse::<usize>().unwrap()] = Some(next);
                        asked.answer = Some(outcome.unwrap());
                    } else {
                        asked.answer = outcome.ok();
                    }
                }
            }
        }
    }
}

/// Notes in the disk's trace, on the thread that answers, that an append was answered.
struct Note {
    disk: Disk,
    number: u64,
}

impl Wake for Note {
    fn wake(self: Arc<Self>) {
        self.disk.mark(self.number);
    }
}

impl Record {
    /// How long the disk was at first and became in the end.
    pub(super) fn growth(&self) -> (u64, u64) {
        let mut lengths = self.trace.steps.iter().filter_map(|step| match step {
            Step::SetLen(bytes) => Some(*bytes),
            Step::Write(..) | Step::Sync | Step::Mark(_) => None,
        });
        let first = lengths.next().unwrap_or(0);
        (first, lengths.max().unwrap_or(first))
    }
}
