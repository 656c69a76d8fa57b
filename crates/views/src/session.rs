//! One look at the rows: several questions, all answered as of the same moment.

use survey::{Month, Unit};

use crate::{
    AsOf, Basis, MonthTotal, Views, ViewsError, month_row::Stamp, read::Rows, tables::read_row,
    visits::visits,
};

/// The rows as of one moment.
pub struct Session {
    rows: Rows,
}

/// A unit's month with a mark that is another one whenever what people see of it could be another: cheap to read, so
/// that what was computed of it can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthMark {
    /// The month.
    pub month: Month,
    /// The mark.
    pub mark: u64,
}

impl Views {
    /// A look at the rows as they are now.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn session(&self) -> Result<Session, ViewsError> {
        Ok(Session {
            rows: Rows::open(self)?,
        })
    }
}

impl Session {
    /// How many events the rows hold.
    #[must_use]
    pub const fn as_of(&self) -> AsOf {
        self.rows.progress()
    }

    /// As [`Views::months_of_each`].
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn months_of_each(
        &self,
        units: &[&Unit],
        first: Month,
        last: Month,
        basis: Basis,
    ) -> Result<Vec<Vec<MonthTotal>>, ViewsError> {
        let months = units
            .iter()
            .map(|unit| self.rows.months(unit, first, last, basis));
        months.collect()
    }

    /// The marks of the same months.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn marks_of_each(
        &self,
        units: &[&Unit],
        first: Month,
        last: Month,
        basis: Basis,
    ) -> Result<Vec<Vec<MonthMark>>, ViewsError> {
        units
            .iter()
            .map(|unit| self.marks(unit, first, last, basis))
            .collect()
    }

    fn marks(
        &self,
        unit: &Unit,
        first: Month,
        last: Month,
        basis: Basis,
    ) -> Result<Vec<MonthMark>, ViewsError> {
        let Some(number) = self.rows.unit(&unit.code) else {
            return Ok(Vec::new());
        };
        let visits = visits(self.rows.visits_table(), number, (first, last), u64::MAX)?;
        let rows = self.rows.totals_between(number, first, last)?;
        rows.map(|row| {
            let (key, bytes) = row?;
            let month = Month::from_number(key.value().1).ok_or(postcard::Error::DeserializeBadEnum)?;
            // Lines and the last position stand first in a row, and only grow.
            let Stamp { lines, until } = read_row(bytes.value())?;
            let seen = match basis {
                Basis::Exact => 2,
                Basis::Shown { now } => u64::from(now >= month.end(unit.zone)),
            };
            let counted = visits.binary_search_by_key(&month.number(), |(month, _)| *month);
            let visits = counted.map_or(u64::MAX, |at| visits[at].1);
            let parts = [number.into(), month.number().into(), lines, until, seen, visits];
            Ok(MonthMark {
                month,
                mark: parts.into_iter().fold(0, |mark, part| mixed(mark ^ part)),
            })
        })
        .collect()
    }
}

/// One number for another, such that near ones lie far apart (the finaliser of SplitMix64).
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
