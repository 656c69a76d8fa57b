//! What evaluators will ask a unit for, and what the log has of it. Everything here is computed from events; nothing is
//! ticked by hand.

mod acted;

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};
use survey::{Month, Period, PeriodLength, ServiceEventKind, UnitCode};
use views::Basis;

use crate::{App, AppError, YearlyTarget};

/// Quarters that are looked back on: a year.
const QUARTERS: usize = 4;

/// Respondents that the surveys of a Zona Integritas ask for.
const RESPONDENTS: u64 = 30;

/// Different media that earn the highest mark of PEKPPP: more than four.
const MEDIA: u64 = 5;

/// Something that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// People were asked in every quarter of the last year.
    Surveyed,
    /// As many answered in the last year as the sampling rule asks for.
    Sampled,
    /// As many answered in the last quarter as the surveys of a Zona Integritas ask for.
    Thirty,
    /// The result of every quarter of the last year was published.
    Published,
    /// What was published of the last year was made known, with proof.
    Announced,
    /// It was made known in as many different media as earn the highest mark.
    Media,
    /// Follow-ups were planned for a result of the last year.
    Planned,
    /// Follow-ups that are due are done.
    FollowedUp,
    /// They are done within a month of the report that they follow from.
    Prompt,
    /// Complaints are taken in, and dealt with in time; those that may still be are not judged.
    Complaints,
    /// Something of this kind stands in the log; of some kinds, within the last year.
    Happened(ServiceEventKind),
}

/// How far a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fulfilment {
    /// It is.
    Met,
    /// In part.
    Partly,
    /// Nothing of it is there.
    Missing,
}

/// What the log has of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// So many.
    Count(u64),
    /// So many of so many.
    Share(u64, u64),
    /// Something on that day, last.
    On(Date),
    /// Nothing.
    Nothing,
}

/// A requirement, with what the log has of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What is asked for.
    pub requirement: Requirement,
    /// How far it is met.
    pub fulfilment: Fulfilment,
    /// What the log has of it.
    pub found: Found,
}

/// Service events that are asked for, and whether one of the last year is.
const EVENTS: [(ServiceEventKind, bool); 9] = [
    (ServiceEventKind::StandardPublished, false),
    (ServiceEventKind::MaklumatPublished, false),
    (ServiceEventKind::SopRevised, false),
    (ServiceEventKind::BusinessProcessMapped, false),
    (ServiceEventKind::SippUpdated, true),
    (ServiceEventKind::TrainingHeld, true),
    (ServiceEventKind::InnovationLaunched, false),
    (ServiceEventKind::VisitsCounted, true),
    (ServiceEventKind::ExternalAssessmentRecorded, true),
];

impl App {
    /// What is asked of a unit, with what the log has of it on a day.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`](survey::Refusal::UnitUnknown) if there is no such unit.
    pub fn checklist(&self, unit: &UnitCode, today: Date) -> Result<Vec<Checked>, AppError> {
        let last = Period::containing(Month::of(today), PeriodLength::Quarter).previous();
        let trend = self.trend(unit, last, QUARTERS, Basis::Shown { now: self.now() })?;
        let counts: Vec<u64> = trend.iter().map(|quarter| quarter.samples.n_counted()).collect();
        let asked = counts.iter().filter(|n| **n > 0).count() as u64;
        let results = self.results(unit)?;
        let since = trend[0].period;
        let quarters = |covers: &dyn Fn(Period) -> bool| -> u64 {
            trend.iter().filter(|quarter| covers(quarter.period)).count() as u64
        };
        let covers =
            |of: Period, quarter: Period| of.first() <= quarter.first() && of.last() >= quarter.last();
        let published = quarters(&|quarter| results.iter().any(|this| covers(this.result.period, quarter)));
        let announced = self.announcements(unit)?;
        let known = quarters(&|quarter| {
            announced
                .iter()
                .any(|this| covers(this.announced.period, quarter))
        });
        let recent = announced
            .iter()
            .filter(|this| this.announced.period.last() >= since.first());
        let media: BTreeSet<_> = recent.map(|this| this.announced.medium).collect();
        let mut checked = vec![share(Requirement::Surveyed, asked, QUARTERS as u64)];
        if let Some(target) = YearlyTarget::of(&self.registry(), unit) {
            checked.push(share(
                Requirement::Sampled,
                counts.iter().sum(),
                target.respondents,
            ));
        }
        checked.push(share(Requirement::Thirty, counts[QUARTERS - 1], RESPONDENTS));
        checked.push(share(Requirement::Published, published, QUARTERS as u64));
        checked.push(share(Requirement::Announced, known, QUARTERS as u64));
        checked.push(share(Requirement::Media, media.len() as u64, MEDIA));
        checked.extend(self.acted_checks(unit, since, today)?);
        let events = self.service_events(unit)?;
        for (kind, yearly) in EVENTS {
            let of_kind = events
                .iter()
                .filter(|recorded| recorded.event.kind == kind && recorded.event.on <= today);
            let newest = of_kind.map(|recorded| recorded.event.on).max();
            checked.push(happened(kind, yearly, newest, today));
        }
        Ok(checked)
    }
}

const fn checked(requirement: Requirement, fulfilment: Fulfilment, found: Found) -> Checked {
    Checked {
        requirement,
        fulfilment,
        found,
    }
}

/// Met when all are, missing when none is; missing, too, where there is nothing to have a share of.
fn share(requirement: Requirement, some: u64, all: u64) -> Checked {
    let fulfilment = match (some, all) {
        (0, _) => Fulfilment::Missing,
        (some, all) if some >= all => Fulfilment::Met,
        _ => Fulfilment::Partly,
    };
    let found = if all == 0 {
        Found::Nothing
    } else {
        Found::Share(some, all)
    };
    checked(requirement, fulfilment, found)
}

fn happened(kind: ServiceEventKind, yearly: bool, newest: Option<Date>, today: Date) -> Checked {
    let requirement = Requirement::Happened(kind);
    let year_ago = today.saturating_sub(1.year());
    match newest {
        None => checked(requirement, Fulfilment::Missing, Found::Nothing),
        Some(on) if yearly && on <= year_ago => checked(requirement, Fulfilment::Partly, Found::On(on)),
        Some(on) => checked(requirement, Fulfilment::Met, Found::On(on)),
    }
}
