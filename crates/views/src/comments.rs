//! Comments: where the texts are that citizens left. The texts themselves lie sealed in the vault.
//!
//! A comment is shown as a figure is: not before it belongs to a step of at least ten responses, and only where enough
//! others answered in the same month. Nothing else of its response stands beside it.

use jiff::Timestamp;
use redb::{TableDefinition, WriteTransaction};
use survey::{Month, Period, ResponseSubmitted, Standing, Unit};
use uuid::Uuid;

use crate::{Views, ViewsError, interpret::MonthKey, rows::Rows};

/// Unit, month and position of the response; the content in the vault.
pub(crate) const COMMENTS: TableDefinition<'_, (u32, u16, u64), u128> = TableDefinition::new("comments");

/// Comments that stand, and such that do no longer.
#[derive(Default)]
pub(crate) struct CommentChanges(Vec<((u32, u16, u64), Option<u128>)>);

impl CommentChanges {
    /// A response moves from one standing to another. Comments of excluded ones are not shown.
    pub(crate) fn change(
        &mut self,
        month: MonthKey,
        position: u64,
        submitted: &ResponseSubmitted,
        (from, to): (Option<Standing>, Option<Standing>),
    ) {
        let Some(comment) = &submitted.comment else {
            return;
        };
        let counts =
            |standing: Option<Standing>| standing.is_some_and(|standing| standing != Standing::Excluded);
        match (counts(from), counts(to)) {
            (false, true) => {
                let content = comment.content.as_u128();
                self.0.push(((month.0, month.1, position), Some(content)));
            }
            (true, false) => self.remove(month, position),
            (true, true) | (false, false) => {}
        }
    }

    /// Its response was excluded, or it was erased.
    pub(crate) fn remove(&mut self, (unit, month): MonthKey, position: u64) {
        self.0.push(((unit, month, position), None));
    }

    pub(crate) fn extend(&mut self, later: Self) {
        self.0.extend(later.0);
    }

    pub(crate) fn write(&self, write: &WriteTransaction) -> Result<(), ViewsError> {
        let mut comments = write.open_table(COMMENTS)?;
        for (key, content) in &self.0 {
            match content {
                Some(content) => comments.insert(*key, content)?,
                None => comments.remove(*key)?,
            };
        }
        Ok(())
    }
}

/// Where a comment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommentPlace {
    /// Place of its unit among those that were asked for.
    pub unit: usize,
    /// The month that its response counts for.
    pub month: Month,
    /// Its text in the vault.
    pub content: Uuid,
}

/// The comments of some units, as far as people may see them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {
    /// Those that may be shown: the newest month first; within a month in no order that says who came first.
    pub places: Vec<CommentPlace>,
    /// How many may not, because too few answered in their month.
    pub withheld: u64,
}

impl Views {
    /// The comments of some units for a period, from months in which each unit has at least `n_min` respondents that
    /// are shown.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn comments(
        &self,
        units: &[&Unit],
        period: Period,
        now: Timestamp,
        n_min: u64,
    ) -> Result<Comments, ViewsError> {
        let rows = Rows::open(self)?;
        let table = rows.read.open_table(COMMENTS)?;
        let mut found = Comments::default();
        for (at, unit) in units.iter().enumerate() {
            let Some(number) = rows.unit(&unit.code) else {
                continue;
            };
            for month in period.months() {
                let range = (number, month.number(), 0)..=(number, month.number(), u64::MAX);
                let mut comments = table.range(range)?.peekable();
                if comments.peek().is_none() {
                    continue;
                }
                let Some(total) = rows.total((number, month.number()))? else {
                    continue;
                };
                let over = now >= month.end(unit.zone);
                let enough = total.clone().shown(over).cells.counted() >= n_min;
                for row in comments {
                    let (key, content) = row?;
                    if total.hides(key.value().2, over) {
                        continue;
                    }
                    if enough {
                        found.places.push(CommentPlace {
                            unit: at,
                            month,
                            content: Uuid::from_u128(content.value()),
                        });
                    } else {
                        found.withheld += 1;
                    }
                }
            }
        }
        // By chance, which the id of a content is.
        found
            .places
            .sort_by_key(|place| (std::cmp::Reverse(place.month), place.content));
        Ok(found)
    }
}
