//! Submitting where an answer stands already: the same again, or other answers, which are kept for review.

use eventlog::{Append, AppendError, Version};
use survey::{Admission, Event, Refusal, Response, Resubmission, Stream, SubmitResponse};
use vault::Sealed;

use crate::{
    App, AppError, Receipt,
    app::{citizen, stream_id},
    submit::Place,
};

/// Who answered where somebody answers again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Earlier {
    /// The same page or device.
    Same,
    /// Another one, with the same code.
    Another,
}

impl Earlier {
    const fn refusal(self) -> Refusal {
        match self {
            Self::Same => Refusal::ResponseConflict,
            Self::Another => Refusal::TokenSpent,
        }
    }
}

/// What becomes of a submission where an answer stands in the log.
pub(crate) enum Again {
    /// The answer is the same again.
    Same(Receipt),
    /// Refused; and kept for review.
    Conflict(Earlier, Option<Sealed>, Append),
}

impl App {
    /// True if an answer stands there.
    pub(crate) fn stands(&self, place: Place) -> Result<bool, AppError> {
        match place.admission {
            Admission::Open => Ok(self.log.position_of(eventlog::EventId(place.sent))?.is_some()),
            Admission::Code => {
                let stream = stream_id(&Stream::Response(place.id));
                Ok(!self.log.read_stream(&stream, Version(0), 1)?.is_empty())
            }
        }
    }

    /// Decides on a submission where an answer stands in the log.
    pub(crate) fn again(&self, place: Place, command: SubmitResponse) -> Result<Again, AppError> {
        let stream = Stream::Response(place.id);
        let first = self.log.read_stream(&stream_id(&stream), Version(0), 1)?;
        let first = first.first().ok_or(Refusal::ResponseUnknown)?;
        let (events, next) = self.stream(&stream)?;
        let earlier = if first.id().0 == place.sent {
            Earlier::Same
        } else {
            Earlier::Another
        };
        let mut response = Response::default();
        events.iter().for_each(|event| response.evolve(event));
        let sealed_then = response.submitted().and_then(|submitted| submitted.comment);
        // Of somebody else nothing is compared: right answers must not make a difference that anybody could see, in the
        // reply, in the time it takes, or in how the log grows.
        let same_at_the_edge = earlier == Earlier::Same
            && match (&command.comment, sealed_then) {
                (None, None) => true,
                // An erased text cannot be compared; whoever sends it again is taken at their word.
                (Some(comment), Some(then)) => self
                    .vault
                    .matches(then.content, &then.commitment.0, comment)?
                    .unwrap_or(true),
                (None, Some(_)) | (Some(_), None) => false,
            };
        let now = self.edge.now();
        let (facts, sealed) = self.facts(place.admission, command.comment.as_deref(), now);
        let registry = self.views.registry();
        match survey::resubmit(&registry, &response, command, facts, same_at_the_edge) {
            Ok(Resubmission::Same) => Ok(Again::Same(Receipt {
                id: place.id,
                position: first.position().0,
                leaf_hash: first.leaf_hash().0,
                was_there: true,
            })),
            Ok(Resubmission::KeptForReview(conflicted)) => {
                let event = Event::SubmissionConflicted(*conflicted);
                let append = self.to_append(&stream, next, None, &citizen(), &[event]);
                Ok(Again::Conflict(earlier, sealed, append))
            }
            // Whatever else is wrong with it, mending that would not help.
            Err(_) if earlier == Earlier::Another => Err(earlier.refusal().into()),
            Err(other) => Err(other.into()),
        }
    }

    pub(crate) async fn end_again(&self, again: Again) -> Result<Receipt, AppError> {
        match again {
            Again::Same(receipt) => Ok(receipt),
            Again::Conflict(earlier, sealed, append) => {
                if let Some(sealed) = sealed {
                    self.vault.put(sealed).await?;
                }
                // Somebody else may have written to the stream meanwhile; then this one is not kept for review.
                if let Err(error) = self.log.append(append).await
                    && !is_taken(&error)
                {
                    return Err(error.into());
                }
                Err(earlier.refusal().into())
            }
        }
    }
}

/// Somebody wrote to the stream, or used the id, before.
pub(crate) const fn is_taken(error: &AppendError) -> bool {
    matches!(
        error,
        AppendError::WrongExpectedVersion { .. } | AppendError::EventIdTaken { .. }
    )
}
