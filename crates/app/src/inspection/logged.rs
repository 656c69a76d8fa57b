//! Events of the log as they stand there, for whoever explains or follows it.

use eventlog::{Position, ReadEvents, RecordedEvent};
use jiff::Timestamp;
use survey::Event;

use crate::{
    App, AppError,
    app::{decode, moment},
};

/// An event as it stands in the log.
#[derive(Clone, Debug)]
pub struct LoggedEvent {
    /// Where it stands.
    pub position: u64,
    /// When the log took it.
    pub recorded_at: Timestamp,
    /// Who caused it: a pseudonym.
    pub actor: String,
    /// What happened.
    pub event: Event,
}

impl App {
    /// The events at some positions.
    ///
    /// # Errors
    /// If the log cannot be read, or is shorter.
    pub fn events_at(&self, positions: impl IntoIterator<Item = u64>) -> Result<Vec<LoggedEvent>, AppError> {
        events_at(&*self.log, positions)
    }
}

/// The events of a log at some positions.
///
/// # Errors
/// If the log cannot be read, or is shorter.
pub fn events_at(
    log: &dyn ReadEvents,
    positions: impl IntoIterator<Item = u64>,
) -> Result<Vec<LoggedEvent>, AppError> {
    let event = |position| {
        let found = log.read_all(Position(position), 1)?;
        let missing = || AppError::Failed(format!("log tidak memuat posisi {position}"));
        logged(found.first().ok_or_else(missing)?)
    };
    positions.into_iter().map(event).collect()
}

pub(crate) fn logged(recorded: &RecordedEvent) -> Result<LoggedEvent, AppError> {
    Ok(LoggedEvent {
        position: recorded.position().0,
        recorded_at: moment(recorded.recorded_at()),
        actor: recorded.actor().into(),
        event: decode(recorded)?,
    })
}
