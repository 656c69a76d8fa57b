//! Taking responses. An answer is acknowledged after it is on disk, never before.

use std::thread;

use eventlog::{Append, AppendError, Appended, PendingAppend, Version};
use jiff::Timestamp;
use survey::{Admission, Commitment, Event, Facts, Refusal, ResponseId, SealedText, Stream, SubmitResponse};
use uuid::Uuid;
use vault::{PendingPut, PutError, Sealed};

use crate::{
    App, AppError, Entered, KnownToken, ReceiptCode,
    app::citizen,
    checking::checker,
    edge::{new_id, new_nonce, new_seal_secrets},
    limits::LOG_BUSY_PAUSE,
    resubmit::{Again, is_taken},
};

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
    /// Short enough to read out.
    #[must_use]
    pub fn code(&self) -> ReceiptCode {
        ReceiptCode::new(self.position, &self.leaf_hash)
    }
}

/// Where a response goes, and as what.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// Its id, which names its stream: one response stands there, or none.
    pub(crate) id: ResponseId,
    /// The id of its event, minted where it was answered: whoever sends it again says the same.
    pub(crate) sent: Uuid,
    /// Whether a one-time code admits it.
    pub(crate) admission: Admission,
}

impl Place {
    /// Without a code the id that was sent is that of the response.
    pub(crate) const fn open(sent: ResponseId) -> Self {
        Self {
            id: sent,
            sent: sent.0,
            admission: Admission::Open,
        }
    }

    /// A code has one place in the log, whoever sends what: so it admits once.
    const fn of_token(token: &KnownToken, sent: ResponseId) -> Self {
        Self {
            id: token.response,
            sent: sent.0,
            admission: Admission::Code,
        }
    }
}

/// A new response that was decided on.
struct Decided {
    place: Place,
    now: Timestamp,
    command: SubmitResponse,
    sealed: Option<Sealed>,
    events: Vec<Event>,
    /// Who entered it, if not the one who answers.
    entered: Option<Entered>,
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
        self.submit_at(Place::open(id), command, None).await
    }

    /// Takes a response that a one-time code admits; `sent` is the id minted where it was answered. The same answers
    /// sent again under the same id give the same receipt.
    ///
    /// Under another id they are refused like any others: who holds a used code may guess what was answered, and must
    /// not learn whether the guess was right.
    ///
    /// # Errors
    /// As [`submit`](Self::submit); [`Refusal::TokenUnknown`] if the code is one of another survey,
    /// [`Refusal::TokenSpent`] if it was used. Other answers are kept for review then.
    pub async fn submit_with_token(
        &self,
        sent: ResponseId,
        token: &KnownToken,
        command: SubmitResponse,
    ) -> Result<Receipt, AppError> {
        if token.survey != command.survey {
            return Err(Refusal::TokenUnknown.into());
        }
        self.submit_at(Place::of_token(token, sent), command, None).await
    }

    pub(crate) async fn submit_at(
        &self,
        place: Place,
        command: SubmitResponse,
        entered: Option<Entered>,
    ) -> Result<Receipt, AppError> {
        let now = self.edge.now();
        let mut decided = match self.begin(place, command, now)? {
            Begun::New(decided) => decided,
            Begun::Again(again) => return self.end_again(*again).await,
        };
        decided.entered = entered;
        if let Some(sealed) = decided.sealed.clone() {
            // Before the event: an event never names a text that could be lost. A crash here leaves a text that
            // no event names.
            self.vault.put(sealed).await?;
        }
        match self.log.append(self.append_of(&decided)).await {
            Ok(appended) => Ok(receipt(place.id, &appended)),
            Err(error) if is_taken(&error) => self.end_again(self.again(place, decided.command)?).await,
            Err(error) => Err(error.into()),
        }
    }

    /// Takes many responses, each as [`submit`](Self::submit) does, but waits where that would be busy; returns once
    /// all are on disk or refused. New ones get their positions in the order given, unless the log was busy. Blocks;
    /// not for use inside an async task.
    #[must_use]
    pub fn submit_many(&self, commands: Vec<(ResponseId, SubmitResponse)>) -> Vec<Result<Receipt, AppError>> {
        let begin = |(id, command)| self.begin(Place::open(id), command, self.edge.now());
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
        let begin = |(now, id, command)| self.begin(Place::open(id), command, now);
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
                Err(PutError::Busy) => thread::sleep(LOG_BUSY_PAUSE),
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
                Ok(appended) => return Ok(receipt(decided.place.id, &appended)),
                Err(AppendError::Busy) => {
                    thread::sleep(LOG_BUSY_PAUSE);
                    pending = self.log.append(self.append_of(&decided));
                }
                Err(error) if is_taken(&error) => {
                    let again = self.again(decided.place, decided.command)?;
                    return crate::app::runtime()?.block_on(self.end_again(again));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Decides on a response, whether its id is new or not.
    fn begin(&self, place: Place, command: SubmitResponse, now: Timestamp) -> Result<Begun, AppError> {
        let command = with_trimmed_comment(command);
        // A new comment would be sealed for nothing if the id stands already; anything else the append finds out.
        if command.comment.is_some() && self.stands(place)? {
            return Ok(Begun::Again(Box::new(self.again(place, command)?)));
        }
        match self.decide(place.admission, &command, now) {
            Ok((events, sealed)) => Ok(Begun::New(Box::new(Decided {
                place,
                now,
                command,
                sealed,
                events,
                entered: None,
            }))),
            // The survey may have closed since the first time; a repetition is answered as it was then.
            Err(_) if self.stands(place)? => Ok(Begun::Again(Box::new(self.again(place, command)?))),
            Err(refusal) => Err(refusal.into()),
        }
    }

    fn decide(
        &self,
        admission: Admission,
        command: &SubmitResponse,
        now: Timestamp,
    ) -> Result<(Vec<Event>, Option<Sealed>), Refusal> {
        let (facts, sealed) = self.facts(admission, command.comment.as_deref(), now);
        let events = survey::submit(&self.views.registry(), command.clone(), facts)?;
        Ok((events, sealed))
    }

    pub(crate) fn facts(
        &self,
        admission: Admission,
        comment: Option<&str>,
        now: Timestamp,
    ) -> (Facts, Option<Sealed>) {
        let sealed = comment.map(|comment| vault::seal(comment, new_seal_secrets(&*self.edge)));
        let comment = sealed.as_ref().map(|sealed| SealedText {
            content: sealed.content(),
            commitment: Commitment(sealed.commitment()),
        });
        (
            Facts {
                now,
                admission,
                nonce: new_nonce(&*self.edge),
                comment,
            },
            sealed,
        )
    }

    fn append_of(&self, decided: &Decided) -> Append {
        let stream = Stream::Response(decided.place.id);
        let append = self.to_append(
            &stream,
            Version(0),
            Some(decided.place.sent),
            &citizen(),
            &decided.events,
        );
        let mut append = Append {
            recorded_at: self.when(decided.now),
            ..append
        };
        for decided_by_rule in &mut append.events[1..] {
            decided_by_rule.actor = checker();
        }
        if let Some(entered) = &decided.entered {
            entered.note_on(&mut append.events[0]);
        }
        append
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
        leaf_hash: appended.leaf_hashes[0].0,
        was_there: appended.was_there,
    }
}

/// White space around a comment says nothing; a comment of nothing else is none.
fn with_trimmed_comment(mut command: SubmitResponse) -> SubmitResponse {
    command.comment = command
        .comment
        .map(|comment| comment.trim().to_owned())
        .filter(|comment| !comment.is_empty());
    command
}
