//! An edge whose clock a test sets and whose chance a seed decides.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

use app::Edge;
use eventlog::{Clock, TimestampMs};
use jiff::{SignedDuration, Timestamp};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A moment written as `2026-09-14T02:00:00Z`.
///
/// # Panics
/// If it is no moment.
#[must_use]
pub fn moment(text: &str) -> Timestamp {
    text.parse().expect("a moment such as 2026-09-14T02:00:00Z")
}

/// A clock that stands until a test moves it, and chance from a seed.
pub struct TestEdge {
    now_ms: AtomicI64,
    chance: Mutex<ChaCha8Rng>,
    states_times: bool,
}

impl TestEdge {
    /// An edge at that moment; two of the same seed draw the same chance.
    #[must_use]
    pub fn new(now: &str, seed: u64) -> Self {
        Self {
            now_ms: AtomicI64::new(moment(now).as_millisecond()),
            chance: Mutex::new(ChaCha8Rng::seed_from_u64(seed)),
            states_times: false,
        }
    }

    /// The same edge, but its times are stated instead of measured: only a demo log takes them.
    #[must_use]
    pub fn stating_times(self) -> Self {
        Self {
            states_times: true,
            ..self
        }
    }

    /// Sets the clock, also backwards.
    pub fn set(&self, now: &str) {
        self.now_ms.store(moment(now).as_millisecond(), Ordering::SeqCst);
    }

    /// Lets some time pass.
    pub fn pass(&self, time: SignedDuration) {
        let ms = i64::try_from(time.as_millis()).expect("less than the calendar has");
        self.now_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// The clock as a log wants it.
    #[must_use]
    pub fn clock(self: &Arc<Self>) -> Clock {
        let edge = Arc::clone(self);
        Arc::new(move || TimestampMs(u64::try_from(edge.now().as_millisecond()).unwrap_or(0)))
    }
}

impl Edge for TestEdge {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now_ms.load(Ordering::SeqCst)).expect("within the calendar")
    }

    fn fill(&self, bytes: &mut [u8]) {
        self.chance
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }

    fn states_times(&self) -> bool {
        self.states_times
    }
}
