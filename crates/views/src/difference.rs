//! Why an index was one thing then and is another now: kind of change after kind of change, each with the index after
//! it, from the first to the second, so that what they move adds up to the difference; and event after event.

use std::{collections::BTreeSet, sync::Arc};

use eventlog::Position;
use ikm::{Index, IndexError, Method};
use survey::{Event, Instrument, Period, Registry, Unit, UnitCode};

use crate::{
    AsOf, Basis, Move, Reading, Samples, ViewsError,
    index::{compute, instrument_of, newest_surveys},
    interpret::decode,
};

/// What changes an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// Something became of responses.
    Responses(Move),
    /// Units lie elsewhere since, with their answers.
    UnitsLeft,
    /// Units came to lie below the unit, with their answers.
    UnitsJoined,
    /// Another method or another order of unsur holds.
    Method,
}

impl StepKind {
    /// What it is called on pages and in tables.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Responses(kind) => kind.label(),
            Self::UnitsLeft => "Unit pindah dari bawah unit ini",
            Self::UnitsJoined => "Unit bergabung di bawah unit ini",
            Self::Method => "Metode atau susunan unsur berganti",
        }
    }

    /// What programs call it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Responses(kind) => kind.as_str(),
            Self::UnitsLeft => "units_left",
            Self::UnitsJoined => "units_joined",
            Self::Method => "method",
        }
    }
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
    /// Where the events stand, in order, and what each did in the end.
    pub events: Vec<(Position, StepKind)>,
}

/// Why there is no difference to tell.
#[derive(Debug, thiserror::Error)]
pub enum DifferenceError {
    /// Name a unit that the log knew at the second point.
    #[error("unit {0} tidak terdaftar pada saat yang kedua")]
    UnitUnknown(UnitCode),
    /// Choose two points that lie closer together.
    #[error("lebih dari {0} perubahan di antara kedua saat; pilih dua saat yang lebih dekat")]
    TooMany(usize),
    /// Log or views failed.
    #[error(transparent)]
    Views(#[from] ViewsError),
}

/// By what an index is made of respondents.
struct Rule {
    method: Method,
    instrument: Option<Arc<Instrument>>,
}

impl Reading<'_> {
    /// What changed about a unit's index for a period from one size of the log to a later one, if no more than
    /// `lines_max` lines of responses did.
    ///
    /// # Errors
    /// [`DifferenceError`].
    pub fn difference(
        &self,
        unit: &UnitCode,
        period: Period,
        (from, to): (AsOf, AsOf),
        lines_max: usize,
    ) -> Result<Difference, DifferenceError> {
        let then = self.views.registry_as_of(self.log, from)?;
        let now = self.views.registry_as_of(self.log, to)?;
        let (units_then, units_now) = (below(&then, unit), below(&now, unit));
        if units_now.is_empty() {
            return Err(DifferenceError::UnitUnknown(unit.clone()));
        }
        let is_in = |units: &[&Unit], unit: &Unit| units.iter().any(|other| other.code == unit.code);
        let (stayed, left): (Vec<&Unit>, Vec<&Unit>) =
            units_then.iter().partition(|unit| is_in(&units_now, unit));
        let joined = units_now.iter().copied();
        let joined: Vec<&Unit> = joined.filter(|unit| !is_in(&units_then, unit)).collect();
        let between = self.views.between(&stayed, period, (from, to), lines_max)?;
        let between = between.ok_or(DifferenceError::TooMany(lines_max))?;
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
        let events = between.events.into_iter();
        let mut events: Vec<_> = events
            .map(|(position, kind)| (position, StepKind::Responses(kind)))
            .collect();
        if steps
            .iter()
            .any(|step| !matches!(step.kind, StepKind::Responses(_)))
        {
            let changed = Changed {
                left: codes(&left),
                joined: codes(&joined),
                below: codes(&units_now),
                above: codes(
                    &then
                        .ancestors(unit)
                        .chain(now.ancestors(unit))
                        .collect::<Vec<_>>(),
                ),
                of_method: new != old,
            };
            events.extend(self.in_register((from, to), &changed)?);
            events.sort_unstable();
        }
        Ok(Difference {
            before: old.index(&before),
            steps,
            events,
        })
    }

    fn sums(&self, units: &[&Unit], period: Period, as_of: AsOf) -> Result<Samples, ViewsError> {
        let found = self
            .views
            .period_figures(units, period, Basis::Exact, Some(as_of))?;
        Ok(found.figures.total)
    }

    /// The events of the register between two points that moved these units or this method.
    fn in_register(
        &self,
        (AsOf(from), AsOf(to)): (AsOf, AsOf),
        changed: &Changed<'_>,
    ) -> Result<Vec<(Position, StepKind)>, ViewsError> {
        let registered = self.views.shared().registered;
        let place = |size| registered.partition_point(|position| *position < size);
        let mut found = Vec::new();
        for position in &registered[place(from)..place(to)] {
            for recorded in self.log.read_all(Position(*position), 1)? {
                let kind = changed.kind_of(&decode(&recorded)?);
                found.extend(kind.map(|kind| (recorded.position(), kind)));
            }
        }
        Ok(found)
    }
}

/// What changed in the register.
struct Changed<'a> {
    left: BTreeSet<&'a UnitCode>,
    joined: BTreeSet<&'a UnitCode>,
    below: BTreeSet<&'a UnitCode>,
    above: BTreeSet<&'a UnitCode>,
    of_method: bool,
}

impl Changed<'_> {
    fn kind_of(&self, event: &Event) -> Option<StepKind> {
        let unit = event.unit()?;
        // Whatever else is in the register moves no answer and no method.
        let moves = matches!(
            event,
            Event::UnitRegistered(_) | Event::UnitMoved(_) | Event::UnitMerged(_)
        );
        let adopts = matches!(event, Event::MethodAdopted(_));
        let opens = matches!(event, Event::SurveyOpened(_));
        if moves && self.left.contains(unit) {
            Some(StepKind::UnitsLeft)
        } else if moves && self.joined.contains(unit) {
            Some(StepKind::UnitsJoined)
        } else if self.of_method
            && (adopts && self.above.contains(unit) || (adopts || opens) && self.below.contains(unit))
        {
            Some(StepKind::Method)
        } else {
            None
        }
    }
}

fn below<'a>(registry: &'a Registry, unit: &UnitCode) -> Vec<&'a Unit> {
    registry.subtree(unit).into_iter().map(|(_, unit)| unit).collect()
}

fn codes<'a>(units: &[&'a Unit]) -> BTreeSet<&'a UnitCode> {
    units.iter().map(|unit| &unit.code).collect()
}

impl Rule {
    fn of(registry: &Registry, unit: &UnitCode, units: &[&Unit], samples: &Samples) -> Self {
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
