//! Why an index was one thing then and is another now: kind of change after kind of change, each with the index after
//! it, from the first to the second, so that what they move adds up to the difference.

use std::sync::Arc;

use eventlog::Position;
use ikm::{Index, IndexError, Method};
use survey::{Instrument, Period, Unit, UnitCode};
use views::{
    AsOf, Basis, Move, Samples,
    index::{compute, instrument_of, newest_surveys},
};

use crate::{App, AppError, inspection::units_below};

/// What changes an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Something became of responses.
    Responses(Move),
    /// Units came to lie below the unit, with their answers.
    UnitsJoined,
    /// Units lie elsewhere since, with their answers.
    UnitsLeft,
    /// Another method or another order of unsur holds.
    Method,
}

/// One kind of change.
#[derive(Clone, Debug)]
pub struct Step {
    /// What changed.
    pub kind: StepKind,
    /// How many responses or units.
    pub n: u64,
    /// The index after it, or why there is none.
    pub index: Result<Index, IndexError>,
}

/// What lies between two points of the log.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The index at the first point, exactly.
    pub before: Result<Index, IndexError>,
    /// Kind after kind; after the last it is the index at the second point.
    pub steps: Vec<Step>,
    /// Where the events about responses stand, in order, and what each did in the end.
    pub events: Vec<(Position, Move)>,
}

/// By what an index is made of respondents.
struct Rule {
    method: Method,
    instrument: Option<Arc<Instrument>>,
}

impl App {
    /// What changed about a unit's index for a period from one size of the log to a later one; nothing if more than
    /// `lines_max` lines of responses did.
    ///
    /// # Errors
    /// [`survey::Refusal::UnitUnknown`] if there is no such unit at the second point.
    pub fn difference(
        &self,
        unit: &UnitCode,
        period: Period,
        (from, to): (AsOf, AsOf),
        lines_max: usize,
    ) -> Result<Option<Difference>, AppError> {
        let (then, now) = (self.registry_as_of(Some(from))?, self.registry_as_of(Some(to))?);
        let units_now = units_below(&now, unit)?;
        let units_then = units_below(&then, unit).unwrap_or_default();
        let is_in = |units: &[&Unit], unit: &Unit| units.iter().any(|other| other.code == unit.code);
        let (stayed, left): (Vec<&Unit>, Vec<&Unit>) =
            units_then.iter().partition(|unit| is_in(&units_now, unit));
        let joined: Vec<&Unit> = units_now
            .iter()
            .copied()
            .filter(|unit| !is_in(&units_then, unit))
            .collect();
        let Some(between) = self.views.between(&stayed, period, (from, to), lines_max)? else {
            return Ok(None);
        };
        let of_left = self.sums(&left, period, from)?;
        let of_joined = self.sums(&joined, period, to)?;
        let with = |mut samples: Samples, more: &Samples| {
            samples.merge(more);
            samples
        };
        let before = with(between.before.clone(), &of_left);
        let old = Rule::of(&then, unit, &units_then, &before);
        let mut steps = Vec::new();
        for step in &between.steps {
            steps.push(Step {
                kind: StepKind::Responses(step.kind),
                n: step.n,
                index: old.index(&with(step.after.clone(), &of_left)),
            });
        }
        let stayed_after = between.steps.last().map_or(&between.before, |step| &step.after);
        if !left.is_empty() {
            steps.push(Step {
                kind: StepKind::UnitsLeft,
                n: left.len() as u64,
                index: old.index(stayed_after),
            });
        }
        let after = with(stayed_after.clone(), &of_joined);
        if !joined.is_empty() {
            steps.push(Step {
                kind: StepKind::UnitsJoined,
                n: joined.len() as u64,
                index: old.index(&after),
            });
        }
        let new = Rule::of(&now, unit, &units_now, &after);
        if new != old {
            steps.push(Step {
                kind: StepKind::Method,
                n: 1,
                index: new.index(&after),
            });
        }
        Ok(Some(Difference {
            before: old.index(&before),
            steps,
            events: between.events,
        }))
    }

    fn sums(&self, units: &[&Unit], period: Period, as_of: AsOf) -> Result<Samples, AppError> {
        let found = self
            .views
            .period_figures(units, period, Basis::Exact, Some(as_of))?;
        Ok(found.figures.total)
    }
}

impl Rule {
    fn of(registry: &survey::Registry, unit: &UnitCode, units: &[&Unit], samples: &Samples) -> Self {
        Self {
            method: registry.method(unit).clone(),
            instrument: instrument_of(&newest_surveys(registry, units), &samples.counted()),
        }
    }

    fn index(&self, samples: &Samples) -> Result<Index, IndexError> {
        compute(&self.method, self.instrument.as_deref(), &samples.counted(), None).0
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        let unsur = |rule: &Self| rule.instrument.as_deref().map(Instrument::unsur_codes);
        self.method == other.method && unsur(self) == unsur(other)
    }
}
