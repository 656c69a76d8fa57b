//! The table of all units.

use app::views::Basis;
use app::{App, AppError, Staff, UnitOverview, limits::RELIABLE_N_MIN, seen_by_staff, share_of_year};
use ikm::{Family, Hundredths};
use jiff::Timestamp;
use survey::{PeriodLength, Zone};

use crate::{
    limits::ALERTS_SHOWN_MAX,
    pages::{DasborPage, Shell, Totals, UnitRow},
    presence::Presence,
    present::{
        feed::all_alerts,
        figure::{change_of, flagged},
        period::{chosen, is_running, offered},
        words,
    },
};

/// Periods in a sparkline.
const SPARK_PERIODS: usize = 8;
/// Lowest and highest index in a sparkline: what lies beyond is drawn on the edge.
const SPARK_SCALE: (u64, u64) = (6_500, 10_000);

/// The page of somebody's units for a period; `filter` keeps those whose name holds it, and the units above these.
pub(crate) fn dasbor_page(
    app: &App,
    staff: &Staff,
    presence: &Presence,
    mut shell: Shell,
    asked: Option<&str>,
    filter: &str,
) -> Result<DasborPage, AppError> {
    let period = chosen(app, None, asked)?;
    let count = if period.length() == PeriodLength::Month {
        3 * SPARK_PERIODS
    } else {
        SPARK_PERIODS
    };
    let (units, as_of) = app.overview(staff, period, count, Basis::Shown { now: app.now() })?;
    shell.position = Some(words::count(as_of.0));
    let registry = app.registry();
    let zone = registry
        .units()
        .first()
        .map_or_else(Zone::default, |unit| unit.zone);
    let of_topmost =
        |n: fn(&UnitOverview) -> u64| units.iter().filter(|unit| unit.depth == 0).map(n).sum::<u64>();
    let totals = Totals {
        units: words::count(units.len() as u64),
        n: words::count(of_topmost(n_of)),
        on_target: words::count(
            units
                .iter()
                .filter(|unit| reaches_target(unit) == Some(true))
                .count() as u64,
        ),
        silent: words::count(units.iter().filter(|unit| n_of(unit) == 0).count() as u64),
    };
    let (mut alerts, _) = all_alerts(app, staff, presence)?;
    alerts.retain(|alert| matches(&alert.unit_code, &alert.unit_name, filter));
    let more = alerts.len().saturating_sub(ALERTS_SHOWN_MAX);
    alerts.truncate(ALERTS_SHOWN_MAX);
    Ok(DasborPage {
        alerts,
        more_alerts: match more {
            0 => String::new(),
            more => words::count(more as u64),
        },
        period: words::period(period),
        periods: offered(app, None, period)?,
        filter: filter.into(),
        totals,
        rows: rows(&units, filter, app.now(), shell.demo),
        method: ikm::Method::exact().name().into(),
        recorded: words::moment(app.recorded_at(as_of)?, zone),
        shell,
    })
}

fn n_of(unit: &UnitOverview) -> u64 {
    unit.current().samples.n_counted()
}

/// Whether a period's share of the yearly target is reached; `None` where no population is known.
fn reaches_target(unit: &UnitOverview) -> Option<bool> {
    let share = |target| share_of_year(target, unit.current().period);
    unit.target.map(|target| n_of(unit) >= share(target))
}

/// Whether a unit is among those whose name or code holds what was typed.
pub(super) fn matches(code: &str, name: &str, filter: &str) -> bool {
    let filter = filter.to_lowercase();
    name.to_lowercase().contains(&filter) || code.to_lowercase().contains(&filter)
}

fn rows(units: &[UnitOverview], filter: &str, now: Timestamp, demo: bool) -> Vec<UnitRow> {
    let matches = |unit: &UnitOverview| matches(unit.unit.code.as_str(), &unit.unit.name, filter);
    let family = Family::of(units.len());
    let mut rows = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        let below = units[at + 1..]
            .iter()
            .take_while(|deeper| deeper.depth > unit.depth);
        let context = !matches(unit);
        if context && !below.into_iter().any(matches) {
            continue;
        }
        rows.push(row(unit, (family, now), context, demo));
    }
    rows
}

fn row(unit: &UnitOverview, (family, now): (Family, Timestamp), context: bool, demo: bool) -> UnitRow {
    let n = n_of(unit);
    let index = seen_by_staff(&unit.current().index);
    let previous = unit.previous();
    let change = previous
        .filter(|_| !is_running(unit.current().period, unit.unit.zone, now))
        .and_then(|previous| change_of(family, previous, unit.current()));
    let points: Vec<Option<Hundredths>> = unit
        .periods
        .iter()
        .map(|period| Some(seen_by_staff(&period.index)?.ikm))
        .collect();
    let scale = (Hundredths::new(SPARK_SCALE.0), Hundredths::new(SPARK_SCALE.1));
    let drawn = points.iter().flatten().count() > 1;
    UnitRow {
        code: unit.unit.code.to_string(),
        name: unit.unit.name.clone(),
        depth: u8::try_from(unit.depth).unwrap_or(u8::MAX),
        context,
        n: words::count(n),
        below_target: reaches_target(unit) == Some(false),
        ikm: index.map(|index| index.ikm.id_id()),
        mutu: index.map_or_else(String::new, |index| index.mutu.to_string()),
        flagged: flagged(&unit.current().samples, &unit.current().without_flagged, false),
        unreliable: n < RELIABLE_N_MIN,
        change,
        spark_svg: if drawn {
            report::sparkline(
                &format!("Perjalanan IKM {}", unit.unit.name),
                &points,
                scale,
                demo,
            )
        } else {
            String::new()
        },
    }
}
