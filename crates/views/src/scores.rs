//! Reading single respondents' scores from the ledger, and how many respondents changed between two sizes of the log.
//!
//! What is handed out holds scores and nothing else of anybody. Whoever shows it takes the order out of it.

use std::collections::BTreeMap;

use ikm::{Score, UnsurCode};
use survey::{Month, Period, Standing, Unit};

use crate::{AsOf, Views, ViewsError, dictionary::Kind, ledger::Delta, month_row::Line, rows::Rows};

impl Views {
    /// The scores of everybody who counts, of some units in a period, as of a size of the log: for each respondent those
    /// of `unsur`, in that order, none where no answer was given.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn scores(
        &self,
        units: &[&Unit],
        period: Period,
        as_of: AsOf,
        unsur: &[UnsurCode],
    ) -> Result<Vec<Vec<Option<Score>>>, ViewsError> {
        let rows = Rows::open(self)?;
        let numbers: Vec<Option<u32>> = unsur
            .iter()
            .map(|code| rows.shared.dictionary.number(Kind::Unsur, code.as_str()))
            .collect();
        let mut found = Vec::new();
        for unit in units {
            for month in period.months() {
                let mut standing: BTreeMap<u64, Delta> = BTreeMap::new();
                rows.lines_of(unit, month, AsOf(0), as_of, |line| {
                    standing.insert(line.response, line.delta);
                })?;
                let counted = standing.values().filter(|delta| counts(delta.to()));
                found.extend(counted.map(|delta| {
                    let answers = &delta.contribution.answers;
                    let score = |number: &Option<u32>| {
                        let given = answers.iter().find(|(unsur, _)| Some(*unsur) == *number);
                        given.map(|(_, score)| *score)
                    };
                    numbers.iter().map(score).collect()
                }));
            }
        }
        Ok(found)
    }

    /// How many respondents of some units in a period count at one of two sizes of the log and not at the other.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn respondents_changed(
        &self,
        units: &[&Unit],
        period: Period,
        from: AsOf,
        to: AsOf,
    ) -> Result<u64, ViewsError> {
        let rows = Rows::open(self)?;
        let mut changed = 0;
        for unit in units {
            for month in period.months() {
                let mut moved: BTreeMap<u64, (bool, bool)> = BTreeMap::new();
                rows.lines_of(unit, month, from, to, |line| {
                    let (before, after) = (counts(line.delta.from()), counts(line.delta.to()));
                    moved.entry(line.response).or_insert((before, after)).1 = after;
                })?;
                changed += moved.values().filter(|(before, after)| before != after).count() as u64;
            }
        }
        Ok(changed)
    }
}

impl Rows {
    /// Hands out the lines of a unit's month between two sizes of the log, in order.
    fn lines_of(
        &self,
        unit: &Unit,
        month: Month,
        from: AsOf,
        to: AsOf,
        mut each: impl FnMut(Line),
    ) -> Result<(), ViewsError> {
        let Some(number) = self.unit(&unit.code) else {
            return Ok(());
        };
        for line in self.lines((number, month.number()), from.0, to.0)? {
            each(line?.1);
        }
        Ok(())
    }
}

const fn counts(standing: Option<Standing>) -> bool {
    matches!(standing, Some(Standing::Plain | Standing::Flagged))
}
