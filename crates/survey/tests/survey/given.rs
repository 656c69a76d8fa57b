//! Given, when, then. Everything that was given is folded once for each state there is; what is asked takes the
//! state it needs.

use jiff::Timestamp;
use survey::{
    AccountCommand, Admission, Command, Event, Facts, FlagRule, Nonce, RecordedServiceEvent, Refusal,
    Registry, Response, Resubmission, SealedText, SubmitResponse, decide, erase, exclude, flag, reinstate,
    resubmit, submit, withdraw_paper, withdraw_service_event,
};
use uuid::Uuid;

use crate::samples::REASON;

/// When everything is given, unless a test says otherwise.
pub(crate) const OPENED_AT: &str = "2026-09-01T00:00:00Z";
/// When everything is asked, unless a test says otherwise.
pub(crate) const NOW: &str = "2026-09-14T02:30:00Z";

/// What happened so far.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) registry: Registry,
    pub(crate) response: Response,
    service_event: RecordedServiceEvent,
    admission: Admission,
    now: Timestamp,
}

/// These events happened, at [`OPENED_AT`].
pub(crate) fn given(events: &[Event]) -> Given {
    let nothing = Given {
        registry: Registry::default(),
        response: Response::default(),
        service_event: RecordedServiceEvent::default(),
        admission: Admission::Open,
        now: NOW.parse().unwrap(),
    };
    nothing.and_at(OPENED_AT, events)
}

impl Given {
    /// These happened after them, at another time.
    pub(crate) fn and_at(mut self, at: &str, events: &[Event]) -> Self {
        for event in events {
            self.registry.evolve(event, at.parse().unwrap());
            self.response.evolve(event);
            self.service_event.evolve(event);
        }
        self
    }

    /// It is this time now.
    pub(crate) fn now(mut self, now: &str) -> Self {
        self.now = now.parse().unwrap();
        self
    }

    /// A one-time code admits whatever is submitted.
    pub(crate) fn by_code(mut self) -> Self {
        self.admission = Admission::Code;
        self
    }

    /// Somebody asks for something.
    pub(crate) fn when(&self, asked: impl Ask) -> Outcome {
        Outcome(asked.ask(self))
    }

    fn facts(&self, comment: Option<SealedText>) -> Facts {
        Facts {
            now: self.now,
            admission: self.admission,
            nonce: Nonce([7; 16]),
            comment,
        }
    }
}

/// What came of asking.
#[must_use]
#[derive(Debug)]
pub(crate) struct Outcome(pub(crate) Result<Vec<Event>, Refusal>);

impl Outcome {
    /// Exactly these events.
    #[track_caller]
    pub(crate) fn then(self, events: &[Event]) {
        assert_eq!(self.0.as_deref(), Ok(events));
    }

    /// Exactly this refusal.
    #[track_caller]
    pub(crate) fn refused(self, refusal: Refusal) {
        assert_eq!(self.0, Err(refusal));
    }
}

/// What can be asked.
pub(crate) trait Ask {
    fn ask(self, given: &Given) -> Result<Vec<Event>, Refusal>;
}

/// Asks for a change of the register: that this event happens.
impl Ask for Event {
    fn ask(self, given: &Given) -> Result<Vec<Event>, Refusal> {
        let command = match self {
            Self::LogOpened(event) => Command::OpenLog(event),
            Self::UnitRegistered(event) => Command::RegisterUnit(event),
            Self::UnitRenamed(event) => Command::RenameUnit(event),
            Self::UnitRegionSet(event) => Command::SetRegion(event),
            Self::UnitMoved(event) => Command::MoveUnit(event),
            Self::UnitClosed(event) => Command::CloseUnit(event),
            Self::UnitMerged(event) => Command::MergeUnit(event),
            Self::ServiceRegistered(event) => Command::RegisterService(event),
            Self::ServiceChanged(event) => Command::ChangeService(event),
            Self::ServiceRetired(event) => Command::RetireService(event),
            Self::ServiceEvent(event) => Command::RecordServiceEvent(event),
            Self::InstrumentPublished(event) => Command::PublishInstrument(event),
            Self::TranslationPublished(event) => Command::PublishTranslation(event),
            Self::MethodAdopted(event) => Command::AdoptMethod(event),
            Self::SurveyOpened(event) => Command::OpenSurvey(event),
            Self::SurveyClosed(event) => Command::CloseSurvey(event),
            Self::TokensIssued(event) => Command::IssueTokens(event),
            Self::DeviceEnrolled(event) => Command::EnrolDevice(event),
            Self::DeviceRevoked(event) => Command::RevokeDevice(event),
            Self::HolidaysPublished(event) => Command::PublishHolidays(event),
            Self::TrendRebased(event) => Command::RebaseTrend(event),
            Self::TrendRebaseWithdrawn(event) => Command::WithdrawTrendRebase(event),
            Self::Account(change) => Command::Account(AccountCommand { by: None, change }),
            Self::SigningResumed(_)
            | Self::ResponseSubmitted(_)
            | Self::ResponseFlagged(_)
            | Self::ResponseExcluded(_)
            | Self::ResponseReinstated(_)
            | Self::SubmissionConflicted(_)
            | Self::ContentErased(_)
            | Self::RowsRead(_)
            | Self::ReviewProposed(_)
            | Self::ReviewDecided(_)
            | Self::ServiceEventWithdrawn(_)
            | Self::ResultPublished(_)
            | Self::FollowUp(_)
            | Self::Complaint(_)
            | Self::ResultAnnounced(_)
            | Self::AnnouncementWithdrawn(_) => panic!("{} is not asked for by itself", self.event_type()),
        };
        decide(&given.registry, command).map(|event| vec![event])
    }
}

/// Asks for a change of an account, by somebody.
impl Ask for AccountCommand {
    fn ask(self, given: &Given) -> Result<Vec<Event>, Refusal> {
        decide(&given.registry, Command::Account(self)).map(|event| vec![event])
    }
}

/// Asks to take a response.
impl Ask for SubmitResponse {
    fn ask(self, given: &Given) -> Result<Vec<Event>, Refusal> {
        let comment = self.comment.as_ref().map(|_| crate::samples::sealed());
        submit(&given.registry, self, given.facts(comment))
    }
}

/// Asks to take a response under an id that is known.
pub(crate) struct Again(pub(crate) SubmitResponse);

impl Ask for Again {
    fn ask(self, given: &Given) -> Result<Vec<Event>, Refusal> {
        let Self(command) = self;
        let comment = command.comment.as_ref().map(|_| crate::samples::sealed());
        let first = given.response.submitted();
        // Every sample with a comment has the same one.
        let comment_is_same = first.is_none_or(|first| first.comment.is_some() == comment.is_some());
        let facts = given.facts(comment);
        Ok(
            match resubmit(&given.registry, &given.response, command, facts, comment_is_same)? {
                Resubmission::Same => vec![],
                Resubmission::KeptForReview(kept) => vec![Event::SubmissionConflicted(*kept)],
            },
        )
    }
}

/// Asks to mark a response.
pub(crate) struct Flag(pub(crate) FlagRule, pub(crate) u16);

impl Ask for Flag {
    fn ask(self, given: &Given) -> Result<Vec<Event>, Refusal> {
        flag(&given.response, self.0, self.1).map(|event| vec![event])
    }
}

/// Asks that a response no longer counts: why, who says so, and who agrees.
pub(crate) struct Exclude(
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
);

impl Ask for Exclude {
    fn ask(self, given: &Given) -> Result<Vec<Event>, Refusal> {
        exclude(&given.response, self.0.into(), self.1, self.2.into()).map(|event| vec![event])
    }
}

/// Asks to erase a text by law: which, who says so, and who agrees.
pub(crate) struct Erase(pub(crate) Uuid, pub(crate) &'static str, pub(crate) &'static str);

impl Ask for Erase {
    fn ask(self, given: &Given) -> Result<Vec<Event>, Refusal> {
        erase(&given.response, self.0, REASON.into(), self.1, self.2.into()).map(|event| vec![event])
    }
}

/// Asks to withdraw a form from paper: why, and when it was entered.
pub(crate) struct Withdrawn(pub(crate) &'static str, pub(crate) &'static str);

impl Ask for Withdrawn {
    fn ask(self, given: &Given) -> Result<Vec<Event>, Refusal> {
        let entered_at = self.1.parse().unwrap();
        let withdrawn = withdraw_paper(&given.response, self.0.into(), entered_at, given.now);
        withdrawn.map(|event| vec![event])
    }
}

/// Asks that a response counts again: why, who says so, and who agrees.
pub(crate) struct Reinstate(
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
);

impl Ask for Reinstate {
    fn ask(self, given: &Given) -> Result<Vec<Event>, Refusal> {
        reinstate(&given.response, self.0.into(), self.1, self.2.into()).map(|event| vec![event])
    }
}

/// Asks to withdraw a service event: why.
pub(crate) struct Withdraw(pub(crate) &'static str);

impl Ask for Withdraw {
    fn ask(self, given: &Given) -> Result<Vec<Event>, Refusal> {
        withdraw_service_event(&given.service_event, self.0.into()).map(|event| vec![event])
    }
}
