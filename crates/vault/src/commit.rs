//! The one thread that writes: it shares a sync among all texts that wait, and erases between.

use std::{
    collections::HashSet,
    future::Future,
    mem,
    pin::Pin,
    sync::{
        Arc, RwLock,
        mpsc::{Receiver, SyncSender, TrySendError},
    },
    task::{Context, Poll},
};

use tokio::sync::oneshot;

use crate::{
    error::{Error, PutError, storage},
    files::Files,
    limits::{BATCH_TEXTS_MAX, TEXT_BYTES_MAX},
    seal::Sealed,
};

/// A text on its way to the disk. Await it, or [`wait`](PendingPut::wait) for it on a plain thread.
#[derive(Debug)]
pub struct PendingPut(oneshot::Receiver<Result<(), PutError>>);

impl PendingPut {
    /// Blocks until the text is on disk or refused. Not for use inside an async task.
    ///
    /// # Errors
    /// If the queue is full, the text too long, its id taken, or the disk failed.
    pub fn wait(self) -> Result<(), PutError> {
        self.0.blocking_recv().unwrap_or_else(|_| Err(gone().into()))
    }
}

impl Future for PendingPut {
    type Output = Result<(), PutError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0)
            .poll(context)
            .map(|outcome| outcome.unwrap_or_else(|_| Err(gone().into())))
    }
}

/// The committer is no more, and did not answer.
pub(crate) fn gone() -> Error {
    Error::Closed("penulis berhenti sebelum selesai".into())
}

/// What waits for the committer.
pub(crate) enum Job {
    Put(Sealed, oneshot::Sender<Result<(), PutError>>),
    Erase(HashSet<u128>, oneshot::Sender<Result<(), Error>>),
}

/// Queues a text; answers at once where it cannot be taken.
pub(crate) fn submit(queue: &SyncSender<Job>, sealed: Sealed) -> PendingPut {
    let (sender, receiver) = oneshot::channel();
    let refused = if sealed.text_bytes() > TEXT_BYTES_MAX {
        Some((sender, PutError::TooLong(sealed.text_bytes())))
    } else {
        match queue.try_send(Job::Put(sealed, sender)) {
            Ok(()) => None,
            Err(TrySendError::Full(Job::Put(_, sender))) => Some((sender, PutError::Busy)),
            // The sender is dropped with the job, which the receiver reads as `gone`.
            Err(TrySendError::Full(Job::Erase(..)) | TrySendError::Disconnected(_)) => None,
        }
    };
    if let Some((sender, why)) = refused {
        answer(sender, Err(why));
    }
    PendingPut(receiver)
}

/// Whoever asked may have stopped waiting.
fn answer<T>(sender: oneshot::Sender<T>, outcome: T) {
    let _ = sender.send(outcome);
}

pub(crate) struct Committer {
    pub(crate) files: Arc<RwLock<Files>>,
    pub(crate) jobs: Receiver<Job>,
    /// Set by the first failure. A failed sync is never retried: what it lost is unknown.
    pub(crate) failed: Option<Error>,
}

type Waiting = (Sealed, oneshot::Sender<Result<(), PutError>>);

impl Committer {
    /// Works until the vault is dropped and the queue is empty.
    pub(crate) fn run(mut self) {
        let mut next = None;
        while let Some(job) = next.take().or_else(|| self.jobs.recv().ok()) {
            match job {
                Job::Put(sealed, sender) => next = self.put_with_followers((sealed, sender)),
                Job::Erase(contents, sender) => {
                    let outcome = self.unless_failed(|this| this.erase(&contents));
                    answer(sender, outcome);
                }
            }
        }
    }

    /// Puts a text and all that wait behind it; returns the job that ended the batch.
    fn put_with_followers(&mut self, first: Waiting) -> Option<Job> {
        let mut batch = vec![first];
        let mut next = None;
        while batch.len() < BATCH_TEXTS_MAX && next.is_none() {
            match self.jobs.try_recv() {
                Ok(Job::Put(sealed, sender)) => batch.push((sealed, sender)),
                Ok(erase @ Job::Erase(..)) => next = Some(erase),
                Err(_) => break,
            }
        }
        let sealed: Vec<&Sealed> = batch.iter().map(|(sealed, _)| sealed).collect();
        let outcome = self.unless_failed(|this| {
            let files = this.files.read().expect("nobody panics while swapping a file");
            files.put(&sealed).map_err(storage)
        });
        for (place, (sealed, sender)) in batch.into_iter().enumerate() {
            let settled = match &outcome {
                Ok(taken) if taken.contains(&place) => Err(PutError::Taken(sealed.content())),
                Ok(_) => Ok(()),
                Err(error) => Err(error.clone().into()),
            };
            answer(sender, settled);
        }
        next
    }

    /// Writes both files anew without some contents. Readers go on beside it and change over at the swap.
    fn erase(&self, gone: &HashSet<u128>) -> Result<(), Error> {
        let files = || self.files.read().expect("nobody panics while swapping a file");
        let files_mut = || self.files.write().expect("nobody panics while swapping a file");
        if files().keys.holds_any(gone).map_err(storage)? {
            let keys = files().keys.copy_without(gone, &files().dir)?;
            let old = mem::replace(&mut files_mut().keys, keys);
            drop(old);
        }
        // A crash here leaves ciphertexts without keys; erasing again removes them.
        if files().texts.holds_any(gone).map_err(storage)? {
            let texts = files().texts.copy_without(gone, &files().dir)?;
            let old = mem::replace(&mut files_mut().texts, texts);
            drop(old);
        }
        Ok(())
    }

    fn unless_failed<T>(&mut self, work: impl FnOnce(&Self) -> Result<T, Error>) -> Result<T, Error> {
        if let Some(earlier) = &self.failed {
            return Err(Error::Closed(earlier.to_string()));
        }
        work(self).inspect_err(|error| self.failed = Some(error.clone()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use uuid::Uuid;

    use super::*;
    use crate::{SealSecrets, seal};

    fn sealed(number: u128) -> Sealed {
        let secrets = SealSecrets {
            content: Uuid::from_u128(number),
            key: [1; 32],
            salt: [2; 32],
            aead_nonce: [3; 12],
        };
        seal("Petugas ramah", secrets)
    }

    #[test]
    fn a_full_queue_answers_busy_and_loses_nothing_it_took() {
        let (queue, jobs) = mpsc::sync_channel(2);
        let taken = [submit(&queue, sealed(1)), submit(&queue, sealed(2))];
        assert_eq!(submit(&queue, sealed(3)).wait(), Err(PutError::Busy));
        let dir = tempfile::tempdir().unwrap();
        let files = Arc::new(RwLock::new(Files::open(dir.path()).unwrap()));
        let committer = Committer {
            files: Arc::clone(&files),
            jobs,
            failed: None,
        };
        drop(queue);
        committer.run();
        for put in taken {
            assert_eq!(put.wait(), Ok(()));
        }
        assert_eq!(files.read().unwrap().keys.contents().unwrap().len(), 2);
    }

    #[test]
    fn a_put_that_nobody_will_commit_is_answered() {
        let (queue, jobs) = mpsc::sync_channel(2);
        let waiting = submit(&queue, sealed(1));
        drop(jobs);
        assert_eq!(waiting.wait(), Err(PutError::Vault(gone())));
        assert_eq!(submit(&queue, sealed(2)).wait(), Err(PutError::Vault(gone())));
    }
}
