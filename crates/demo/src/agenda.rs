//! What staff do, and when: record what happened, look at what came in, review it, publish.

use std::collections::BTreeMap;

use jiff::{
    Timestamp,
    civil::{Date, Weekday},
};
use survey::{Month, Period, PeriodLength, ServiceEvent, UnitCode};

use crate::{
    Plan,
    calendar::{days, moment, office_day},
    kabupaten::Unit,
    planted::PlantedBurst,
};

/// Staff do all of it on the first office day of a week, before the counters open: in the week that begins on this
/// day of the month or after it, and at this hour and minute.
struct Slot {
    day: i8,
    time: (i8, i8),
}

/// The visits of the month before are counted.
const COUNT: Slot = Slot {
    day: 2,
    time: (6, 20),
};
/// Suspicious answers are reviewed, a week before the quarter is published.
const REVIEW: Slot = Slot {
    day: 3,
    time: (6, 40),
};
/// The quarter before is published.
const PUBLISH: Slot = Slot {
    day: 10,
    time: (7, 5),
};
/// A phone tries again with other answers under the same id.
const CONFLICT: Slot = Slot {
    day: 12,
    time: (6, 15),
};
/// Answers that were excluded wrongly count again, and the result is published anew.
const REINSTATE: Slot = Slot {
    day: 18,
    time: (7, 10),
};

/// Offices plan what to mend, after the quarter was published.
const PLAN: Slot = Slot {
    day: 17,
    time: (7, 20),
};
/// They carry it out, a month later, and end it another month after that.
const CARRY_OUT: Slot = Slot {
    day: 19,
    time: (7, 25),
};
/// Complaints come.
const COMPLAIN: Slot = Slot {
    day: 4,
    time: (6, 50),
};
/// Complaints are answered.
const ANSWER: Slot = Slot {
    day: 13,
    time: (6, 55),
};

/// Offices act on the last quarters only: enough to look at.
const ACTING_MONTHS: u16 = 9;

/// Every week.
const CHECK_TIME: (i8, i8) = (6, 0);
/// Every week in which there is something to record.
const RECORD_TIME: (i8, i8) = (6, 30);

/// One in so many units publishes late, which is to say never.
const LATE_UNITS: usize = 9;

/// Answers of a burst: so many that those flagged, from the eighth on, are more than a step of a figure.
const BURST_RESPONSES: u64 = 20;
/// A burst is at most one in so many of all answers.
const BURST_PART: u64 = 20;
/// The day of the month on which it happens.
const BURST_DAY: i8 = 24;

/// Something that staff do.
pub(crate) enum Act {
    /// Record service events.
    Record(Vec<ServiceEvent>),
    /// Count the visits of a month.
    CountVisits(Month),
    /// Flag what seems suspicious among the answers since the last time. A server does so at once.
    Check,
    /// Exclude some of what is flagged, with a second person's approval.
    Review,
    /// Publish the results of a quarter.
    Publish(Period, Vec<UnitCode>),
    /// Let some of the burst count again, and publish the unit's quarter anew.
    Reinstate(UnitCode, Period),
    /// A phone sends other answers under an id that stands.
    Conflict,
    /// Plan what to mend after a quarter.
    Plan(Period),
    /// Report on what is under way.
    Progress,
    /// End what is under way.
    Finish,
    /// Take complaints in.
    Complain,
    /// Answer them.
    Answer,
}

/// Everything that staff do within the span, by moment.
pub(crate) type Agenda = BTreeMap<Timestamp, Vec<Act>>;

/// The agenda of a plan.
pub(crate) fn agenda(plan: &Plan, units: &[Unit], events: Vec<ServiceEvent>, burst: &PlantedBurst) -> Agenda {
    let weeks = Weeks::of(plan);
    let mut agenda = Agenda::new();
    let mut put = |day: Option<Date>, (hour, minute): (i8, i8), act: Act| {
        if let Some(day) = day {
            agenda.entry(moment(day, hour, minute, 0)).or_default().push(act);
        }
    };
    for day in &weeks.0 {
        put(Some(*day), CHECK_TIME, Act::Check);
    }
    let mut by_week = BTreeMap::<_, Vec<_>>::new();
    for event in events {
        // What happens in the last week is recorded at once, or it would never be.
        let day = weeks.from(event.on).unwrap_or(event.on);
        by_week.entry(day).or_default().push(event);
    }
    for (day, events) in by_week {
        put(Some(day), RECORD_TIME, Act::Record(events));
    }
    let mut quarters = 0;
    for month in plan.months() {
        put(weeks.slot(month, &CONFLICT), CONFLICT.time, Act::Conflict);
        put(
            weeks.slot(month.next(), &COUNT),
            COUNT.time,
            Act::CountVisits(month),
        );
        let quarter = Period::containing(month, PeriodLength::Quarter);
        if quarter.last() == month {
            put(weeks.slot(month.next(), &REVIEW), REVIEW.time, Act::Review);
            let publish = Act::Publish(quarter, publishing(units, quarters));
            put(weeks.slot(month.next(), &PUBLISH), PUBLISH.time, publish);
            quarters += 1;
        }
        if Month::of(burst.on) == month {
            put(
                weeks.slot(month.next(), &REINSTATE),
                REINSTATE.time,
                Act::Reinstate(burst.unit.clone(), quarter),
            );
        }
    }
    for month in plan
        .months()
        .filter(|month| month.number() + ACTING_MONTHS > plan.last_month().number())
    {
        put(weeks.slot(month, &COMPLAIN), COMPLAIN.time, Act::Complain);
        put(weeks.slot(month, &ANSWER), ANSWER.time, Act::Answer);
        let quarter = Period::containing(month, PeriodLength::Quarter);
        match month.number() - quarter.first().number() {
            0 => put(weeks.slot(month, &PLAN), PLAN.time, Act::Plan(quarter.previous())),
            1 => put(weeks.slot(month, &CARRY_OUT), CARRY_OUT.time, Act::Progress),
            _ => put(weeks.slot(month, &CARRY_OUT), CARRY_OUT.time, Act::Finish),
        }
    }
    agenda
}

/// The first office day of each week of the span.
struct Weeks(Vec<Date>);

impl Weeks {
    fn of(plan: &Plan) -> Self {
        let days = days(plan.first_month(), plan.last_day);
        let mondays = days.into_iter().filter(|day| day.weekday() == Weekday::Monday);
        let mut weeks: Vec<_> = mondays.map(|day| office_day(Month::of(day), day.day())).collect();
        weeks.retain(|day| *day <= plan.last_day);
        Self(weeks)
    }

    /// The first one from a day on.
    fn from(&self, day: Date) -> Option<Date> {
        self.0.iter().copied().find(|week| *week >= day)
    }

    fn slot(&self, month: Month, slot: &Slot) -> Option<Date> {
        self.from(Date::constant(month.year(), month.month(), slot.day))
    }
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
    let reviewed = |month: &Month| {
        let ends_quarter = Period::containing(*month, PeriodLength::Quarter).last() == *month;
        ends_quarter && *month < plan.last_month()
    };
    let chosen = plan
        .months()
        .filter(reviewed)
        .last()
        .unwrap_or_else(|| plan.first_month());
    let on = office_day(chosen, BURST_DAY).min(plan.last_day);
    let unit = &units[units.len().min(3) - 1];
    PlantedBurst {
        unit: unit.code.clone(),
        on,
        responses: BURST_RESPONSES.min(plan.responses / BURST_PART),
    }
}
