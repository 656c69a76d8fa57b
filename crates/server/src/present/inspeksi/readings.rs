//! Who opened single answers.

use std::collections::HashMap;

use app::{App, AppError, Reader};
use survey::{Refusal, Registry, UnitCode, Zone};

use crate::{
    limits::ROWS_PER_PAGE,
    pages::{PembacaanPage, ReadingLine, Shell},
    present::{inspeksi::rows::who, words},
};

/// The readings of a unit's answers, the newest first, from before a position on.
pub(crate) fn pembacaan_page(
    app: &App,
    shell: Shell,
    unit: &UnitCode,
    before: Option<u64>,
) -> Result<PembacaanPage, AppError> {
    let registry = app.registry();
    let own = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let mut readings = app.readings(unit, before, ROWS_PER_PAGE + 1)?;
    let more = readings.len() > ROWS_PER_PAGE;
    readings.truncate(ROWS_PER_PAGE);
    let next = readings.last().filter(|_| more);
    let next = next.map(|last| format!("/inspeksi/{unit}/pembacaan?sebelum={}", last.position));
    // One person opens many: each name is looked up once.
    let mut names = HashMap::new();
    for reading in &readings {
        if !names.contains_key(&reading.actor) {
            names.insert(reading.actor.clone(), who(app, &reading.actor)?);
        }
    }
    Ok(PembacaanPage {
        unit_code: unit.to_string(),
        unit_name: own.name.clone(),
        readings: readings
            .iter()
            .map(|reading| line(&registry, reading, &names[&reading.actor], own.zone))
            .collect(),
        earlier: before.is_some(),
        next,
        shell,
    })
}

fn line(registry: &Registry, reading: &Reader, who: &str, zone: Zone) -> ReadingLine {
    let read = &reading.read;
    let unit = registry.unit(&read.unit);
    ReadingLine {
        who: who.into(),
        at: words::moment(reading.at, zone),
        position: words::count(reading.position),
        unit: unit.map_or_else(|| read.unit.to_string(), |unit| unit.name.clone()),
        period: words::period(read.period),
        responses: words::count(read.responses),
        purpose: read.purpose.clone(),
    }
}
