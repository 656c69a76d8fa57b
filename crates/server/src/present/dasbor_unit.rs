//! One unit in full.

use app::views::Basis;
use app::{
    App, AppError, Look, PeriodIndex, Staff, UnitIndex, YearlyTarget, limits::GROUP_N_MIN, seen_by_staff,
    share_of_year,
};
use ikm::{Difference, Family};
use survey::{Action, FlagRules, FlagWords, Month, Period, PeriodLength, Registry, Standing, Unit, UnitCode};

use crate::{
    pages::{AlertLine, ChangeFace, DasborUnitPage, PeriodLink, RuleLine, Shell, Target, TrendControls},
    presence::Presence,
    present::{
        acting::succession,
        alerts::{Watched, owed, silent_devices},
        completeness::completeness,
        figure::{bars, change_face, change_of, flagged, index_face, origin, unsur_figures, unsur_row},
        groups::UnitGroups,
        period::{chosen, is_running, link, offered},
        trend::{Reader, Series, series},
        words,
    },
};

/// What of a unit is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked<'a> {
    /// The period.
    pub(crate) period: Option<&'a str>,
    /// The steps of the trend.
    pub(crate) steps: Option<&'a str>,
    /// Why something that was asked before was refused.
    pub(crate) problem: Option<&'a str>,
}

/// The page of a unit for a period.
pub(crate) fn dasbor_unit_page(
    app: &App,
    staff: &Staff,
    presence: &Presence,
    mut shell: Shell,
    unit: &UnitCode,
    asked: Asked<'_>,
) -> Result<DasborUnitPage, AppError> {
    let basis = Basis::Shown { now: app.now() };
    let period = chosen(app, Some(unit), asked.period)?;
    let found = app.unit_index(unit, period, None, basis, Look::Now)?;
    shell.position = Some(words::count(found.as_of.0));
    let registry = app.registry();
    let monthly = trend_of(app, &found, PeriodLength::Month, basis)?;
    let alerts = alerts(app, presence, &registry, &found, &monthly, basis)?;
    let verdict = monthly.trend.judgement();
    let length = steps_of(asked.steps);
    let shown = match length {
        PeriodLength::Month => monthly,
        PeriodLength::Quarter | PeriodLength::Semester | PeriodLength::Year => {
            trend_of(app, &found, length, basis)?
        }
    };
    let controls = controls(&registry, &found, length, &shown, asked.problem);
    let trend = shown.into_face();
    let n = found.figures.total.n_counted();
    let index = seen_by_staff(&found.index);
    let groups = UnitGroups::of(app, &found)?;
    let completeness = completeness(app, presence, &registry, &found)?;
    // Few units stand for all while a period runs: what changed is said when it is over.
    let running = is_running(period, found.unit.zone, app.now());
    let two = app.trend(unit, period, 2, basis)?;
    let mut unsur = index.map_or_else(Vec::new, |index| {
        unsur_figures(index, found.instrument.as_deref())
    });
    let title = format!("Unsur pelayanan {}, {}", found.unit.name, words::period(period));
    unsur.sort_by_key(|figure| figure.value);
    let unsur_svg = if unsur.is_empty() {
        String::new()
    } else {
        bars(title, &unsur, shell.demo)
    };
    let mut above: Vec<_> = registry
        .ancestors(unit)
        .filter(|above| staff.may_in(Action::SeeFigures, &above.code))
        .map(|unit| (unit.code.to_string(), unit.name.clone()))
        .collect();
    above.reverse();
    Ok(DasborUnitPage {
        unit_code: unit.to_string(),
        unit_name: found.unit.name.clone(),
        above,
        succession: succession(&registry, &found.unit),
        period: words::period(period),
        periods: offered(app, Some(unit), period)?,
        running,
        verdict,
        alerts,
        change: change_of(Family::ONE, &two[0], &two[1])
            .filter(|_| !running)
            .map(|change| (words::period(two[0].period), change)),
        n_live: words::count(found.received),
        n_live_path: format!("/dasbor/{unit}/jumlah?periode={period}"),
        target: target(&registry, &found, n),
        index: index.map(|index| index_face(index.ikm, index.mutu, n, found.interval, &found.method)),
        few: (n > 0 && n < GROUP_N_MIN).then(|| (words::count(n), words::count(GROUP_N_MIN))),
        trend_svg: trend.svg,
        trend: trend.points,
        events: trend.events,
        controls,
        unsur_svg,
        unsur: unsur
            .iter()
            .map(|figure| {
                let change = unsur_change(figure.code, unsur.len(), &two[0], &two[1]);
                let change = change.filter(|_| !running);
                unsur_row(figure, found.method.bands(), index.map(|index| index.ikm), change)
            })
            .collect(),
        settled: groups.settled(),
        channels: groups.channels(),
        admissions: groups.admissions(&registry, completeness.tokens.is_some()),
        services: groups.services(),
        profile: groups.profile(),
        completeness,
        flagged: flagged(&found.figures.total, &found.without_flagged, false),
        excluded: words::count(found.figures.total.of(Standing::Excluded).n()),
        rules: rules(),
        origin: origin(&found),
        shell,
    })
}

/// The numbers of a trend as CSV, as the page's chart shows them.
pub(crate) fn trend_csv(app: &App, unit: &UnitCode, asked: Asked<'_>) -> Result<String, AppError> {
    let basis = Basis::Shown { now: app.now() };
    let period = chosen(app, Some(unit), asked.period)?;
    let found = app.unit_index(unit, period, None, basis, Look::Now)?;
    Ok(trend_of(app, &found, steps_of(asked.steps), basis)?.trend.csv())
}

fn trend_of(app: &App, found: &UnitIndex, length: PeriodLength, basis: Basis) -> Result<Series, AppError> {
    series(
        app,
        &found.unit,
        found.period,
        length,
        basis,
        Reader::Staff,
        &found.method,
    )
}

/// What the steps of a trend are called in an address, and on the page.
const STEPS: [(PeriodLength, &str, &str); 4] = [
    (PeriodLength::Month, "bulan", "Bulan"),
    (PeriodLength::Quarter, "triwulan", "Triwulan"),
    (PeriodLength::Semester, "semester", "Semester"),
    (PeriodLength::Year, "tahun", "Tahun"),
];

fn steps_of(asked: Option<&str>) -> PeriodLength {
    let found = STEPS.into_iter().find(|(_, name, _)| asked == Some(name));
    found.map_or(PeriodLength::Month, |(length, ..)| length)
}

fn controls(
    registry: &Registry,
    found: &UnitIndex,
    length: PeriodLength,
    series: &Series,
    problem: Option<&str>,
) -> TrendControls {
    let (unit, period) = (&found.unit.code, found.period);
    let step = |(of_it, name, label): (PeriodLength, &str, &str)| PeriodLink {
        code: format!("/dasbor/{unit}?periode={period}&tren={name}#tren"),
        label: label.into(),
        current: of_it == length,
    };
    let name = STEPS
        .iter()
        .find(|(of_it, ..)| *of_it == length)
        .map_or("bulan", |(_, name, _)| name);
    let months = series.periods().iter().flat_map(|period| period.period.months());
    let mut months: Vec<Period> = months
        .map(|month| Period::containing(month, PeriodLength::Month))
        .collect();
    months.reverse();
    let rebased = registry.rebases(unit).map(|(month, reason)| {
        let said = words::period(Period::containing(month, PeriodLength::Month));
        (month.to_string(), said, reason.to_owned())
    });
    TrendControls {
        steps: STEPS.into_iter().map(step).collect(),
        csv_path: format!("/dasbor/{unit}/tren.csv?periode={period}&tren={name}"),
        months: months
            .into_iter()
            .map(|month| link(month, found.period))
            .collect(),
        rebased: rebased.collect(),
        problem: problem.map(Into::into),
        provisional: series
            .trend
            .limits
            .last()
            .is_some_and(|limits| limits.control.provisional),
    }
}

fn alerts(
    app: &App,
    presence: &Presence,
    registry: &Registry,
    found: &UnitIndex,
    monthly: &Series,
    basis: Basis,
) -> Result<Vec<AlertLine>, AppError> {
    let unit = &found.unit;
    let now = app.now();
    let quarter = Period::containing(Month::of(unit.zone.wall_clock(now).date()), PeriodLength::Quarter);
    let quarters = app.trend(&unit.code, quarter, 3, basis)?;
    let watched = Watched {
        unit,
        trend: Some(&monthly.trend),
        quarters: &quarters,
        target: YearlyTarget::of(registry, &unit.code).map(|target| target.respondents),
        now,
    };
    let mut alerts = watched.alerts();
    let today = unit.zone.wall_clock(now).date();
    alerts.extend(owed(unit, &app.reminders(&unit.code, today)?));
    let below = registry.subtree(&unit.code);
    let is_below = |code: &UnitCode| below.iter().any(|(_, unit): &(usize, &Unit)| unit.code == *code);
    alerts.extend(silent_devices(registry, presence, now, |device| {
        is_below(&device.enrolled.unit)
    }));
    alerts.sort_by_key(AlertLine::urgency);
    Ok(alerts)
}

/// How far a period has come with its share of the yearly target.
fn target(registry: &Registry, found: &UnitIndex, n: u64) -> Option<Target> {
    let target = YearlyTarget::of(registry, &found.unit.code)?;
    let share = share_of_year(target.respondents, found.period);
    let reached = (n * 100).checked_div(share).unwrap_or(100).min(100);
    let of_year = if found.period.length() == PeriodLength::Year {
        String::new()
    } else {
        let (period, year) = (words::period(found.period), words::count(target.respondents));
        format!("Bagian {period} dari target {year} setahun. ")
    };
    Some(Target {
        n: words::count(share),
        reached_percent: u8::try_from(reached).unwrap_or(100),
        basis: format!(
            "{of_year}Krejcie-Morgan, populasi {}",
            words::count(target.population)
        ),
    })
}

/// How an unsur differs from the period before, judged as one of so many.
fn unsur_change(
    code: ikm::UnsurCode,
    count: usize,
    before: &PeriodIndex,
    after: &PeriodIndex,
) -> Option<ChangeFace> {
    let (before, after) = (
        before.samples.counted().tallies.get(code),
        after.samples.counted().tallies.get(code),
    );
    let enough = before.count() >= GROUP_N_MIN && after.count() >= GROUP_N_MIN;
    enough.then(|| change_face(&Difference::of_unsur(Family::of(count), &before, &after)))
}

fn rules() -> Vec<RuleLine> {
    let words = FlagRules::in_force().words.values();
    let line = |words: &FlagWords| RuleLine {
        label: words.label.clone(),
        sees: words.sees.clone(),
        false_alarm: words.false_alarm.clone(),
    };
    words.map(line).collect()
}
