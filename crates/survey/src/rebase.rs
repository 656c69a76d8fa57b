//! Beginning a trend's control limits anew: a decision with a reason, since new limits can make a fall disappear.

use serde::{Deserialize, Serialize};

use crate::{
    Event, Month, Refusal, Registry, UnitCode,
    register::{check_note, open_unit},
};

/// `trend_rebased`: the control limits of a unit's trend are computed anew from a month on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendRebased {
    /// The unit. Units below it keep their own limits.
    pub unit: UnitCode,
    /// The first month of the new limits.
    pub from: Month,
    /// What lasting change makes the earlier months no measure for the later ones.
    pub reason: String,
}

/// `trend_rebase_withdrawn`: the limits run through again, as if they had not been begun anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendRebaseWithdrawn {
    /// The unit.
    pub unit: UnitCode,
    /// The month that was named.
    pub from: Month,
    /// Why.
    pub reason: String,
}

pub(crate) fn rebase(registry: &Registry, rebased: TrendRebased) -> Result<Event, Refusal> {
    open_unit(registry, &rebased.unit)?;
    check_note(&rebased.reason)?;
    if stands(registry, &rebased.unit, rebased.from) {
        return Err(Refusal::RebaseExists(rebased.from));
    }
    Ok(Event::TrendRebased(rebased))
}

pub(crate) fn withdraw(registry: &Registry, withdrawn: TrendRebaseWithdrawn) -> Result<Event, Refusal> {
    open_unit(registry, &withdrawn.unit)?;
    check_note(&withdrawn.reason)?;
    if !stands(registry, &withdrawn.unit, withdrawn.from) {
        return Err(Refusal::RebaseUnknown(withdrawn.from));
    }
    Ok(Event::TrendRebaseWithdrawn(withdrawn))
}

fn stands(registry: &Registry, unit: &UnitCode, from: Month) -> bool {
    registry.rebases(unit).any(|(month, _)| month == from)
}
