//! The sampling target: how many respondents a unit should have in a year, and what share of that falls to a period.

use survey::{Period, Registry, UnitCode};

/// How many should answer about a unit in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearlyTarget {
    /// How many people the unit serves: the largest population that a survey of it was opened for.
    pub population: u64,
    /// How many of them should answer in a year, by Krejcie and Morgan.
    pub respondents: u64,
}

impl YearlyTarget {
    /// That of a unit, if a population is known.
    #[must_use]
    pub fn of(registry: &Registry, unit: &UnitCode) -> Option<Self> {
        let surveys = registry.surveys(unit);
        let population = surveys.iter().filter_map(|survey| survey.population).max()?;
        Some(Self {
            population,
            respondents: ikm::sample_size(population),
        })
    }
}

/// A period's share of the respondents that should answer in a year: by its months, rounded up.
#[must_use]
pub fn share_of_year(respondents: u64, period: Period) -> u64 {
    (respondents * u64::from(period.length().months())).div_ceil(12)
}
