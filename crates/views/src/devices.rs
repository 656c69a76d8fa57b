//! Devices of offices: how many answers came from each, and which of its own numbers are missing.
//!
//! A device numbers its answers. A number that is missing is an answer that waits on it for a network, or was lost.

use std::collections::{BTreeMap, btree_map::Entry};

use redb::{ReadableDatabase, ReadableTable, TableDefinition, WriteTransaction};
use serde::{Deserialize, Serialize};
use survey::{DeviceCode, ResponseSubmitted};

use crate::{
    Views, ViewsError,
    tables::{read_row, write_row},
};

pub(crate) const DEVICES: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("devices");

/// Runs of numbers kept for one device. Whoever holds its token could otherwise grow its row without end.
const RUNS_MAX: usize = 500;

/// Answers of devices, one after the other: device and number.
#[derive(Default)]
pub(crate) struct DeviceChanges(Vec<(Box<str>, Option<u64>)>);

impl DeviceChanges {
    pub(crate) fn answer(&mut self, submitted: &ResponseSubmitted) {
        if let Some(device) = &submitted.device {
            self.0.push((device.as_str().into(), submitted.device_counter));
        }
    }

    pub(crate) fn extend(&mut self, later: Self) {
        self.0.extend(later.0);
    }

    pub(crate) fn write(&self, write: &WriteTransaction) -> Result<(), ViewsError> {
        let mut devices = write.open_table(DEVICES)?;
        let mut changed = BTreeMap::<&str, DeviceAnswers>::new();
        for (device, number) in &self.0 {
            let row = match changed.entry(device) {
                Entry::Occupied(row) => row.into_mut(),
                Entry::Vacant(place) => place.insert(match devices.get(&**device)? {
                    Some(row) => read_row(row.value())?,
                    None => DeviceAnswers::default(),
                }),
            };
            row.add(*number);
        }
        for (device, row) in changed {
            devices.insert(device, write_row(&row)?.as_slice())?;
        }
        Ok(())
    }
}

/// What came from one device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceAnswers {
    /// Answers.
    pub count: u64,
    /// Answers under a number that another one had.
    pub repeated: u64,
    /// Runs of numbers that came, first and last, in order, no two touching.
    runs: Vec<(u64, u64)>,
}

impl DeviceAnswers {
    /// The numbers that are missing between the first that came and the last: first and last of each gap.
    pub fn gaps(&self) -> impl Iterator<Item = (u64, u64)> {
        self.runs.windows(2).map(|runs| (runs[0].1 + 1, runs[1].0 - 1))
    }

    fn add(&mut self, number: Option<u64>) {
        self.count += 1;
        let Some(number) = number else { return };
        let at = self.runs.partition_point(|(_, last)| *last < number);
        if self.runs.get(at).is_some_and(|(first, _)| *first <= number) {
            self.repeated += 1;
            return;
        }
        let goes_on = at > 0 && self.runs[at - 1].1.checked_add(1) == Some(number);
        let leads_on = self
            .runs
            .get(at)
            .is_some_and(|(first, _)| number.checked_add(1) == Some(*first));
        match (goes_on, leads_on) {
            (true, true) => {
                self.runs[at - 1].1 = self.runs[at].1;
                self.runs.remove(at);
            }
            (true, false) => self.runs[at - 1].1 = number,
            (false, true) => self.runs[at].0 = number,
            (false, false) => self.runs.insert(at, (number, number)),
        }
        if self.runs.len() > RUNS_MAX {
            // The oldest gap is forgotten.
            self.runs[1].0 = self.runs[0].0;
            self.runs.remove(0);
        }
    }
}

impl Views {
    /// What came from a device; nothing if it never sent.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn device_answers(&self, device: &DeviceCode) -> Result<DeviceAnswers, ViewsError> {
        let read = self.database.begin_read()?;
        match read.open_table(DEVICES)?.get(device.as_str())? {
            Some(row) => read_row(row.value()),
            None => Ok(DeviceAnswers::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn of(numbers: impl IntoIterator<Item = u64>) -> DeviceAnswers {
        let mut answers = DeviceAnswers::default();
        numbers.into_iter().for_each(|number| answers.add(Some(number)));
        answers
    }

    #[test]
    fn missing_numbers_show_until_they_come() {
        let gaps = |numbers: &[u64]| of(numbers.iter().copied()).gaps().collect::<Vec<_>>();
        assert_eq!(gaps(&[1, 2, 5, 9]), [(3, 4), (6, 8)]);
        assert_eq!(gaps(&[1, 2, 5, 9, 4, 3]), [(6, 8)]);
        assert_eq!(gaps(&[7, u64::MAX, 0]), [(1, 6), (8, u64::MAX - 1)]);
    }

    proptest! {
        #[test]
        fn whatever_the_order_the_same_numbers_are_missing_and_repeated(numbers in proptest::collection::vec(0..60u64, 0..80)) {
            let answers = of(numbers.iter().copied());
            let came: BTreeSet<u64> = numbers.iter().copied().collect();
            let missing: Vec<u64> = answers.gaps().flat_map(|(first, last)| first..=last).collect();
            let expected: Vec<u64> = match (came.first(), came.last()) {
                (Some(first), Some(last)) => (*first..*last).filter(|number| !came.contains(number)).collect(),
                _ => Vec::new(),
            };
            prop_assert_eq!(missing, expected);
            prop_assert_eq!(answers.count, numbers.len() as u64);
            prop_assert_eq!(answers.repeated, (numbers.len() - came.len()) as u64);
        }
    }

    #[test]
    fn a_row_does_not_grow_without_end() {
        let answers = of((0..5000).map(|number| 2 * number));
        assert_eq!(answers.gaps().count(), RUNS_MAX - 1);
        assert_eq!(answers.gaps().last(), Some((9997, 9997)));
    }
}
