//! The sums of months as they were: of many units, month after month, and at many points of the log one after the
//! other. Only what all respondents of a month have in common; what tells them apart is `read.rs`'s.

use redb::AccessGuard;
use survey::{Month, Period, Unit};

use crate::{
    AsOf, Basis, MonthTotal, Samples, Views, ViewsError,
    figures::Cells,
    interpret::MonthKey,
    month_row::{Line, Total},
    rows::Rows,
    tables::{read_first, read_row},
};

impl Views {
    /// All respondents of each of some units, month by month from `first` to `last`, as they are or as of an earlier
    /// size of the log; months without any are left out.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn months_of_each(
        &self,
        units: &[&Unit],
        first: Month,
        last: Month,
        basis: Basis,
        as_of: Option<AsOf>,
    ) -> Result<(Vec<Vec<MonthTotal>>, AsOf), ViewsError> {
        let rows = Rows::open(self)?;
        let as_of = as_of.unwrap_or(rows.progress);
        let months = units
            .iter()
            .map(|unit| rows.months(unit, first, last, basis, as_of));
        Ok((months.collect::<Result<_, _>>()?, as_of))
    }

    /// All respondents of some units in a period, at each of some points of the log, in order from the earliest on;
    /// nothing if that means reading more than `lines_max` lines.
    ///
    /// # Errors
    /// If the rows cannot be read.
    ///
    /// # Panics
    /// If the points do not stand in order.
    pub fn totals_at_each(
        &self,
        units: &[&Unit],
        period: Period,
        points: &[(AsOf, Basis)],
        lines_max: u64,
    ) -> Result<Option<Vec<Samples>>, ViewsError> {
        assert!(
            points.is_sorted_by_key(|(as_of, _)| *as_of),
            "points in order of the log"
        );
        let rows = Rows::open(self)?;
        let mut lines_left = lines_max;
        let mut sums = vec![Cells::default(); points.len()];
        for unit in units {
            let Some(number) = rows.unit(&unit.code) else {
                continue;
            };
            for month in period.months() {
                let key = (number, month.number());
                let Some(row) = rows.totals.get(key)? else {
                    continue;
                };
                let now: Total = read_row(row.value())?;
                let Some(left) = lines_left.checked_sub(now.lines) else {
                    return Ok(None);
                };
                lines_left = left;
                rows.follow(key, points, |at, total, basis| {
                    sums[at].merge(&total.shown_to(basis, month, unit).cells);
                })?;
            }
        }
        let dictionary = &rows.shared.dictionary;
        Ok(Some(sums.iter().map(|cells| cells.samples(dictionary)).collect()))
    }
}

impl Views {
    /// The nearest sizes of the log at which figures of some units for a period are others than as of a size: before the
    /// last event that changed them, and behind the next.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn changes_around(
        &self,
        units: &[&Unit],
        period: Period,
        AsOf(size): AsOf,
    ) -> Result<(Option<AsOf>, Option<AsOf>), ViewsError> {
        let rows = Rows::open(self)?;
        let (mut before, mut behind): (Option<u64>, Option<u64>) = (None, None);
        for unit in units {
            let Some(number) = rows.unit(&unit.code) else {
                continue;
            };
            for month in period.months() {
                let at = |position| (number, month.number(), position);
                let last = rows.ledger.range(at(0)..at(size))?.next_back().transpose()?;
                let next = rows.ledger.range(at(size)..=at(u64::MAX))?.next().transpose()?;
                before = before.max(last.map(|(key, _)| key.value().2));
                let next = next.map(|(key, _)| key.value().2 + 1);
                behind = [behind, next].into_iter().flatten().min();
            }
        }
        Ok((before.map(AsOf), behind.map(AsOf)))
    }
}

impl Total {
    pub(crate) fn shown_to(self, basis: Basis, month: Month, unit: &Unit) -> Self {
        match basis.over(month, unit) {
            None => self,
            Some(over) => self.shown(over),
        }
    }
}

impl Rows {
    /// The sums of a month of the first `size` events.
    pub(crate) fn total_as_of(&self, key: MonthKey, size: u64) -> Result<Total, ViewsError> {
        let mut total: Total = match self.snapshot(key, size)? {
            Some(bytes) => read_first(bytes.value())?,
            None => Total::default(),
        };
        for line in self.lines(key, total.until, size)? {
            let (position, line) = line?;
            total.apply(line, position);
        }
        Ok(total)
    }

    /// Hands out the sums of a month at each point, by its place among the points.
    fn follow(
        &self,
        key: MonthKey,
        points: &[(AsOf, Basis)],
        mut each: impl FnMut(usize, Total, Basis),
    ) -> Result<(), ViewsError> {
        let Some((AsOf(first), _)) = points.first() else {
            return Ok(());
        };
        let mut total = self.total_as_of(key, *first)?;
        let mut lines = self.lines(key, *first, u64::MAX)?.peekable();
        for (at, (AsOf(size), basis)) in points.iter().enumerate() {
            while let Some(line) =
                lines.next_if(|line| line.as_ref().map_or(true, |(position, _)| position < size))
            {
                let (position, line) = line?;
                total.apply(line, position);
            }
            each(at, total.clone(), *basis);
        }
        Ok(())
    }

    /// The last copy of a month made of lines before `size`: its total, and what tells respondents apart behind it.
    pub(crate) fn snapshot(
        &self,
        (unit, month): MonthKey,
        size: u64,
    ) -> Result<Option<AccessGuard<'static, &'static [u8]>>, ViewsError> {
        let mut before = self.snapshots.range((unit, month, 0)..(unit, month, size))?;
        Ok(before.next_back().transpose()?.map(|(_, bytes)| bytes))
    }

    /// The lines of a month from position `from` to before `to`, each with its position.
    pub(crate) fn lines(
        &self,
        (unit, month): MonthKey,
        from: u64,
        to: u64,
    ) -> Result<impl Iterator<Item = Result<(u64, Line), ViewsError>> + use<>, ViewsError> {
        let range = (unit, month, from)..(unit, month, to.max(from));
        Ok(self.ledger.range(range)?.map(|line| {
            let (key, bytes) = line?;
            Ok((key.value().2, read_row(bytes.value())?))
        }))
    }
}
