//! One look at the rows: several questions, all answered as of the same moment.

use survey::{Month, Unit};

use crate::{AsOf, Basis, MonthTotal, Views, ViewsError, rows::Rows};

/// The rows as of one moment.
pub struct Session {
    rows: Rows,
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
        self.rows.progress
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
            .map(|unit| self.rows.months(unit, first, last, basis, self.rows.progress));
        months.collect()
    }

    /// How many responses arrived for some units from `first` to `last`, whether figures show them or not.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn received(&self, units: &[&Unit], first: Month, last: Month) -> Result<u64, ViewsError> {
        let mut received = 0;
        for number in units.iter().filter_map(|unit| self.rows.unit(&unit.code)) {
            received += self.rows.received(number, first, last)?;
        }
        Ok(received)
    }
}
