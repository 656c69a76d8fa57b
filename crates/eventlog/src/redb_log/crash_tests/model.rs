//! Random operations against a plain list, with power cuts and reopenings among the operations.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::super::disk::{Disk, EIO, Failure};
use super::options;
use crate::{
    Append, AppendError, Clock, EventLog, ReadEvents,
    conformance::{
        model::{Answer, Model, random_append, run},
        samples::TestClock,
    },
    redb_log::RedbLog,
};

const SEEDS: std::ops::Range<u64> = 0..12;
const LIVES: u32 = 12;

struct Life {
    rng: ChaCha8Rng,
    disk: Disk,
    clock: TestClock,
    model: Model,
}

impl Life {
    fn open(&self) -> RedbLog {
        let clock: Clock = self.clock.clock();
        RedbLog::open_backend(self.disk.clone(), clock, &options(None)).unwrap()
    }

    /// Appends while the disk fails at some step, and then goes on with what the power cut left.
    fn until_power_fails(&mut self, log: RedbLog) {
        let operation = self.disk.operations() + self.rng.random_range(0..80);
        let carried_out = self.rng.random_range(0..2) == 0;
        self.disk.fail(Failure {
            operation,
            code: EIO,
            carried_out,
            lasting: true,
        });
        let now = self.clock.clock()();
        let mut unanswered = Vec::new();
        while unanswered.is_empty() {
            let append = random_append(&mut self.rng, &self.model);
            let expected = self.model.predict(&append);
            match log.append(append.clone()).wait() {
                Err(AppendError::Log(_)) => unanswered.push(append),
                answered => {
                    assert_eq!(Answer::of(answered), expected);
                    self.model.take(&append, now);
                }
            }
        }
        drop(log);
        self.disk = self.disk.trace().cut_at_the_end(&mut self.rng);
        self.learn_what_survived(&unanswered, now);
    }

    /// An append that was not answered is there or it is not; the log decides which.
    fn learn_what_survived(&mut self, unanswered: &[Append], now: crate::TimestampMs) {
        let log = self.open();
        for append in unanswered {
            if log.read_head().unwrap().size > self.model.head().size {
                self.model.take(append, now);
            }
        }
        self.model.agrees(&log);
    }
}

#[test]
fn random_operations_with_power_cuts_agree_with_a_plain_map() {
    for seed in SEEDS {
        println!("seed {seed}");
        let mut life = Life {
            rng: ChaCha8Rng::seed_from_u64(seed),
            disk: Disk::default(),
            clock: TestClock::default(),
            model: Model::default(),
        };
        // Creation is not what is tested here.
        drop(life.open());
        for _ in 0..LIVES {
            let log = life.open();
            run(&mut life.rng, 12, &log, &life.clock, &mut life.model);
            if life.rng.random_range(0..3) == 0 {
                drop(log);
            } else {
                life.until_power_fails(log);
            }
            let log = life.open();
            life.model.agrees(&log);
            assert!(log.verify(|_, _| {}).unwrap().is_clean());
        }
    }
}
