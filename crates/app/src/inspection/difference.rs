//! Why an index was one thing then and is another now.

use survey::{Period, Refusal, UnitCode};
use views::{AsOf, Difference, DifferenceError};

use crate::{App, AppError};

impl App {
    /// What changed about a unit's index for a period from one size of the log to a later one; nothing if more than
    /// `lines_max` lines of responses did.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit at the second point.
    pub fn difference(
        &self,
        unit: &UnitCode,
        period: Period,
        points: (AsOf, AsOf),
        lines_max: usize,
    ) -> Result<Option<Difference>, AppError> {
        match self.reading().difference(unit, period, points, lines_max) {
            Ok(difference) => Ok(Some(difference)),
            Err(DifferenceError::TooMany(_)) => Ok(None),
            Err(DifferenceError::UnitUnknown(unit)) => Err(Refusal::UnitUnknown(unit).into()),
            Err(DifferenceError::Views(error)) => Err(error.into()),
        }
    }
}
