//! The alerts of every unit, the most urgent first: for the page of all units, on a page of their own, and as a feed.

use std::sync::Arc;

use app::views::{AsOf, Basis};
use app::{App, AppError, Staff, UnitOverview};
use survey::{Action, Month, Period, PeriodLength, UnitCode, Zone};

use crate::{
    PublicUrl,
    pages::{AlertGroup, AlertLine, AlertsPage, Feed, Shell},
    presence::Presence,
    present::{
        alerts::{Watched, owed, silent_devices, waiting},
        dasbor::matches,
        trend::{Reader, history, trend, warns},
        words,
    },
};

/// Quarters that alerts look at: the running one, and two that are over.
const QUARTERS: usize = 3;

/// Every alert, by urgency, those alike in order of the tree; and what they are made of.
pub(super) fn all_alerts(
    app: &App,
    staff: &Staff,
    presence: &Presence,
) -> Result<(Vec<AlertLine>, AsOf), AppError> {
    let registry = app.registry();
    let now = app.now();
    let basis = Basis::Shown { now };
    let zone = registry
        .units()
        .first()
        .map_or_else(Zone::default, |unit| unit.zone);
    let month = Month::of(zone.wall_clock(now).date());
    let of_length = |length| Period::containing(month, length);
    let months = of_length(PeriodLength::Month);
    let (monthly, as_of) = app.overview(staff, months, history(app, None, months)?, basis)?;
    let (quarterly, _) = app.overview(staff, of_length(PeriodLength::Quarter), QUARTERS, basis)?;
    let reminders = app.all_reminders(now)?;
    let decides = |unit: &UnitCode| staff.may_in(Action::ReviewAnswers, unit);
    // Proposals are read from the log: only for those who decide on some.
    let proposals = if staff.may(Action::ReviewAnswers) {
        app.proposals()?
    } else {
        Vec::new()
    };
    let mut alerts = waiting(&registry, &proposals, decides);
    for (unit, quarters) in monthly.iter().zip(&quarterly) {
        if let Some(reminders) = reminders.get(&unit.unit.code) {
            alerts.extend(owed(&unit.unit, reminders));
        }
        // Who serves nobody has nothing to be warned of; and the registry may have changed between the two.
        if unit.unit.closed || unit.unit.code != quarters.unit.code {
            continue;
        }
        let (place, periods) = ((&*registry, &unit.unit, now), answered(unit));
        // Of hundreds of units a few are flagged: only of these are there words.
        let trend = warns(place, periods)
            .then(|| trend(place, periods, Reader::Staff, registry.method(&unit.unit.code)));
        let watched = Watched {
            unit: &unit.unit,
            trend: trend.as_ref(),
            quarters: &quarters.periods,
            target: unit.target,
            now,
        };
        alerts.extend(watched.alerts());
    }
    alerts.extend(silent_devices(&registry, presence, now, |device| {
        staff.may_in(Action::SeeFigures, &device.enrolled.unit)
    }));
    alerts.sort_by_key(AlertLine::urgency);
    Ok((alerts, as_of))
}

/// The page of them all, of the units whose name or code holds `filter`.
pub(crate) fn alerts_page(
    app: &App,
    staff: &Staff,
    presence: &Presence,
    mut shell: Shell,
    filter: &str,
) -> Result<AlertsPage, AppError> {
    let (mut alerts, as_of) = all_alerts(app, staff, presence)?;
    alerts.retain(|alert| matches(&alert.unit_code, &alert.unit_name, filter));
    shell.position = Some(words::count(as_of.0));
    let count = match alerts.len() as u64 {
        0 => String::new(),
        count => format!("{} hal", words::count(count)),
    };
    let mut groups: Vec<(AlertGroup, Vec<AlertLine>)> = Vec::new();
    for alert in alerts {
        match groups.last_mut() {
            Some((group, alike)) if *group == alert.kind.group() => alike.push(alert),
            _ => groups.push((alert.kind.group(), vec![alert])),
        }
    }
    Ok(AlertsPage {
        shell,
        filter: filter.into(),
        count,
        groups,
    })
}

fn answered(unit: &UnitOverview) -> &[Arc<app::PeriodIndex>] {
    super::trend::answered(&unit.periods)
}

/// The feed.
pub(crate) fn feed(
    app: &App,
    staff: &Staff,
    presence: &Presence,
    shell: Shell,
    site: Option<&PublicUrl>,
) -> Result<Feed, AppError> {
    let (alerts, as_of) = all_alerts(app, staff, presence)?;
    let site = site.map_or_else(String::new, ToString::to_string);
    let host = site
        .split("//")
        .nth(1)
        .and_then(|rest| rest.split(['/', ':']).next());
    Ok(Feed {
        authority: host
            .filter(|host| !host.is_empty())
            .unwrap_or("skm.invalid")
            .into(),
        site: site.trim_end_matches('/').into(),
        updated: app.recorded_at(as_of)?.to_string(),
        alerts,
        shell,
    })
}
