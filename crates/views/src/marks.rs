//! Which months of which units have changed since the views were opened, and which follow-ups and complaints: so that what
//! was computed of them can be kept.
//!
//! In memory only. A mark is set *after* the rows are visible, and must be read *before* they are: then whatever is kept
//! under a mark is of these rows or of later ones, and rows that change once more get another mark. Never the other way
//! round, which would keep yesterday's figure under today's mark.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{PoisonError, RwLock},
};

use eventlog::StreamId;
use survey::{Month, Unit};

use crate::{Views, dictionary::Kind, interpret::MonthKey};

/// How many events the rows held when something last changed.
#[derive(Default)]
pub(crate) struct Marks {
    /// The months of units.
    months: RwLock<HashMap<u32, BTreeMap<u16, u64>>>,
    /// The streams of follow-ups and complaints.
    acted: RwLock<HashMap<Box<str>, u64>>,
}

impl Marks {
    /// These months are visible as the first `progress` events have made them.
    pub(crate) fn set(&self, months: impl Iterator<Item = MonthKey>, progress: u64) {
        let mut marks = self.months.write().unwrap_or_else(PoisonError::into_inner);
        for (unit, month) in months {
            marks.entry(unit).or_default().insert(month, progress);
        }
    }

    /// The same of these streams.
    pub(crate) fn set_acted(&self, streams: Vec<Box<str>>, progress: u64) {
        if streams.is_empty() {
            return;
        }
        let mut marks = self.acted.write().unwrap_or_else(PoisonError::into_inner);
        marks.extend(streams.into_iter().map(|stream| (stream, progress)));
    }
}

/// A month of a unit that has changed, and a mark that is another one each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthMark {
    /// The month.
    pub month: Month,
    /// The mark.
    pub mark: u64,
}

impl Views {
    /// The months of each of some units, from `first` to `last`, that have changed since the views were opened. Ask before
    /// the rows are read.
    #[must_use]
    pub fn marks_of_each(&self, units: &[&Unit], first: Month, last: Month) -> Vec<Vec<MonthMark>> {
        let dictionary = self.shared().dictionary;
        let marks = self.marks.months.read().unwrap_or_else(PoisonError::into_inner);
        let of_unit = |unit: &&Unit| {
            let number = dictionary.number(Kind::Unit, unit.code.as_str());
            let months = number.and_then(|number| marks.get(&number)).into_iter();
            let within = months.flat_map(|months| months.range(first.number()..=last.number()));
            within
                .filter_map(|(month, mark)| {
                    Some(MonthMark {
                        month: Month::from_number(*month)?,
                        mark: *mark,
                    })
                })
                .collect()
        };
        units.iter().map(of_unit).collect()
    }

    /// The streams of follow-ups and complaints that were told more of after the rows held `mark` events, since the
    /// views were opened; and the mark to ask with the next time. Ask before the rows are read.
    ///
    /// # Panics
    /// Never: every name was a stream's.
    #[must_use]
    pub fn acted_since(&self, mark: u64) -> (Vec<StreamId>, u64) {
        let marks = self.marks.acted.read().unwrap_or_else(PoisonError::into_inner);
        let newest = marks.values().copied().max().unwrap_or(mark).max(mark);
        let since = marks.iter().filter(|(_, of_it)| **of_it > mark);
        let streams = since.map(|(stream, _)| StreamId::new(&**stream).expect("it was a stream's name"));
        (streams.collect(), newest)
    }
}
