//! What was computed of a unit's period, kept until what it was computed of changes.
//!
//! Nothing here can be outdated: an index is kept under the marks of the very rows that it is a sum of, and is looked up
//! by the marks that those rows have now. It is one multiplication table learnt by heart, not yesterday's page.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use survey::{Period, Registry, UnitCode};

use crate::{limits::INDEXES_KEPT_MAX, sums::KnownPeriod};

/// What an index is made of, in short: marks of months that changed, added up over units and months.
pub(crate) type Mark = u64;

/// Sums and indexes by unit and period.
#[derive(Default)]
pub(crate) struct Memo(Mutex<Kept>);

/// What is known of a unit's periods, each with the mark that it was computed under.
type KnownPeriods = HashMap<Period, (Mark, Arc<KnownPeriod>)>;

#[derive(Default)]
struct Kept {
    /// The registry that they were computed by: tree, methods and instruments are its.
    registry: Option<Arc<Registry>>,
    periods: HashMap<UnitCode, KnownPeriods>,
    /// How many periods, of all units.
    count: usize,
}

impl Memo {
    /// What is known of some periods of each unit, under the marks that they have: unit by unit, period by period.
    pub(crate) fn known<'a, M: Iterator<Item = Mark>>(
        &self,
        registry: &Arc<Registry>,
        periods: &[Period],
        wanted: impl Iterator<Item = (&'a UnitCode, M)>,
    ) -> Vec<Option<Arc<KnownPeriod>>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.is_of(registry) {
            *kept = Kept {
                registry: Some(Arc::clone(registry)),
                ..Kept::default()
            };
        }
        let mut found = Vec::new();
        for (unit, marks) in wanted {
            let of_unit = kept.periods.get(unit);
            found.extend(periods.iter().zip(marks).map(|(period, mark)| {
                let (of_kept, known) = of_unit?.get(period)?;
                (*of_kept == mark).then(|| Arc::clone(known))
            }));
        }
        found
    }

    /// Keeps what was computed of a unit's period, if nothing was registered since.
    pub(crate) fn keep(
        &self,
        registry: &Arc<Registry>,
        unit: &UnitCode,
        mark: Mark,
        known: &Arc<KnownPeriod>,
    ) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.is_of(registry) {
            return;
        }
        if kept.count >= INDEXES_KEPT_MAX {
            kept.periods.clear();
            kept.count = 0;
        }
        let of_unit = kept.periods.entry(unit.clone()).or_default();
        let before = of_unit.insert(known.index.period, (mark, Arc::clone(known)));
        kept.count += usize::from(before.is_none());
    }
}

impl Kept {
    fn is_of(&self, registry: &Arc<Registry>) -> bool {
        let own = self.registry.as_ref();
        own.is_some_and(|own| Arc::ptr_eq(own, registry))
    }
}
