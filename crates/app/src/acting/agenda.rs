//! What is owed: follow-ups and complaints that are pending, of every unit, by when.
//!
//! Folded once, and again where a stream was told more. Whoever looks at all units asks for all of it, and there are many
//! streams in five years of which few are pending.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use eventlog::StreamId;
use jiff::{Timestamp, ToSpan, civil::Date};
use survey::{Complaint, FollowUp, FollowUpStanding, Registry, UnitCode, limits::COMPLAINT_REMIND_DAYS};
use views::SubjectKind;

use super::{Told, complaints, follow_ups};
use crate::{App, AppError};

/// What is late or soon due, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reminders {
    /// Follow-ups whose quarter is over.
    pub overdue: u64,
    /// The day by which the one of them that is late longest was to be done.
    pub overdue_since: Option<Date>,
    /// Follow-ups whose quarter is over soon.
    pub due: u64,
    /// The day by which the first of them is to be done.
    pub due_first: Option<Date>,
    /// Complaints that should have been forwarded or answered by now.
    pub late_complaints: u64,
    /// The day by which the one of them that is late longest was to be forwarded or answered.
    pub late_since: Option<Date>,
    /// Complaints that are to be forwarded or answered within [`COMPLAINT_REMIND_DAYS`].
    pub due_complaints: u64,
    /// The day by which the first of them is.
    pub due_complaints_first: Option<Date>,
}

/// What is pending, kept from one look to the next.
#[derive(Default)]
pub(crate) struct Agenda(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// The registry whose holidays the deadlines are counted by; none before the first look.
    registry: Option<Arc<Registry>>,
    /// How many events the views held when it was last looked whether something was told.
    mark: u64,
    /// By stream.
    owed: HashMap<StreamId, Owed>,
}

/// Something that a unit owes.
struct Owed {
    unit: UnitCode,
    by: Date,
    what: Pending,
}

enum Pending {
    FollowUp(FollowUp),
    Complaint(Complaint),
}

impl App {
    /// What is late or soon due at a unit itself on a day.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn reminders(&self, unit: &UnitCode, today: Date) -> Result<Reminders, AppError> {
        let kept = self.agenda()?;
        let mut reminders = Reminders::default();
        let own = kept.owed.values().filter(|owed| owed.unit == *unit);
        own.for_each(|owed| owed.remind(&mut reminders, today));
        Ok(reminders)
    }

    /// What is late or soon due at every unit by its own calendar; units of which nothing is are not among them.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn all_reminders(&self, now: Timestamp) -> Result<HashMap<UnitCode, Reminders>, AppError> {
        let kept = self.agenda()?;
        let registry = self.registry();
        let mut all: HashMap<UnitCode, Reminders> = HashMap::new();
        for owed in kept.owed.values() {
            let zone = registry
                .unit(&owed.unit)
                .map(|unit| unit.zone)
                .unwrap_or_default();
            let reminders = all.entry(owed.unit.clone()).or_default();
            owed.remind(reminders, zone.wall_clock(now).date());
        }
        all.retain(|_, reminders| *reminders != Reminders::default());
        Ok(all)
    }

    /// What is pending, brought up to what the views hold.
    fn agenda(&self) -> Result<MutexGuard<'_, Kept>, AppError> {
        let mut kept = self.agenda.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut told, mark) = self.views.acted_since(kept.mark);
        let registry = self.registry();
        match &kept.registry {
            None => {
                // Marks tell what changed since the views were opened; before that there was more.
                told = self.views.all_subjects(SubjectKind::FollowUp)?;
                told.extend(self.views.all_subjects(SubjectKind::Complaint)?);
                kept.owed.clear();
            }
            // Holidays may have been published.
            Some(of_kept) if !Arc::ptr_eq(of_kept, &registry) => {
                kept.owed.values_mut().for_each(|owed| owed.count_days(&registry));
            }
            Some(_) => {}
        }
        // Until it is all read again: an error on the way leaves nothing half done behind.
        kept.registry = None;
        for stream in told {
            match owed(&self.told(&stream)?, &registry) {
                Some(owed) => kept.owed.insert(stream, owed),
                None => kept.owed.remove(&stream),
            };
        }
        kept.mark = mark;
        kept.registry = Some(registry);
        Ok(kept)
    }
}

/// What a stream leaves to be done.
fn owed(told: &[Told], registry: &Registry) -> Option<Owed> {
    let follow_up = follow_ups::fold(told);
    if let Some(planned) = follow_up.planned() {
        return (!follow_up.is_over()).then(|| Owed {
            unit: planned.unit.clone(),
            by: planned.due.last_day(),
            what: Pending::FollowUp(follow_up.clone()),
        });
    }
    let complaint = complaints::fold(told);
    let unit = complaint.unit()?.clone();
    let by = complaint.due(registry)?.on;
    Some(Owed {
        unit,
        by,
        what: Pending::Complaint(complaint),
    })
}

impl Owed {
    /// Counts the working days again.
    fn count_days(&mut self, registry: &Registry) {
        if let Pending::Complaint(complaint) = &self.what
            && let Some(deadline) = complaint.due(registry)
        {
            self.by = deadline.on;
        }
    }

    fn remind(&self, reminders: &mut Reminders, today: Date) {
        let oldest = |since: &mut Option<Date>| {
            *since = Some(since.map_or(self.by, |since| since.min(self.by)));
        };
        match &self.what {
            Pending::FollowUp(follow_up) => match follow_up.standing(today) {
                Some(FollowUpStanding::Overdue) => {
                    reminders.overdue += 1;
                    oldest(&mut reminders.overdue_since);
                }
                Some(FollowUpStanding::Due) => {
                    reminders.due += 1;
                    oldest(&mut reminders.due_first);
                }
                None
                | Some(FollowUpStanding::Open | FollowUpStanding::Completed | FollowUpStanding::Cancelled) => {
                }
            },
            Pending::Complaint(_) if today > self.by => {
                reminders.late_complaints += 1;
                oldest(&mut reminders.late_since);
            }
            Pending::Complaint(_) if today.saturating_add(COMPLAINT_REMIND_DAYS.days()) >= self.by => {
                reminders.due_complaints += 1;
                oldest(&mut reminders.due_complaints_first);
            }
            Pending::Complaint(_) => {}
        }
    }
}
