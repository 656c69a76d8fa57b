//! The tables of one moment, and the rows of units and months in them.

use redb::{ReadOnlyTable, ReadTransaction, ReadableDatabase};
use survey::{Month, Unit, UnitCode};

use crate::{
    AsOf, Basis, MonthTotal, Views, ViewsError,
    dictionary::Kind,
    figures::Facets,
    month_row::{MonthRow, Total},
    tables::{FACETS, LEDGER, META, PROGRESS, SNAPSHOTS, Shared, TOTALS, read_row},
    visits::{VISITS, VisitKey, Visits, visits},
};

/// The tables as of one moment.
pub(crate) struct Rows {
    pub(crate) shared: Shared,
    pub(crate) progress: AsOf,
    pub(crate) read: ReadTransaction,
    pub(crate) totals: ReadOnlyTable<(u32, u16), &'static [u8]>,
    facets: ReadOnlyTable<(u32, u16), &'static [u8]>,
    pub(crate) ledger: ReadOnlyTable<(u32, u16, u64), &'static [u8]>,
    pub(crate) snapshots: ReadOnlyTable<(u32, u16, u64), &'static [u8]>,
    pub(crate) visits: ReadOnlyTable<VisitKey, Visits>,
}

impl Rows {
    pub(crate) fn open(views: &Views) -> Result<Self, ViewsError> {
        let read = views.database.begin_read()?;
        let progress = read
            .open_table(META)?
            .get(PROGRESS)?
            .map_or(0, |progress| progress.value());
        Ok(Self {
            progress: AsOf(progress),
            // After the transaction: a dictionary only grows, so it knows every number that the rows hold.
            shared: views.shared(),
            totals: read.open_table(TOTALS)?,
            facets: read.open_table(FACETS)?,
            ledger: read.open_table(LEDGER)?,
            snapshots: read.open_table(SNAPSHOTS)?,
            visits: read.open_table(VISITS)?,
            read,
        })
    }

    /// The sums of a month, if it has any.
    pub(crate) fn total(&self, key: (u32, u16)) -> Result<Option<Total>, ViewsError> {
        self.totals.get(key)?.map(|row| read_row(row.value())).transpose()
    }

    /// The same told apart.
    pub(crate) fn facets(&self, key: (u32, u16)) -> Result<Option<Facets>, ViewsError> {
        self.facets.get(key)?.map(|row| read_row(row.value())).transpose()
    }

    /// Everybody who answered about a unit from one month to another.
    pub(crate) fn received(&self, unit: u32, first: Month, last: Month) -> Result<u64, ViewsError> {
        let rows = self
            .totals
            .range((unit, first.number())..=(unit, last.number()))?;
        let mut received = 0;
        for row in rows {
            let total: Total = read_row(row?.1.value())?;
            received += total.cells.respondents();
        }
        Ok(received)
    }

    pub(crate) fn unit(&self, unit: &UnitCode) -> Option<u32> {
        self.shared.dictionary.number(Kind::Unit, unit.as_str())
    }

    pub(crate) fn months(
        &self,
        unit: &Unit,
        first: Month,
        last: Month,
        basis: Basis,
        as_of: AsOf,
    ) -> Result<Vec<MonthTotal>, ViewsError> {
        let Some(number) = self.unit(&unit.code) else {
            return Ok(Vec::new());
        };
        let visits = visits(&self.visits, number, (first, last), as_of.0)?;
        let rows = self
            .totals
            .range((number, first.number())..=(number, last.number()))?;
        let mut months = Vec::new();
        for row in rows {
            let (key, bytes) = row?;
            let month = Month::from_number(key.value().1).ok_or(postcard::Error::DeserializeBadEnum)?;
            let mut total: Total = read_row(bytes.value())?;
            if total.until > as_of.0 {
                total = self.total_as_of(key.value(), as_of.0)?;
            }
            if total.lines == 0 {
                continue;
            }
            let total = total.shown_to(basis, month, unit);
            let (samples, late) = (total.cells.samples(&self.shared.dictionary), total.is_late());
            let counted = visits.binary_search_by_key(&month.number(), |(month, _)| *month);
            let visits = counted.ok().map(|at| visits[at].1);
            months.push(MonthTotal {
                month,
                samples,
                visits,
                late,
            });
        }
        Ok(months)
    }

    pub(crate) fn month(
        &self,
        key: (u32, u16),
        as_of: Option<AsOf>,
        examined: &mut u64,
    ) -> Result<Option<MonthRow>, ViewsError> {
        let Some(row) = self.totals.get(key)? else {
            return Ok(None);
        };
        *examined += 1;
        let total: Total = read_row(row.value())?;
        if let Some(AsOf(size)) = as_of.filter(|as_of| total.until > as_of.0) {
            return self.month_as_of(key, size, examined);
        }
        *examined += 1;
        let facets = self.facets(key)?.unwrap_or_default();
        Ok(Some(MonthRow { total, facets }))
    }

    /// The nearest snapshot before, and the lines since: at most [`SNAPSHOT_EVERY`](crate::SNAPSHOT_EVERY).
    fn month_as_of(
        &self,
        (unit, month): (u32, u16),
        size: u64,
        examined: &mut u64,
    ) -> Result<Option<MonthRow>, ViewsError> {
        let snapshot = self.snapshot((unit, month), size)?;
        *examined += u64::from(snapshot.is_some());
        let mut row: MonthRow = match snapshot {
            Some(bytes) => read_row(bytes.value())?,
            None => MonthRow::default(),
        };
        for line in self.lines((unit, month), row.total.until, size)? {
            let (position, line) = line?;
            *examined += 1;
            row.apply(line, position);
        }
        Ok((row.total.lines > 0).then_some(row))
    }
}
