//! What a unit does with its index: service events, follow-ups, complaints. Each subject has a stream; the views know which
//! streams are a unit's, and what stands in them is folded here.

mod agenda;
mod checklist;
mod complaints;
mod follow_ups;
mod priorities;
mod public;
mod service_events;

use eventlog::{Actor, AppendError, StreamId, Version};
use jiff::Timestamp;
use survey::{Commitment, Event, Refusal, SealedText, Stream};
use uuid::Uuid;
use views::{AsOf, Reading};

pub(crate) use agenda::Agenda;
pub use agenda::Reminders;
pub use checklist::{Checked, Found, Fulfilment, Requirement};
pub(crate) use complaints::complaints_as_of;
pub use complaints::{ComplaintRecord, ReceiveComplaint};
pub(crate) use follow_ups::follow_ups_as_of;
pub use follow_ups::{FollowUpRecord, PlanFollowUp};
pub use priorities::{Priority, TickedReason, priorities};
pub use public::{Mended, MendedAbout};
pub use service_events::ServiceEventRecord;
pub(crate) use service_events::service_events_as_of;

use crate::{
    App, AppError,
    app::{decode, moment, stream_id},
    edge::new_seal_secrets,
};

/// An event of a stream, with when it was recorded.
type Told = (Event, Timestamp);

impl App {
    /// Everything that a stream tells, in order.
    fn told(&self, stream: &StreamId) -> Result<Vec<Told>, AppError> {
        told_as_of(self.reading(), stream, AsOf(u64::MAX))
    }

    /// Seals a text of staff or of a complainant; nothing where there is none. It is on disk once this returns, and
    /// before any event names it.
    fn keep(&self, text: &str) -> Result<Option<SealedText>, AppError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let sealed = vault::seal(text, new_seal_secrets(&*self.edge));
        let named = SealedText {
            content: sealed.content(),
            commitment: Commitment(sealed.commitment()),
        };
        self.vault.put(sealed).wait()?;
        Ok(Some(named))
    }

    /// The text that an event names; `None` where it names none, or the text was erased.
    fn kept(&self, text: Option<&SealedText>) -> Result<Option<String>, AppError> {
        match text {
            Some(text) => Ok(self.vault.read(text.content)?),
            None => Ok(None),
        }
    }

    /// Appends the first event of a subject.
    fn begin_subject(&self, actor: &Actor, stream: &Stream, event: Event) -> Result<(), AppError> {
        self.append_to(actor, stream, Version(0), event)
    }

    /// Appends one more event of a subject whose events so far are `told`.
    fn go_on(&self, actor: &Actor, stream: &Stream, told: usize, event: Event) -> Result<(), AppError> {
        self.append_to(actor, stream, Version(told as u64), event)
    }

    /// Appends an event that was decided on what its stream told up to there.
    pub(crate) fn append_to(
        &self,
        actor: &Actor,
        stream: &Stream,
        next: Version,
        event: Event,
    ) -> Result<(), AppError> {
        let append = self.to_append(stream, next, None, actor, &[event]);
        match self.log.append(append).wait() {
            Err(AppendError::WrongExpectedVersion { .. }) => Err(Refusal::ChangedMeanwhile.into()),
            outcome => self.wait_for(outcome?.position.0 + 1),
        }
    }
}

/// Everything that a stream told by then, in order.
fn told_as_of(reading: Reading<'_>, stream: &StreamId, as_of: AsOf) -> Result<Vec<Told>, AppError> {
    let recorded = reading.log.read_stream(stream, Version(0), usize::MAX)?;
    let told = recorded
        .iter()
        .take_while(|recorded| recorded.position().0 < as_of.0)
        .map(|recorded| Ok((decode(recorded)?, moment(recorded.recorded_at()))));
    told.collect()
}

/// The id at the end of a stream's name.
fn id_of(stream: &StreamId) -> Result<Uuid, AppError> {
    let id = stream
        .as_str()
        .split_once('-')
        .and_then(|(_, id)| id.parse().ok());
    id.ok_or_else(|| AppError::Failed(format!("aliran {} tidak bernomor", stream.as_str())))
}

fn name_of(stream: &Stream) -> StreamId {
    stream_id(stream)
}
