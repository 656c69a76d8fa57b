//! Complaints of a unit: taken in, forwarded, answered, closed, withdrawn.

use std::collections::HashSet;

use eventlog::{Actor, StreamId};
use jiff::civil::Date;
use survey::{
    Complaint, ComplaintChannel, ComplaintKind, ComplaintReceived, ComplaintStep, Refusal, ResponseId,
    Stream, UnitCode,
};
use uuid::Uuid;
use views::{AsOf, Reading, SubjectKind};

use super::{Told, id_of, name_of, told_as_of};
use crate::{App, AppError, edge::new_id, limits::SUBJECTS_LISTED_MAX};

/// Asks to take a complaint in.
#[derive(Clone, Debug)]
pub struct ReceiveComplaint {
    /// The unit that received it.
    pub unit: UnitCode,
    /// The day it came.
    pub on: Date,
    /// The way by which it came.
    pub channel: ComplaintChannel,
    /// What it asks for.
    pub kind: ComplaintKind,
    /// What was said, for the vault; blank where a comment says it.
    pub text: String,
    /// How to reach whoever said it, for the vault; may be blank.
    pub contact: String,
    /// The answer whose comment says it.
    pub response: Option<ResponseId>,
}

/// One complaint, with what the vault holds of it.
#[derive(Clone, Debug)]
pub struct ComplaintRecord {
    /// Its id.
    pub id: Uuid,
    /// What its stream tells.
    pub complaint: Complaint,
    /// What was said; `None` if it was erased.
    pub text: Option<String>,
    /// How to reach whoever said it; `None` if that is not known, or was erased.
    pub contact: Option<String>,
}

impl App {
    /// Every complaint that a unit has or had, the newest first; withdrawn ones among them.
    ///
    /// # Errors
    /// If the log or the vault cannot be read.
    pub fn complaints(&self, unit: &UnitCode) -> Result<Vec<ComplaintRecord>, AppError> {
        complaint_streams(self.reading(), unit, AsOf(u64::MAX))?
            .into_iter()
            .map(|stream| self.record(id_of(&stream)?, fold(&self.told(&stream)?)))
            .collect()
    }

    /// What the streams of the complaints that a unit has or had tell, the newest first.
    pub(crate) fn complaints_told(&self, unit: &UnitCode) -> Result<Vec<Complaint>, AppError> {
        complaints_as_of(self.reading(), unit, AsOf(u64::MAX))
    }

    fn record(&self, id: Uuid, complaint: Complaint) -> Result<ComplaintRecord, AppError> {
        let (text, contact) = match complaint.ever_received() {
            None => (None, None),
            Some(received) => {
                let text = match received.response {
                    Some(response) => self.comment_of(&received.unit, response)?,
                    None => self.kept(received.text.as_ref())?,
                };
                (text, self.kept(received.contact.as_ref())?)
            }
        };
        Ok(ComplaintRecord {
            id,
            complaint,
            text,
            contact,
        })
    }

    /// The comment of an answer of a unit; `None` if there is no such answer, it has none, or it was erased.
    ///
    /// # Errors
    /// If the log or the vault cannot be read.
    pub fn comment_of(&self, unit: &UnitCode, response: ResponseId) -> Result<Option<String>, AppError> {
        let (response, _) = self.response(&Stream::Response(response))?;
        let submitted = response.submitted().filter(|submitted| submitted.unit == *unit);
        self.kept(submitted.and_then(|submitted| submitted.comment.as_ref()))
    }

    /// Takes a complaint in; returns its id once it is on disk. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn receive_complaint(&self, actor: &Actor, asked: ReceiveComplaint) -> Result<Uuid, AppError> {
        survey::check_complaint(&asked.text, &asked.contact)?;
        if let Some(response) = asked.response {
            self.may_become_a_complaint(&asked.unit, response)?;
        }
        let received = |text, contact| ComplaintReceived {
            unit: asked.unit.clone(),
            on: asked.on,
            channel: asked.channel,
            kind: asked.kind,
            text,
            contact,
            response: asked.response,
        };
        let (registry, now) = (self.registry(), self.now());
        // Once before anything is kept, so that what is refused leaves nothing in the vault.
        let would_be = |text: &str| (!text.trim().is_empty()).then_some(NOTHING_YET);
        survey::receive_complaint(
            &registry,
            received(would_be(&asked.text), would_be(&asked.contact)),
            now,
        )?;
        let (text, contact) = (self.keep(&asked.text)?, self.keep(&asked.contact)?);
        let event = survey::receive_complaint(&registry, received(text, contact), now)?;
        let id = new_id(&*self.edge);
        self.begin_subject(actor, &Stream::Complaint(id), event)?;
        Ok(id)
    }

    /// Checks that a comment can be read, and that the unit has not made a complaint of it already.
    fn may_become_a_complaint(&self, unit: &UnitCode, response: ResponseId) -> Result<(), AppError> {
        let readable = self.comment_of(unit, response)?.is_some();
        let same = |record: &ComplaintRecord| {
            record
                .complaint
                .received()
                .is_some_and(|received| received.response == Some(response))
        };
        if readable && !self.complaints(unit)?.iter().any(same) {
            Ok(())
        } else {
            Err(Refusal::CommentUnknown.into())
        }
    }

    /// Takes a step of a complaint that a unit has, asked for by somebody who has seen so many events of it. Blocks.
    ///
    /// # Errors
    /// A refusal if the asker can mend it: [`Refusal::ComplaintUnknown`] also if another unit has it.
    pub fn step_complaint(
        &self,
        actor: &Actor,
        unit: &UnitCode,
        id: Uuid,
        step: ComplaintStep,
        seen: usize,
    ) -> Result<(), AppError> {
        let stream = Stream::Complaint(id);
        let told = self.told(&name_of(&stream))?;
        let complaint = fold(&told);
        if complaint.unit() != Some(unit) {
            return Err(Refusal::ComplaintUnknown.into());
        }
        let event = complaint.decide(&self.registry(), step, seen, self.now())?;
        self.go_on(actor, &stream, told.len(), event)
    }
}

/// What the streams of the complaints that a unit had by then told, the newest first.
pub(crate) fn complaints_as_of(
    reading: Reading<'_>,
    unit: &UnitCode,
    as_of: AsOf,
) -> Result<Vec<Complaint>, AppError> {
    let streams = complaint_streams(reading, unit, as_of)?;
    streams
        .iter()
        .map(|stream| Ok(fold(&told_as_of(reading, stream, as_of)?)))
        .collect()
}

/// One that came back to the unit is listed there twice by the views, and once here.
fn complaint_streams(reading: Reading<'_>, unit: &UnitCode, as_of: AsOf) -> Result<Vec<StreamId>, AppError> {
    let kind = SubjectKind::Complaint;
    let mut streams = reading
        .views
        .subjects_as_of(kind, unit, as_of, SUBJECTS_LISTED_MAX)?;
    let mut seen = HashSet::new();
    streams.retain(|stream| seen.insert(stream.clone()));
    Ok(streams)
}

/// Stands for a text that is not sealed yet.
const NOTHING_YET: survey::SealedText = survey::SealedText {
    content: Uuid::nil(),
    commitment: survey::Commitment([0; 32]),
};

pub(super) fn fold(told: &[Told]) -> Complaint {
    let mut complaint = Complaint::default();
    told.iter().for_each(|(event, at)| complaint.evolve(event, *at));
    complaint
}
