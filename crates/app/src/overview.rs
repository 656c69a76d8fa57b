//! Queries over many periods or many units: trends, and the table of all units.

use ikm::{Index, IndexError, Interval, MutuRange};
use survey::{Action, Period, PeriodLength, Refusal, Survey, Unit, UnitCode};
use views::{
    AsOf, Basis, MonthTotal, PublishedResult, RecordedServiceEvent, Samples,
    index::{compute, instrument_of, newest_surveys},
};

use crate::{App, AppError, Staff};

/// The index of one period, without what tells respondents apart.
#[derive(Clone, Debug)]
pub struct PeriodIndex {
    /// The period.
    pub period: Period,
    /// The respondents.
    pub samples: Samples,
    /// The index of those who count, or why there is none.
    pub index: Result<Index, IndexError>,
    /// The same without those that a rule has flagged.
    pub without_flagged: Result<Index, IndexError>,
    /// The 95 % interval of `index`; `None` under two respondents.
    pub interval: Option<Interval>,
    /// Its letter, with those that the interval reaches.
    pub mutu: Option<MutuRange>,
}

/// One line of the table of all units.
#[derive(Clone, Debug)]
pub struct UnitOverview {
    /// The unit.
    pub unit: Unit,
    /// How deep it lies below the topmost that is shown, from 0.
    pub depth: usize,
    /// Its last periods, oldest first; the last one is the one asked for.
    pub periods: Vec<PeriodIndex>,
    /// Respondents a year that the sampling rule asks for, if the population is known.
    pub target: Option<u64>,
}

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
        self.periods.len().checked_sub(2).map(|at| &self.periods[at])
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
    ) -> Result<Vec<PeriodIndex>, AppError> {
        let registry = self.views.registry();
        let subtree = registry.subtree(unit);
        if subtree.is_empty() {
            return Err(Refusal::UnitUnknown(unit.clone()).into());
        }
        let units: Vec<&Unit> = subtree.into_iter().map(|(_, unit)| unit).collect();
        let periods = periods_until(last, count);
        let (months, _) = self
            .views
            .months_of_each(&units, periods[0].first(), last.last(), basis)?;
        let mut sums = vec![Samples::default(); periods.len()];
        for months in &months {
            merge(&mut sums, &by_period(months, &periods));
        }
        let surveys = newest_surveys(&registry, &units);
        Ok(period_indexes(&periods, sums, registry.method(unit), &surveys))
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
        let units: Vec<&Unit> = tree.iter().map(|(_, unit)| *unit).collect();
        let periods = periods_until(last, count);
        let (months, as_of) = self
            .views
            .months_of_each(&units, periods[0].first(), last.last(), basis)?;
        let own = months.iter().map(|months| by_period(months, &periods)).collect();
        let mut lines = Vec::with_capacity(tree.len());
        for (at, sums) in with_those_below(&tree, own).into_iter().enumerate() {
            let (depth, unit) = tree[at];
            let below = tree[at + 1..].iter().take_while(|(deeper, _)| *deeper > depth);
            let surveys = newest_surveys(&registry, &units[at..=at + below.count()]);
            let own_surveys = surveys.iter().filter(|survey| survey.unit == unit.code);
            let populations = own_surveys.filter_map(|survey| survey.population);
            lines.push(UnitOverview {
                unit: unit.clone(),
                depth,
                target: populations.max().map(ikm::sample_size),
                periods: period_indexes(&periods, sums, registry.method(&unit.code), &surveys),
            });
        }
        Ok((lines, as_of))
    }

    /// Service events of a unit and of everything above it, by the day they took effect. What a unit above did
    /// concerns those below; what a unit below did says little of the whole.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn service_events(&self, unit: &UnitCode) -> Result<Vec<RecordedServiceEvent>, AppError> {
        let registry = self.views.registry();
        let own = registry
            .unit(unit)
            .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
        let units: Vec<&Unit> = std::iter::once(own).chain(registry.ancestors(unit)).collect();
        Ok(self.views.service_events(&units)?)
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
        let registry = self.views.registry();
        let units: Vec<&Unit> = match unit {
            None => registry.units(),
            Some(unit) => registry.subtree(unit).into_iter().map(|(_, unit)| unit).collect(),
        };
        if let Some(unit) = unit.filter(|_| units.is_empty()) {
            return Err(Refusal::UnitUnknown(unit.clone()).into());
        }
        let Some((first, last)) = self.views.months_with_answers(&units)? else {
            return Ok(Vec::new());
        };
        let (first, last) = (
            Period::containing(first, length),
            Period::containing(last, length),
        );
        let back = std::iter::successors(Some(last), |period| Some(period.previous()));
        Ok(back.take_while(|period| *period >= first).collect())
    }
}

fn periods_until(last: Period, count: usize) -> Vec<Period> {
    let back = std::iter::successors(Some(last), |period| Some(period.previous()));
    let mut periods: Vec<_> = back.take(count.max(1)).collect();
    periods.reverse();
    periods
}

/// The months of one unit, summed up for each period.
fn by_period(months: &[MonthTotal], periods: &[Period]) -> Vec<Samples> {
    let mut sums = vec![Samples::default(); periods.len()];
    for (sum, period) in sums.iter_mut().zip(periods) {
        let of_it = |total: &&MonthTotal| (period.first()..=period.last()).contains(&total.month);
        for total in months.iter().filter(of_it) {
            sum.merge(&total.samples);
        }
    }
    sums
}

fn merge(sums: &mut [Samples], more: &[Samples]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        sum.merge(more);
    }
}

/// Adds to each unit's sums those of everything below it. Units stand in order of the tree: each before those below
/// it, so that from the end on each is complete when it is added to the one above.
fn with_those_below(tree: &[(usize, &Unit)], mut sums: Vec<Vec<Samples>>) -> Vec<Vec<Samples>> {
    let mut path = Vec::new();
    let mut above = Vec::with_capacity(tree.len());
    for (at, (depth, _)) in tree.iter().enumerate() {
        path.truncate(*depth);
        above.push(path.last().copied());
        path.push(at);
    }
    for (at, parent) in above.into_iter().enumerate().rev() {
        if let Some(parent) = parent {
            let (before, rest) = sums.split_at_mut(at);
            merge(&mut before[parent], &rest[0]);
        }
    }
    sums
}

fn period_indexes(
    periods: &[Period],
    sums: Vec<Samples>,
    method: &ikm::Method,
    surveys: &[&Survey],
) -> Vec<PeriodIndex> {
    let index = |(period, samples): (&Period, Samples)| {
        let counted = samples.counted();
        let instrument = instrument_of(surveys, &counted);
        let (index, interval, mutu) = compute(method, instrument.as_deref(), &counted);
        let (without_flagged, ..) = compute(method, instrument.as_deref(), samples.unsuspicious());
        PeriodIndex {
            period: *period,
            samples,
            index,
            without_flagged,
            interval,
            mutu,
        }
    };
    periods.iter().zip(sums).map(index).collect()
}
