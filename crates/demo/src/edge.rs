//! The edge of a demo: a clock that is set, and chance that is seeded.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

use app::Edge;
use jiff::Timestamp;

use crate::chance::{Chance, Purpose};

/// States times and nonces. Only a demo log takes them.
pub(crate) struct DemoEdge {
    now_ms: AtomicI64,
    chance: Mutex<Chance>,
}

impl DemoEdge {
    pub(crate) fn new(seed: u64, now: Timestamp) -> Self {
        Self {
            now_ms: AtomicI64::new(now.as_millisecond()),
            chance: Mutex::new(Chance::new(seed, Purpose::Edge)),
        }
    }

    /// Moves the clock; never backwards.
    pub(crate) fn set(&self, now: Timestamp) {
        self.now_ms.fetch_max(now.as_millisecond(), Ordering::Relaxed);
    }
}

impl Edge for DemoEdge {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now_ms.load(Ordering::Relaxed)).unwrap_or_default()
    }

    fn fill(&self, bytes: &mut [u8]) {
        self.chance
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill(bytes);
    }

    fn states_times(&self) -> bool {
        true
    }
}
