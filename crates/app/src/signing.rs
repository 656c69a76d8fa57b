//! Signing: what stands in the log is signed, what witnesses say is kept, and whoever waits for either hears of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use eventlog::ReadTree;
use notary::{ArchiveReader, Archived, Notary};
use tlog::note::VerifierKey;
use tokio::sync::watch;

use crate::{App, AppError, app::timestamp_ms};

/// What is signed of the log.
#[derive(Clone, Debug, Default)]
pub struct Signed {
    /// The checkpoint that was signed last; `None` before the first.
    pub newest: Option<Arc<Archived>>,
    /// The largest that a witness has cosigned.
    pub cosigned: Option<Arc<Archived>>,
    /// Why the log is not signed any more. Answers are still taken.
    pub failure: Option<Arc<str>>,
}

impl Signed {
    /// How many events are signed.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.newest.as_ref().map_or(0, |newest| newest.head().size)
    }

    /// How many events a witness has seen.
    #[must_use]
    pub fn cosigned_size(&self) -> u64 {
        self.cosigned.as_ref().map_or(0, |cosigned| cosigned.head().size)
    }
}

/// The notary, and what it has to tell.
pub(crate) struct Signing {
    notary: Mutex<Notary>,
    vkey: VerifierKey,
    archive: ArchiveReader,
    tell: watch::Sender<Signed>,
}

impl Signing {
    pub(crate) fn new(notary: Notary, log: &dyn ReadTree) -> Result<Self, AppError> {
        let cosigned = largest_cosigned(&notary, log)?;
        let signed = Signed {
            newest: notary.newest().cloned().map(Arc::new),
            cosigned: cosigned.map(Arc::new),
            failure: None,
        };
        Ok(Self {
            vkey: notary.vkey().clone(),
            archive: notary.archive().clone(),
            notary: Mutex::new(notary),
            tell: watch::Sender::new(signed),
        })
    }

    fn notary(&self) -> MutexGuard<'_, Notary> {
        // A panic on the way leaves what the lock and the archive hold, and the notary goes by those.
        self.notary.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Signs everything that is in the log by now, and tells those who watch. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// [`AppError::Evidence`] if the log is not what was written or signed. Answers are taken all the same.
    pub fn sign(&self) -> Result<(), AppError> {
        let size = self.log.head().size;
        let mut notary = self.signing.notary();
        let outcome = notary.sign(&*self.log, size, timestamp_ms(self.edge.now()));
        let newest = match outcome {
            Ok(newest) => Ok(newest.cloned().map(Arc::new)),
            Err(error) => Err(AppError::from(error)),
        };
        self.signing.tell.send_if_modified(|signed| match &newest {
            Ok(newest) => {
                let changed = signed.newest != *newest || signed.failure.is_some();
                signed.newest.clone_from(newest);
                signed.failure = None;
                changed
            }
            Err(error) => {
                signed.failure = Some(error.to_string().into());
                true
            }
        });
        newest.map(|_| ())
    }

    /// Keeps a checkpoint with cosignatures that the caller has verified, and tells those who watch.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn keep_cosigned(&self, cosigned: &Archived) -> Result<(), AppError> {
        let mut notary = self.signing.notary();
        let kept = Arc::new(notary.keep_cosigned(cosigned)?);
        self.signing.tell.send_modify(|signed| {
            if signed
                .newest
                .as_ref()
                .is_some_and(|newest| newest.head() == kept.head())
            {
                signed.newest = Some(Arc::clone(&kept));
            }
            if signed.cosigned_size() <= kept.head().size {
                signed.cosigned = Some(kept);
            }
        });
        Ok(())
    }

    /// What is signed, now and whenever it changes.
    #[must_use]
    pub fn signed(&self) -> watch::Receiver<Signed> {
        self.signing.tell.subscribe()
    }

    /// The key that checks what is signed. Its name is the log's origin.
    #[must_use]
    pub const fn vkey(&self) -> &VerifierKey {
        &self.signing.vkey
    }

    /// Every checkpoint that is kept.
    #[must_use]
    pub const fn checkpoints(&self) -> &ArchiveReader {
        &self.signing.archive
    }
}

/// The largest checkpoint of this log that a witness has cosigned. What was cosigned before a ceremony may be larger,
/// and is of a log that is no more.
fn largest_cosigned(notary: &Notary, log: &dyn ReadTree) -> Result<Option<Archived>, AppError> {
    let signed = notary.newest().map_or(0, |newest| newest.head().size);
    let stands = |archived: &Archived| {
        let head = archived.head();
        head.size <= signed && log.root(head.size).is_ok_and(|root| root == head.root)
    };
    let wanted = |archived: &Archived| archived.is_cosigned() && stands(archived);
    Ok(notary.archive().largest(wanted)?)
}
