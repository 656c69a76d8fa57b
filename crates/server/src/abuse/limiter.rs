//! So many within some time for each source, of which only a salted hash is remembered, and that for an hour.

use std::{
    hash::{BuildHasher, Hash, RandomState},
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use app::App;
use governor::{
    Quota, RateLimiter, clock::Clock, middleware::NoOpMiddleware, state::keyed::HashMapStateStore,
};

use crate::limits::{LIMITER_SOURCES_MAX, SALT_LIFE};

type Rates = RateLimiter<u64, HashMapStateStore<u64>, EdgeClock, NoOpMiddleware<Duration>>;

/// The clock at the edge, as the time since 1970.
struct EdgeClock(Arc<App>);

impl Clock for EdgeClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::try_from(self.0.now().as_duration()).unwrap_or_default()
    }
}

/// Limits each source by itself.
pub(super) struct Limiter {
    app: Arc<App>,
    quota: Quota,
    epoch: Mutex<Epoch>,
}

/// What is remembered under one salt.
struct Epoch {
    began: Duration,
    salt: RandomState,
    rates: Rates,
}

impl Limiter {
    /// So many at once, and so many each second after.
    pub(super) fn per_second(app: &Arc<App>, at_once: NonZeroU32, per_second: NonZeroU32) -> Self {
        Self::new(app, Quota::per_second(per_second).allow_burst(at_once))
    }

    /// So many at once, and so many each minute after.
    pub(super) fn per_minute(app: &Arc<App>, at_once: NonZeroU32, per_minute: NonZeroU32) -> Self {
        Self::new(app, Quota::per_minute(per_minute).allow_burst(at_once))
    }

    fn new(app: &Arc<App>, quota: Quota) -> Self {
        Self {
            app: Arc::clone(app),
            quota,
            epoch: Mutex::new(Epoch::begin(app, quota)),
        }
    }

    /// Counts one more of a source. False if that is too many.
    pub(super) fn takes(&self, source: &impl Hash) -> bool {
        let now = EdgeClock(Arc::clone(&self.app)).now();
        let mut epoch = self.epoch.lock().unwrap_or_else(PoisonError::into_inner);
        // Also if the clock was set back: nobody waits for it to come round again.
        let is_over = now < epoch.began || now - epoch.began >= SALT_LIFE;
        if is_over || epoch.rates.len() >= LIMITER_SOURCES_MAX {
            *epoch = Epoch::begin(&self.app, self.quota);
        }
        let key = epoch.salt.hash_one(source);
        epoch.rates.check_key(&key).is_ok()
    }
}

impl Epoch {
    fn begin(app: &Arc<App>, quota: Quota) -> Self {
        let clock = EdgeClock(Arc::clone(app));
        Self {
            began: clock.now(),
            salt: RandomState::new(),
            rates: Rates::new(quota, HashMapStateStore::default(), clock),
        }
    }
}
