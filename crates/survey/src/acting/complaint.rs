//! Complaints: received, forwarded, answered, closed, within the working days of SP4N-LAPOR!.
//!
//! What was said and how to reach whoever said it lie in the vault. A complaint that came as a comment of the survey
//! points at that answer and has no contact: an answer has no identity, and gets none here.
//!
//! The working days are those of the national complaint system (PermenPANRB 62/2018, as its offices publish it: 3 to
//! verify and forward; 5 to answer what asks for information, 14 what needs no inspection, 60 what does).

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    ComplaintChannel, ComplaintKind, Deadline, Trail,
    day::{check_day, day_at},
    family::event_family,
};
use crate::{
    Event, Refusal, Registry, ResponseId, SealedText, UnitCode,
    limits::COMPLAINT_FORWARD_DAYS,
    register::{check_letter, check_note, open_unit},
};

/// `complaint_received`: somebody complains. Who, and in which words, lies in the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintReceived {
    /// The unit that received it.
    pub unit: UnitCode,
    /// The day it came.
    pub on: Date,
    /// The way by which it came.
    pub channel: ComplaintChannel,
    /// What it asks for.
    pub kind: ComplaintKind,
    /// What was said, sealed in the vault; absent where a comment says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<SealedText>,
    /// How to reach whoever said it, sealed in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<SealedText>,
    /// The answer whose comment says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseId>,
}

/// `complaint_forwarded`: another unit is to answer it; or this one says that it will itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintForwarded {
    /// The unit that had it.
    pub unit: UnitCode,
    /// The unit that has it now.
    pub to: UnitCode,
    /// Why.
    pub note: String,
}

/// `complaint_answered`: an answer was given. Both texts are for the public and name nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintAnswered {
    /// The unit that answers.
    pub unit: UnitCode,
    /// The day.
    pub on: Date,
    /// What it was about, in words for the public.
    pub about: String,
    /// The answer.
    pub answer: String,
}

/// `complaint_closed`: nothing more is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintClosed {
    /// The unit that closes it.
    pub unit: UnitCode,
    /// How it ended.
    pub note: String,
}

/// `complaint_withdrawn`: the newest entry about it that stood was a mistake; if that was its receipt, all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintWithdrawn {
    /// The unit that had it.
    pub unit: UnitCode,
    /// Why.
    pub reason: String,
}

event_family! {
    /// What happened to one complaint.
    ComplaintEvent {
        /// `complaint_received`
        Received(ComplaintReceived) = "complaint_received", 1;
        /// `complaint_forwarded`
        Forwarded(ComplaintForwarded) = "complaint_forwarded", 1;
        /// `complaint_answered`
        Answered(ComplaintAnswered) = "complaint_answered", 1;
        /// `complaint_closed`
        Closed(ComplaintClosed) = "complaint_closed", 1;
        /// `complaint_withdrawn`
        Withdrawn(ComplaintWithdrawn) = "complaint_withdrawn", 1;
    }
}

/// A step that is asked for, of a complaint that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ComplaintStep {
    /// Another unit is to answer it, or this one itself.
    Forward {
        /// Which.
        to: UnitCode,
        /// Why.
        note: String,
    },
    /// An answer was given.
    Answer {
        /// The day.
        on: Date,
        /// What it was about, in words for the public.
        about: String,
        /// The answer.
        answer: String,
    },
    /// Nothing more is to be done.
    Close {
        /// How it ended.
        note: String,
    },
    /// The newest entry was a mistake.
    Withdraw {
        /// Why.
        reason: String,
    },
}

fn as_received(event: &ComplaintEvent) -> Option<&ComplaintReceived> {
    match event {
        ComplaintEvent::Received(received) => Some(received),
        ComplaintEvent::Forwarded(_)
        | ComplaintEvent::Answered(_)
        | ComplaintEvent::Closed(_)
        | ComplaintEvent::Withdrawn(_) => None,
    }
}

/// One complaint, as its stream tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaint(Trail<ComplaintEvent>);

impl Complaint {
    /// Everything entered about it.
    #[must_use]
    pub const fn trail(&self) -> &Trail<ComplaintEvent> {
        &self.0
    }

    /// How it came; `None` before, and once that was withdrawn.
    #[must_use]
    pub fn received(&self) -> Option<&ComplaintReceived> {
        self.events().find_map(as_received)
    }

    /// How it came, also once that was withdrawn: its texts are kept until they are erased.
    #[must_use]
    pub fn ever_received(&self) -> Option<&ComplaintReceived> {
        self.0.ever().find_map(as_received)
    }

    /// The answer that stands, which is the last one given.
    #[must_use]
    pub fn answered(&self) -> Option<&ComplaintAnswered> {
        self.events().rev().find_map(|event| match event {
            ComplaintEvent::Answered(answered) => Some(answered),
            ComplaintEvent::Received(_)
            | ComplaintEvent::Forwarded(_)
            | ComplaintEvent::Closed(_)
            | ComplaintEvent::Withdrawn(_) => None,
        })
    }

    /// How it ended, once it is closed.
    #[must_use]
    pub fn closed(&self) -> Option<&ComplaintClosed> {
        self.events().find_map(|event| match event {
            ComplaintEvent::Closed(closed) => Some(closed),
            ComplaintEvent::Received(_)
            | ComplaintEvent::Forwarded(_)
            | ComplaintEvent::Answered(_)
            | ComplaintEvent::Withdrawn(_) => None,
        })
    }

    /// The unit that has it now.
    #[must_use]
    pub fn unit(&self) -> Option<&UnitCode> {
        let forwarded = self.events().rev().find_map(|event| match event {
            ComplaintEvent::Forwarded(forwarded) => Some(&forwarded.to),
            ComplaintEvent::Received(_)
            | ComplaintEvent::Answered(_)
            | ComplaintEvent::Closed(_)
            | ComplaintEvent::Withdrawn(_) => None,
        });
        forwarded.or_else(|| self.received().map(|received| &received.unit))
    }

    /// By when it is to be forwarded, or taken up by the unit itself; `None` once that has happened.
    #[must_use]
    pub fn forward_by(&self, registry: &Registry) -> Option<Deadline> {
        self.take_up_by(registry).filter(|_| self.0.standing().len() == 1)
    }

    pub(super) fn take_up_by(&self, registry: &Registry) -> Option<Deadline> {
        let received = self.received()?;
        Some(registry.working_days_after(received.on, COMPLAINT_FORWARD_DAYS))
    }

    /// By when it is to be answered, whether it was or not.
    #[must_use]
    pub fn answer_by(&self, registry: &Registry) -> Option<Deadline> {
        let received = self.received()?;
        Some(registry.working_days_after(received.on, received.kind.answer_days()))
    }

    /// By when the next thing is to be done; `None` once it was answered or closed.
    #[must_use]
    pub fn due(&self, registry: &Registry) -> Option<Deadline> {
        if self.answered().is_some() || self.closed().is_some() {
            return None;
        }
        let deadlines = [self.forward_by(registry), self.answer_by(registry)];
        deadlines.into_iter().flatten().min()
    }

    /// True if the next thing to do should have been done by now.
    #[must_use]
    pub fn is_overdue(&self, registry: &Registry, today: Date) -> bool {
        self.due(registry).is_some_and(|deadline| today > deadline.on)
    }

    fn events(&self) -> impl DoubleEndedIterator<Item = &ComplaintEvent> {
        self.0.standing().iter().map(|entry| &entry.event)
    }

    /// Takes one more event of its stream in. Others change nothing.
    pub fn evolve(&mut self, event: &Event, at: Timestamp) {
        let Event::Complaint(event) = event else { return };
        match event {
            ComplaintEvent::Withdrawn(withdrawn) => self.0.withdraw(withdrawn.reason.clone(), at),
            ComplaintEvent::Received(_)
            | ComplaintEvent::Forwarded(_)
            | ComplaintEvent::Answered(_)
            | ComplaintEvent::Closed(_) => self.0.enter(event.clone(), at),
        }
    }

    /// Decides on a step, asked for by somebody who has seen so many events of it.
    ///
    /// # Errors
    /// If there is no such complaint, it is closed, it has changed since it was seen, something is missing, or the day is
    /// still to come or before it was received.
    pub fn decide(
        &self,
        registry: &Registry,
        step: ComplaintStep,
        seen: usize,
        now: Timestamp,
    ) -> Result<Event, Refusal> {
        let received = self.received().ok_or(Refusal::ComplaintUnknown)?;
        let unit = self.unit().ok_or(Refusal::ComplaintUnknown)?.clone();
        self.0.check_seen(seen)?;
        if self.closed().is_some() && !matches!(step, ComplaintStep::Withdraw { .. }) {
            return Err(Refusal::ComplaintClosed);
        }
        Ok(Event::Complaint(match step {
            ComplaintStep::Forward { to, note } => {
                open_unit(registry, &to)?;
                check_note(&note)?;
                ComplaintEvent::Forwarded(ComplaintForwarded { unit, to, note })
            }
            ComplaintStep::Answer { on, about, answer } => {
                check_note(&about)?;
                check_letter(&answer)?;
                let today = day_at(registry, &unit, now);
                check_day(on, received.on, today, Refusal::DayBeforeReceipt)?;
                ComplaintEvent::Answered(ComplaintAnswered {
                    unit,
                    on,
                    about,
                    answer,
                })
            }
            ComplaintStep::Close { note } => {
                check_note(&note)?;
                ComplaintEvent::Closed(ComplaintClosed { unit, note })
            }
            ComplaintStep::Withdraw { reason } => {
                check_note(&reason)?;
                ComplaintEvent::Withdrawn(ComplaintWithdrawn { unit, reason })
            }
        }))
    }
}

/// Decides to take a complaint in.
///
/// # Errors
/// If the unit does not serve; if the day is still to come; if it came by the survey without an answer or with a contact;
/// if it came otherwise and nothing is said.
pub fn receive_complaint(
    registry: &Registry,
    received: ComplaintReceived,
    now: Timestamp,
) -> Result<Event, Refusal> {
    open_unit(registry, &received.unit)?;
    if received.on > day_at(registry, &received.unit, now) {
        return Err(Refusal::DayToCome(received.on));
    }
    let by_survey = received.channel == ComplaintChannel::Survey;
    if by_survey != received.response.is_some() {
        return Err(Refusal::ComplaintChannel);
    }
    if by_survey && (received.contact.is_some() || received.text.is_some()) {
        return Err(Refusal::ComplaintContact);
    }
    if !by_survey && received.text.is_none() {
        return Err(Refusal::ComplaintTextMissing);
    }
    Ok(Event::Complaint(ComplaintEvent::Received(received)))
}

/// Checks the words of a complaint, before they go to the vault.
///
/// # Errors
/// If they are too long.
pub fn check_complaint(text: &str, contact: &str) -> Result<(), Refusal> {
    if !text.trim().is_empty() {
        check_letter(text)?;
    }
    if !contact.trim().is_empty() {
        check_note(contact)?;
    }
    Ok(())
}
