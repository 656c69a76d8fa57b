//! Publishing a result: figures frozen in an event that names everything they are made of.

use eventlog::Actor;
use survey::{Event, Period, PublishedNrr, Refusal, ResultPublished, Standing, Stream, UnitCode};
use views::Basis;

use crate::{App, AppError, Look};

impl App {
    /// Publishes the index of a unit for a period, as it stands; returns the position of the publication. Publishing
    /// again after a change adds a publication and overwrites none. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// [`Refusal::NothingToPublish`] if there is no index.
    pub fn publish(&self, actor: &Actor, unit: &UnitCode, period: Period) -> Result<u64, AppError> {
        let _one_at_a_time = self.deciding();
        self.wait_for(self.log.head().size)?;
        let found = self.unit_index(unit, period, None, Basis::Exact, Look::Now)?;
        let index = found
            .index
            .map_err(|_| Refusal::NothingToPublish(unit.clone(), period))?;
        let unsur = index.unsur.iter().map(|nrr| PublishedNrr {
            code: nrr.code,
            n: nrr.n,
            sum: nrr.sum,
        });
        let result = ResultPublished {
            unit: unit.clone(),
            period,
            method: index.method,
            instruments: found.instruments,
            n: index.n,
            n_excluded: found.figures.total.of(Standing::Excluded).n(),
            unsur: unsur.collect(),
            ikm: index.ikm,
            mutu: index.mutu,
            log_size: found.as_of.0,
            program: env!("CARGO_PKG_VERSION").into(),
        };
        let stream = Stream::Result(unit.clone(), period);
        let (_, next) = self.stream(&stream)?;
        let event = Event::ResultPublished(result);
        self.append_and_wait(self.to_append(&stream, next, None, actor, &[event]))
    }
}
