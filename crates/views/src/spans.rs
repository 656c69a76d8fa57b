//! The first and the last month in which each unit has answers, kept in memory: every page asks for them.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use redb::{Database, ReadableDatabase};
use survey::{Month, Unit};

use crate::{
    Views, ViewsError,
    dictionary::{Dictionary, Kind},
    interpret::MonthKey,
    tables::TOTALS,
};

/// By unit, the first and the last month that its rows hold. Rows are never taken away, so these only move apart.
#[derive(Default)]
pub(crate) struct Spans(RwLock<HashMap<u32, (u16, u16)>>);

impl Spans {
    /// As the rows of a file have them.
    pub(crate) fn stored(database: &Database, dictionary: &Dictionary) -> Result<Self, ViewsError> {
        let totals = database.begin_read()?.open_table(TOTALS)?;
        let mut spans = HashMap::new();
        for unit in 0..dictionary.count(Kind::Unit) {
            let mut range = totals.range((unit, 0)..=(unit, u16::MAX))?;
            let first = range.next().transpose()?.map(|(key, _)| key.value().1);
            let last = range.next_back().transpose()?.map(|(key, _)| key.value().1);
            if let Some(first) = first {
                spans.insert(unit, (first, last.unwrap_or(first)));
            }
        }
        Ok(Self(RwLock::new(spans)))
    }

    /// These months have become visible.
    pub(crate) fn widen(&self, months: impl Iterator<Item = MonthKey>) {
        let mut spans = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for (unit, month) in months {
            let (first, last) = spans.entry(unit).or_insert((month, month));
            *first = month.min(*first);
            *last = month.max(*last);
        }
    }
}

impl Views {
    /// The first and the last month in which any of some units has answers.
    #[must_use]
    pub fn months_with_answers(&self, units: &[&Unit]) -> Option<(Month, Month)> {
        let dictionary = self.shared().dictionary;
        let spans = self.spans.0.read().unwrap_or_else(PoisonError::into_inner);
        let of_unit = |unit: &&Unit| spans.get(&dictionary.number(Kind::Unit, unit.code.as_str())?);
        let (first, last) = units
            .iter()
            .filter_map(of_unit)
            .copied()
            .reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))?;
        Month::from_number(first).zip(Month::from_number(last))
    }
}
