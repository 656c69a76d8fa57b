//! Which period a page shows, and which it offers.

use app::{App, AppError};
use jiff::Timestamp;
use survey::{Month, Period, PeriodLength, Unit, UnitCode, Zone};

use crate::{limits::PERIODS_OFFERED_MAX, pages::PeriodLink, present::words};

/// How many of each length are offered: two years of quarters, a year of months.
const OFFERED: [(PeriodLength, usize); 4] = [
    (PeriodLength::Quarter, 8),
    (PeriodLength::Month, 12),
    (PeriodLength::Semester, 4),
    (PeriodLength::Year, 5),
];

/// The period asked for; else the newest quarter with answers; else the present one.
pub(crate) fn chosen(app: &App, unit: Option<&UnitCode>, asked: Option<&str>) -> Result<Period, AppError> {
    if let Some(period) = asked.and_then(|text| text.parse().ok()) {
        return Ok(period);
    }
    let newest = app.periods(unit, PeriodLength::Quarter)?.first().copied();
    Ok(newest.unwrap_or_else(|| Period::containing(month_of(app.now()), PeriodLength::Quarter)))
}

/// The period asked for; else the last quarter with answers that is over, of which a unit can plan to mend something;
/// else the newest one.
pub(super) fn chosen_over(app: &App, unit: &Unit, asked: Option<&str>) -> Result<Period, AppError> {
    let quarters = app.periods(Some(&unit.code), PeriodLength::Quarter)?;
    let over = |quarter: &&Period| !is_running(**quarter, unit.zone, app.now());
    match quarters.iter().find(over) {
        Some(over) if asked.is_none() => Ok(*over),
        _ => chosen(app, Some(&unit.code), asked),
    }
}

/// Every period that has answers, newest first within each length; the shown one always among them.
pub(super) fn offered(
    app: &App,
    unit: Option<&UnitCode>,
    shown: Period,
) -> Result<Vec<PeriodLink>, AppError> {
    let span = app.answered(unit)?;
    let of_length = |(length, count): (PeriodLength, usize)| {
        span.into_iter()
            .flat_map(move |span| span.periods(length).take(count))
    };
    let mut periods: Vec<Period> = OFFERED.into_iter().flat_map(of_length).collect();
    periods.truncate(PERIODS_OFFERED_MAX);
    if !periods.contains(&shown) {
        periods.insert(0, shown);
    }
    Ok(periods.into_iter().map(|period| link(period, shown)).collect())
}

/// A link to a period.
pub(super) fn link(period: Period, shown: Period) -> PeriodLink {
    PeriodLink {
        code: period.to_string(),
        label: words::period(period),
        current: period == shown,
    }
}

/// True while a period is not over.
pub(super) fn is_running(period: Period, zone: Zone, now: Timestamp) -> bool {
    now < period.last().end(zone)
}

fn month_of(now: Timestamp) -> Month {
    Month::of(Zone::default().wall_clock(now).date())
}
