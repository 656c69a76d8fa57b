//! Trends and the table of units as they were known at an earlier size of the log. What is known now is kept and not
//! computed again (`overview.rs`); the past is asked for seldom, and computed.

use std::sync::Arc;

use survey::{Action, Period, Unit, UnitCode};
use views::{AsOf, Basis, MonthTotal, RecordedServiceEvent, index::newest_surveys};

use crate::{
    App, AppError, PeriodIndex, Staff, UnitOverview,
    inspection::units_below,
    overview::{PeriodSum, period_index, periods_until},
};

impl App {
    /// The index of a unit and everything below it for the `count` periods that end with `last`, oldest first, as of a
    /// size of the log.
    ///
    /// # Errors
    /// [`survey::Refusal::UnitUnknown`] if there was no such unit then.
    pub fn trend_as_of(
        &self,
        unit: &UnitCode,
        last: Period,
        count: usize,
        basis: Basis,
        as_of: AsOf,
    ) -> Result<Vec<Arc<PeriodIndex>>, AppError> {
        let registry = self.registry_as_of(Some(as_of))?;
        let units = units_below(&registry, unit)?;
        let periods = periods_until(last, count);
        let first = periods[0].first();
        let (months, _) = self
            .views
            .months_of_each(&units, first, last.last(), basis, Some(as_of))?;
        let surveys = newest_surveys(&registry, &units);
        let index = |period: Period| {
            let sum = sum_of(months.iter().flatten(), period);
            Arc::new(period_index(period, sum, registry.method(unit), &surveys))
        };
        Ok(periods.into_iter().map(index).collect())
    }

    /// Service events of a unit and of everything above it that stood at a size of the log, by the day they took effect.
    ///
    /// # Errors
    /// [`survey::Refusal::UnitUnknown`] if there was no such unit then.
    pub fn service_events_as_of(
        &self,
        unit: &UnitCode,
        as_of: AsOf,
    ) -> Result<Vec<RecordedServiceEvent>, AppError> {
        self.service_events_of(&*self.registry_as_of(Some(as_of))?, unit, Some(as_of))
    }

    /// The nearest sizes of the log at which a unit's figures for a period are others than as of a size.
    ///
    /// # Errors
    /// [`survey::Refusal::UnitUnknown`] if there is no such unit.
    pub fn changes_around(
        &self,
        unit: &UnitCode,
        period: Period,
        as_of: AsOf,
    ) -> Result<(Option<AsOf>, Option<AsOf>), AppError> {
        let registry = self.registry();
        let units = units_below(&registry, unit)?;
        Ok(self.views.changes_around(&units, period, as_of)?)
    }

    /// Every unit whose figures somebody may see, in order of the tree, each with everything below it, for one period as
    /// of a size of the log.
    ///
    /// # Errors
    /// If the views or the log cannot be read.
    pub fn overview_as_of(
        &self,
        staff: &Staff,
        period: Period,
        basis: Basis,
        as_of: AsOf,
    ) -> Result<Vec<UnitOverview>, AppError> {
        let registry = self.registry_as_of(Some(as_of))?;
        let tree = staff.scope(Action::SeeFigures).tree(&registry);
        let units: Vec<&Unit> = tree.iter().map(|(_, unit)| *unit).collect();
        let (months, _) =
            self.views
                .months_of_each(&units, period.first(), period.last(), basis, Some(as_of))?;
        let lines = tree.iter().enumerate().map(|(at, (depth, unit))| {
            let below = tree[at + 1..].iter().take_while(|(deeper, _)| deeper > depth);
            let places = at..=at + below.count();
            let surveys = newest_surveys(&registry, &units[places.clone()]);
            let sum = sum_of(months[places].iter().flatten(), period);
            let index = period_index(period, sum, registry.method(&unit.code), &surveys);
            UnitOverview {
                unit: (*unit).clone(),
                depth: *depth,
                periods: Arc::new([Arc::new(index)]),
                target: None,
            }
        });
        Ok(lines.collect())
    }
}

fn sum_of<'a>(months: impl Iterator<Item = &'a MonthTotal>, period: Period) -> PeriodSum {
    let mut sum = PeriodSum::default();
    for month in months {
        if (period.first()..=period.last()).contains(&month.month) {
            sum.add(month);
        }
    }
    sum
}
