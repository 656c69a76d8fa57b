//! Visits: how many people a unit served in a month, where somebody counted them.

use std::collections::BTreeSet;

use redb::{ReadOnlyTable, TableDefinition, WriteTransaction};
use survey::{Month, ServiceEvent};

use crate::{ViewsError, interpret::MonthKey};

/// Unit, month and position of the event that says so.
pub(crate) type VisitKey = (u32, u16, u64);

/// How many, and where that was withdrawn.
pub(crate) type Visits = (u64, Option<u64>);

pub(crate) const VISITS: TableDefinition<'_, VisitKey, Visits> = TableDefinition::new("visits");

/// Visits counted, and counts withdrawn.
#[derive(Default)]
pub(crate) struct VisitChanges(Vec<(VisitKey, Visits)>);

impl VisitChanges {
    /// A service event was recorded; only a count of visits changes something here.
    pub(crate) fn record(&mut self, unit: u32, position: u64, event: &ServiceEvent) {
        if let Some(visits) = event.visits {
            self.0.push((key(unit, position, event), (visits, None)));
        }
    }

    /// It was withdrawn by the event at a position.
    pub(crate) fn withdraw(&mut self, unit: u32, position: u64, event: &ServiceEvent, by: u64) {
        if let Some(visits) = event.visits {
            self.0.push((key(unit, position, event), (visits, Some(by))));
        }
    }

    pub(crate) fn extend(&mut self, later: Self) {
        self.0.extend(later.0);
    }

    /// The months that they are about.
    pub(crate) fn months(&self) -> impl Iterator<Item = MonthKey> {
        self.0.iter().map(|((unit, month, _), _)| (*unit, *month))
    }

    pub(crate) fn write(&self, write: &WriteTransaction) -> Result<(), ViewsError> {
        let mut table = write.open_table(VISITS)?;
        for (key, visits) in &self.0 {
            table.insert(*key, *visits)?;
        }
        Ok(())
    }
}

fn key(unit: u32, position: u64, event: &ServiceEvent) -> VisitKey {
    (unit, Month::of(event.on).number(), position)
}

/// The visits of a unit from one month to another, as the first `size` events say; of several counts of one month the
/// one recorded last.
pub(crate) fn visits(
    table: &ReadOnlyTable<VisitKey, Visits>,
    unit: u32,
    (first, last): (Month, Month),
    size: u64,
) -> Result<Vec<(u16, u64)>, ViewsError> {
    let range = (unit, first.number(), 0)..=(unit, last.number(), u64::MAX);
    let mut found: Vec<(u16, u64)> = Vec::new();
    for row in table.range(range)? {
        let (key, visits) = row?;
        let (_, month, position) = key.value();
        let (visits, withdrawn_at) = visits.value();
        if position >= size || withdrawn_at.is_some_and(|at| at < size) {
            continue;
        }
        match found.last_mut() {
            Some((before, of_it)) if *before == month => *of_it = visits,
            Some(_) | None => found.push((month, visits)),
        }
    }
    Ok(found)
}

/// Adds up the visits of months in which somebody answered: known only if each of them was counted.
#[derive(Default)]
pub(crate) struct VisitSum {
    sum: u64,
    uncounted: BTreeSet<Month>,
}

impl VisitSum {
    /// A month with respondents, and its visits by month as [`visits`] gives them.
    pub(crate) fn add(&mut self, month: Month, counted: &[(u16, u64)]) {
        match counted.binary_search_by_key(&month.number(), |(month, _)| *month) {
            Ok(at) => self.sum += counted[at].1,
            Err(_) => {
                self.uncounted.insert(month);
            }
        }
    }

    /// The sum; `None` also where nobody answered at all.
    pub(crate) fn known(&self) -> Option<u64> {
        (self.uncounted.is_empty() && self.sum > 0).then_some(self.sum)
    }

    /// The months that some unit did not count, oldest first.
    pub(crate) fn uncounted(self) -> Vec<Month> {
        self.uncounted.into_iter().collect()
    }
}
