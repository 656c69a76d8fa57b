//! Applying events: interpreting them, and folding what they change into rows.

use std::sync::Arc;

use eventlog::{ReadEvents, RecordedEvent};
use survey::Event;

use crate::{Views, ViewsError, fold::Fold, interpret::Interpreter, tables::Shared};

/// Applies events to the views, in order, each once.
pub struct Projector {
    pub(crate) interpreter: Interpreter,
    pub(crate) fold: Fold,
}

impl Projector {
    /// A projector that goes on where the rows end.
    ///
    /// # Errors
    /// If the log or the rows cannot be read; [`ViewsError::OtherLog`] if the rows were not made from this log.
    pub fn new(views: Arc<Views>, log: Arc<dyn ReadEvents>) -> Result<Self, ViewsError> {
        let interpreter = Interpreter::new(&views, log)?;
        views.share(Shared {
            registry: Arc::new(interpreter.register().registry.clone()),
            registered: Arc::new(interpreter.register().positions.clone()),
            ..views.shared()
        });
        Ok(Self {
            interpreter,
            fold: Fold::new(views),
        })
    }

    /// How many events are applied.
    #[must_use]
    pub const fn progress(&self) -> u64 {
        self.fold.written()
    }

    /// Applies events that follow the ones applied so far, and makes them visible to readers.
    ///
    /// # Errors
    /// If an event cannot be applied or the rows cannot be written. Nothing of the batch is visible then, and the
    /// projector must not be used again.
    ///
    /// # Panics
    /// If the events do not follow: the caller skipped some.
    pub fn apply(&mut self, events: &[(RecordedEvent, Event)]) -> Result<(), ViewsError> {
        for (recorded, event) in events {
            self.interpreter.interpret(recorded, event)?;
        }
        self.fold.take(self.interpreter.take());
        self.fold.write()
    }

    /// Makes everything applied so far survive a power cut.
    ///
    /// # Errors
    /// If the rows cannot be written.
    pub fn sync(&mut self) -> Result<(), ViewsError> {
        self.fold.sync()
    }
}
