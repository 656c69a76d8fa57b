//! What happens at the offices apart from answers: written down by place in the span, some of it with an effect.

use std::collections::BTreeMap;

use ikm::UnsurCode;
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Deserializer, de};
use survey::{ExternalAssessment, Month, ServiceCode, ServiceEvent, ServiceEventKind, UnitKind};

use crate::{
    Plan,
    calendar::office_day,
    kabupaten::{Unit, unit_code},
    planted::{PlantedDrift, PlantedEffect},
};

/// Service events happen on the first office day from this one on.
const DAY: i8 = 3;

/// A unit's events lie up to so many days after those of the first unit, so that not all happen on one day.
const DAYS_APART_MAX: usize = 21;

#[derive(Deserialize)]
struct File {
    everywhere: Vec<Row>,
    own: Vec<OwnRow>,
    drifts: Vec<DriftRow>,
}

#[derive(Deserialize)]
struct Row {
    #[serde(deserialize_with = "kind")]
    kind: ServiceEventKind,
    /// Thousandths of the span.
    at: u16,
    title: String,
}

#[derive(Deserialize)]
struct OwnRow {
    unit: String,
    #[serde(flatten)]
    row: Row,
    #[serde(default)]
    service: Option<ServiceCode>,
    #[serde(default)]
    days: Option<i32>,
    #[serde(default)]
    effect: BTreeMap<UnsurCode, i32>,
    #[serde(default)]
    assessment: Option<AssessmentRow>,
}

#[derive(Deserialize)]
struct AssessmentRow {
    scheme: String,
    verdict: String,
}

#[derive(Deserialize)]
struct DriftRow {
    unit: String,
    total: BTreeMap<UnsurCode, i32>,
}

fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ServiceEventKind, D::Error> {
    let name = String::deserialize(deserializer)?;
    ServiceEventKind::from_stored(&name).ok_or_else(|| de::Error::custom("no kind of service event"))
}

/// Everything that happens at the units of a plan.
pub(crate) struct Happenings {
    /// In no order; each is recorded on its own day.
    pub(crate) events: Vec<ServiceEvent>,
    pub(crate) effects: Vec<PlantedEffect>,
    pub(crate) drifts: Vec<PlantedDrift>,
}

/// What happens at these units within the plan's span.
pub(crate) fn happenings(plan: &Plan, units: &[Unit]) -> Happenings {
    let file: File =
        serde_json::from_str(include_str!("../data/service_events.json")).expect("checked by a test");
    let mut happenings = Happenings {
        events: everywhere(plan, units, &file.everywhere),
        effects: Vec::new(),
        drifts: Vec::new(),
    };
    let there = |code: &str| units.iter().any(|unit| unit.code.as_str() == code);
    for row in file.own.into_iter().filter(|row| there(&row.unit)) {
        happenings.add(plan, row);
    }
    for row in file.drifts.into_iter().filter(|row| there(&row.unit)) {
        happenings.drifts.push(PlantedDrift {
            unit: unit_code(&row.unit),
            shifts: row.total,
        });
    }
    happenings.events.retain(|event| event.on <= plan.last_day);
    happenings.effects.retain(|effect| effect.from <= plan.last_day);
    happenings
}

impl Happenings {
    fn add(&mut self, plan: &Plan, row: OwnRow) {
        let unit = unit_code(&row.unit);
        let on = office_day(plan.month_at(row.row.at), DAY);
        if !row.effect.is_empty() {
            self.effects.push(PlantedEffect {
                unit: unit.clone(),
                kind: row.row.kind,
                service: row.service.clone(),
                from: on,
                until: row.days.map(|days| on.saturating_add(days.days())),
                shifts: row.effect,
            });
        }
        self.events.push(ServiceEvent {
            kind: row.row.kind,
            unit,
            service: row.service,
            on,
            title: row.row.title,
            visits: None,
            assessment: row.assessment.map(|assessment| ExternalAssessment {
                scheme: assessment.scheme,
                year: on.year(),
                verdict: assessment.verdict,
            }),
        });
    }
}

fn everywhere(plan: &Plan, units: &[Unit], rows: &[Row]) -> Vec<ServiceEvent> {
    let mut events = Vec::new();
    for (place, unit) in units
        .iter()
        .enumerate()
        .filter(|(_, unit)| !unit.services.is_empty())
    {
        for row in rows.iter().filter(|row| fits(row.kind, unit.kind)) {
            let days_after = i32::try_from(place % DAYS_APART_MAX).expect("a few");
            let first = office_day(plan.month_at(row.at), DAY);
            let on = first.saturating_add(days_after.days());
            events.push(ServiceEvent {
                kind: row.kind,
                unit: unit.code.clone(),
                service: None,
                on: office_day(Month::of(on), on.day()),
                title: row.title.clone(),
                visits: None,
                assessment: None,
            });
        }
    }
    events
}

/// A desa maps no business processes.
fn fits(event: ServiceEventKind, unit: UnitKind) -> bool {
    event != ServiceEventKind::BusinessProcessMapped || matches!(unit, UnitKind::Opd | UnitKind::Rsud)
}

/// The visits of a month, counted at its end: several for each answer.
pub(crate) fn visits(unit: &Unit, month: Month, counted: u64) -> ServiceEvent {
    ServiceEvent {
        kind: ServiceEventKind::VisitsCounted,
        unit: unit.code.clone(),
        service: None,
        on: last_day(month),
        title: "Buku tamu dan mesin antrean".into(),
        visits: Some(counted),
        assessment: None,
    }
}

fn last_day(month: Month) -> Date {
    Date::constant(month.year(), month.month(), 1).last_of_month()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::kabupaten;

    #[test]
    fn every_row_is_about_a_unit_and_a_service_that_are_there() {
        let file: File = serde_json::from_str(include_str!("../data/service_events.json")).unwrap();
        let units = kabupaten::units(40, 1);
        let unit = |code: &str| units.iter().find(|unit| unit.code.as_str() == code).unwrap();
        for row in &file.own {
            let unit = unit(&row.unit);
            let offers = |service: &ServiceCode| unit.services.iter().any(|offered| offered.code == *service);
            assert!(row.service.as_ref().is_none_or(offers), "{}", row.unit);
        }
        assert!(file.drifts.iter().all(|row| !unit(&row.unit).services.is_empty()));
    }

    #[test]
    fn most_kinds_happen_and_each_within_the_span() {
        let plan = Plan::ending(date(2026, 9, 14));
        let happenings = happenings(&plan, &kabupaten::units(40, 1));
        let kinds: std::collections::BTreeSet<_> = happenings.events.iter().map(|event| event.kind).collect();
        // Visits are counted month by month.
        assert_eq!(kinds.len(), ServiceEventKind::ALL.len() - 1);
        let first = date(2024, 10, 1);
        assert!(
            happenings
                .events
                .iter()
                .all(|event| (first..=plan.last_day).contains(&event.on))
        );
        assert_eq!(happenings.effects.len(), 12);
    }
}
