//! A unit's name and place.

use app::{App, AppError, Staff};
use survey::{Action, Unit, UnitCode};

use super::{day, known};
use crate::{
    pages::{DeviceChoice, Shell, StructurePage, Typed},
    present::words,
};

pub(crate) fn structure_page(
    app: &App,
    staff: &Staff,
    shell: Shell,
    unit: &UnitCode,
    typed: Typed,
) -> Result<StructurePage, AppError> {
    let registry = app.registry();
    let unit = known(&registry, unit)?;
    let below = registry.subtree(&unit.code);
    let is_below = |other: &Unit| below.iter().any(|(_, below)| below.code == other.code);
    let theirs = staff.units(Action::ManageRegister);
    let others = theirs.into_iter().map(|(_, other)| other);
    let merged = |of: &Unit, shown: &UnitCode| {
        let on = of.merged.as_ref().map(|(_, on)| words::date(*on));
        let name = registry
            .unit(shown)
            .map_or_else(String::new, |unit| unit.name.clone());
        (shown.to_string(), name, on.unwrap_or_default())
    };
    Ok(StructurePage {
        unit_code: unit.code.to_string(),
        unit_name: unit.name.clone(),
        typed,
        today: day(unit.zone, app.now()).to_string(),
        parent: unit.parent.as_ref().map_or_else(String::new, ToString::to_string),
        kemendagri: unit.kemendagri.clone().unwrap_or_default(),
        bps: unit.bps.clone().unwrap_or_default(),
        units: others
            .filter(|other| !other.closed && !is_below(other))
            .map(|other| DeviceChoice {
                code: other.code.to_string(),
                label: other.name.clone(),
            })
            .collect(),
        closed: unit.closed,
        merged: unit.merged.as_ref().map(|(into, _)| merged(unit, into)),
        merged_from: registry
            .merged_into(&unit.code)
            .into_iter()
            .map(|from| merged(from, &from.code))
            .collect(),
        shell,
    })
}
