//! The application: a log, a vault beside it, views of it, and a thread that keeps the views up to date.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use eventlog::{Actor, EventLog, ReadEvents, RecordedEvent, StreamId, TimestampMs, Version};
use jiff::Timestamp;
use notary::Notary;
use survey::{Event, Refusal, Registry, Stream};
use tokio::sync::{oneshot, watch};
use vault::Vault;
use views::{AsOf, Projector, Views};

use crate::{
    AppError, Edge, ErasureList, TokenKey,
    accounts::Desk,
    acting::Agenda,
    checking::Checks,
    devices::Pairings,
    laporan::{FlaggedMemo, PublicMemo},
    memo::Memo,
    signing::Signing,
};

/// Commands and queries over one log.
pub struct App {
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) views: Arc<Views>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) edge: Arc<dyn Edge>,
    pub(crate) signing: Signing,
    pub(crate) checks: Checks,
    pub(crate) pairings: Pairings,
    pub(crate) memo: Memo,
    pub(crate) public: PublicMemo,
    pub(crate) flagged: FlaggedMemo,
    pub(crate) agenda: Agenda,
    pub(crate) desk: Desk,
    pub(crate) token_key: Option<TokenKey>,
    pub(crate) erasures: Option<ErasureList>,
    /// Held while a change of the register is decided, so that one decision sees the one before.
    deciding: Mutex<()>,
    progress: watch::Receiver<Followed>,
    stop: Option<oneshot::Sender<()>>,
    follower: Option<JoinHandle<()>>,
}

/// What there is to say of views whose follower is gone without a word.
const UNTOLD: &str = "tampilan berhenti mengikuti log; jalankan kembali program";

/// How far the views have followed the log, or why they stopped.
#[derive(Clone, Debug)]
enum Followed {
    To(u64),
    Stopped(String),
}

impl App {
    /// Starts on a log, a vault, views and the notary of that log. The views catch up first, telling `progress` how
    /// many events they hold.
    ///
    /// # Errors
    /// If the views cannot catch up. [`Refusal::OnlyInDemo`] if the edge states times and the log is a real one: a
    /// log that is still empty takes nothing but a demo's opening from such an edge.
    pub fn start(
        log: Arc<dyn EventLog>,
        views: Arc<Views>,
        vault: Arc<Vault>,
        notary: Notary,
        edge: Arc<dyn Edge>,
        progress: impl FnMut(u64),
    ) -> Result<Self, AppError> {
        let reader: Arc<dyn ReadEvents> = Arc::<dyn EventLog>::clone(&log);
        let mut projector = Projector::new(Arc::clone(&views), reader)?;
        views::catch_up(&mut projector, &*log, log.head().size, progress)?;
        projector.sync()?;
        if edge.states_times() && views.registry().opened().is_some_and(|opened| !opened.demo) {
            return Err(Refusal::OnlyInDemo.into());
        }
        let signing = Signing::new(notary, &*log)?;
        let (tell, told) = watch::channel(Followed::To(projector.progress()));
        let (stop, stopped) = oneshot::channel();
        let followed = Arc::clone(&log);
        let follower = thread::Builder::new()
            .name("views".into())
            .spawn(move || follow(projector, &*followed, &tell, stopped))
            .map_err(|error| AppError::Failed(error.to_string()))?;
        Ok(Self {
            log,
            views,
            vault,
            edge,
            signing,
            checks: Checks::default(),
            pairings: Pairings::default(),
            memo: Memo::default(),
            public: PublicMemo::default(),
            flagged: FlaggedMemo::default(),
            agenda: Agenda::default(),
            desk: Desk::default(),
            token_key: None,
            erasures: None,
            deciding: Mutex::new(()),
            progress: told,
            stop: Some(stop),
            follower: Some(follower),
        })
    }

    /// The registry, as the views know it.
    #[must_use]
    pub fn registry(&self) -> Arc<Registry> {
        self.views.registry()
    }

    /// The log.
    #[must_use]
    pub fn log(&self) -> &Arc<dyn EventLog> {
        &self.log
    }

    /// The views.
    #[must_use]
    pub fn views(&self) -> &Arc<Views> {
        &self.views
    }

    /// The vault.
    #[must_use]
    pub fn vault(&self) -> &Arc<Vault> {
        &self.vault
    }

    /// Now, by the clock at the edge.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.edge.now()
    }

    /// How many events of the log the views hold.
    #[must_use]
    pub fn progress(&self) -> AsOf {
        AsOf(self.views.progress())
    }

    /// Blocks until the views hold the first `size` events. Not for use inside an async task.
    ///
    /// # Errors
    /// If the views have stopped following.
    pub fn wait_for(&self, size: u64) -> Result<(), AppError> {
        runtime()?.block_on(self.followed(size))
    }

    /// Waits until the views hold the first `size` events.
    ///
    /// # Errors
    /// If the views have stopped following.
    pub async fn followed(&self, size: u64) -> Result<(), AppError> {
        let reached = |followed: &Followed| match followed {
            Followed::To(progress) => *progress >= size,
            Followed::Stopped(_) => true,
        };
        let mut progress = self.progress.clone();
        let followed = progress.wait_for(reached).await;
        match followed.as_deref() {
            Ok(Followed::To(_)) => Ok(()),
            Ok(Followed::Stopped(why)) => Err(AppError::Failed(why.clone())),
            Err(_) => Err(AppError::Failed(UNTOLD.into())),
        }
    }

    /// Waits until the log takes no more appends, and says why: only starting again helps.
    pub async fn log_failed(&self) -> String {
        let mut head = self.log.watch();
        loop {
            if let Some(why) = self.log.failure() {
                return why;
            }
            if head.changed().await.is_err() {
                return UNTOLD.into();
            }
        }
    }

    /// Why the log takes no more appends, or the views no longer follow it, if that is so.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        if let Some(why) = self.log.failure() {
            return Some(why);
        }
        let told = match &*self.progress.borrow() {
            Followed::To(_) => None,
            Followed::Stopped(why) => Some(why.clone()),
        };
        // A follower that panicked tells nothing more, not even why.
        told.or_else(|| self.progress.has_changed().is_err().then(|| UNTOLD.into()))
    }

    pub(crate) fn deciding(&self) -> MutexGuard<'_, ()> {
        // What it guards is in the log, which a panic elsewhere does not harm.
        self.deciding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The events of a stream, decoded, and the version that its next event gets.
    pub(crate) fn stream(&self, stream: &Stream) -> Result<(Vec<Event>, Version), AppError> {
        let recorded = self.log.read_stream(&stream_id(stream), Version(0), usize::MAX)?;
        let next = recorded.last().map_or(Version(0), |last| last.version().next());
        Ok((recorded.iter().map(decode).collect::<Result<_, _>>()?, next))
    }
}

impl Drop for App {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(follower) = self.follower.take() {
            // A panic of the follower has been seen by those who waited for it.
            let _ = follower.join();
        }
    }
}

/// Follows the log until told to stop: catches up with what is there, waits for more, and so on.
fn follow(
    mut projector: Projector,
    log: &dyn EventLog,
    tell: &watch::Sender<Followed>,
    mut stopped: oneshot::Receiver<()>,
) {
    let mut head = log.watch();
    let outcome = runtime().and_then(|runtime| {
        loop {
            let size = head.borrow_and_update().size;
            views::catch_up(&mut projector, log, size, |_| ())?;
            tell.send_replace(Followed::To(projector.progress()));
            let more = runtime.block_on(async {
                tokio::select! {
                    changed = head.changed() => changed.is_ok(),
                    _ = &mut stopped => false,
                }
            });
            if !more {
                projector.sync()?;
                return Ok(());
            }
        }
    });
    if let Err(error) = outcome {
        tracing::error!(%error, "the views stopped following the log");
        tell.send_replace(Followed::Stopped(error.to_string()));
    }
}

/// A runtime for waiting on a plain thread.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, AppError> {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| AppError::Failed(error.to_string()))
}

pub(crate) fn decode(recorded: &RecordedEvent) -> Result<Event, AppError> {
    Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload())
        .map_err(|error| AppError::Failed(format!("posisi {}: {error}", recorded.position())))
}

/// When an event was recorded.
pub(crate) fn moment(recorded_at: TimestampMs) -> Timestamp {
    let ms = i64::try_from(recorded_at.0).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX)
}

pub(crate) fn stream_id(stream: &Stream) -> StreamId {
    StreamId::new(stream.to_string()).expect("every code is short printable ASCII")
}

pub(crate) fn timestamp_ms(at: Timestamp) -> TimestampMs {
    TimestampMs(u64::try_from(at.as_millisecond()).unwrap_or(0))
}

/// The pseudonym of those who answer: there is only one.
#[must_use]
pub fn citizen() -> Actor {
    Actor::new("citizen").expect("a well-formed pseudonym")
}

/// The pseudonym of whoever works on the machine itself.
#[must_use]
pub fn operator() -> Actor {
    Actor::new("operator").expect("a well-formed pseudonym")
}
