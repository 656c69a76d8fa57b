//! Two years of an index by month, with what the unit did.

use app::views::Basis;
use app::{
    App, AppError, PeriodIndex,
    limits::{GROUP_N_MIN, PUBLIC_N_MIN, RELIABLE_N_MIN},
};
use ikm::{Control, Method};
use report::{ChartWidth, Reading, Trend, TrendEvent, TrendPoint, withheld};
use survey::{Month, Period, PeriodLength, Standing, Unit, UnitCode};

use crate::{
    limits::TREND_PERIODS,
    pages::{self, ServiceEventLine},
    present::{figure::flagged, words},
};

/// A trend as a page shows it.
pub(super) struct TrendFace {
    /// The chart; empty while there are fewer than two points.
    pub(super) svg: String,
    /// The same numbers, newest first.
    pub(super) points: Vec<pages::TrendPoint>,
    /// What is numbered in it.
    pub(super) events: Vec<ServiceEventLine>,
    /// What it says, in words.
    pub(super) verdict: String,
}

/// Who reads a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Public,
    Staff,
}

impl Reader {
    /// Fewest respondents of a month that this reader sees.
    const fn n_min(self) -> u64 {
        match self {
            Self::Public => PUBLIC_N_MIN,
            Self::Staff => GROUP_N_MIN,
        }
    }
}

/// The months that end with a period; those with too few respondents for the reader are withheld.
pub(super) fn trend_face(
    app: &App,
    unit: &Unit,
    until: Period,
    basis: Basis,
    reader: Reader,
    method: &Method,
) -> Result<TrendFace, AppError> {
    let last = Period::containing(until.last(), PeriodLength::Month);
    let months = app.trend(&unit.code, last, TREND_PERIODS, basis)?;
    // Months before the first answer and after the last say nothing.
    let answered = |month: &PeriodIndex| month.samples.counted().n() > 0;
    let first = months.iter().position(answered).unwrap_or(months.len());
    let end = months.iter().rposition(answered).map_or(first, |at| at + 1);
    let months = &months[first..end];
    let points: Vec<TrendPoint> = months.iter().map(|month| point(month, reader.n_min())).collect();
    let events = events(app, &unit.code, months)?;
    let known = Trend::known(&points);
    let trend = Trend {
        title: format!("IKM {} per bulan", unit.name),
        events: events
            .iter()
            .map(|(at, line)| TrendEvent {
                at: *at,
                text: line.kind.clone(),
            })
            .collect(),
        bands: *method.bands(),
        control: Control::of_baseline(&known),
        demo: app.registry().is_demo(),
        points,
    };
    Ok(TrendFace {
        svg: if known.len() < 2 {
            String::new()
        } else {
            trend.svg(ChartWidth::Page)
        },
        points: numbers(months, reader),
        events: events.into_iter().map(|(_, line)| line).collect(),
        verdict: trend.verdict(),
    })
}

fn point(month: &PeriodIndex, n_min: u64) -> TrendPoint {
    let n = month.samples.counted().n();
    TrendPoint {
        label: words::short_month(month.period.first()),
        n,
        reading: match &month.index {
            Err(_) => Reading::None,
            Ok(_) if n < n_min => Reading::Withheld,
            Ok(index) => Reading::Known {
                ikm: index.ikm,
                interval: month.interval,
                reliable: n >= RELIABLE_N_MIN,
            },
        },
    }
}

/// The numbers of the chart, newest first.
fn numbers(months: &[PeriodIndex], reader: Reader) -> Vec<pages::TrendPoint> {
    let flags: Vec<u64> = months
        .iter()
        .map(|month| month.samples.of(Standing::Flagged).n())
        .collect();
    let few_flagged = withheld(&flags, GROUP_N_MIN);
    let point = |(month, few_flagged): (&PeriodIndex, bool)| {
        let n = month.samples.counted().n();
        let index = month.index.as_ref().ok().filter(|_| n >= reader.n_min());
        let flagged = match reader {
            Reader::Public => None,
            Reader::Staff => index.and_then(|_| flagged(&month.samples, &month.without_flagged, few_flagged)),
        };
        pages::TrendPoint {
            period: words::period(month.period),
            n: words::count(n),
            index: index.map(|index| (index.ikm.id_id(), index.mutu.to_string())),
            flagged,
        }
    };
    months.iter().zip(few_flagged).rev().map(point).collect()
}

/// The service events of the unit within the months, with the place of each.
fn events(
    app: &App,
    unit: &UnitCode,
    months: &[PeriodIndex],
) -> Result<Vec<(usize, ServiceEventLine)>, AppError> {
    let recorded = app.service_events(unit)?;
    let place = |month: Month| months.iter().position(|period| period.period.first() == month);
    let within = recorded.into_iter().filter_map(|recorded| {
        // Visits are counted each month: a number beside the chart, no event in it.
        let event = recorded.event;
        let at = place(Month::of(event.on)).filter(|_| event.visits.is_none())?;
        Some((at, event))
    });
    let line = |(number, (at, event)): (usize, (usize, survey::ServiceEvent))| {
        let line = ServiceEventLine {
            mark: (number + 1).to_string(),
            date: words::date(event.on),
            kind: event.kind.label().into(),
            text: event.title,
        };
        (at, line)
    };
    Ok(within.enumerate().map(line).collect())
}
