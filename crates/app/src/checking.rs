//! Checking: flags that need the answers around an answer follow it into the log, and hold nobody up.
//!
//! Which flags are due is a function of the log alone ([`survey::Watch`]), worked out from its first event each time
//! the program starts. So a crash anywhere loses nothing and repeats nothing: what was recorded is seen and no longer
//! due, what was not is due again.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use eventlog::{Actor, Append, AppendError, Position};
use survey::{Event, FlagRule, FlagRules, Refusal, Response, ResponseId, Stream, Watch};
use tokio::sync::oneshot;

use crate::{
    App, AppError,
    app::{decode, moment, runtime},
    limits::{FLAGS_AT_ONCE, LOG_BUSY_PAUSE},
};

/// Events read at once.
const EVENTS_PER_READ: usize = 512;

/// How far the log has been looked at, and what is due.
#[derive(Debug, Default)]
pub(crate) struct Checks(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    next: Position,
    watch: Watch,
}

impl Checks {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        // After a panic halfway the watch may lack an event; begin again rather than guess.
        self.0.lock().unwrap_or_else(|poisoned: PoisonError<_>| {
            let mut seen = poisoned.into_inner();
            *seen = Seen::default();
            self.0.clear_poison();
            seen
        })
    }
}

impl App {
    /// Records every flag that is due by now; returns once they are on disk. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// If the log cannot be read or written. What was not recorded stays due.
    pub fn check(&self) -> Result<(), AppError> {
        let mut seen = self.checks.lock();
        loop {
            self.look_on(&mut seen)?;
            if seen.watch.due().next().is_none() {
                return Ok(());
            }
            let appends = self.due_appends(&mut seen.watch)?;
            self.record_flags(appends)?;
        }
    }

    /// Takes in what the log has grown by.
    fn look_on(&self, seen: &mut Seen) -> Result<(), AppError> {
        loop {
            let events = self.log.read_all(seen.next, EVENTS_PER_READ)?;
            let Some(last) = events.last() else {
                return Ok(());
            };
            for recorded in &events {
                if let Some(id) = Stream::response(recorded.stream()) {
                    seen.watch
                        .evolve(id, moment(recorded.recorded_at()), &decode(recorded)?);
                }
            }
            seen.next = last.position().next();
        }
    }

    /// The first few flags that are due, as appends.
    fn due_appends(&self, watch: &mut Watch) -> Result<Vec<Append>, AppError> {
        let due: Vec<(ResponseId, Vec<FlagRule>)> = watch
            .due()
            .take(FLAGS_AT_ONCE)
            .map(|(id, rules)| (id, rules.iter().copied().collect()))
            .collect();
        let mut appends = Vec::with_capacity(due.len());
        for (id, rules) in due {
            let stream = Stream::Response(id);
            let (mut response, next) = self.response(&stream)?;
            let mut flags = Vec::with_capacity(rules.len());
            for rule in rules {
                match flag(&mut response, rule) {
                    Ok(flag) => flags.push(flag),
                    // Recorded before it was due, by an earlier version of the rule.
                    Err(_) => watch.settle(id, rule),
                }
            }
            if !flags.is_empty() {
                appends.push(self.to_append(&stream, next, None, &checker(), &flags));
            }
        }
        Ok(appends)
    }

    /// Appends flags. Where others wrote first, or the log is busy with answers, the flag stays due.
    fn record_flags(&self, appends: Vec<Append>) -> Result<(), AppError> {
        let queued: Vec<_> = appends
            .into_iter()
            .map(|append| self.log.append(append))
            .collect();
        let mut busy = false;
        for pending in queued {
            match pending.wait() {
                Ok(_) | Err(AppendError::WrongExpectedVersion { .. }) => {}
                Err(AppendError::Busy) => busy = true,
                Err(error) => return Err(error.into()),
            }
        }
        if busy {
            thread::sleep(LOG_BUSY_PAUSE);
        }
        Ok(())
    }
}

fn flag(response: &mut Response, rule: FlagRule) -> Result<Event, Refusal> {
    let flag = survey::flag(response, rule, FlagRules::in_force().version)?;
    response.evolve(&flag);
    Ok(flag)
}

/// The pseudonym of the program where a rule decides.
pub(crate) fn checker() -> Actor {
    Actor::new("pemeriksa").expect("a well-formed pseudonym")
}

/// A thread that [checks](App::check) whenever the log has grown, until this is dropped.
pub struct Checking {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checking {
    /// Starts the thread.
    ///
    /// # Errors
    /// If there can be no thread.
    pub fn start(app: &Arc<App>) -> Result<Self, AppError> {
        let (stop, stopped) = oneshot::channel();
        let app = Arc::clone(app);
        let thread = thread::Builder::new().name("checking".into());
        let thread = thread
            .spawn(move || {
                if let Err(error) = check_on(&app, stopped) {
                    tracing::error!(%error, "suspicious answers are no longer flagged");
                }
            })
            .map_err(|error| AppError::Failed(error.to_string()))?;
        Ok(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Checking {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic has printed itself; there is nothing to add.
            let _ = thread.join();
        }
    }
}

fn check_on(app: &App, mut stopped: oneshot::Receiver<()>) -> Result<(), AppError> {
    let mut head = app.log.watch();
    let runtime = runtime()?;
    loop {
        head.borrow_and_update();
        app.check()?;
        let more = runtime.block_on(async {
            tokio::select! {
                changed = head.changed() => changed.is_ok(),
                _ = &mut stopped => false,
            }
        });
        if !more {
            return Ok(());
        }
    }
}
