//! Taking responses. An answer is acknowledged after it is on disk, never before.

use std::{thread, time::Duration};

use eventlog::{Append, AppendError, Appended, PendingAppend, Version};
use jiff::Timestamp;
use survey::{
    Commitment, Event, Facts, Refusal, Response, ResponseId, Resubmission, SealedText, Stream, SubmitResponse,
};
use vault::{PendingPut, PutError, Sealed};

use crate::{
    App, AppError,
    app::{citizen, stream_id},
    edge::{new_id, new_nonce, new_seal_secrets},
};

/// How long a batch waits for room before it asks again: about one sync of a disk.
const BUSY_PAUSE: Duration = Duration::from_millis(1);

/// Where a response stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its id.
    pub id: ResponseId,
    /// Its position.
    pub position: u64,
    /// Its leaf hash.
    pub leaf_hash: [u8; 32],
    /// True if the same answers were there already.
    pub was_there: bool,
}

impl Receipt {
    /// Short enough to read out: position and the first 40 bits of the leaf hash, `1204-8F3A2C91B0`.
    #[must_use]
    pub fn code(&self) -> String {
        let hash: String = self.leaf_hash[..5]
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        format!("{}-{hash}", self.position)
    }
}

/// A new response that was decided on.
struct Decided {
    id: ResponseId,
    now: Timestamp,
    command: SubmitResponse,
    sealed: Option<Sealed>,
    events: Vec<Event>,
}

/// What becomes of a submission under an id that stands in the log.
enum Again {
    /// The answer is the same again.
    Same(Receipt),
    /// Refused; and kept for review.
    Conflict(Option<Sealed>, Append),
}

/// A submission that was decided on.
enum Begun {
    New(Box<Decided>),
    Again(Box<Again>),
}

/// A submission on its way to the disk: as an append, then as one that is pending.
enum Underway<T> {
    New(T, Box<Decided>),
    Again(Box<Again>),
}

impl<T> Underway<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Underway<U> {
        match self {
            Self::New(on_its_way, decided) => Underway::New(change(on_its_way), decided),
            Self::Again(again) => Underway::Again(again),
        }
    }
}

impl App {
    /// An id for a response to come.
    #[must_use]
    pub fn new_response_id(&self) -> ResponseId {
        ResponseId(new_id(&*self.edge))
    }

    /// Takes a response; returns once it is on disk. The same answers under the same id give the same receipt.
    ///
    /// # Errors
    /// A refusal if the asker can mend it: [`Refusal::ResponseConflict`] if other answers stand under the id.
    /// [`AppError::Busy`] if nothing was taken.
    pub async fn submit(&self, id: ResponseId, command: SubmitResponse) -> Result<Receipt, AppError> {
        let now = self.edge.now();
        let decided = match self.begin(id, command, now)? {
            Begun::New(decided) => decided,
            Begun::Again(again) => return self.end_again(*again).await,
        };
        if let Some(sealed) = decided.sealed.clone() {
            // Before the event: an event never names a text that could be lost. A crash here leaves a text that
            // no event names.
            self.vault.put(sealed).await?;
        }
        match self.log.append(self.append_of(&decided)).await {
            Ok(appended) => Ok(receipt(id, &appended)),
            Err(error) if is_taken(&error) => self.end_again(self.again(id, decided.command)?).await,
            Err(error) => Err(error.into()),
        }
    }

    /// Takes many responses, each as [`submit`](Self::submit) does, but waits where that would be busy; returns once
    /// all are on disk or refused. New ones get their positions in the order given, unless the log was busy. Blocks;
    /// not for use inside an async task.
    #[must_use]
    pub fn submit_many(&self, commands: Vec<(ResponseId, SubmitResponse)>) -> Vec<Result<Receipt, AppError>> {
        let begin = |(id, command)| self.begin(id, command, self.edge.now());
        self.submit_begun(commands.into_iter().map(begin).collect())
    }

    /// As [`submit_many`](Self::submit_many), each taken at a stated moment, none before the one in front of it.
    /// Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// [`Refusal::OnlyInDemo`] if the edge does not state times.
    pub fn submit_many_at(
        &self,
        commands: Vec<(Timestamp, ResponseId, SubmitResponse)>,
    ) -> Result<Vec<Result<Receipt, AppError>>, AppError> {
        if !self.edge.states_times() {
            return Err(Refusal::OnlyInDemo.into());
        }
        let begin = |(now, id, command)| self.begin(id, command, now);
        Ok(self.submit_begun(commands.into_iter().map(begin).collect()))
    }

    fn submit_begun(&self, begun: Vec<Result<Begun, AppError>>) -> Vec<Result<Receipt, AppError>> {
        let puts: Vec<_> = begun
            .iter()
            .map(|begun| sealed_of(begun).map(|sealed| (sealed, self.vault.put(sealed.clone()))))
            .collect();
        let puts: Vec<_> = puts
            .into_iter()
            .map(|put| put.map_or(Ok(()), |(sealed, pending)| self.settle_put(sealed, pending)))
            .collect();
        // All are written out before the first is queued: so few commits take them all.
        let ready: Vec<_> = begun
            .into_iter()
            .zip(puts)
            .map(|(begun, put)| self.ready(begun?, put))
            .collect();
        let queued: Vec<_> = ready
            .into_iter()
            .map(|ready| ready.map(|ready| ready.map(|append| self.log.append(append))))
            .collect();
        queued.into_iter().map(|queued| self.settle(queued?)).collect()
    }

    fn settle_put(&self, sealed: &Sealed, mut pending: PendingPut) -> Result<(), PutError> {
        loop {
            match pending.wait() {
                Err(PutError::Busy) => thread::sleep(BUSY_PAUSE),
                settled => return settled,
            }
            pending = self.vault.put(sealed.clone());
        }
    }

    fn ready(&self, begun: Begun, put: Result<(), PutError>) -> Result<Underway<Append>, AppError> {
        put?;
        Ok(match begun {
            Begun::New(decided) => Underway::New(self.append_of(&decided), decided),
            Begun::Again(again) => Underway::Again(again),
        })
    }

    fn settle(&self, queued: Underway<PendingAppend>) -> Result<Receipt, AppError> {
        let (mut pending, decided) = match queued {
            Underway::New(pending, decided) => (pending, decided),
            Underway::Again(again) => return crate::app::runtime()?.block_on(self.end_again(*again)),
        };
        loop {
            match pending.wait() {
                Ok(appended) => return Ok(receipt(decided.id, &appended)),
                Err(AppendError::Busy) => {
                    thread::sleep(BUSY_PAUSE);
                    pending = self.log.append(self.append_of(&decided));
                }
                Err(error) if is_taken(&error) => {
                    let again = self.again(decided.id, decided.command)?;
                    return crate::app::runtime()?.block_on(self.end_again(again));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Decides on a response, whether its id is new or not.
    fn begin(&self, id: ResponseId, command: SubmitResponse, now: Timestamp) -> Result<Begun, AppError> {
        let command = with_trimmed_comment(command);
        // A new comment would be sealed for nothing if the id stands already; anything else the append finds out.
        if command.comment.is_some() && self.stands(id)? {
            return Ok(Begun::Again(Box::new(self.again(id, command)?)));
        }
        match self.decide(&command, now) {
            Ok((events, sealed)) => Ok(Begun::New(Box::new(Decided {
                id,
                now,
                command,
                sealed,
                events,
            }))),
            // The survey may have closed since the first time; a repetition is answered as it was then.
            Err(_) if self.stands(id)? => Ok(Begun::Again(Box::new(self.again(id, command)?))),
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// Decides on a submission under an id that stands in the log.
    fn again(&self, id: ResponseId, command: SubmitResponse) -> Result<Again, AppError> {
        let stream = Stream::Response(id);
        let (events, next) = self.stream(&stream)?;
        let mut response = Response::default();
        events.iter().for_each(|event| response.evolve(event));
        let sealed_then = response.submitted().and_then(|submitted| submitted.comment);
        let comment_is_same = match (&command.comment, sealed_then) {
            (None, None) => true,
            // An erased text cannot be compared; whoever sends it again is taken at their word.
            (Some(comment), Some(then)) => self
                .vault
                .matches(then.content, &then.commitment.0, comment)?
                .unwrap_or(true),
            (None, Some(_)) | (Some(_), None) => false,
        };
        let (facts, sealed) = self.facts(command.comment.as_deref(), self.edge.now());
        let registry = self.views.registry();
        match survey::resubmit(&registry, &response, command, facts, comment_is_same)? {
            Resubmission::Same => {
                let first = self.log.read_stream(&stream_id(&stream), Version(0), 1)?;
                let first = first
                    .first()
                    .ok_or_else(|| AppError::Failed(format!("{stream} tidak memuat jawaban")))?;
                Ok(Again::Same(Receipt {
                    id,
                    position: first.position().0,
                    leaf_hash: first.leaf_hash(),
                    was_there: true,
                }))
            }
            Resubmission::KeptForReview(conflicted) => {
                let event = Event::SubmissionConflicted(*conflicted);
                let append = self.to_append(&stream, next, None, &citizen(), &[event]);
                Ok(Again::Conflict(sealed, append))
            }
        }
    }

    async fn end_again(&self, again: Again) -> Result<Receipt, AppError> {
        match again {
            Again::Same(receipt) => return Ok(receipt),
            Again::Conflict(sealed, append) => {
                if let Some(sealed) = sealed {
                    self.vault.put(sealed).await?;
                }
                // Somebody else may have written to the stream meanwhile; then this one is not kept for review.
                if let Err(error) = self.log.append(append).await
                    && !is_taken(&error)
                {
                    return Err(error.into());
                }
            }
        }
        Err(Refusal::ResponseConflict.into())
    }

    fn decide(
        &self,
        command: &SubmitResponse,
        now: Timestamp,
    ) -> Result<(Vec<Event>, Option<Sealed>), Refusal> {
        let (facts, sealed) = self.facts(command.comment.as_deref(), now);
        let events = survey::submit(&self.views.registry(), command.clone(), facts)?;
        Ok((events, sealed))
    }

    fn facts(&self, comment: Option<&str>, now: Timestamp) -> (Facts, Option<Sealed>) {
        let sealed = comment.map(|comment| vault::seal(comment, new_seal_secrets(&*self.edge)));
        let comment = sealed.as_ref().map(|sealed| SealedText {
            content: sealed.content(),
            commitment: Commitment(sealed.commitment()),
        });
        (
            Facts {
                now,
                nonce: new_nonce(&*self.edge),
                comment,
            },
            sealed,
        )
    }

    fn append_of(&self, decided: &Decided) -> Append {
        let stream = Stream::Response(decided.id);
        let append = self.to_append(
            &stream,
            Version(0),
            Some(decided.id.0),
            &citizen(),
            &decided.events,
        );
        Append {
            recorded_at: self.when(decided.now),
            ..append
        }
    }

    fn stands(&self, id: ResponseId) -> Result<bool, AppError> {
        Ok(self.log.position_of(eventlog::EventId(id.0))?.is_some())
    }
}

/// The comment of a new response.
const fn sealed_of(begun: &Result<Begun, AppError>) -> Option<&Sealed> {
    match begun {
        Ok(Begun::New(decided)) => decided.sealed.as_ref(),
        Ok(Begun::Again(_)) | Err(_) => None,
    }
}

fn receipt(id: ResponseId, appended: &Appended) -> Receipt {
    Receipt {
        id,
        position: appended.position.0,
        leaf_hash: appended.leaf_hashes[0],
        was_there: appended.was_there,
    }
}

/// Somebody wrote to the stream, or used the id, before.
const fn is_taken(error: &AppendError) -> bool {
    matches!(
        error,
        AppendError::WrongExpectedVersion { .. } | AppendError::EventIdTaken { .. }
    )
}

/// White space around a comment says nothing; a comment of nothing else is none.
fn with_trimmed_comment(mut command: SubmitResponse) -> SubmitResponse {
    command.comment = command
        .comment
        .map(|comment| comment.trim().to_owned())
        .filter(|comment| !comment.is_empty());
    command
}
