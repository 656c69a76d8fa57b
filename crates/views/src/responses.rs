//! Which responses stand behind a figure, one by one.

use eventlog::Position;
use survey::{Period, Unit};

use crate::{AsOf, Views, ViewsError, rows::Rows};

impl Views {
    /// Where the responses of some units for a period were submitted, of the first `as_of` events: at most `limit`, in
    /// order, from a position on.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn responses(
        &self,
        units: &[&Unit],
        period: Period,
        as_of: AsOf,
        from: Position,
        limit: usize,
    ) -> Result<Vec<Position>, ViewsError> {
        let rows = Rows::open(self)?;
        let mut found = Vec::new();
        for unit in units {
            let Some(number) = rows.unit(&unit.code) else {
                continue;
            };
            for month in period.months() {
                let lines = rows.lines((number, month.number()), from.0, as_of.0)?;
                let first = lines.filter_map(|line| match line {
                    Ok((position, line)) => line.delta.from().is_none().then_some(Ok(Position(position))),
                    Err(error) => Some(Err(error)),
                });
                for position in first.take(limit) {
                    found.push(position?);
                }
            }
        }
        found.sort_unstable();
        found.truncate(limit);
        Ok(found)
    }
}
