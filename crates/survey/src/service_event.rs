//! One service event as it stands, and the decision to withdraw it.

use crate::{Event, Refusal, ServiceEvent, ServiceEventWithdrawn, register::check_note};

/// One service event, as its stream tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedServiceEvent {
    recorded: Option<ServiceEvent>,
    withdrawn: bool,
}

impl RecordedServiceEvent {
    /// What was recorded; `None` before, and once it was withdrawn.
    #[must_use]
    pub fn standing(&self) -> Option<&ServiceEvent> {
        self.recorded.as_ref().filter(|_| !self.withdrawn)
    }

    /// Takes one more event of its stream in.
    pub fn evolve(&mut self, event: &Event) {
        match event {
            Event::ServiceEvent(event) => self.recorded = Some(event.clone()),
            Event::ServiceEventWithdrawn(_) => self.withdrawn = true,
            Event::LogOpened(_)
            | Event::SigningResumed(_)
            | Event::UnitRegistered(_)
            | Event::UnitRenamed(_)
            | Event::UnitMoved(_)
            | Event::UnitClosed(_)
            | Event::ServiceRegistered(_)
            | Event::ServiceChanged(_)
            | Event::ServiceRetired(_)
            | Event::InstrumentPublished(_)
            | Event::TranslationPublished(_)
            | Event::MethodAdopted(_)
            | Event::SurveyOpened(_)
            | Event::SurveyClosed(_)
            | Event::ResponseSubmitted(_)
            | Event::ResponseFlagged(_)
            | Event::ResponseExcluded(_)
            | Event::ResponseReinstated(_)
            | Event::SubmissionConflicted(_)
            | Event::ContentErased(_)
            | Event::TokensIssued(_)
            | Event::DeviceEnrolled(_)
            | Event::DeviceRevoked(_)
            | Event::ResultPublished(_)
            | Event::ResultAnnounced(_)
            | Event::AnnouncementWithdrawn(_)
            | Event::Account(_) => {}
        }
    }
}

/// Decides to withdraw a service event that was recorded by mistake.
///
/// # Errors
/// If there is none, it was withdrawn already, or no reason is given.
pub fn withdraw_service_event(recorded: &RecordedServiceEvent, reason: String) -> Result<Event, Refusal> {
    let standing = recorded.standing().ok_or(Refusal::ServiceEventUnknown)?;
    check_note(&reason)?;
    Ok(Event::ServiceEventWithdrawn(ServiceEventWithdrawn {
        unit: standing.unit.clone(),
        reason,
    }))
}
