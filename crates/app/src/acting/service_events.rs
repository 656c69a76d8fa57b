//! The service events of a unit as they were entered, those withdrawn among them.

use eventlog::Actor;
use jiff::Timestamp;
use survey::{Command, Event, Month, RecordedServiceEvent, Refusal, ServiceEvent, Stream, UnitCode};
use uuid::Uuid;
use views::{AsOf, Reading, SubjectKind};

use super::{Told, id_of, name_of, told_as_of};
use crate::{App, AppError, limits::SUBJECTS_LISTED_MAX};

/// One service event, as it was entered.
#[derive(Clone, Debug)]
pub struct ServiceEventRecord {
    /// Its id.
    pub id: Uuid,
    /// What was recorded.
    pub event: ServiceEvent,
    /// When.
    pub recorded_at: Timestamp,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<String>,
}

impl App {
    /// Every service event of a unit itself, the newest day first.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn service_event_records(&self, unit: &UnitCode) -> Result<Vec<ServiceEventRecord>, AppError> {
        let mut records = Vec::new();
        for stream in self
            .views
            .subjects(SubjectKind::ServiceEvent, unit, SUBJECTS_LISTED_MAX)?
        {
            records.extend(record(id_of(&stream)?, &self.told(&stream)?));
        }
        records.sort_by_key(|record| std::cmp::Reverse((record.event.on, record.recorded_at)));
        Ok(records)
    }

    /// Records what happened to a service; returns the position once that is on disk and visible. Blocks.
    ///
    /// Visits are counted of a month that is over: a count of part of it would stand as that of the whole.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn record_service_event(&self, actor: &Actor, event: ServiceEvent) -> Result<u64, AppError> {
        if event.visits.is_some() {
            let month = Month::of(event.on);
            let registry = self.registry();
            let zone = registry
                .unit(&event.unit)
                .map(|unit| unit.zone)
                .unwrap_or_default();
            if self.now() < month.end(zone) {
                return Err(Refusal::MonthRunning(month).into());
            }
        }
        self.register(actor, Command::RecordServiceEvent(event))
    }

    /// Withdraws a service event of a unit that was recorded by mistake. Blocks.
    ///
    /// # Errors
    /// A refusal if the asker can mend it: [`Refusal::ServiceEventUnknown`] also if it is another unit's.
    pub fn withdraw_service_event(
        &self,
        actor: &Actor,
        unit: &UnitCode,
        id: Uuid,
        reason: String,
    ) -> Result<(), AppError> {
        let stream = Stream::ServiceEvent(id);
        let told = self.told(&name_of(&stream))?;
        let recorded = fold(&told);
        if recorded.recorded().is_none_or(|event| event.unit != *unit) {
            return Err(Refusal::ServiceEventUnknown.into());
        }
        let event = survey::withdraw_service_event(&recorded, reason)?;
        self.go_on(actor, &stream, told.len(), event)
    }
}

/// Service events of a unit itself that stood by then, by the day they took effect.
pub(crate) fn service_events_as_of(
    reading: Reading<'_>,
    unit: &UnitCode,
    as_of: AsOf,
) -> Result<Vec<ServiceEvent>, AppError> {
    let kind = SubjectKind::ServiceEvent;
    let streams = reading
        .views
        .subjects_as_of(kind, unit, as_of, SUBJECTS_LISTED_MAX)?;
    let mut standing = Vec::new();
    for stream in streams.iter().rev() {
        let told = told_as_of(reading, stream, as_of)?;
        standing.extend(fold(&told).standing().cloned());
    }
    standing.sort_by_key(|event| event.on);
    Ok(standing)
}

fn fold(told: &[Told]) -> RecordedServiceEvent {
    let mut recorded = RecordedServiceEvent::default();
    told.iter()
        .for_each(|(event, _): &(Event, _)| recorded.evolve(event));
    recorded
}

fn record(id: Uuid, told: &[Told]) -> Option<ServiceEventRecord> {
    let recorded = fold(told);
    Some(ServiceEventRecord {
        id,
        event: recorded.recorded()?.clone(),
        recorded_at: told.first()?.1,
        withdrawn: recorded.withdrawn().map(str::to_owned),
    })
}
