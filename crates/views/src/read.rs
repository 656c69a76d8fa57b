//! Reading figures, service events and results; as they are, or as they were at any position.

use eventlog::{Position, RecordedEvent};
use jiff::Timestamp;
use redb::{AccessGuard, ReadOnlyTable, ReadTransaction, ReadableDatabase, TableDefinition};
use serde::{Deserialize, Serialize};
use survey::{Event, Month, Period, ResultAnnounced, ResultPublished, ServiceEvent, Unit, UnitCode};

use crate::{
    Figures, Samples, Views, ViewsError,
    dictionary::Kind,
    figures::{Cells, Facets},
    interpret::moment,
    month_row::{MonthRow, Total},
    tables::{FACETS, LEDGER, META, PROGRESS, RESULTS, SERVICE_EVENTS, SNAPSHOTS, Shared, TOTALS, read_row},
    visits::{VISITS, VisitKey, VisitSum, Visits, visits},
};

/// How many events of the log count: the first so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AsOf(pub u64);

/// Which lines of a month count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Every line.
    Exact,
    /// What people may see: advancing in steps, so that no single answer can be read off.
    Shown {
        /// The moment at which they look; a month that is over shows everything that arrived in time.
        now: Timestamp,
    },
}

/// Figures of some units for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodFigures {
    /// The respondents.
    pub figures: Figures,
    /// Responses that arrived, whether the figures show them or not: a live count.
    pub received: u64,
    /// How many people were served, where that was counted for every month in which somebody answered.
    pub visits: Option<u64>,
    /// How many events of the log the figures are made of.
    pub as_of: AsOf,
    /// Rows read to make them.
    pub rows_examined: u64,
}

/// All respondents of a unit in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthTotal {
    /// The month.
    pub month: Month,
    /// The respondents.
    pub samples: Samples,
    /// How many people the unit served, where somebody counted them.
    pub visits: Option<u64>,
    /// Whether something of it arrived only after the month was over.
    pub late: bool,
}

/// A service event as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedServiceEvent {
    /// Where it stands.
    pub position: Position,
    /// What happened.
    pub event: ServiceEvent,
}

/// A published result as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedResult {
    /// Where it stands.
    pub position: Position,
    /// When it was published.
    pub recorded_at: Timestamp,
    /// What was published.
    pub result: ResultPublished,
}

/// An announcement of a publication as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedAnnouncement {
    /// Where it stands.
    pub position: Position,
    /// What was announced.
    pub announced: ResultAnnounced,
}

impl Views {
    /// Figures of some units for a period, as they are or as of an earlier size of the log.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn period_figures(
        &self,
        units: &[&Unit],
        period: Period,
        basis: Basis,
        as_of: Option<AsOf>,
    ) -> Result<PeriodFigures, ViewsError> {
        let rows = Rows::open(self)?;
        let (mut total, mut facets) = (Cells::default(), Facets::default());
        let (mut received, mut rows_examined) = (0, 0);
        let mut visits_sum = VisitSum::new();
        let size = as_of.map_or(u64::MAX, |as_of| as_of.0);
        for unit in units {
            let Some(number) = rows.unit(&unit.code) else {
                continue;
            };
            let counted = visits(&rows.visits, number, (period.first(), period.last()), size)?;
            for month in period.months() {
                let key = (number, month.number());
                let Some(row) = rows.month(key, as_of, &mut rows_examined)? else {
                    continue;
                };
                received += row.total.cells.respondents();
                visits_sum.add(month, &counted);
                let row = match basis {
                    Basis::Exact => row,
                    Basis::Shown { now } => row.shown(now >= month.end(unit.zone)),
                };
                total.merge(&row.total.cells);
                facets.merge(&row.facets);
            }
        }
        Ok(PeriodFigures {
            figures: Figures::new(&total, &facets, &rows.shared.dictionary),
            received,
            visits: visits_sum.known(),
            as_of: as_of.unwrap_or(rows.progress),
            rows_examined,
        })
    }

    /// The first and the last month in which a unit has respondents.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn months_with_answers(&self, units: &[&Unit]) -> Result<Option<(Month, Month)>, ViewsError> {
        let rows = Rows::open(self)?;
        let mut span: Option<(u16, u16)> = None;
        for unit in units {
            let Some(number) = rows.unit(&unit.code) else {
                continue;
            };
            let mut range = rows.totals.range((number, 0)..=(number, u16::MAX))?;
            let first = range.next().transpose()?.map(|(key, _)| key.value().1);
            let last = range
                .next_back()
                .transpose()?
                .map(|(key, _)| key.value().1)
                .or(first);
            if let (Some(first), Some(last)) = (first, last) {
                span = Some(span.map_or((first, last), |span| (span.0.min(first), span.1.max(last))));
            }
        }
        Ok(span.and_then(|(first, last)| Some((Month::from_number(first)?, Month::from_number(last)?))))
    }

    /// Service events of some units that were not withdrawn, by the day they took effect; as they are or as of an
    /// earlier size of the log.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn service_events(
        &self,
        units: &[&Unit],
        as_of: Option<AsOf>,
    ) -> Result<Vec<RecordedServiceEvent>, ViewsError> {
        let rows = Rows::open(self)?;
        let as_of = as_of.unwrap_or(rows.progress);
        let mut found = Vec::new();
        for unit in units {
            rows.kept(SERVICE_EVENTS, &unit.code, as_of, |position, _, event| {
                if let Event::ServiceEvent(event) = event {
                    found.push(RecordedServiceEvent { position, event });
                }
            })?;
        }
        found.sort_by_key(|recorded| (recorded.event.on, recorded.position));
        Ok(found)
    }

    /// Every result published for a unit, in order of publication.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn results(&self, unit: &UnitCode) -> Result<Vec<PublishedResult>, ViewsError> {
        let rows = Rows::open(self)?;
        let mut found = Vec::new();
        rows.kept(RESULTS, unit, rows.progress, |position, recorded_at, event| {
            if let Event::ResultPublished(result) = event {
                found.push(PublishedResult {
                    position,
                    recorded_at,
                    result,
                });
            }
        })?;
        Ok(found)
    }

    /// Every announcement of a unit's publications that was not withdrawn, in order of recording.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn announcements(&self, unit: &UnitCode) -> Result<Vec<RecordedAnnouncement>, ViewsError> {
        let rows = Rows::open(self)?;
        let mut found = Vec::new();
        rows.kept(RESULTS, unit, rows.progress, |position, _, event| {
            if let Event::ResultAnnounced(announced) = event {
                found.push(RecordedAnnouncement { position, announced });
            }
        })?;
        Ok(found)
    }

    /// Where the lines of a unit's month stand in the log: the way from a figure to the answers behind it.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn positions(
        &self,
        unit: &UnitCode,
        month: Month,
        from: Position,
        limit: usize,
    ) -> Result<Vec<Position>, ViewsError> {
        let rows = Rows::open(self)?;
        let Some(number) = rows.unit(unit) else {
            return Ok(Vec::new());
        };
        let range = (number, month.number(), from.0)..=(number, month.number(), u64::MAX);
        let lines = rows.ledger.range(range)?.take(limit);
        lines.map(|line| Ok(Position(line?.0.value().2))).collect()
    }
}

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
        let of_month = |row: Result<(AccessGuard<'_, (u32, u16)>, AccessGuard<'_, &'static [u8]>), _>| {
            let total: Total = read_row(row?.1.value())?;
            Ok(total.cells.respondents())
        };
        rows.map(of_month).sum()
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

    /// Hands out the events that a table keeps for a unit and that stood as of a size, in order of position.
    fn kept(
        &self,
        table: TableDefinition<'_, (u32, u64), &'static [u8]>,
        unit: &UnitCode,
        AsOf(size): AsOf,
        mut each: impl FnMut(Position, Timestamp, Event),
    ) -> Result<(), ViewsError> {
        let Some(number) = self.unit(unit) else {
            return Ok(());
        };
        for row in self.read.open_table(table)?.range((number, 0)..(number, size))? {
            let (key, bytes) = row?;
            let position = key.value().1;
            let kept: KeptEvent<'_> = postcard::from_bytes(bytes.value())?;
            if kept.withdrawn_at.is_some_and(|at| at < size) {
                continue;
            }
            each(
                Position(position),
                moment(kept.recorded_at_ms),
                kept.decode(position)?,
            );
        }
        Ok(())
    }

    fn month(
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

/// An event as a row keeps it: as it is stored in the log, and where another withdrew it.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptEvent<'a> {
    withdrawn_at: Option<u64>,
    event_type: &'a str,
    type_version: u16,
    recorded_at_ms: u64,
    payload: &'a [u8],
}

impl<'a> KeptEvent<'a> {
    pub(crate) fn of(recorded: &'a RecordedEvent) -> Self {
        Self {
            withdrawn_at: None,
            event_type: recorded.event_type(),
            type_version: recorded.type_version(),
            recorded_at_ms: recorded.recorded_at().0,
            payload: recorded.payload(),
        }
    }

    /// The same, withdrawn by the event at a position.
    pub(crate) fn withdrawn(recorded: &'a RecordedEvent, at: u64) -> Self {
        Self {
            withdrawn_at: Some(at),
            ..Self::of(recorded)
        }
    }

    fn decode(&self, position: u64) -> Result<Event, ViewsError> {
        Event::from_stored(self.event_type, self.type_version, self.payload)
            .map_err(|error| ViewsError::Event { position, error })
    }
}
