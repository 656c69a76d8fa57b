//! Merging: another unit goes on with what one did, and no figure moves.

use crate::{
    Event, Refusal, Registry, Unit, UnitCode, UnitMerged,
    register::{check_note, nothing_open, open_unit},
};

impl Registry {
    /// The units that were merged into a unit, in order of registration.
    #[must_use]
    pub fn merged_into(&self, unit: &UnitCode) -> Vec<&Unit> {
        let mut units = self.units();
        units.retain(|merged| merged.merged.as_ref().is_some_and(|(into, _)| into == unit));
        units
    }
}

/// Decides to merge a unit into another.
pub(crate) fn merge(registry: &Registry, merged: UnitMerged) -> Result<Event, Refusal> {
    open_unit(registry, &merged.unit)?;
    open_unit(registry, &merged.into)?;
    check_note(&merged.reason)?;
    if merged.unit == merged.into {
        return Err(Refusal::UnitIntoItself(merged.unit));
    }
    nothing_open(registry, &merged.unit)?;
    Ok(Event::UnitMerged(merged))
}
