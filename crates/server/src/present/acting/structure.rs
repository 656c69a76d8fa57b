//! A unit's name and place.

use app::{App, AppError, Staff};
use jiff::civil::Date;
use survey::{Action, Registry, Unit, UnitCode};

use super::{day, known, surveys::open_faces};
use crate::{
    pages::{DeviceChoice, MergedUnit, Shell, StructurePage, Succession, Typed},
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
        open: open_faces(app, &registry, unit)?,
        children: registry
            .children(Some(&unit.code))
            .into_iter()
            .filter(|child| !child.closed)
            .map(|child| (child.code.to_string(), child.name.clone()))
            .collect(),
        succession: succession(&registry, unit),
        shell,
    })
}

/// Where a unit's history goes on, and where it began.
pub(crate) fn succession(registry: &Registry, unit: &Unit) -> Succession {
    let merged = |other: &Unit, on: Date| MergedUnit {
        code: other.code.to_string(),
        name: other.name.clone(),
        on: words::date(on),
    };
    let into = unit.merged.as_ref();
    let from = registry.merged_into(&unit.code).into_iter();
    Succession {
        into: into.and_then(|(into, on)| Some(merged(registry.unit(into)?, *on))),
        from: from
            .filter_map(|from| Some(merged(from, from.merged.as_ref()?.1)))
            .collect(),
    }
}
