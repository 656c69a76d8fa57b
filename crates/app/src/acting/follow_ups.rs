//! Follow-ups of a unit: planned, carried out, withdrawn.

use eventlog::Actor;
use ikm::UnsurCode;
use survey::{FollowUp, FollowUpPlanned, FollowUpStep, Period, Refusal, Stream, UnitCode};
use uuid::Uuid;
use views::{AsOf, Reading, SubjectKind};

use super::{Told, id_of, name_of, told_as_of};
use crate::{App, AppError, edge::new_id, limits::SUBJECTS_LISTED_MAX};

/// Asks to plan a follow-up.
#[derive(Clone, Debug)]
pub struct PlanFollowUp {
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
    /// The post that is responsible.
    pub post: String,
    /// The name of whoever holds the post, for the vault; may be empty.
    pub person: String,
}

/// One follow-up, with what the vault holds of it.
#[derive(Clone, Debug)]
pub struct FollowUpRecord {
    /// Its id.
    pub id: Uuid,
    /// What its stream tells.
    pub follow_up: FollowUp,
    /// The name of whoever is responsible; `None` if none was given, or it was erased.
    pub person: Option<String>,
}

impl App {
    /// What the streams of a unit's follow-ups tell, the newest plan first.
    pub(super) fn follow_ups_told(&self, unit: &UnitCode) -> Result<Vec<FollowUp>, AppError> {
        follow_ups_as_of(self.reading(), unit, AsOf(u64::MAX))
    }

    /// Every follow-up of a unit itself, the newest plan first; withdrawn ones among them.
    ///
    /// # Errors
    /// If the log or the vault cannot be read.
    pub fn follow_ups(&self, unit: &UnitCode) -> Result<Vec<FollowUpRecord>, AppError> {
        let streams = self
            .views
            .subjects(SubjectKind::FollowUp, unit, SUBJECTS_LISTED_MAX)?;
        let record = |stream| {
            let follow_up = fold(&self.told(&stream)?);
            let person = follow_up.ever_planned().and_then(|planned| planned.person);
            Ok(FollowUpRecord {
                id: id_of(&stream)?,
                person: self.kept(person.as_ref())?,
                follow_up,
            })
        };
        streams.into_iter().map(record).collect()
    }

    /// Plans a follow-up; returns its id once it is on disk. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn plan_follow_up(&self, actor: &Actor, plan: PlanFollowUp) -> Result<Uuid, AppError> {
        let planned = FollowUpPlanned {
            unit: plan.unit,
            period: plan.period,
            unsur: plan.unsur,
            programme: plan.programme,
            due: plan.due,
            post: plan.post,
            person: None,
        };
        // Once before the name is kept, so that what is refused leaves nothing in the vault.
        survey::plan_follow_up(&self.registry(), planned.clone())?;
        survey::check_person(&plan.person)?;
        let person = self.keep(&plan.person)?;
        let event = survey::plan_follow_up(&self.registry(), FollowUpPlanned { person, ..planned })?;
        let id = new_id(&*self.edge);
        self.begin_subject(actor, &Stream::FollowUp(id), event)?;
        Ok(id)
    }

    /// Takes a step of a unit's follow-up, asked for by somebody who has seen so many events of it. Blocks.
    ///
    /// # Errors
    /// A refusal if the asker can mend it: [`Refusal::FollowUpUnknown`] also if it is another unit's.
    pub fn step_follow_up(
        &self,
        actor: &Actor,
        unit: &UnitCode,
        id: Uuid,
        step: FollowUpStep,
        seen: usize,
    ) -> Result<(), AppError> {
        let stream = Stream::FollowUp(id);
        let told = self.told(&name_of(&stream))?;
        let follow_up = fold(&told);
        if follow_up.planned().is_none_or(|planned| planned.unit != *unit) {
            return Err(Refusal::FollowUpUnknown.into());
        }
        let event = follow_up.decide(&self.registry(), step, seen, self.now())?;
        self.go_on(actor, &stream, told.len(), event)
    }
}

/// What the streams of a unit's follow-ups told by then, the newest plan first.
pub(crate) fn follow_ups_as_of(
    reading: Reading<'_>,
    unit: &UnitCode,
    as_of: AsOf,
) -> Result<Vec<FollowUp>, AppError> {
    let kind = SubjectKind::FollowUp;
    let streams = reading
        .views
        .subjects_as_of(kind, unit, as_of, SUBJECTS_LISTED_MAX)?;
    streams
        .iter()
        .map(|stream| Ok(fold(&told_as_of(reading, stream, as_of)?)))
        .collect()
}

pub(super) fn fold(told: &[Told]) -> FollowUp {
    let mut follow_up = FollowUp::default();
    told.iter().for_each(|(event, at)| follow_up.evolve(event, *at));
    follow_up
}
