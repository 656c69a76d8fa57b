//! What staff do, and when: record what happened, look at what came in, review it, publish.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Weekday};
use survey::{Month, Period, PeriodLength, ServiceEvent, UnitCode};

use crate::{
    Plan,
    calendar::{days, moment, office_day},
    kabupaten::Unit,
    planted::PlantedBurst,
};

/// Day of the month, or the next office day: visits of the month before are counted.
const COUNT_DAY: i8 = 2;
/// Suspicious answers are reviewed, before the quarter is published.
const REVIEW_DAY: i8 = 5;
/// The quarter before is published.
const PUBLISH_DAY: i8 = 10;
/// Answers that were excluded wrongly count again, and the result is published anew.
const REINSTATE_DAY: i8 = 18;
/// Somebody sends other answers under the same id.
const CONFLICT_DAY: i8 = 12;

/// One in so many units publishes late, which is to say never.
const LATE_UNITS: usize = 9;

/// The fewest answers of a burst worth planting.
const BURST_RESPONSES: u64 = 14;
/// A burst is at most this part of all answers.
const BURST_PART: u64 = 20;
/// The day of the month on which it happens.
const BURST_DAY: i8 = 24;

/// Something that staff do.
pub(crate) enum Act {
    /// Record service events.
    Record(Vec<ServiceEvent>),
    /// Count the visits of a month.
    CountVisits(Month),
    /// Flag what seems suspicious since the last time.
    Check,
    /// Exclude some of what is flagged, with a second person's approval.
    Review,
    /// Publish the results of a quarter.
    Publish(Period, Vec<UnitCode>),
    /// Let some of the burst count again, and publish the unit's quarter anew.
    Reinstate(Period),
    /// A phone sends other answers under an id that stands.
    Conflict,
}

/// Everything that staff do within the span, by moment.
pub(crate) type Agenda = BTreeMap<Timestamp, Vec<Act>>;

/// The agenda of a plan.
pub(crate) fn agenda(plan: &Plan, units: &[Unit], events: Vec<ServiceEvent>, burst: &PlantedBurst) -> Agenda {
    let mut agenda = Agenda::new();
    let mut by_day = BTreeMap::<_, Vec<_>>::new();
    for event in events {
        by_day.entry(event.on).or_default().push(event);
    }
    for (day, events) in by_day {
        put(&mut agenda, moment(day, 7, 30, 0), Act::Record(events));
    }
    for day in days(plan.first_month(), plan.last_day) {
        if day.weekday() == Weekday::Monday {
            put(&mut agenda, moment(day, 6, 0, 0), Act::Check);
        }
    }
    let mut month = plan.first_month();
    let mut quarters = 0;
    while month <= plan.last_month() {
        let next = month.next();
        put(
            &mut agenda,
            moment(office_day(month, CONFLICT_DAY), 13, 5, 0),
            Act::Conflict,
        );
        put(
            &mut agenda,
            moment(office_day(next, COUNT_DAY), 7, 10, 0),
            Act::CountVisits(month),
        );
        let quarter = Period::containing(month, PeriodLength::Quarter);
        if quarter.last() == month {
            put(
                &mut agenda,
                moment(office_day(next, REVIEW_DAY), 16, 40, 0),
                Act::Review,
            );
            let publish = Act::Publish(quarter, publishing(units, quarters));
            put(
                &mut agenda,
                moment(office_day(next, PUBLISH_DAY), 10, 0, 0),
                publish,
            );
            quarters += 1;
        }
        if Month::of(burst.on) == month {
            let reinstated = moment(office_day(next, REINSTATE_DAY), 15, 0, 0);
            put(&mut agenda, reinstated, Act::Reinstate(quarter));
        }
        month = next;
    }
    let end = moment(plan.last_day, 0, 0, 0) + jiff::SignedDuration::from_hours(24);
    agenda.retain(|at, _| *at < end);
    agenda
}

fn put(agenda: &mut Agenda, at: Timestamp, act: Act) {
    agenda.entry(at).or_default().push(act);
}

/// Who publishes a quarter: most, those above the others last.
fn publishing(units: &[Unit], quarter: usize) -> Vec<UnitCode> {
    let in_time = units
        .iter()
        .enumerate()
        .filter(|(place, _)| *place == 0 || (place + quarter) % LATE_UNITS != LATE_UNITS - 1);
    let mut units: Vec<_> = in_time.map(|(_, unit)| unit.code.clone()).collect();
    units.reverse();
    units
}

/// The burst of a plan: at a small office, near the end of the last quarter that is reviewed within the span.
pub(crate) fn burst(plan: &Plan, units: &[Unit]) -> PlantedBurst {
    let mut month = plan.first_month();
    let mut chosen = month;
    while month.next().next() <= plan.last_month() {
        month = month.next();
        if Period::containing(month, PeriodLength::Quarter).last() == month {
            chosen = month;
        }
    }
    let on = office_day(chosen, BURST_DAY).min(plan.last_day);
    let unit = &units[units.len().min(3) - 1];
    PlantedBurst {
        unit: unit.code.clone(),
        on,
        responses: BURST_RESPONSES.min(plan.responses / BURST_PART),
    }
}
