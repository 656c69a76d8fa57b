//! Reading single respondents' scores from the ledger, and how many respondents changed between two sizes of the log.
//!
//! What is handed out holds scores and nothing else of anybody. Whoever shows it takes the order out of it.

use std::collections::BTreeMap;

use ikm::{Score, UnsurCode};
use survey::{Month, Period, Standing, Unit};

use crate::{
    AsOf, Basis, Views, ViewsError,
    dictionary::Kind,
    ledger::Delta,
    month_row::{Line, counts},
    rows::Rows,
};

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
        (as_of, basis): (AsOf, Basis),
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
                let held = rows.held(unit, month, (as_of, basis))?;
                let is_counted = |(response, delta): &(&u64, &Delta)| {
                    let seen = held.get(response).map(|(seen, _)| *seen);
                    counts(seen.unwrap_or_else(|| delta.to()))
                };
                let counted = standing.iter().filter(is_counted);
                found.extend(counted.map(|(_, delta)| {
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

    /// How many respondents of some units in a period count at one of two sizes of the log and not at the other, each by
    /// what was counted there.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn respondents_changed(
        &self,
        units: &[&Unit],
        period: Period,
        from: (AsOf, Basis),
        to: (AsOf, Basis),
    ) -> Result<u64, ViewsError> {
        let rows = Rows::open(self)?;
        let mut changed = 0;
        for unit in units {
            for month in period.months() {
                let mut moved: BTreeMap<u64, (Seen, Seen)> = BTreeMap::new();
                rows.lines_of(unit, month, from.0, to.0, |line| {
                    let (before, after) = (line.delta.from(), line.delta.to());
                    moved.entry(line.response).or_insert((before, after)).1 = after;
                })?;
                for (response, (seen, now)) in rows.held(unit, month, from)? {
                    moved.entry(response).or_insert((seen, now)).0 = seen;
                }
                for (response, (seen, now)) in rows.held(unit, month, to)? {
                    moved.entry(response).or_insert((now, seen)).1 = seen;
                }
                let moves = |(before, after): &&(Seen, Seen)| counts(*before) != counts(*after);
                changed += moved.values().filter(moves).count() as u64;
            }
        }
        Ok(changed)
    }
}

/// A standing, none before a response was submitted or is seen.
type Seen = Option<Standing>;

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

    /// The responses of a unit's month that people do not see as they are: how they see each, and how it is.
    fn held(
        &self,
        unit: &Unit,
        month: Month,
        (as_of, basis): (AsOf, Basis),
    ) -> Result<BTreeMap<u64, (Seen, Seen)>, ViewsError> {
        let number = self.unit(&unit.code);
        let Some((number, over)) = number.zip(basis.over(month, unit)) else {
            return Ok(BTreeMap::new());
        };
        let total = self.total_as_of((number, month.number()), as_of.0)?;
        Ok(total.held_back(over).collect())
    }
}
