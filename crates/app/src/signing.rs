//! Signing: what stands in the log is signed, what witnesses say is kept, and whoever waits for either hears of it.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use eventlog::ReadTree;
use notary::{ArchiveReader, Archived, Attester, Notary};
use tlog::{note::VerifierKey, policy::Policy};
use tokio::sync::watch;

use crate::{App, AppError, app::timestamp_ms};

/// What is signed of the log.
#[derive(Clone, Debug, Default)]
pub struct Signed {
    /// The checkpoint that was signed last; `None` before the first.
    pub newest: Option<Arc<Archived>>,
    /// The largest that witnesses have cosigned: as many as the policy asks for, one where there is no policy.
    pub cosigned: Option<Arc<Archived>>,
    /// True if there is a policy: the public is shown what its witnesses have seen.
    pub witnessed: bool,
    /// Why the log is not signed any more. Answers are still taken.
    pub failure: Option<Arc<str>>,
}

impl Signed {
    /// How many events are signed.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.newest.as_ref().map_or(0, |newest| newest.head().size)
    }

    /// The checkpoint for everybody. Whoever follows a policy takes no other, so it waits for the witnesses, except
    /// for the first time.
    #[must_use]
    pub fn published(&self) -> Option<&Arc<Archived>> {
        let cosigned = self.cosigned.as_ref().filter(|_| self.witnessed);
        cosigned.or(self.newest.as_ref())
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
    attester: Attester,
    archive: ArchiveReader,
    policy: OnceLock<Policy>,
    tell: watch::Sender<Signed>,
    /// How many events there were when a result was published last.
    results: watch::Sender<u64>,
}

impl Signing {
    pub(crate) fn new(notary: Notary, log: &dyn ReadTree) -> Result<Self, AppError> {
        let cosigned = largest_cosigned(notary.archive(), notary.newest(), log, None)?;
        let signed = Signed {
            newest: notary.newest().cloned().map(Arc::new),
            cosigned,
            witnessed: false,
            failure: None,
        };
        Ok(Self {
            attester: notary.attester(),
            archive: notary.archive().clone(),
            notary: Mutex::new(notary),
            policy: OnceLock::new(),
            tell: watch::Sender::new(signed),
            results: watch::Sender::new(0),
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
            if signed.cosigned_size() <= kept.head().size && counts(&kept, self.signing.policy.get()) {
                signed.cosigned = Some(kept);
            }
        });
        Ok(())
    }

    /// From now on the public is shown what the witnesses of a policy have cosigned.
    ///
    /// # Errors
    /// If the policy does not know this log, or there is one already.
    pub fn set_policy(&self, policy: Policy) -> Result<(), AppError> {
        let vkey = self.vkey();
        if !policy.logs().iter().any(|log| log.key == *vkey) {
            let text = format!("kebijakan tidak menyebut log ini; tambahkan baris `log {vkey}`");
            return Err(AppError::Failed(text));
        }
        let newest = self.signing.notary().newest().cloned();
        let cosigned = largest_cosigned(self.checkpoints(), newest.as_ref(), &*self.log, Some(&policy))?;
        let set = self.signing.policy.set(policy);
        set.map_err(|_| AppError::Failed("kebijakan sudah ditetapkan".into()))?;
        self.signing.tell.send_modify(|signed| {
            signed.cosigned = cosigned;
            signed.witnessed = true;
        });
        Ok(())
    }

    /// The policy, once it is set.
    #[must_use]
    pub fn policy(&self) -> Option<&Policy> {
        self.signing.policy.get()
    }

    /// How many events there were when a result was published last, since this application was started, and whenever
    /// that changes. Whoever signs does it at once then.
    #[must_use]
    pub fn results_published(&self) -> watch::Receiver<u64> {
        self.signing.results.subscribe()
    }

    /// Tells those who sign that a result was published.
    pub(crate) fn tell_published(&self) {
        self.signing.results.send_replace(self.log.head().size);
    }

    /// What is signed, now and whenever it changes.
    #[must_use]
    pub fn signed(&self) -> watch::Receiver<Signed> {
        self.signing.tell.subscribe()
    }

    /// The key that checks what is signed. Its name is the log's origin.
    #[must_use]
    pub const fn vkey(&self) -> &VerifierKey {
        self.signing.attester.vkey()
    }

    /// What attests that the office handed something out.
    pub(crate) const fn attester(&self) -> &Attester {
        &self.signing.attester
    }

    /// Every checkpoint that is kept.
    #[must_use]
    pub const fn checkpoints(&self) -> &ArchiveReader {
        &self.signing.archive
    }
}

/// The largest checkpoint of this log that counts as cosigned.
fn largest_cosigned(
    archive: &ArchiveReader,
    newest: Option<&Archived>,
    log: &dyn ReadTree,
    policy: Option<&Policy>,
) -> Result<Option<Arc<Archived>>, AppError> {
    let signed = newest.map_or(0, |newest| newest.head().size);
    // What was cosigned before a ceremony may be larger, and is of a log that is no more.
    let stands = |archived: &Archived| {
        let head = archived.head();
        head.size <= signed && log.root(head.size).is_ok_and(|root| root == head.root)
    };
    let found = archive.largest(|archived| counts(archived, policy) && stands(archived))?;
    Ok(found.map(Arc::new))
}

/// Whether enough witnesses have cosigned.
fn counts(archived: &Archived, policy: Option<&Policy>) -> bool {
    let enough = |policy: &Policy| policy.check(&archived.checkpoint).is_ok();
    archived.is_cosigned() && policy.is_none_or(enough)
}
