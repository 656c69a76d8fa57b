//! Queries for an index: of a unit with everything below it, for a period, now or as of an earlier moment.

use ikm::{Index, IndexError, Method};
use jiff::Timestamp;
use survey::{Period, Refusal, UnitCode};
use views::{AsOf, Basis, Look, Reading, UnitIndex};

use crate::{App, AppError, limits::GROUP_N_MIN};

/// The index that staff may see, with its unsur: none of fewer respondents than a group may have. The nine NRR of a unit that
/// one citizen has answered about are the form of that citizen, filled in.
#[must_use]
pub fn seen_by_staff(index: &Result<Index, IndexError>) -> Option<&Index> {
    index.as_ref().ok().filter(|index| index.n >= GROUP_N_MIN)
}

impl App {
    /// The log and the views, for reading.
    #[must_use]
    pub fn reading(&self) -> Reading<'_> {
        Reading {
            log: &*self.log,
            views: &self.views,
        }
    }

    /// How many events of the log were there at a point in history.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn size_at(&self, look: Look) -> Result<AsOf, AppError> {
        Ok(self.reading().size_at(look)?)
    }

    /// When the last of the first so many events was recorded; zero if there is none.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn recorded_at(&self, as_of: AsOf) -> Result<Timestamp, AppError> {
        Ok(self.reading().recorded_at(as_of)?)
    }

    /// The index of a unit and everything below it.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if the unit was not registered then.
    pub fn unit_index(
        &self,
        unit: &UnitCode,
        period: Period,
        method: Option<&Method>,
        basis: Basis,
        look: Look,
    ) -> Result<UnitIndex, AppError> {
        let found = self.reading().unit_index(unit, period, method, basis, look)?;
        Ok(found.ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?)
    }
}
