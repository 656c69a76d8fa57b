//! An index over time, by month, quarter, semester or year, with what the unit did.

use std::sync::Arc;

use app::views::{AsOf, Basis, RecordedServiceEvent};
use app::{
    App, AppError, PeriodIndex,
    limits::{GROUP_N_MIN, PUBLIC_N_MIN, RELIABLE_N_MIN},
    seen_by_staff,
};
use ikm::Method;
use jiff::Timestamp;
use report::{ChartWidth, Reading, Trend, TrendEvent, TrendPoint, is_flagged};
use survey::{Month, Period, PeriodLength, Registry, Standing, Unit, withheld};

use crate::{
    limits::{TREND_HISTORY_MONTHS, TREND_MONTHS, TREND_QUARTERS, TREND_SEMESTERS, TREND_YEARS},
    pages::{self, ServiceEventLine},
    present::{figure::flagged, period::is_running, words},
};

/// A trend as a page shows it.
#[derive(Default)]
pub(super) struct TrendFace {
    /// The chart; empty while there are fewer than two points.
    pub(super) svg: String,
    /// The same numbers, newest first.
    pub(super) points: Vec<pages::TrendPoint>,
    /// What is numbered in it.
    pub(super) events: Vec<ServiceEventLine>,
}

/// Who reads a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Public,
    Staff,
}

impl Reader {
    /// Fewest respondents of a period that this reader sees.
    const fn n_min(self) -> u64 {
        match self {
            Self::Public => PUBLIC_N_MIN,
            Self::Staff => GROUP_N_MIN,
        }
    }
}

/// An index over time, before it is drawn.
pub(super) struct Series {
    /// What is drawn.
    pub(super) trend: Trend,
    periods: Vec<Arc<PeriodIndex>>,
    events: Vec<ServiceEventLine>,
    reader: Reader,
}

/// How many periods of a length a trend draws.
const fn shown(length: PeriodLength) -> usize {
    match length {
        PeriodLength::Month => TREND_MONTHS,
        PeriodLength::Quarter => TREND_QUARTERS,
        PeriodLength::Semester => TREND_SEMESTERS,
        PeriodLength::Year => TREND_YEARS,
    }
}

/// How many periods of a length lie between the first month with answers and the last period: all that the latest is judged
/// beside. Limits of those that happen to be shown would slide with them.
pub(super) fn history(app: &App, unit: Option<&Unit>, last: Period) -> Result<usize, AppError> {
    let length = last.length();
    let span = app.answered(unit.map(|unit| &unit.code))?;
    let Some(first) = span.map(|span| Period::containing(span.first, length)) else {
        return Ok(1);
    };
    let most = TREND_HISTORY_MONTHS / usize::from(length.months());
    let back = std::iter::successors(Some(last), |period| Some(period.previous()));
    Ok(back
        .take(most)
        .take_while(|period| *period >= first)
        .count()
        .max(1))
}

/// The last period of a length that a trend knows: the one that runs, or a later one that is asked for.
fn last_known(unit: &Unit, until: Period, length: PeriodLength, now: Timestamp) -> Period {
    let running = Month::of(unit.zone.wall_clock(now).date());
    Period::containing(running.max(until.last()), length)
}

/// The periods of a length that end with another period.
pub(super) fn series(
    app: &App,
    unit: &Unit,
    until: Period,
    length: PeriodLength,
    basis: Basis,
    reader: Reader,
    method: &Method,
) -> Result<Series, AppError> {
    let now = app.now();
    let last = last_known(unit, until, length, now);
    let periods = app.trend(&unit.code, last, history(app, Some(unit), last)?, basis)?;
    let happened = app.service_events(&unit.code)?;
    let path =
        |position| (reader == Reader::Staff).then(|| format!("/dasbor/{}/peristiwa/{position}", unit.code));
    let registry = app.registry();
    Ok(Series::of(
        (&registry, unit, now),
        (&periods, until),
        happened,
        path,
        (reader, method),
    ))
}

/// The months that end with a period as staff knew them at a size of the log: with the answers, the service events and
/// the limits of then.
pub(super) fn series_as_of(
    app: &App,
    unit: &Unit,
    until: Period,
    (as_of, basis): (AsOf, Basis),
    method: &Method,
) -> Result<Series, AppError> {
    let then = match basis {
        Basis::Exact => app.recorded_at(as_of)?,
        Basis::Shown { now } => now,
    };
    let last = last_known(unit, until, PeriodLength::Month, then);
    let count = history(app, Some(unit), last)?;
    let periods = app.trend_as_of(&unit.code, last, count, basis, as_of)?;
    let happened = app.service_events_as_of(&unit.code, as_of)?;
    let registry = app.registry_as_of(Some(as_of))?;
    // Its own page is about what stands now, and may know nothing of it any more.
    let path = |_| None;
    Ok(Series::of(
        (&registry, unit, then),
        (&periods, until),
        happened,
        path,
        (Reader::Staff, method),
    ))
}

/// Periods before the first answer and after the last say nothing.
pub(super) fn answered(periods: &[Arc<PeriodIndex>]) -> &[Arc<PeriodIndex>] {
    let has_answers = |period: &Arc<PeriodIndex>| period.samples.n_counted() > 0;
    let first = periods.iter().position(has_answers).unwrap_or(periods.len());
    let end = periods.iter().rposition(has_answers).map_or(first, |at| at + 1);
    &periods[first..end]
}

/// The trend of a unit without its events; periods with too few respondents for the reader are withheld, and those that
/// still run at `now` are not judged.
pub(super) fn trend(
    (registry, unit, now): (&Registry, &Unit, Timestamp),
    periods: &[Arc<PeriodIndex>],
    reader: Reader,
    method: &Method,
) -> Trend {
    let points: Vec<TrendPoint> = periods
        .iter()
        .map(|period| point(period, reader.n_min()))
        .collect();
    let running = running(unit, periods, now);
    let step = match periods.first().map(|period| period.period.length()) {
        None | Some(PeriodLength::Month) => "bulan",
        Some(PeriodLength::Quarter) => "triwulan",
        Some(PeriodLength::Semester) => "semester",
        Some(PeriodLength::Year) => "tahun",
    };
    Trend {
        title: format!("IKM {} per {step}", unit.name),
        events: Vec::new(),
        bands: *method.bands(),
        limits: Trend::limits(&points, running, &rebased(registry, unit, periods)),
        demo: registry.is_demo(),
        earlier: 0,
        later: 0,
        running,
        points,
    }
}

/// Whether [`trend`] has anything to warn staff of: the same asked of the figures alone.
pub(super) fn warns(
    (registry, unit, now): (&Registry, &Unit, Timestamp),
    periods: &[Arc<PeriodIndex>],
) -> bool {
    let over = &periods[..periods.len() - running(unit, periods, now)];
    let figure = |period: &Arc<PeriodIndex>| Some(seen_by_staff(&period.index)?.ikm);
    let figures: Vec<_> = over.iter().map(figure).collect();
    is_flagged(&figures, &rebased(registry, unit, periods))
}

/// How many of the last periods are not over.
fn running(unit: &Unit, periods: &[Arc<PeriodIndex>], now: Timestamp) -> usize {
    let periods = periods.iter().rev();
    periods
        .take_while(|period| is_running(period.period, unit.zone, now))
        .count()
}

/// Where limits begin anew, in order.
fn rebased(registry: &Registry, unit: &Unit, periods: &[Arc<PeriodIndex>]) -> Vec<usize> {
    rebases(registry, unit, periods).map(|(at, ..)| at).collect()
}

impl Series {
    /// Of all periods of a length, those drawn that end with another period.
    fn of(
        (registry, unit, now): (&Registry, &Unit, Timestamp),
        (periods, until): (&[Arc<PeriodIndex>], Period),
        happened: Vec<RecordedServiceEvent>,
        path: impl Fn(u64) -> Option<String>,
        (reader, method): (Reader, &Method),
    ) -> Self {
        let periods = answered(periods);
        let mut trend = trend((registry, unit, now), periods, reader, method);
        let wanted = |period: &Arc<PeriodIndex>| period.period.first() <= until.last();
        let end = periods.partition_point(wanted);
        trend.later = periods.len() - end;
        trend.earlier = periods
            .first()
            .map_or(0, |first| end.saturating_sub(shown(first.period.length())));
        let drawn = trend.drawn();
        let found = events(registry, unit, periods, happened, path);
        let found: Vec<_> = found
            .into_iter()
            .filter(|(at, _)| drawn.contains(at))
            .zip(1..)
            .map(|((at, line), number)| (at, numbered(line, number)))
            .collect();
        trend.events = found
            .iter()
            .map(|(at, line)| TrendEvent {
                at: *at,
                text: line.kind.clone(),
            })
            .collect();
        Self {
            periods: periods[drawn].to_vec(),
            trend,
            events: found.into_iter().map(|(_, line)| line).collect(),
            reader,
        }
    }

    /// The periods that are drawn, oldest first.
    pub(super) fn periods(&self) -> &[Arc<PeriodIndex>] {
        &self.periods
    }

    /// As a page shows it.
    pub(super) fn into_face(self) -> TrendFace {
        let drawn = self.trend.known_drawn() > 1;
        TrendFace {
            svg: if drawn {
                self.trend.svg(ChartWidth::Page)
            } else {
                String::new()
            },
            points: numbers(&self.periods, &self.trend, self.reader),
            events: self.events,
        }
    }
}

fn point(period: &PeriodIndex, n_min: u64) -> TrendPoint {
    let n = period.samples.n_counted();
    TrendPoint {
        label: words::short_period(period.period),
        n,
        reading: match &period.index {
            Err(_) => Reading::None,
            Ok(_) if n < n_min => Reading::Withheld,
            Ok(index) => Reading::Known {
                ikm: index.ikm,
                interval: period.interval,
                reliable: n >= RELIABLE_N_MIN,
            },
        },
    }
}

/// The numbers of the chart, newest first.
fn numbers(periods: &[Arc<PeriodIndex>], trend: &Trend, reader: Reader) -> Vec<pages::TrendPoint> {
    let flags: Vec<u64> = periods
        .iter()
        .map(|period| period.samples.of(Standing::Flagged).n())
        .collect();
    let few_flagged = withheld(&flags, GROUP_N_MIN);
    let point = |((period, few_flagged), notes): ((&Arc<PeriodIndex>, bool), String)| {
        let n = period.samples.n_counted();
        let index = period.index.as_ref().ok().filter(|_| n >= reader.n_min());
        let flagged = match reader {
            Reader::Public => None,
            Reader::Staff => {
                index.and_then(|_| flagged(&period.samples, &period.without_flagged, few_flagged))
            }
        };
        let interval = period.interval.filter(|_| index.is_some());
        pages::TrendPoint {
            period: words::period(period.period),
            n: words::count(n),
            index: index.map(|index| (index.ikm.id_id(), index.mutu.to_string())),
            interval: interval.map_or_else(String::new, words::interval),
            flagged,
            notes: if period.late && reader == Reader::Staff {
                [notes.as_str(), "ada jawaban yang datang kemudian"]
                    .into_iter()
                    .filter(|note| !note.is_empty())
                    .collect::<Vec<_>>()
                    .join("; ")
            } else {
                notes
            },
        }
    };
    periods
        .iter()
        .zip(few_flagged)
        .zip(trend.notes())
        .rev()
        .map(point)
        .collect()
}

/// Where control limits begin anew: the place among the periods, the month and the reason. Before the first answer there is
/// nothing to begin anew from.
fn rebases<'a>(
    registry: &'a Registry,
    unit: &'a Unit,
    periods: &'a [Arc<PeriodIndex>],
) -> impl Iterator<Item = (usize, Month, &'a str)> {
    registry
        .rebases(&unit.code)
        .filter_map(|(month, reason)| Some((place(periods, month)?, month, reason)))
}

/// What happened within the periods, with the place of each: service events, and limits that begin anew.
fn events(
    registry: &Registry,
    unit: &Unit,
    periods: &[Arc<PeriodIndex>],
    happened: Vec<RecordedServiceEvent>,
    path: impl Fn(u64) -> Option<String>,
) -> Vec<(usize, ServiceEventLine)> {
    let mut found: Vec<(usize, ServiceEventLine)> = Vec::new();
    for recorded in happened {
        // Visits are counted each month: a number beside the chart, no event in it.
        let event = recorded.event;
        let Some(at) = place(periods, Month::of(event.on)).filter(|_| event.visits.is_none()) else {
            continue;
        };
        found.push((
            at,
            ServiceEventLine {
                mark: String::new(),
                date: words::date(event.on),
                kind: event.kind.label().into(),
                text: event.title,
                path: path(recorded.position.0),
            },
        ));
    }
    for (at, month, reason) in rebases(registry, unit, periods) {
        found.push((
            at,
            ServiceEventLine {
                mark: String::new(),
                date: words::period(Period::containing(month, PeriodLength::Month)),
                kind: "Batas kendali dihitung ulang".into(),
                text: reason.into(),
                path: None,
            },
        ));
    }
    found.sort_by_key(|(at, _)| *at);
    found
}

/// Place of the period that holds a month.
fn place(periods: &[Arc<PeriodIndex>], month: Month) -> Option<usize> {
    let holds = |period: &Arc<PeriodIndex>| (period.period.first()..=period.period.last()).contains(&month);
    periods.iter().position(holds)
}

fn numbered(line: ServiceEventLine, number: usize) -> ServiceEventLine {
    ServiceEventLine {
        mark: number.to_string(),
        ..line
    }
}
