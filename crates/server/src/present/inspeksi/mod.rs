//! What inspectors see: what was known then, beside what is known now.

mod patterns;
mod point;
mod readings;
mod rows;
mod strip;
mod unit;
mod why;

pub(crate) use patterns::pola_page;
pub(crate) use point::Inspected;
pub(crate) use readings::pembacaan_page;
pub(crate) use rows::{baris_page, usulan_page};
pub(crate) use unit::inspeksi_unit_page;

use std::collections::HashMap;

use app::{App, AppError, Staff, UnitOverview, seen_by_staff};
use survey::{UnitCode, Zone};

use crate::{
    pages::{InspeksiPage, InspeksiRow, KnownFigure, Shell},
    present::{
        figure::flagged,
        inspeksi::point::{Point, Points, problems},
        period::{chosen, offered},
        words,
    },
};

/// All units at a point, beside another one.
pub(crate) fn inspeksi_page(
    app: &App,
    staff: &Staff,
    mut shell: Shell,
    asked: &Inspected,
) -> Result<InspeksiPage, AppError> {
    let period = chosen(app, None, Some(&asked.period))?;
    let registry = app.registry();
    let zone = registry
        .units()
        .first()
        .map_or_else(Zone::default, |unit| unit.zone);
    let points = Points {
        app,
        zone,
        published: &[],
        open: false,
    };
    let (then, beside) = (points.find(&asked.at)?, points.find(&asked.beside)?);
    shell.position = Some(words::count(beside.as_of.0));
    let all = |point: &Point| app.overview_as_of(staff, period, point.basis, point.as_of);
    let (before, after) = (all(&then)?, all(&beside)?);
    let known: HashMap<&UnitCode, &UnitOverview> =
        before.iter().map(|unit| (&unit.unit.code, unit)).collect();
    let now: HashMap<&UnitCode, ()> = after.iter().map(|unit| (&unit.unit.code, ())).collect();
    let gone = before.iter().filter(|unit| !now.contains_key(&unit.unit.code));
    let address = |code: &UnitCode| {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("periode", &period.to_string());
        for (name, point) in [("pada", &then), ("banding", &beside)] {
            if !point.code.is_empty() {
                pairs.append_pair(name, &point.code);
            }
        }
        format!("/inspeksi/{code}?{}", pairs.finish())
    };
    let row = |then, now| row(then, now, address);
    let rows = after
        .iter()
        .map(|unit| row(known.get(&unit.unit.code).copied(), Some(unit)));
    Ok(InspeksiPage {
        period: words::period(period),
        period_code: period.to_string(),
        periods: offered(app, None, period)?,
        problems: problems(asked, &[&then, &beside]),
        at: then.code.clone(),
        beside_code: beside.code.clone(),
        same: then.as_of == beside.as_of,
        then: then.label.clone(),
        beside: beside.label.clone(),
        then_place: words::count(then.as_of.0),
        beside_place: words::count(beside.as_of.0),
        rows: rows.chain(gone.map(|unit| row(Some(unit), None))).collect(),
        shell,
    })
}

fn row(
    then: Option<&UnitOverview>,
    now: Option<&UnitOverview>,
    address: impl Fn(&UnitCode) -> String,
) -> InspeksiRow {
    let unit = now.or(then).expect("one of the two is there");
    let seen = |unit: &UnitOverview| seen_by_staff(&unit.current().index).map(|index| index.ikm);
    let ikm = |unit: Option<&UnitOverview>| unit.and_then(seen);
    let moved = match (ikm(then), ikm(now)) {
        (Some(before), Some(after)) if before != after => words::difference(before, after),
        _ => String::new(),
    };
    let known = |unit: &UnitOverview| {
        let current = unit.current();
        let ikm = seen(unit);
        KnownFigure {
            n: words::count(current.samples.n_counted()),
            withheld: ikm.is_none() && current.index.is_ok(),
            ikm: ikm.map(ikm::Hundredths::id_id),
            flagged: flagged(&current.samples, &current.without_flagged, ikm.is_none()),
        }
    };
    InspeksiRow {
        address: address(&unit.unit.code),
        name: unit.unit.name.clone(),
        depth: u8::try_from(unit.depth).unwrap_or(u8::MAX),
        then: then.map(known),
        now: now.map(known),
        moved,
    }
}
