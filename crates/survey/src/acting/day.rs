//! The days that staff state: none that is still to come, and none before what it follows from.

use jiff::{Timestamp, civil::Date};

use crate::{Refusal, Registry, UnitCode};

/// The day at a unit at some moment.
pub(super) fn day_at(registry: &Registry, unit: &UnitCode, at: Timestamp) -> Date {
    let zone = registry.unit(unit).map(|unit| unit.zone).unwrap_or_default();
    zone.wall_clock(at).date()
}

/// Checks a stated day against today and the first on which it can have been; `early` says what comes before it.
pub(super) fn check_day(
    on: Date,
    first: Date,
    today: Date,
    early: fn(Date, Date) -> Refusal,
) -> Result<(), Refusal> {
    if on > today {
        Err(Refusal::DayToCome(on))
    } else if on < first {
        Err(early(on, first))
    } else {
        Ok(())
    }
}
