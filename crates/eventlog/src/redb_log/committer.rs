//! The write path: one thread takes what is queued, writes it in one transaction, and answers when it is
//! on disk.
//!
//! A crash before the commit returns leaves nothing of the batch, or, if the disk had it already, all of
//! it: the writers were told nothing, ask again, and get the same answer. A crash after leaves all of it.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use redb::{Database, ReadableDatabase, WriteTransaction};
use tokio::sync::{oneshot, watch};

#[cfg(test)]
use super::options::Sabotage;
use super::{
    Options,
    batch::Batch,
    reader::Snapshot,
    tables::{self, Tables},
    tail::Tail,
    tree::Growth,
};
use crate::{AppendError, Appended, Clock, Head, LogError, prepared::Prepared};

/// What arrives in the queue.
pub(crate) enum Message {
    Append(Request),
    Stop,
}

/// An append and whoever waits for it.
pub(crate) struct Request {
    pub(crate) append: Prepared,
    pub(crate) answer: oneshot::Sender<Outcome>,
}

pub(crate) type Outcome = Result<Appended, AppendError>;
type Waiting = Vec<oneshot::Sender<Outcome>>;

pub(crate) struct Committer {
    database: Arc<Database>,
    messages: Receiver<Message>,
    queued_bytes: Arc<AtomicUsize>,
    head: Arc<watch::Sender<Head>>,
    failure: Arc<OnceLock<String>>,
    clock: Clock,
    options: Options,
    tail: Tail,
    growth: Growth,
    /// Whether the file has changed since it was last [settled](Self::settle).
    unsettled: bool,
    /// Whether [`Message::Stop`] has come.
    stopping: bool,
}

impl Committer {
    pub(crate) fn new(
        database: Arc<Database>,
        messages: Receiver<Message>,
        queued_bytes: Arc<AtomicUsize>,
        head: Arc<watch::Sender<Head>>,
        failure: Arc<OnceLock<String>>,
        clock: Clock,
        options: &Options,
    ) -> Result<Self, LogError> {
        let transaction = database.begin_write()?;
        let tables = Tables::open(&transaction)?;
        let tail = Tail::read(tables::indexed(&tables.ids)?, &tables.events)?;
        drop(tables);
        transaction.abort()?;
        let snapshot = Snapshot::new(database.begin_read()?)?;
        let growth = Growth::read(&snapshot)?;
        #[cfg(test)]
        let growth = growth.late_if(options.sabotage == Some(Sabotage::NodesLate));
        Ok(Self {
            database,
            messages,
            queued_bytes,
            head,
            failure,
            clock,
            options: options.clone(),
            unsettled: tail.len() > 0,
            tail,
            growth,
            stopping: false,
        })
    }

    /// Runs until told to stop. The first failure is fatal: from then on every append hears of it.
    pub(crate) fn run(mut self) {
        if let Err(error) = self.work() {
            self.fail(&error.to_string());
            self.refuse_the_rest(&LogError::Closed(error.to_string()));
        }
    }

    fn refuse_the_rest(&mut self, why: &LogError) {
        while !self.stopping {
            let message = self.messages.recv().ok();
            if let Some(request) = self.take(message) {
                answer(vec![request.answer], vec![Err(why.clone().into())]);
            }
        }
    }

    /// The append in a message; without one, it is time to stop.
    fn take(&mut self, message: Option<Message>) -> Option<Request> {
        if let Some(Message::Append(request)) = message {
            self.queued_bytes
                .fetch_sub(request.append.stored_bytes(), Ordering::Relaxed);
            return Some(request);
        }
        self.stopping = true;
        None
    }

    fn work(&mut self) -> Result<(), LogError> {
        while let Some(batch) = self.next_batch()? {
            self.commit(batch)?;
        }
        self.settle()
    }

    /// Waits for one append, then takes along all that came meanwhile, up to the cap.
    fn next_batch(&mut self) -> Result<Option<Vec<Request>>, LogError> {
        if self.stopping {
            return Ok(None);
        }
        let quiet = if self.unsettled {
            self.options.settle_after
        } else {
            Duration::MAX
        };
        let first = match self.messages.recv_timeout(quiet) {
            Err(RecvTimeoutError::Timeout) => {
                self.settle()?;
                self.messages.recv().ok()
            }
            received => received.ok(),
        };
        let mut batch = Vec::from_iter(self.take(first));
        while !self.stopping && batch.len() < self.options.batch_appends_max {
            let Ok(message) = self.messages.try_recv() else {
                break;
            };
            batch.extend(self.take(Some(message)));
        }
        Ok(Some(batch).filter(|batch| !batch.is_empty()))
    }

    fn commit(&mut self, batch: Vec<Request>) -> Result<(), LogError> {
        let (appends, mut waiting) = batch
            .into_iter()
            .map(|request| (request.append, request.answer))
            .unzip();
        match self.write_and_sync(appends, &mut waiting) {
            Ok(outcomes) => {
                answer(waiting, outcomes);
                Ok(())
            }
            Err(error) => {
                // Whoever hears that the append failed must find the log closed.
                self.fail(&error.to_string());
                let why = LogError::Closed(error.to_string());
                let outcomes = waiting.iter().map(|_| Err(why.clone().into())).collect();
                answer(waiting, outcomes);
                Err(error)
            }
        }
    }

    #[cfg_attr(
        not(test),
        expect(unused_variables, reason = "only a sabotaged committer answers from in here")
    )]
    fn write_and_sync(
        &mut self,
        appends: Vec<Prepared>,
        waiting: &mut Waiting,
    ) -> Result<Vec<Outcome>, LogError> {
        let transaction = self.begin()?;
        let before = *self.head.borrow();
        let mut batch = Batch::new(
            &transaction,
            &mut self.tail,
            &mut self.growth,
            (self.clock)(),
            before,
        )?;
        // In the order of the queue. What may not be written gets its refusal.
        let outcomes: Vec<_> = appends
            .into_iter()
            .map(|append| batch.append(append))
            .collect::<Result<_, _>>()?;
        let head = batch.write(self.options.tail_events_max)?;
        if head == before {
            transaction.abort()?;
            return Ok(outcomes);
        }
        #[cfg(test)]
        let outcomes = if self.options.sabotage == Some(Sabotage::AcknowledgeBeforeSync) {
            answer(std::mem::take(waiting), outcomes);
            Vec::new()
        } else {
            outcomes
        };
        // The sync is in here. A crash before it returns: nobody was told anything.
        let committed = transaction.commit();
        #[cfg(test)]
        let committed = committed.or_else(|error| match self.options.sabotage {
            Some(Sabotage::IgnoreFailure) => Ok(()),
            _ => Err(error),
        });
        committed?;
        self.unsettled = true;
        // First the watermark, then the answers: whoever was answered finds the event.
        self.head.send_replace(head);
        Ok(outcomes)
    }

    fn begin(&self) -> Result<WriteTransaction, LogError> {
        #[cfg_attr(
            not(test),
            expect(unused_mut, reason = "only a sabotaged transaction is changed")
        )]
        let mut transaction = self.database.begin_write()?;
        #[cfg(test)]
        if self.options.sabotage == Some(Sabotage::NoSync) {
            transaction.set_durability(redb::Durability::None)?;
        }
        Ok(transaction)
    }

    /// In a quiet moment: brings the indexes up to date, so that another process reads quickly, and has redb
    /// keep with the commit what it otherwise works out anew by reading the whole file after a crash.
    fn settle(&mut self) -> Result<(), LogError> {
        if !self.unsettled {
            return Ok(());
        }
        let mut transaction = self.begin()?;
        transaction.set_quick_repair(true);
        self.tail.flush(&mut Tables::open(&transaction)?)?;
        transaction.commit()?;
        self.unsettled = false;
        Ok(())
    }

    fn fail(&self, why: &str) {
        // The first reason is the true one.
        let _ = self.failure.set(why.into());
        // Wakes those who follow; nothing was appended.
        self.head.send_modify(|_| ());
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        if thread::panicking() {
            self.fail("the committer panicked");
        }
    }
}

fn answer(waiting: Waiting, outcomes: Vec<Outcome>) {
    for (waiting, outcome) in waiting.into_iter().zip(outcomes) {
        // Whoever stopped waiting will ask again, under the same ids.
        let _ = waiting.send(outcome);
    }
}
