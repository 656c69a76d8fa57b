//! The slider over the log: one step for each day of the period and some time after it, then for each later day on which
//! something changed or was published, up to today.

use std::collections::BTreeSet;

use app::views::{AsOf, Basis, index::compute};
use app::{App, AppError, Look, Recomputed, UnitIndex, end_of, seen_by_staff};
use jiff::{Span, civil::Date};
use report::Known;
use survey::{Period, UnitCode, Zone};

use crate::{
    limits::{DIFFERENCE_LINES_MAX, INSPECTED_DAYS_AFTER, INSPECTED_DAYS_MAX, KNOWN_LINES_MAX},
    pages::{PointLink, Strip},
    present::{
        inspeksi::point::{Point, first_day},
        words,
    },
};

/// The days that the slider offers.
pub(super) fn days(
    app: &App,
    unit: &UnitCode,
    period: Period,
    zone: Zone,
    published: &[Recomputed],
) -> Result<Vec<Date>, AppError> {
    let today = zone.wall_clock(app.now()).date();
    let first = first_day(period);
    let after = first_day(period.next()).saturating_add(Span::new().days(INSPECTED_DAYS_AFTER));
    let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
    let days = days.take_while(|day| *day <= today.min(after));
    let mut days: Vec<Date> = days.take(INSPECTED_DAYS_MAX).collect();
    if let Some(last) = days.last().copied().filter(|last| *last < today) {
        let published = published
            .iter()
            .map(|recomputed| zone.wall_clock(recomputed.published.recorded_at).date());
        let mut later: BTreeSet<Date> = published.filter(|day| *day > last).collect();
        later.extend(changed_after(app, unit, period, zone, last)?);
        later.insert(today);
        days.extend(later.into_iter().take(INSPECTED_DAYS_MAX));
    }
    Ok(days)
}

/// The days after one on which figures of a unit for a period became others; none if there is too much of it.
fn changed_after(
    app: &App,
    unit: &UnitCode,
    period: Period,
    zone: Zone,
    last: Date,
) -> Result<Vec<Date>, AppError> {
    let AsOf(mut behind) = app.size_at(Look::AtMoment(end_of(last, zone)))?;
    let until = app.size_at(Look::Now)?;
    let difference = app.difference(unit, period, (AsOf(behind), until), DIFFERENCE_LINES_MAX)?;
    let mut days = Vec::new();
    for (position, _) in difference.iter().flat_map(|difference| &difference.events) {
        // One reading a day, however much happened on it.
        if position.0 >= behind && days.len() < INSPECTED_DAYS_MAX {
            let day = zone.wall_clock(app.recorded_at(AsOf(position.0 + 1))?).date();
            AsOf(behind) = app.size_at(Look::AtMoment(end_of(day, zone)))?;
            days.push(day);
        }
    }
    Ok(days)
}

/// The slider of a unit's period at a point. `address` writes the address of another point.
pub(super) fn strip(
    app: &App,
    found: &UnitIndex,
    days: &[Date],
    point: &Point,
    published: &[Recomputed],
    open: bool,
    address: impl Fn(&str) -> String,
) -> Result<Strip, AppError> {
    let zone = found.unit.zone;
    let day_of = |at| zone.wall_clock(at).date();
    let at_day = day_of(point.moment);
    let at = days
        .iter()
        .position(|day| *day >= at_day)
        .unwrap_or_else(|| days.len().saturating_sub(1));
    let mut points = Vec::with_capacity(days.len());
    for day in days {
        let now = end_of(*day, zone).min(app.now());
        let basis = if open { Basis::Exact } else { Basis::Shown { now } };
        points.push((app.size_at(Look::AtMoment(now))?, basis));
    }
    let drawing = drawing(app, found, days, &points, at, published)?;
    let step = |to: Option<&Date>| to.map(|day| link(*day, &address));
    let size_of = |recomputed: &&Recomputed| recomputed.published.result.log_size;
    let terbitan = |to: Option<&Recomputed>| {
        to.map(|to| {
            let on = day_of(to.published.recorded_at);
            place(format!("terbitan {}", words::date(on)), size_of(&to), &address)
        })
    };
    let (event_before, event_after) = if open {
        app.changes_around(&found.unit.code, found.period, point.as_of)?
    } else {
        (None, None)
    };
    let event = |to: Option<AsOf>| {
        to.map(|AsOf(size)| place(format!("posisi {}", words::count(size)), size, &address))
    };
    let mut published_before = published.iter().filter(|of_it| size_of(of_it) < point.as_of.0);
    Ok(Strip {
        published_before: terbitan(published_before.next_back()),
        published_after: terbitan(published.iter().find(|of_it| size_of(of_it) > point.as_of.0)),
        event_before: event(event_before),
        event_after: event(event_after),
        svg: drawing,
        last: days.len().saturating_sub(1).to_string(),
        at: at.to_string(),
        day: words::date(days.get(at).copied().unwrap_or(at_day)),
        first_label: days.first().map_or_else(String::new, |day| words::date(*day)),
        last_label: days.last().map_or_else(String::new, |day| words::date(*day)),
        before: step(days.iter().rfind(|day| **day < at_day)),
        after: step(days.iter().find(|day| **day > at_day).filter(|_| !point.is_now)),
        now: (!point.is_now).then(|| address("")),
    })
}

fn link(day: Date, address: impl Fn(&str) -> String) -> PointLink {
    PointLink {
        label: words::date(day),
        address: address(&day.to_string()),
    }
}

/// The way to a size of the log.
fn place(label: String, size: u64, address: impl Fn(&str) -> String) -> PointLink {
    PointLink {
        label,
        address: address(&size.to_string()),
    }
}

fn drawing(
    app: &App,
    found: &UnitIndex,
    days: &[Date],
    points: &[(AsOf, Basis)],
    at: usize,
    published: &[Recomputed],
) -> Result<String, AppError> {
    let samples = app.samples_at_each(&found.unit.code, found.period, points, KNOWN_LINES_MAX)?;
    let Some(samples) = samples else {
        return Ok(String::new());
    };
    let ikm = |(samples, (_, basis)): (&app::views::Samples, &(AsOf, Basis))| {
        let counted = samples.counted();
        let (index, ..) = compute(&found.method, found.instrument.as_deref(), &counted, None);
        // Of very few only for whoever said what for.
        let seen = match basis {
            Basis::Exact => index.as_ref().ok(),
            Basis::Shown { .. } => seen_by_staff(&index),
        };
        seen.map(|index| index.ikm)
    };
    let day_of = |at| found.unit.zone.wall_clock(at).date();
    let published = published.iter().filter_map(|recomputed| {
        let day = day_of(recomputed.published.recorded_at);
        days.iter().position(|other| *other == day)
    });
    let known = Known {
        title: format!(
            "Indeks {} {} sebagaimana diketahui hari demi hari",
            found.unit.name,
            words::period(found.period)
        ),
        days: samples.iter().zip(points).map(ikm).collect(),
        at,
        published: published.collect(),
        demo: app.registry().is_demo(),
    };
    Ok(known.svg())
}
