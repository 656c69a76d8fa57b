//! Rencana tindak lanjut: what a unit promises to mend, by which quarter, and what came of it.
//!
//! A plan of the Forum Konsultasi Publik has a line for each priority: unsur, programme, quarter, who is responsible.
//! Responsible is a post. The name of whoever holds it may be added; it lies in the vault.

use ikm::UnsurCode;
use jiff::{Timestamp, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Evidence, Trail,
    day::{check_day, day_at},
    family::event_family,
};
use crate::{
    Event, Period, PeriodLength, Refusal, Registry, SealedText, UnitCode,
    limits::REMIND_DAYS,
    register::{check_name, check_note, open_unit},
};

/// `follow_up_planned`: a unit promises to mend something by the end of a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpPlanned {
    /// The unit.
    pub unit: UnitCode,
    /// The period whose result it answers.
    pub period: Period,
    /// The unsur that it is to raise.
    pub unsur: UnsurCode,
    /// Programme or activity.
    pub programme: String,
    /// The quarter by whose end it is to be done.
    pub due: Period,
    /// The post that is responsible, not a person.
    pub post: String,
    /// The name of whoever holds the post, sealed in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<SealedText>,
}

/// `follow_up_progressed`: something was done, and more is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpProgressed {
    /// The unit.
    pub unit: UnitCode,
    /// The day.
    pub on: Date,
    /// What was done.
    pub note: String,
    /// How much of the whole is done by now: 0 to 99.
    pub percent: u8,
    /// What shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// `follow_up_completed`: it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpCompleted {
    /// The unit.
    pub unit: UnitCode,
    /// The day.
    pub on: Date,
    /// What is better now, in words for the public.
    pub outcome: String,
    /// What shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// `follow_up_cancelled`: it will not be done. It still counts as planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpCancelled {
    /// The unit.
    pub unit: UnitCode,
    /// Why.
    pub reason: String,
}

/// `follow_up_withdrawn`: the newest entry about it that stood was a mistake; if that was the plan, all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpWithdrawn {
    /// The unit.
    pub unit: UnitCode,
    /// Why.
    pub reason: String,
}

event_family! {
    /// What happened to one follow-up.
    FollowUpEvent {
        /// `follow_up_planned`
        Planned(FollowUpPlanned) = "follow_up_planned", 1;
        /// `follow_up_progressed`
        Progressed(FollowUpProgressed) = "follow_up_progressed", 1;
        /// `follow_up_completed`
        Completed(FollowUpCompleted) = "follow_up_completed", 1;
        /// `follow_up_cancelled`
        Cancelled(FollowUpCancelled) = "follow_up_cancelled", 1;
        /// `follow_up_withdrawn`
        Withdrawn(FollowUpWithdrawn) = "follow_up_withdrawn", 1;
    }
}

/// Where a follow-up stands on some day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpStanding {
    /// Promised; its quarter is not over.
    Open,
    /// Promised; its quarter ends within the days of [`REMIND_DAYS`](crate::limits::REMIND_DAYS).
    Due,
    /// Promised; its quarter is over.
    Overdue,
    /// Done.
    Completed,
    /// Given up, with a reason.
    Cancelled,
}

/// A step that is asked for, of a follow-up that is planned. Each leaves the unit to the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FollowUpStep {
    /// Something was done.
    Progress {
        /// The day.
        on: Date,
        /// What.
        note: String,
        /// How much of the whole is done by now: 0 to 99.
        percent: u8,
        /// What shows it.
        evidence: Option<Evidence>,
    },
    /// It is done.
    Complete {
        /// The day.
        on: Date,
        /// What is better now, in words for the public.
        outcome: String,
        /// What shows it.
        evidence: Option<Evidence>,
    },
    /// It will not be done.
    Cancel {
        /// Why.
        reason: String,
    },
    /// The newest entry was a mistake.
    Withdraw {
        /// Why.
        reason: String,
    },
}

/// One follow-up, as its stream tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUp(Trail<FollowUpEvent>);

impl FollowUp {
    /// Everything entered about it.
    #[must_use]
    pub const fn trail(&self) -> &Trail<FollowUpEvent> {
        &self.0
    }

    /// The plan; `None` before, and once it was withdrawn.
    #[must_use]
    pub fn planned(&self) -> Option<&FollowUpPlanned> {
        match &self.0.standing().first()?.event {
            FollowUpEvent::Planned(planned) => Some(planned),
            FollowUpEvent::Progressed(_)
            | FollowUpEvent::Completed(_)
            | FollowUpEvent::Cancelled(_)
            | FollowUpEvent::Withdrawn(_) => None,
        }
    }

    /// The plan, also once it was withdrawn: the name in it is kept until it is erased.
    #[must_use]
    pub fn ever_planned(&self) -> Option<&FollowUpPlanned> {
        self.0.ever().find_map(|event| {
            if let FollowUpEvent::Planned(planned) = event {
                Some(planned)
            } else {
                None
            }
        })
    }

    /// What is better now, once it is done.
    #[must_use]
    pub fn completed(&self) -> Option<&FollowUpCompleted> {
        match &self.0.standing().last()?.event {
            FollowUpEvent::Completed(completed) => Some(completed),
            FollowUpEvent::Planned(_)
            | FollowUpEvent::Progressed(_)
            | FollowUpEvent::Cancelled(_)
            | FollowUpEvent::Withdrawn(_) => None,
        }
    }

    /// Steps on the way, in order.
    pub fn progress(&self) -> impl DoubleEndedIterator<Item = &FollowUpProgressed> {
        self.0.standing().iter().filter_map(|entry| match &entry.event {
            FollowUpEvent::Progressed(progressed) => Some(progressed),
            FollowUpEvent::Planned(_)
            | FollowUpEvent::Completed(_)
            | FollowUpEvent::Cancelled(_)
            | FollowUpEvent::Withdrawn(_) => None,
        })
    }

    /// How much of it is done: 0 to 100.
    #[must_use]
    pub fn percent(&self) -> u8 {
        if self.completed().is_some() {
            return 100;
        }
        self.progress().last().map_or(0, |progressed| progressed.percent)
    }

    /// Where it stands on a day of its unit; `None` without a plan.
    #[must_use]
    pub fn standing(&self, today: Date) -> Option<FollowUpStanding> {
        let planned = self.planned()?;
        Some(match &self.0.standing().last()?.event {
            FollowUpEvent::Completed(_) => FollowUpStanding::Completed,
            FollowUpEvent::Cancelled(_) => FollowUpStanding::Cancelled,
            FollowUpEvent::Planned(_) | FollowUpEvent::Progressed(_) | FollowUpEvent::Withdrawn(_) => {
                open_standing(planned.due.last_day(), today)
            }
        })
    }

    /// Takes one more event of its stream in. Others change nothing.
    pub fn evolve(&mut self, event: &Event, at: Timestamp) {
        let Event::FollowUp(event) = event else { return };
        match event {
            FollowUpEvent::Withdrawn(withdrawn) => self.0.withdraw(withdrawn.reason.clone(), at),
            FollowUpEvent::Planned(_)
            | FollowUpEvent::Progressed(_)
            | FollowUpEvent::Completed(_)
            | FollowUpEvent::Cancelled(_) => self.0.enter(event.clone(), at),
        }
    }

    /// Decides on a step, asked for by somebody who has seen so many events of it.
    ///
    /// # Errors
    /// If there is no plan, it is over already, it has changed since it was seen, something is missing, or the day is
    /// still to come or before the plan.
    pub fn decide(
        &self,
        registry: &Registry,
        step: FollowUpStep,
        seen: usize,
        now: Timestamp,
    ) -> Result<Event, Refusal> {
        let unit = self.planned().ok_or(Refusal::FollowUpUnknown)?.unit.clone();
        self.0.check_seen(seen)?;
        if self.is_over() && !matches!(step, FollowUpStep::Withdraw { .. }) {
            return Err(Refusal::FollowUpOver);
        }
        Ok(Event::FollowUp(match step {
            FollowUpStep::Progress {
                on,
                note,
                percent,
                evidence,
            } => {
                check_note(&note)?;
                check_evidence(evidence.as_ref())?;
                self.check_day(registry, on, now)?;
                if percent > 99 {
                    return Err(Refusal::PercentInvalid(percent));
                }
                FollowUpEvent::Progressed(FollowUpProgressed {
                    unit,
                    on,
                    note,
                    percent,
                    evidence,
                })
            }
            FollowUpStep::Complete {
                on,
                outcome,
                evidence,
            } => {
                check_note(&outcome)?;
                check_evidence(evidence.as_ref())?;
                self.check_day(registry, on, now)?;
                FollowUpEvent::Completed(FollowUpCompleted {
                    unit,
                    on,
                    outcome,
                    evidence,
                })
            }
            FollowUpStep::Cancel { reason } => {
                check_note(&reason)?;
                FollowUpEvent::Cancelled(FollowUpCancelled { unit, reason })
            }
            FollowUpStep::Withdraw { reason } => {
                check_note(&reason)?;
                FollowUpEvent::Withdrawn(FollowUpWithdrawn { unit, reason })
            }
        }))
    }

    /// The first day on which a step of it can have been taken; `None` without a plan. A plan that was made on paper is
    /// entered later: so that is the day after the period that it answers, or the one on which it was entered if that was
    /// before.
    #[must_use]
    pub fn first_day(&self, registry: &Registry) -> Option<Date> {
        let (planned, entry) = (self.planned()?, self.0.standing().first()?);
        let entered = day_at(registry, &planned.unit, entry.at);
        let over = planned.period.last_day().saturating_add(1.day());
        Some(entered.min(over))
    }

    fn check_day(&self, registry: &Registry, on: Date, now: Timestamp) -> Result<(), Refusal> {
        let planned = self.planned().ok_or(Refusal::FollowUpUnknown)?;
        let first = self.first_day(registry).ok_or(Refusal::FollowUpUnknown)?;
        let today = day_at(registry, &planned.unit, now);
        check_day(on, first, today, Refusal::DayBeforePlan)
    }

    /// True once it is done or given up.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.0.standing().last().is_some_and(|newest| {
            matches!(
                newest.event,
                FollowUpEvent::Completed(_) | FollowUpEvent::Cancelled(_)
            )
        })
    }
}

/// Checks a name that is to lie in the vault; there need be none.
///
/// # Errors
/// If it is too long.
pub fn check_person(name: &str) -> Result<(), Refusal> {
    if name.trim().is_empty() {
        return Ok(());
    }
    check_name(name)
}

fn open_standing(last_day: Date, today: Date) -> FollowUpStanding {
    if today > last_day {
        FollowUpStanding::Overdue
    } else if today.saturating_add(REMIND_DAYS.days()) > last_day {
        FollowUpStanding::Due
    } else {
        FollowUpStanding::Open
    }
}

fn check_evidence(evidence: Option<&Evidence>) -> Result<(), Refusal> {
    evidence.map_or(Ok(()), Evidence::check)
}

/// True if a survey of the unit, or of one below it, asks about the unsur.
fn asks_about(registry: &Registry, unit: &UnitCode, unsur: UnsurCode) -> bool {
    let below = registry.subtree(unit).into_iter();
    let mut surveys = below.flat_map(|(_, unit)| registry.surveys(&unit.code));
    surveys.any(|survey| survey.instrument.unsur.iter().any(|asked| asked.code == unsur))
}

/// Decides to plan a follow-up.
///
/// # Errors
/// If the unit does not serve, no instrument of its surveys asks about the unsur, it is not due in a quarter, or
/// something is missing.
pub fn plan_follow_up(registry: &Registry, planned: FollowUpPlanned) -> Result<Event, Refusal> {
    open_unit(registry, &planned.unit)?;
    check_note(&planned.programme)?;
    check_name(&planned.post)?;
    if planned.due.length() != PeriodLength::Quarter {
        return Err(Refusal::QuarterExpected(planned.due));
    }
    if !asks_about(registry, &planned.unit, planned.unsur) {
        return Err(Refusal::UnsurUnknown(planned.unsur));
    }
    Ok(Event::FollowUp(FollowUpEvent::Planned(planned)))
}
