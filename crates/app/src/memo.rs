//! What was computed of a unit's period, kept until what it was computed of changes.
//!
//! Nothing here can be outdated: an index is kept under the marks of the very rows that it is a sum of, and is looked up
//! by the marks that those rows have now. It is one multiplication table learnt by heart, not yesterday's page.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use survey::{Period, Registry, UnitCode};

use crate::{limits::INDEXES_KEPT_MAX, overview::Indexes, sums::KnownPeriod};

/// What an index is made of, in short: marks of months that changed, added up over units and months.
pub(crate) type Mark = u64;

/// Sums and indexes by unit and period, and whole series of indexes.
#[derive(Default)]
pub(crate) struct Memo(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// The registry that they were computed by: tree, methods and instruments are its.
    registry: Option<Arc<Registry>>,
    units: HashMap<UnitCode, KnownUnit>,
    /// How many periods and series, of all units.
    count: usize,
}

/// What is known of a unit, each with the mark that it was computed under.
#[derive(Default)]
struct KnownUnit {
    periods: HashMap<Period, (Mark, Arc<KnownPeriod>)>,
    /// By last period and number of periods.
    series: HashMap<(Period, usize), (Mark, Indexes)>,
}

impl Memo {
    /// What is known of a unit's period under the mark that it has.
    pub(crate) fn period(
        &self,
        registry: &Arc<Registry>,
        (unit, period): (&UnitCode, Period),
        mark: Mark,
    ) -> Option<Arc<KnownPeriod>> {
        let kept = self.of(registry);
        let (of_kept, known) = kept.units.get(unit)?.periods.get(&period)?;
        (*of_kept == mark).then(|| Arc::clone(known))
    }

    /// Keeps what was computed of a unit's period, if nothing was registered since.
    pub(crate) fn keep_period(
        &self,
        registry: &Arc<Registry>,
        unit: &UnitCode,
        mark: Mark,
        known: &Arc<KnownPeriod>,
    ) {
        let known = (mark, Arc::clone(known));
        self.keep(registry, unit, |unit| {
            unit.periods.insert(known.1.index.period, known).is_none()
        });
    }

    /// Each unit's series of `count` periods up to the last, where it is known under the mark that it has.
    pub(crate) fn series<'a>(
        &self,
        registry: &Arc<Registry>,
        (last, count): (Period, usize),
        wanted: impl Iterator<Item = (&'a UnitCode, Mark)>,
    ) -> Vec<Option<Indexes>> {
        let kept = self.of(registry);
        let known = |(unit, mark)| {
            let (of_kept, known) = kept.units.get(unit)?.series.get(&(last, count))?;
            (*of_kept == mark).then(|| Arc::clone(known))
        };
        wanted.map(known).collect()
    }

    /// Keeps a unit's series, if nothing was registered since.
    pub(crate) fn keep_series(
        &self,
        registry: &Arc<Registry>,
        unit: &UnitCode,
        mark: Mark,
        series: &Indexes,
    ) {
        let Some(last) = series.last() else { return };
        let place = (last.period, series.len());
        let known = (mark, Arc::clone(series));
        self.keep(registry, unit, |unit| unit.series.insert(place, known).is_none());
    }

    /// What is kept by a registry: nothing at first.
    fn of(&self, registry: &Arc<Registry>) -> MutexGuard<'_, Kept> {
        let mut kept = self.lock();
        if !kept.is_of(registry) {
            *kept = Kept {
                registry: Some(Arc::clone(registry)),
                ..Kept::default()
            };
        }
        kept
    }

    /// Keeps something of a unit; `insert` says whether it is one more.
    fn keep(&self, registry: &Arc<Registry>, unit: &UnitCode, insert: impl FnOnce(&mut KnownUnit) -> bool) {
        let mut kept = self.lock();
        if !kept.is_of(registry) {
            return;
        }
        if kept.count >= INDEXES_KEPT_MAX {
            kept.units.clear();
            kept.count = 0;
        }
        let more = insert(kept.units.entry(unit.clone()).or_default());
        kept.count += usize::from(more);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn is_of(&self, registry: &Arc<Registry>) -> bool {
        let own = self.registry.as_ref();
        own.is_some_and(|own| Arc::ptr_eq(own, registry))
    }
}
