//! What was computed of a unit's period, kept until what it was computed of changes.
//!
//! Nothing here can be outdated: an index is kept under the marks of the very rows that it is a sum of, and is looked up
//! by the marks that those rows have now. It is one multiplication table learnt by heart, not yesterday's page.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use survey::{Period, Registry, UnitCode};

use crate::{PeriodIndex, limits::INDEXES_KEPT_MAX};

/// What an index is made of, in short: marks of months that changed, added up over units and months.
pub(crate) type Mark = u64;

/// Indexes by unit and period.
#[derive(Default)]
pub(crate) struct Memo(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// The registry that they were computed by: tree, methods and instruments are its.
    registry: Option<Arc<Registry>>,
    indexes: HashMap<(UnitCode, Period), (Mark, Arc<PeriodIndex>)>,
}

impl Memo {
    /// The index of each unit and period under its mark, as far as it is kept.
    pub(crate) fn known<'a>(
        &self,
        registry: &Arc<Registry>,
        wanted: impl Iterator<Item = (&'a UnitCode, Period, Mark)>,
    ) -> Vec<Option<Arc<PeriodIndex>>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = kept
            .registry
            .as_ref()
            .is_some_and(|of_kept| Arc::ptr_eq(of_kept, registry));
        if !same {
            kept.indexes.clear();
            kept.registry = Some(Arc::clone(registry));
        }
        let find = |(unit, period, mark): (&UnitCode, Period, Mark)| {
            let (of_kept, index) = kept.indexes.get(&(unit.clone(), period))?;
            (*of_kept == mark).then(|| Arc::clone(index))
        };
        wanted.map(find).collect()
    }

    /// Keeps an index, if nothing was registered since it was computed.
    pub(crate) fn keep(
        &self,
        registry: &Arc<Registry>,
        unit: &UnitCode,
        mark: Mark,
        index: &Arc<PeriodIndex>,
    ) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept
            .registry
            .as_ref()
            .is_some_and(|of_kept| Arc::ptr_eq(of_kept, registry))
        {
            return;
        }
        if kept.indexes.len() >= INDEXES_KEPT_MAX {
            kept.indexes.clear();
        }
        kept.indexes
            .insert((unit.clone(), index.period), (mark, Arc::clone(index)));
    }
}
