//! Opening single responses: for a stated purpose, as an event, for a while.

use eventlog::{Actor, Position, Version};
use survey::{Event, Period, RowsRead, Stream, UnitCode};
use views::Basis;

use crate::{
    App, AppError, Look,
    app::{decode, moment},
    edge::new_id,
    limits::READING_LIFE,
};

impl App {
    /// Opens the responses of a unit and everything below it for a period to one actor; returns the position of the
    /// event that says so, by which [`is_open_to`](Self::is_open_to) finds it. Blocks; not for use inside an async
    /// task.
    ///
    /// # Errors
    /// [`survey::Refusal::UnitUnknown`], or that no purpose was given.
    pub fn open_rows(
        &self,
        actor: &Actor,
        unit: &UnitCode,
        period: Period,
        purpose: &str,
    ) -> Result<u64, AppError> {
        let found = self.unit_index(unit, period, None, Basis::Exact, Look::Now)?;
        let event = survey::read_rows(
            &self.registry(),
            RowsRead {
                unit: unit.clone(),
                period,
                responses: found.received,
                purpose: purpose.trim().into(),
            },
        )?;
        let stream = Stream::Reading(new_id(&*self.edge));
        let append = self.to_append(&stream, Version(0), None, actor, &[event]);
        let position = self.log.append(append).wait()?.position.0;
        self.wait_for(position + 1)?;
        Ok(position)
    }

    /// Whether the event at a position opened the responses of that unit and period to that actor, not longer ago than
    /// [`READING_LIFE`].
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn is_open_to(
        &self,
        actor: &Actor,
        unit: &UnitCode,
        period: Period,
        position: u64,
    ) -> Result<bool, AppError> {
        let read = self.opened_to(actor, position)?;
        Ok(read.is_some_and(|read| read.unit == *unit && read.period == period))
    }

    /// Whether the event at a position opened the responses of a topmost unit to that actor, of whatever period: that
    /// of the whole log.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn is_all_open_to(&self, actor: &Actor, position: u64) -> Result<bool, AppError> {
        let Some(read) = self.opened_to(actor, position)? else {
            return Ok(false);
        };
        let registry = self.registry();
        let unit = registry.unit(&read.unit);
        Ok(unit.is_some_and(|unit| unit.parent.is_none()))
    }

    /// What the event at a position opened to that actor, if it was not too long ago.
    fn opened_to(&self, actor: &Actor, position: u64) -> Result<Option<RowsRead>, AppError> {
        let found = self.log.read_all(Position(position), 1)?;
        let Some(recorded) = found
            .first()
            .filter(|recorded| recorded.actor() == actor.as_str())
        else {
            return Ok(None);
        };
        let age = self.now().duration_since(moment(recorded.recorded_at()));
        if let Event::RowsRead(read) = decode(recorded)?
            && age <= READING_LIFE
        {
            return Ok(Some(read));
        }
        Ok(None)
    }
}
