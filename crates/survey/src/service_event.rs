//! One service event as it stands, and the decision to withdraw it.

use crate::{Event, Refusal, ServiceEvent, ServiceEventWithdrawn, register::check_note};

/// One service event, as its stream tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedServiceEvent {
    recorded: Option<ServiceEvent>,
    withdrawn: Option<String>,
}

impl RecordedServiceEvent {
    /// What was recorded; `None` before, and once it was withdrawn.
    #[must_use]
    pub fn standing(&self) -> Option<&ServiceEvent> {
        self.recorded.as_ref().filter(|_| self.withdrawn.is_none())
    }

    /// What was recorded, withdrawn or not; `None` before.
    #[must_use]
    pub const fn recorded(&self) -> Option<&ServiceEvent> {
        self.recorded.as_ref()
    }

    /// Why it was withdrawn, if it was.
    #[must_use]
    pub fn withdrawn(&self) -> Option<&str> {
        self.withdrawn.as_deref()
    }

    /// Takes one more event of its stream in.
    pub fn evolve(&mut self, event: &Event) {
        match event {
            Event::ServiceEvent(event) => self.recorded = Some(event.clone()),
            Event::ServiceEventWithdrawn(event) => self.withdrawn = Some(event.reason.clone()),
            Event::LogOpened(_)
            | Event::SigningResumed(_)
            | Event::UnitRegistered(_)
            | Event::UnitRenamed(_)
            | Event::UnitRegionSet(_)
            | Event::UnitMoved(_)
            | Event::UnitClosed(_)
            | Event::UnitMerged(_)
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
            | Event::RowsRead(_)
            | Event::ReviewProposed(_)
            | Event::ReviewDecided(_)
            | Event::TokensIssued(_)
            | Event::DeviceEnrolled(_)
            | Event::DeviceRevoked(_)
            | Event::ResultPublished(_)
            | Event::FollowUp(_)
            | Event::Complaint(_)
            | Event::HolidaysPublished(_)
            | Event::Account(_)
            | Event::TrendRebased(_)
            | Event::TrendRebaseWithdrawn(_)
            | Event::ResultAnnounced(_)
            | Event::AnnouncementWithdrawn(_) => {}
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
