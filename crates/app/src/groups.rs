//! Queries for respondents told apart, and for comments: what people may see of either, the views decide.

use survey::{Period, Refusal, Unit, UnitCode};
use views::Groups;

use crate::{App, AppError};

impl App {
    /// The groups of a unit and everything below it for a period, each of at least `n_min` respondents.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn groups(&self, unit: &UnitCode, period: Period, n_min: u64) -> Result<Groups, AppError> {
        let registry = self.views.registry();
        let units: Vec<&Unit> = registry.subtree(unit).into_iter().map(|(_, unit)| unit).collect();
        if units.is_empty() {
            return Err(Refusal::UnitUnknown(unit.clone()).into());
        }
        Ok(self.views.groups(&units, period, self.now(), n_min)?)
    }
}
