//! Queries over many periods or many units: trends, and the table of all units.

use std::collections::{BTreeMap, HashMap};

use ikm::{Index, IndexError, Interval, MutuRange};
use survey::{Month, Period, PeriodLength, Refusal, Unit, UnitCode};
use views::{AsOf, Basis, PublishedResult, RecordedServiceEvent, Samples};

use crate::{
    App, AppError,
    index::{compute, instrument_of},
};

/// The index of one period, without what tells respondents apart.
#[derive(Clone, Debug)]
pub struct PeriodIndex {
    /// The period.
    pub period: Period,
    /// The respondents.
    pub samples: Samples,
    /// The index of those who count, or why there is none.
    pub index: Result<Index, IndexError>,
    /// Its 95 % interval; `None` under two respondents.
    pub interval: Option<Interval>,
    /// Its letter, with those that the interval reaches.
    pub mutu: Option<MutuRange>,
}

/// One line of the table of all units.
#[derive(Clone, Debug)]
pub struct UnitOverview {
    /// The unit.
    pub unit: Unit,
    /// How deep it lies in the tree, from 0.
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
        let months = self
            .views
            .month_totals(&units, periods[0].first(), last.last(), basis)?;
        let months: BTreeMap<Month, Samples> = months
            .into_iter()
            .map(|total| (total.month, total.samples))
            .collect();
        let method = registry.method(unit);
        let index = |period: &Period| {
            let samples = sum_of(&months, *period);
            let instrument = instrument_of(&registry, &units, &samples.counted());
            period_index(*period, samples, method, instrument.as_deref())
        };
        Ok(periods.iter().map(index).collect())
    }

    /// Every unit in order of the tree, each with everything below it, for the `count` periods that end with `last`;
    /// and the size of the log that this is made of.
    ///
    /// # Errors
    /// If the views cannot be read.
    pub fn overview(
        &self,
        last: Period,
        count: usize,
        basis: Basis,
    ) -> Result<(Vec<UnitOverview>, AsOf), AppError> {
        let as_of = self.progress();
        let registry = self.views.registry();
        let tree = registry.tree();
        let periods = periods_until(last, count);
        // Each unit's own months once; what lies below a unit is summed up from these.
        let mut own = HashMap::with_capacity(tree.len());
        for (_, unit) in &tree {
            let months = self
                .views
                .month_totals(&[unit], periods[0].first(), last.last(), basis)?;
            let months: BTreeMap<_, _> = months
                .into_iter()
                .map(|total| (total.month, total.samples))
                .collect();
            own.insert(&unit.code, months);
        }
        let mut lines = Vec::with_capacity(tree.len());
        for (at, (depth, unit)) in tree.iter().enumerate() {
            let below = tree[at + 1..].iter().take_while(|(deeper, _)| deeper > depth);
            let units: Vec<&Unit> = std::iter::once(*unit)
                .chain(below.map(|(_, unit)| *unit))
                .collect();
            let method = registry.method(&unit.code);
            let index = |period: &Period| {
                let mut samples = Samples::default();
                for unit in &units {
                    samples.merge(&sum_of(&own[&unit.code], *period));
                }
                let instrument = instrument_of(&registry, &units, &samples.counted());
                period_index(*period, samples, method, instrument.as_deref())
            };
            let populations = registry
                .surveys(&unit.code)
                .into_iter()
                .filter_map(|survey| survey.population);
            lines.push(UnitOverview {
                unit: (*unit).clone(),
                depth: *depth,
                periods: periods.iter().map(index).collect(),
                target: populations.max().map(ikm::sample_size),
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

fn sum_of(months: &BTreeMap<Month, Samples>, period: Period) -> Samples {
    let mut sum = Samples::default();
    for (_, samples) in months.range(period.first()..=period.last()) {
        sum.merge(samples);
    }
    sum
}

fn period_index(
    period: Period,
    samples: Samples,
    method: &ikm::Method,
    instrument: Option<&survey::Instrument>,
) -> PeriodIndex {
    let (index, interval, mutu) = compute(method, instrument, &samples.counted());
    PeriodIndex {
        period,
        samples,
        index,
        interval,
        mutu,
    }
}
