//! Live counts: how many answers have arrived for a unit's period, told to every browser that shows it.
//!
//! One task counts, at most once a second and only if something arrived, each unit and period once however many look at it.
//! An open stream waits for that: it has no thread, no transaction and nothing of the views. The numbers are of arrivals;
//! figures advance in steps of ten, and not by this.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::{AppError, Staff};
use bytes::Bytes;
use futures_util::{Stream, stream};
use survey::{Action, Period, UnitCode};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::{sleep, timeout},
};

use crate::{
    State,
    limits::{LIVE_COUNTED_EVERY, LIVE_STREAMS_MAX, LIVE_TOLD_EVERY},
    present::words,
};

/// A unit with everything below it, in a period.
type Place = (UnitCode, Period);

/// The counts that somebody looks at.
pub(crate) struct Live {
    counts: Mutex<Counts>,
    seats: Arc<Semaphore>,
}

/// By place; `None` once the server stops, and then every stream ends.
type Counts = Option<HashMap<Place, watch::Sender<Option<u64>>>>;

/// One stream: what it waits for, and whoever reads it.
struct Reader {
    state: Arc<State>,
    staff: Staff,
    unit: UnitCode,
    /// None before it was counted for the first time.
    count: watch::Receiver<Option<u64>>,
    /// Given back when the stream ends, however it does.
    _seat: OwnedSemaphorePermit,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            counts: Mutex::new(Some(HashMap::new())),
            seats: Arc::new(Semaphore::new(LIVE_STREAMS_MAX)),
        }
    }
}

impl Live {
    /// Ends every stream, and begins no other.
    pub(crate) fn end(&self) {
        *self.lock() = None;
    }

    /// The count of a place; none once the server stops.
    fn watch(&self, place: &Place) -> Option<watch::Receiver<Option<u64>>> {
        let mut counts = self.lock();
        let counts = counts.as_mut()?;
        counts.retain(|_, count| count.receiver_count() > 0);
        let count = counts.entry(place.clone()).or_default();
        Some(count.subscribe())
    }

    fn places(&self) -> Vec<Place> {
        let counts = self.lock();
        let looked_at = counts
            .iter()
            .flatten()
            .filter(|(_, count)| count.receiver_count() > 0);
        looked_at.map(|(place, _)| place.clone()).collect()
    }

    fn tell(&self, places: &[Place], received: &[Option<u64>]) {
        let counts = self.lock();
        for (place, received) in places.iter().zip(received) {
            if let Some(count) = counts.as_ref().and_then(|all| all.get(place)) {
                count.send_if_modified(|count| std::mem::replace(count, *received) != *received);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts what is looked at whenever answers have arrived, until the views follow the log no more.
pub(crate) async fn count(state: Arc<State>) {
    let mut seen = state.app.progress().0;
    while state.app.followed(seen + 1).await.is_ok() {
        seen = state.app.progress().0;
        let places = state.live.places();
        if !places.is_empty() {
            let counting = Arc::clone(&state);
            let counted = tokio::task::spawn_blocking(move || {
                let received = counting.app.received(&places)?;
                counting.live.tell(&places, &received);
                Ok::<_, AppError>(())
            });
            if let Ok(Err(error)) = counted.await {
                tracing::error!(%error, "live counts were not counted");
            }
        }
        sleep(LIVE_COUNTED_EVERY).await;
    }
}

/// The count of a unit and everything below it as it grows, in the form of server-sent events; `None` where there are too
/// many streams already. Blocks to count once; the stream does not.
///
/// # Errors
/// If the views cannot be read.
pub(crate) fn stream_of(
    state: &Arc<State>,
    staff: &Staff,
    unit: &UnitCode,
    period: Period,
) -> Result<Option<impl Stream<Item = Result<Bytes, AppError>> + use<>>, AppError> {
    let Ok(seat) = Arc::clone(&state.live.seats).try_acquire_owned() else {
        return Ok(None);
    };
    let place = (unit.clone(), period);
    let Some(mut count) = state.live.watch(&place) else {
        return Ok(None);
    };
    // Looked at first and counted then: what arrives in between is counted by the task.
    if count.borrow().is_none() {
        let received = state.app.received(std::slice::from_ref(&place))?;
        state.live.tell(std::slice::from_ref(&place), &received);
    }
    count.mark_changed();
    let reader = Reader {
        state: Arc::clone(state),
        staff: staff.clone(),
        unit: unit.clone(),
        count,
        _seat: seat,
    };
    Ok(Some(stream::unfold(reader, Reader::next)))
}

impl Reader {
    /// The next thing to say; the end once the server stops, the session is over, or the unit is no longer theirs to see.
    async fn next(mut self) -> Option<(Result<Bytes, AppError>, Self)> {
        let told = match timeout(LIVE_TOLD_EVERY, self.count.changed()).await {
            Ok(Ok(())) => *self.count.borrow_and_update(),
            Ok(Err(_)) => return None,
            Err(_) => None,
        };
        let said = match told {
            Some(count) => format!("data: {}\n\n", words::count(count)),
            // A comment: it only shows both ends that the other is there.
            None => ":\n\n".into(),
        };
        let staff = self.state.app.still(&self.staff)?;
        staff
            .may_in(Action::SeeFigures, &self.unit)
            .then(|| (Ok(said.into()), self))
    }
}
