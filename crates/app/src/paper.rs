//! Paper: officers enter stacks of forms. Each form is a response of channel `paper`; what binds a stack together is
//! the correlation in the envelope, and a tag by which it is found again.

use eventlog::{Actor, EventId, NewEvent, Position, RecordedEvent, Tag};
use jiff::Timestamp;
use survey::{Answers, Channel, Event, Refusal, ResponseId, Stream, SubmitResponse, batch_tag};
use uuid::Uuid;

use crate::{App, AppError, Receipt, app::decode, edge::new_id, limits::PAPER_BATCH_MAX, submit::Place};

/// Who enters a form, and into which stack.
#[derive(Clone, Debug)]
pub struct Entered {
    /// The officer's pseudonym.
    pub actor: Actor,
    /// The stack.
    pub batch: Uuid,
}

impl Entered {
    /// Notes on an event who entered it, and into which stack.
    pub(crate) fn note_on(&self, event: &mut NewEvent) {
        event.actor = self.actor.clone();
        event.correlation = Some(EventId(self.batch));
        event.tags.push(tag(self.batch));
    }
}

/// One form of a stack.
#[derive(Clone, Debug)]
pub struct PaperEntry {
    /// Its id.
    pub id: ResponseId,
    /// When it was entered.
    pub entered_at: Timestamp,
    /// Its scores.
    pub answers: Answers,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<String>,
}

impl App {
    /// The name of a new stack.
    #[must_use]
    pub fn new_batch(&self) -> Uuid {
        new_id(&*self.edge)
    }

    /// Enters a form into a stack; returns once it is on disk. The same form under the same id is entered once.
    ///
    /// # Errors
    /// As [`submit`](Self::submit); [`Refusal::BatchFull`] once the stack is.
    pub async fn enter_paper(
        &self,
        entered: Entered,
        id: ResponseId,
        mut form: SubmitResponse,
    ) -> Result<Receipt, AppError> {
        form.channel = Channel::Paper;
        if self.batch_events(entered.batch)?.len() >= PAPER_BATCH_MAX {
            return Err(Refusal::BatchFull(PAPER_BATCH_MAX).into());
        }
        self.submit_at(Place::open(id), form, Some(entered)).await
    }

    /// The forms of a stack, in the order in which they were entered.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn batch(&self, batch: Uuid) -> Result<Vec<PaperEntry>, AppError> {
        let events = self.batch_events(batch)?;
        events.iter().map(|recorded| self.entry(recorded)).collect()
    }

    /// Takes a form out of the figures that was entered wrongly. Whoever enters a stack may, alone, while it lies
    /// before them. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// [`Refusal::ResponseUnknown`] if it is none of the stack; [`Refusal::WithdrawalLate`] after a day; and as any
    /// other exclusion.
    pub fn withdraw_paper(&self, entered: &Entered, id: ResponseId, reason: &str) -> Result<(), AppError> {
        let events = self.batch_events(entered.batch)?;
        let of_it = |recorded: &&RecordedEvent| Stream::response(recorded.stream()) == Some(id);
        let recorded = events.iter().find(of_it).ok_or(Refusal::ResponseUnknown)?;
        let entered_at = crate::app::moment(recorded.recorded_at());
        let now = self.now();
        self.review(&entered.actor, id, |response| {
            survey::withdraw_paper(response, reason.to_owned(), entered_at, now)
        })?;
        Ok(())
    }

    fn entry(&self, recorded: &RecordedEvent) -> Result<PaperEntry, AppError> {
        let no_form = || AppError::Failed(format!("posisi {}: bukan isian kertas", recorded.position()));
        let id = Stream::response(recorded.stream()).ok_or_else(no_form)?;
        let (events, _) = self.stream(&Stream::Response(id))?;
        let Event::ResponseSubmitted(submitted) = decode(recorded)? else {
            return Err(no_form());
        };
        let withdrawn = events.iter().rev().find_map(|event| {
            if let Event::ResponseExcluded(excluded) = event {
                Some(excluded.reason.clone())
            } else {
                None
            }
        });
        Ok(PaperEntry {
            id,
            entered_at: crate::app::moment(recorded.recorded_at()),
            answers: submitted.answers,
            withdrawn,
        })
    }

    fn batch_events(&self, batch: Uuid) -> Result<Vec<RecordedEvent>, AppError> {
        Ok(self.log.read_tag(&tag(batch), Position(0), PAPER_BATCH_MAX)?)
    }
}

fn tag(batch: Uuid) -> Tag {
    Tag::new(batch_tag(batch)).expect("a word and a UUID are short printable ASCII")
}
