//! A year to which nobody did anything raises no more alarms than is said, and the one thing that was planted raises
//! one. Method: every quarter of every unit of a demo year is looked at as an inspector looks at it.

use demo::Plan;
use jiff::civil::date;
use survey::{FALSE_ALARM_RATE, Group, Month, Pattern, Period, PeriodLength, UnitCode};

use crate::found::{Found, fill};

/// What lies beyond chance in a quarter of a unit.
fn alarms(found: &Found, unit: &UnitCode, quarter: Period) -> Vec<(Pattern, Group)> {
    let report = found.app.patterns(unit, quarter).unwrap();
    let alarms = report.tests.into_iter().map(|(test, _)| test);
    let alarms = alarms.filter(|test| test.alarm);
    alarms.map(|test| (test.pattern, test.group)).collect()
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
    let of_burst = Period::containing(Month::of(burst.on), PeriodLength::Quarter);
    let seen = alarms(&found, &burst.unit, of_burst);
    // Full marks one after the other, and two people took them out again.
    for expected in [
        (Pattern::OneScore, Group::Recorded(burst.on)),
        (Pattern::Excluded, Group::Given(burst.on)),
    ] {
        assert!(seen.contains(&expected), "{expected:?}: {seen:?}");
    }
    let registry = found.app.registry();
    let units = registry.units().into_iter();
    // Those with units below would be looked at twice.
    let leaves = units.filter(|unit| registry.subtree(&unit.code).len() == 1);
    let (mut looks, mut alarmed) = (0_u32, Vec::new());
    for unit in leaves {
        for month in found.months().into_iter().step_by(3) {
            let quarter = Period::containing(month, PeriodLength::Quarter);
            if unit.code == burst.unit && quarter == of_burst {
                continue;
            }
            looks += 1;
            let alarms = alarms(&found, &unit.code, quarter);
            if !alarms.is_empty() {
                alarmed.push((unit.code.clone(), quarter, alarms));
            }
        }
    }
    assert!(looks >= 20, "{looks}");
    // Of so few looks hardly one; two would come once in some fifty years of this size.
    let most = (f64::from(looks) * FALSE_ALARM_RATE).ceil();
    assert!(
        alarmed.len() as f64 <= most,
        "{} of {looks}: {alarmed:#?}",
        alarmed.len()
    );
}
