//! Reading figures, service events and results; as they are, or as they were at any position.

use eventlog::Position;
use jiff::Timestamp;
use survey::{
    Event, Month, Period, ResultAnnounced, ResultBasis, ResultPublished, ServiceEvent, Unit, UnitCode,
};

use crate::{
    Figures, Samples, Views, ViewsError,
    figures::{Cells, Facets},
    rows::Rows,
    tables::{RESULTS, SERVICE_EVENTS},
    visits::{VisitSum, visits},
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

impl Basis {
    /// What people see once all months are over: what came in time, and of what came later the whole steps.
    pub const SETTLED: Self = Self::Shown { now: Timestamp::MAX };

    /// What a publication counts.
    #[must_use]
    pub const fn of(published: ResultBasis) -> Self {
        match published {
            ResultBasis::Exact => Self::Exact,
            ResultBasis::Shown => Self::SETTLED,
        }
    }

    /// Whether a month is over for whoever looks; `None` if that hides nothing from them.
    pub(crate) fn over(self, month: Month, unit: &Unit) -> Option<bool> {
        match self {
            Self::Exact => None,
            Self::Shown { now } => Some(now >= month.end(unit.zone)),
        }
    }
}

/// Figures of some units for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodFigures {
    /// The respondents.
    pub figures: Figures,
    /// Responses that arrived, whether the figures show them or not: a live count.
    pub received: u64,
    /// Where the responses stand of which the figures do not show yet that they came, are excluded or count again.
    pub waiting: Vec<Position>,
    /// How many people were served, where that was counted for every month in which somebody answered.
    pub visits: Option<u64>,
    /// The months in which somebody answered and a unit has not counted whom it served, oldest first.
    pub uncounted: Vec<Month>,
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
        let (mut received, mut waiting, mut rows_examined) = (0, Vec::new(), 0);
        let mut visits_sum = VisitSum::default();
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
                let row = match basis.over(month, unit) {
                    None => row,
                    Some(over) => {
                        waiting.extend(row.total.waiting(over));
                        row.shown(over)
                    }
                };
                total.merge(&row.total.cells);
                facets.merge(&row.facets);
            }
        }
        Ok(PeriodFigures {
            figures: Figures::new(&total, &facets, &rows.shared.dictionary),
            received,
            waiting,
            visits: visits_sum.known(),
            uncounted: visits_sum.uncounted(),
            as_of: as_of.unwrap_or(rows.progress),
            rows_examined,
        })
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
