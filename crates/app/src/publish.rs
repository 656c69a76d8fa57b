//! Publishing a result: figures frozen in an event that names everything they are made of. Published is what people see
//! of a period that is over: a figure of all answers beside one of all but a few would tell what those few answered.

use eventlog::Actor;
use survey::{Event, LogHead, Period, Refusal, ResultBasis, ResultPublished, RootHash, Stream, UnitCode};
use views::{Basis, PENDING_STEP};

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
        self.publish_decided(actor, units, period)
    }

    /// Publishes the index of a unit for a period that is over, if something has changed since it was published last, and
    /// enough for nobody's answer to be read off the difference; returns the position. What is done on the machine itself
    /// ([`publish`](Self::publish)) is not held to that: who is there can read every answer. Blocks; not for use inside
    /// an async task.
    ///
    /// # Errors
    /// As [`may_be_published`](Self::may_be_published).
    pub fn publish_period(&self, actor: &Actor, unit: &UnitCode, period: Period) -> Result<u64, AppError> {
        let _one_at_a_time = self.deciding();
        self.wait_for(self.log.head().size)?;
        self.may_be_published(unit, period)?;
        let published = self.publish_decided(actor, std::slice::from_ref(unit), period)?;
        let nothing = || Refusal::NothingToPublish(unit.clone(), period);
        Ok(published.first().copied().ok_or_else(nothing)?)
    }

    /// What would be published for a unit and a period now, if it may; and how many responses it does not count yet as they
    /// are, because few came or were excluded when their month was over.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`], [`Refusal::PeriodRunning`], [`Refusal::NothingToPublish`], [`Refusal::NothingChanged`]
    /// or [`Refusal::TooFewChanged`].
    pub fn may_be_published(
        &self,
        unit: &UnitCode,
        period: Period,
    ) -> Result<(ResultPublished, u64), AppError> {
        let found = self.unit_index(unit, period, None, Basis::SETTLED, Look::Now)?;
        if self.now() < period.last().end(found.unit.zone) {
            return Err(Refusal::PeriodRunning(period).into());
        }
        let made_of = LogHead {
            size: found.as_of.0,
            root: RootHash(self.log.root(found.as_of.0)?.0),
        };
        let nothing = || Refusal::NothingToPublish(unit.clone(), period);
        let result = found
            .to_result(made_of, env!("CARGO_PKG_VERSION"), ResultBasis::Shown)
            .ok_or_else(nothing)?;
        let published = self.results(unit)?;
        let of_period = |published: &&views::PublishedResult| published.result.period == period;
        if let Some(last) = published.iter().rev().find(of_period) {
            let last = &last.result;
            let same = (&last.unsur, last.n, last.ikm, &last.method)
                == (&result.unsur, result.n, result.ikm, &result.method);
            let waiting = found.waiting.len() as u64;
            if same && waiting > 0 {
                return Err(Refusal::TooFewChanged(waiting, PENDING_STEP).into());
            }
            if same {
                return Err(Refusal::NothingChanged(unit.clone(), period).into());
            }
            let registry = self.registry();
            let subtree = registry.subtree(unit);
            let units: Vec<_> = subtree.into_iter().map(|(_, unit)| unit).collect();
            let before = (views::AsOf(last.log_size), Basis::of(last.basis));
            let now = (found.as_of, Basis::SETTLED);
            let changed = self.views.respondents_changed(&units, period, before, now)?;
            if (1..PENDING_STEP as u64).contains(&changed) {
                return Err(Refusal::TooFewChanged(changed, PENDING_STEP).into());
            }
        }
        Ok((result, found.waiting.len() as u64))
    }

    fn publish_decided(
        &self,
        actor: &Actor,
        units: &[UnitCode],
        period: Period,
    ) -> Result<Vec<u64>, AppError> {
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
        let found = self.unit_index(unit, period, None, Basis::SETTLED, Look::AtSize(made_of.size))?;
        Ok(found.to_result(made_of, env!("CARGO_PKG_VERSION"), ResultBasis::Shown))
    }
}
