//! Publishing a result: figures frozen in an event that names everything they are made of.

use eventlog::Actor;
use survey::{Event, LogHead, Period, Refusal, ResultPublished, RootHash, Stream, UnitCode};
use views::Basis;

use crate::{App, AppError, Look};

impl App {
    /// Publishes the index of a unit for a period, as it stands; returns the position of the publication. Publishing
    /// again after a change adds a publication and overwrites none. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// [`Refusal::NothingToPublish`] if there is no index.
    pub fn publish(&self, actor: &Actor, unit: &UnitCode, period: Period) -> Result<u64, AppError> {
        let published = self.publish_many(actor, std::slice::from_ref(unit), period)?;
        let nothing = || Refusal::NothingToPublish(unit.clone(), period);
        Ok(published.first().copied().ok_or_else(nothing)?)
    }

    /// Publishes the index of many units, each named once, for a period; all made of the same events; returns the
    /// positions of the publications. A unit without an index publishes nothing. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if one of them is not registered; nothing is published then. [`AppError::Busy`] if
    /// the log was: some may be published then.
    pub fn publish_many(
        &self,
        actor: &Actor,
        units: &[UnitCode],
        period: Period,
    ) -> Result<Vec<u64>, AppError> {
        let _one_at_a_time = self.deciding();
        self.wait_for(self.log.head().size)?;
        let size = self.progress().0;
        let root = RootHash(self.log.root(size)?.0);
        let mut appends = Vec::with_capacity(units.len());
        for unit in units {
            if let Some(result) = self.result(unit, period, LogHead { size, root })? {
                let stream = Stream::Result(unit.clone(), period);
                let (_, next) = self.stream(&stream)?;
                let event = Event::ResultPublished(result);
                appends.push(self.to_append(&stream, next, None, actor, &[event]));
            }
        }
        let published = self.append_all(appends)?;
        if !published.is_empty() {
            self.tell_published();
        }
        Ok(published)
    }

    /// What a unit would publish; nothing if it has no index.
    fn result(
        &self,
        unit: &UnitCode,
        period: Period,
        made_of: LogHead,
    ) -> Result<Option<ResultPublished>, AppError> {
        let found = self.unit_index(unit, period, None, Basis::Exact, Look::AtSize(made_of.size))?;
        Ok(found.to_result(made_of, env!("CARGO_PKG_VERSION")))
    }
}
