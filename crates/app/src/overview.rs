//! Queries over many periods or many units: trends, and the table of all units.

use std::{collections::HashMap, sync::Arc};

use ikm::{Index, IndexError, Interval, MutuRange};
use survey::{Action, Month, Period, PeriodLength, Refusal, Registry, Survey, Unit, UnitCode};
use views::{
    AsOf, Basis, MonthTotal, PublishedResult, RecordedServiceEvent, Samples,
    index::{compute, instrument_of, newest_surveys},
};

use crate::{
    App, AppError, Staff,
    memo::Mark,
    sums::{MarkSum, Seen, Sums, marks_by_period, with_those_below},
};

/// The index of one period, without what tells respondents apart.
#[derive(Clone, Debug)]
pub struct PeriodIndex {
    /// The period; of a [stretch](App::stretch) the month that it ends with.
    pub period: Period,
    /// The respondents.
    pub samples: Samples,
    /// How many people were served, where that was counted for every month in which somebody answered.
    pub visits: Option<u64>,
    /// The index of those who count, or why there is none.
    pub index: Result<Index, IndexError>,
    /// The same without those that a rule has flagged.
    pub without_flagged: Result<Index, IndexError>,
    /// The 95 % interval of `index`; `None` under two respondents.
    pub interval: Option<Interval>,
    /// Its letter, with those that the interval reaches.
    pub mutu: Option<MutuRange>,
    /// Whether something of it arrived only after its month was over.
    pub late: bool,
}

/// One line of the table of all units.
#[derive(Clone, Debug)]
pub struct UnitOverview {
    /// The unit.
    pub unit: Unit,
    /// How deep it lies below the topmost that is shown, from 0.
    pub depth: usize,
    /// Its last periods, oldest first; the last one is the one asked for.
    pub periods: Indexes,
    /// Respondents a year that the sampling rule asks for, if the population is known.
    pub target: Option<u64>,
}

/// The indexes of one unit, oldest first; the same ones for as long as nothing of them changes.
pub type Indexes = Arc<[Arc<PeriodIndex>]>;

impl UnitOverview {
    /// The period asked for.
    #[must_use]
    pub fn current(&self) -> &PeriodIndex {
        self.periods
            .last()
            .expect("there is at least the period asked for")
    }

    /// The period before it.
    #[must_use]
    pub fn previous(&self) -> Option<&PeriodIndex> {
        self.periods.len().checked_sub(2).map(|at| &*self.periods[at])
    }
}

impl App {
    /// The index of a unit and everything below it for the `count` periods that end with `last`, oldest first.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn trend(
        &self,
        unit: &UnitCode,
        last: Period,
        count: usize,
        basis: Basis,
    ) -> Result<Indexes, AppError> {
        let registry = self.views.registry();
        let subtree = registry.subtree(unit);
        if subtree.is_empty() {
            return Err(Refusal::UnitUnknown(unit.clone()).into());
        }
        let periods = periods_until(last, count);
        let (mut indexes, _) = self.indexes(&registry, &subtree, &periods, 1, basis)?;
        Ok(indexes.remove(0))
    }

    /// The indexes of the first `units` units of a tree, each with everything below it, and the size of the log that
    /// they are made of. What is kept is not computed again.
    fn indexes(
        &self,
        registry: &Arc<Registry>,
        tree: &[(usize, &Unit)],
        periods: &[Period],
        units: usize,
        basis: Basis,
    ) -> Result<(Vec<Indexes>, AsOf), AppError> {
        let all: Vec<&Unit> = tree.iter().map(|(_, unit)| *unit).collect();
        let (first, last) = (periods[0].first(), periods[periods.len() - 1].last());
        // Marks before rows: see `views::marks`.
        let marks = self.views.marks_of_each(&all, first, last);
        let session = self.views.session()?;
        let seen = Seen::of(periods, basis);
        let own = marks
            .iter()
            .zip(&all)
            .map(|(months, unit)| marks_by_period(months, unit, periods, &seen))
            .collect();
        let marks = with_those_below(tree, own);
        let of_series: Vec<Mark> = marks[..units]
            .iter()
            .map(|marks| MarkSum::of_series(marks))
            .collect();
        let place = (periods[periods.len() - 1], periods.len());
        let codes = all.iter().map(|unit| &unit.code);
        let known = self
            .memo
            .series(registry, place, codes.zip(of_series.iter().copied()));
        let mut sums = Sums {
            app: self,
            registry,
            session: &session,
            basis,
            periods,
            units: &all,
            tree,
            marks: &marks,
            known: HashMap::new(),
        };
        let mut indexes = Vec::with_capacity(units);
        for (at, known) in known.into_iter().enumerate() {
            let series = match known {
                Some(known) => known,
                None => {
                    let of_unit =
                        (0..periods.len()).map(|period| Ok(Arc::clone(&sums.of(at, period)?.index)));
                    let made = of_unit.collect::<Result<Indexes, AppError>>()?;
                    self.memo
                        .keep_series(registry, &all[at].code, of_series[at], &made);
                    made
                }
            };
            indexes.push(series);
        }
        Ok((indexes, session.as_of()))
    }

    /// The index of a unit and everything below it for a stretch of whole months that is no period by itself, from
    /// `first` to `last`; it is said to be of the month that it ends with.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn stretch(
        &self,
        unit: &UnitCode,
        (first, last): (Month, Month),
        basis: Basis,
    ) -> Result<PeriodIndex, AppError> {
        let registry = self.views.registry();
        let subtree = registry.subtree(unit);
        if subtree.is_empty() {
            return Err(Refusal::UnitUnknown(unit.clone()).into());
        }
        let units: Vec<&Unit> = subtree.into_iter().map(|(_, unit)| unit).collect();
        let (months, _) = self.views.months_of_each(&units, first, last, basis, None)?;
        let mut sum = PeriodSum::default();
        months.iter().flatten().for_each(|month| sum.add(month));
        let surveys = newest_surveys(&registry, &units);
        let period = Period::containing(last, PeriodLength::Month);
        Ok(period_index(period, sum, registry.method(unit), &surveys))
    }

    /// How many responses arrived for each of some units and everything below it, in a period of its own, all of one moment
    /// and whether figures show them or not; `None` where there is no such unit.
    ///
    /// # Errors
    /// If the views cannot be read.
    pub fn received(&self, asked: &[(UnitCode, Period)]) -> Result<Vec<Option<u64>>, AppError> {
        let registry = self.views.registry();
        let session = self.views.session()?;
        let of_unit = |(unit, period): &(UnitCode, Period)| {
            let units: Vec<&Unit> = registry.subtree(unit).into_iter().map(|(_, unit)| unit).collect();
            if units.is_empty() {
                return Ok(None);
            }
            Ok(Some(session.received(&units, period.first(), period.last())?))
        };
        asked.iter().map(of_unit).collect()
    }

    /// Every unit whose figures somebody may see, in order of the tree, each with everything below it, for the `count`
    /// periods that end with `last`; and the size of the log that this is made of.
    ///
    /// # Errors
    /// If the views cannot be read.
    pub fn overview(
        &self,
        staff: &Staff,
        last: Period,
        count: usize,
        basis: Basis,
    ) -> Result<(Vec<UnitOverview>, AsOf), AppError> {
        let registry = self.views.registry();
        let tree = staff.scope(Action::SeeFigures).tree(&registry);
        let periods = periods_until(last, count);
        let (indexes, as_of) = self.indexes(&registry, &tree, &periods, tree.len(), basis)?;
        let populations = populations(&registry);
        let line = |((depth, unit), periods): (&(usize, &Unit), Indexes)| UnitOverview {
            unit: (*unit).clone(),
            depth: *depth,
            target: populations.get(&unit.code).copied().map(ikm::sample_size),
            periods,
        };
        Ok((tree.iter().zip(indexes).map(line).collect(), as_of))
    }

    /// Service events of a unit and of everything above it, by the day they took effect. What a unit above did
    /// concerns those below; what a unit below did says little of the whole.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn service_events(&self, unit: &UnitCode) -> Result<Vec<RecordedServiceEvent>, AppError> {
        self.service_events_of(&self.views.registry(), unit, None)
    }

    /// The same in a registry, as they are or as they stood at an earlier size of the log.
    pub(crate) fn service_events_of(
        &self,
        registry: &Registry,
        unit: &UnitCode,
        as_of: Option<AsOf>,
    ) -> Result<Vec<RecordedServiceEvent>, AppError> {
        let own = registry
            .unit(unit)
            .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
        let units: Vec<&Unit> = std::iter::once(own).chain(registry.ancestors(unit)).collect();
        Ok(self.views.service_events(&units, as_of)?)
    }

    /// Every result published for a unit, in order of publication.
    ///
    /// # Errors
    /// If the views cannot be read.
    pub fn results(&self, unit: &UnitCode) -> Result<Vec<PublishedResult>, AppError> {
        Ok(self.views.results(unit)?)
    }

    /// The periods of a length for which a unit and everything below it have answers, newest first.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn periods(&self, unit: Option<&UnitCode>, length: PeriodLength) -> Result<Vec<Period>, AppError> {
        let span = self.answered(unit)?;
        Ok(span.into_iter().flat_map(|span| span.periods(length)).collect())
    }

    /// The months from the first to the last in which a unit and everything below it have answers; `None` where nobody
    /// answered.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn answered(&self, unit: Option<&UnitCode>) -> Result<Option<AnsweredSpan>, AppError> {
        let registry = self.views.registry();
        let units: Vec<&Unit> = match unit {
            None => registry.units(),
            Some(unit) => registry.subtree(unit).into_iter().map(|(_, unit)| unit).collect(),
        };
        if let Some(unit) = unit.filter(|_| units.is_empty()) {
            return Err(Refusal::UnitUnknown(unit.clone()).into());
        }
        let span = self.views.months_with_answers(&units);
        Ok(span.map(|(first, last)| AnsweredSpan { first, last }))
    }
}

/// The months in which somebody answered, and those between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnsweredSpan {
    /// The first of them.
    pub first: Month,
    /// The last of them.
    pub last: Month,
}

impl AnsweredSpan {
    /// Its periods of a length, newest first.
    pub fn periods(self, length: PeriodLength) -> impl Iterator<Item = Period> {
        let first = Period::containing(self.first, length);
        let back = std::iter::successors(Some(Period::containing(self.last, length)), |period| {
            Some(period.previous())
        });
        back.take_while(move |period| *period >= first)
    }
}

pub(crate) fn periods_until(last: Period, count: usize) -> Vec<Period> {
    let back = std::iter::successors(Some(last), |period| Some(period.previous()));
    let mut periods: Vec<_> = back.take(count.max(1)).collect();
    periods.reverse();
    periods
}

/// What the months of a period add up to, over one unit or several.
#[derive(Clone, Debug)]
pub(crate) struct PeriodSum {
    samples: Samples,
    /// `None` once a month with respondents was not counted.
    visits: Option<u64>,
    late: bool,
}

impl Default for PeriodSum {
    fn default() -> Self {
        Self {
            samples: Samples::default(),
            visits: Some(0),
            late: false,
        }
    }
}

impl PeriodSum {
    pub(crate) fn add(&mut self, month: &MonthTotal) {
        self.samples.merge(&month.samples);
        self.visits = self.visits.zip(month.visits).map(|(sum, visits)| sum + visits);
        self.late |= month.late;
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.samples.merge(&other.samples);
        self.visits = self.visits.zip(other.visits).map(|(sum, visits)| sum + visits);
        self.late |= other.late;
    }
}

/// The largest population that a survey of each unit was opened for.
fn populations(registry: &Registry) -> HashMap<UnitCode, u64> {
    let mut found = HashMap::new();
    for survey in registry.all_surveys() {
        if let Some(population) = survey.population {
            let largest = found.entry(survey.unit.clone()).or_insert(population);
            *largest = population.max(*largest);
        }
    }
    found
}

pub(crate) fn period_index(
    period: Period,
    sum: PeriodSum,
    method: &ikm::Method,
    surveys: &[&Survey],
) -> PeriodIndex {
    let PeriodSum {
        samples,
        visits,
        late,
    } = sum;
    let visits = visits.filter(|visits| *visits > 0);
    let counted = samples.counted();
    let instrument = instrument_of(surveys, &counted);
    let (index, interval, mutu) = compute(method, instrument.as_deref(), &counted, visits);
    let (without_flagged, ..) = compute(method, instrument.as_deref(), samples.unsuspicious(), None);
    PeriodIndex {
        period,
        samples,
        visits,
        late,
        index,
        without_flagged,
        interval,
        mutu,
    }
}
