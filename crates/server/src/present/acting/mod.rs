//! What a unit does with its index, in words.

mod bulk;
mod checklist;
mod complaints;
mod erasable;
mod follow_ups;
mod holidays;
mod mended;
mod service_events;
mod structure;
mod surveys;

use jiff::{Timestamp, civil::Date};
use survey::{Refusal, Registry, Unit, UnitCode, Zone};

pub(crate) use bulk::bulk_said;
pub(crate) use checklist::checklist_page;
pub(crate) use complaints::complaints_page;
pub(crate) use erasable::Proposed;
pub(crate) use follow_ups::follow_ups_page;
pub(crate) use holidays::holidays_page;
pub(crate) use mended::mended_lines;
pub(crate) use service_events::service_events_page;
pub(crate) use structure::{structure_page, succession};
pub(crate) use surveys::{service_names, surveys_page};

fn known<'a>(registry: &'a Registry, unit: &UnitCode) -> Result<&'a Unit, Refusal> {
    registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))
}

/// The day that a unit's calendar shows.
fn day(zone: Zone, at: Timestamp) -> Date {
    zone.wall_clock(at).date()
}
