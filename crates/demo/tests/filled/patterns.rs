//! A year to which nobody did anything raises no more alarms than is said, and the one thing that was planted raises
//! one. Method: every quarter of every unit of a demo year is looked at as an inspector looks at it.

use jiff::civil::date;
use survey::{FALSE_ALARM_RATE, Group, Month, Pattern, Period, PeriodLength, Refusal};

use app::{AppError, PatternReport};
use demo::Plan;

use crate::found::{Found, fill};

fn looked_at(found: &Found, unit: &survey::UnitCode, quarter: Period) -> Option<PatternReport> {
    match found.app.patterns(unit, quarter) {
        Ok(report) => Some(report),
        Err(AppError::Refused(Refusal::UnitUnknown(_))) => None,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_demo_year_raises_no_more_alarms_than_is_said_and_its_burst_raises_one() {
    let found = fill(&Plan {
        units: 8,
        months: 12,
        responses: 6000,
        ..Plan::ending(date(2026, 8, 31))
    });
    let burst = &found.filled.planted.burst;
    let registry = found.app.registry();
    // Those with units below would be looked at twice.
    let leaves = registry
        .units()
        .into_iter()
        .filter(|unit| registry.subtree(&unit.code).len() == 1);
    let leaves: Vec<_> = leaves.map(|unit| unit.code.clone()).collect();
    let (mut looks, mut alarmed) = (0_u32, Vec::new());
    let mut burst_seen = false;
    for unit in &leaves {
        for month in found.months().into_iter().step_by(3) {
            let quarter = Period::containing(month, PeriodLength::Quarter);
            let Some(report) = looked_at(&found, unit, quarter) else {
                continue;
            };
            let alarms = report
                .tests
                .iter()
                .map(|(test, _)| test)
                .filter(|test| test.alarm);
            let alarms: Vec<_> = alarms
                .map(|test| (test.pattern, test.group.clone(), test.chance))
                .collect();
            let holds_burst =
                *unit == burst.unit && quarter.months().any(|month| month == Month::of(burst.on));
            if holds_burst {
                burst_seen = alarms.iter().any(|(pattern, group, _)| {
                    *pattern == Pattern::Close && matches!(group, Group::DeviceOn(_, day) if *day == burst.on)
                });
                assert!(burst_seen, "{alarms:?}");
                continue;
            }
            looks += 1;
            if !alarms.is_empty() {
                alarmed.push((unit.clone(), quarter, alarms));
            }
        }
    }
    assert!(burst_seen, "the burst lies in one of the quarters");
    assert!(looks > 20, "{looks}");
    // Of so few looks hardly one; two would come once in some fifty years of this size.
    let most = (f64::from(looks) * FALSE_ALARM_RATE).ceil();
    assert!(
        alarmed.len() as f64 <= most,
        "{} of {looks}: {alarmed:#?}",
        alarmed.len()
    );
}
