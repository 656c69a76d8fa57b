//! The vault as the rest of the program sees it.

use std::{
    collections::{BTreeSet, HashSet},
    path::Path,
    sync::{Arc, RwLock, RwLockReadGuard, mpsc},
    thread::{self, JoinHandle},
};

use tokio::sync::oneshot;
use uuid::Uuid;

use crate::{
    PendingPut, Sealed,
    commit::{Committer, Job, gone, submit},
    commitment,
    error::{Error, storage},
    files::{Files, hold_alone},
    limits::QUEUE_JOBS_MAX,
};

/// Texts beside the log. Share it in an `Arc`; dropping it finishes what is queued.
#[derive(Debug)]
pub struct Vault {
    files: Arc<RwLock<Files>>,
    queue: Option<mpsc::SyncSender<Job>>,
    committer: Option<JoinHandle<()>>,
}

impl Vault {
    /// Opens the vault in a directory, or begins one there.
    ///
    /// # Errors
    /// If another process has it open, one of its files is missing or not of its format, or the disk failed.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self, Error> {
        let files = Arc::new(RwLock::new(Files::open(dir.as_ref())?));
        let (queue, jobs) = mpsc::sync_channel(QUEUE_JOBS_MAX);
        let committer = Committer {
            files: Arc::clone(&files),
            jobs,
            failed: None,
        };
        let thread = thread::Builder::new().name("vault".into());
        let committer = thread.spawn(move || committer.run()).map_err(storage)?;
        Ok(Self {
            files,
            queue: Some(queue),
            committer: Some(committer),
        })
    }

    /// Queues a text. It is on disk once the answer arrives; append the event only then.
    pub fn put(&self, sealed: Sealed) -> PendingPut {
        submit(self.queue(), sealed)
    }

    /// The text, or `None` if it was erased or never put.
    ///
    /// # Errors
    /// If the text is damaged or the disk failed.
    pub fn read(&self, content: Uuid) -> Result<Option<String>, Error> {
        self.files().open_text(content)
    }

    /// Whether a text is the one that the event's commitment binds; `None` if it was erased or never put.
    ///
    /// # Errors
    /// If the disk failed.
    pub fn matches(
        &self,
        content: Uuid,
        committed: &[u8; 32],
        candidate: &str,
    ) -> Result<Option<bool>, Error> {
        let salt = self.files().salt(content)?;
        Ok(salt.map(|salt| commitment(&salt, candidate) == *committed))
    }

    /// Erases texts and everything that could bring them back. What is not there stays not there. Blocks
    /// while both files are written anew: seconds for a million texts, during which reads go on and puts wait.
    ///
    /// Append `content_erased` first, then erase, and at each start erase again whatever the log says is
    /// erased: so a crash between the two leaves a promise to keep, not a text missing without authority.
    ///
    /// # Errors
    /// If the disk failed. Some of the texts may be gone then; erase again after reopening.
    pub fn erase(&self, contents: impl IntoIterator<Item = Uuid>) -> Result<(), Error> {
        // Here, and not by the one who writes: a long backup holds up those who erase, not those who put.
        let dir = self.files().dir.clone();
        let _alone = hold_alone(&dir)?;
        let contents = contents.into_iter().map(|content| content.as_u128()).collect();
        let (sender, receiver) = oneshot::channel();
        let job = Job::Erase(contents, sender);
        self.queue().send(job).map_err(|_| gone())?;
        receiver.blocking_recv().unwrap_or_else(|_| Err(gone()))
    }

    /// Removes every text that no event names, and returns how many: what a crash left between a put and its
    /// event. Takes the vault alone, because a put whose event is still to come looks the same.
    ///
    /// What an event names stays, even where only its ciphertext is there: its key may lie in a backup.
    ///
    /// # Errors
    /// If the disk failed.
    pub fn sweep(&mut self, named: &HashSet<Uuid>) -> Result<usize, Error> {
        let mut stray = self.files().keys.contents().map_err(storage)?;
        stray.append(&mut self.files().texts.contents().map_err(storage)?);
        let mut stray: Vec<Uuid> = stray.into_iter().map(Uuid::from_u128).collect();
        stray.retain(|content| !named.contains(content));
        let count = stray.len();
        self.erase(stray).map(|()| count)
    }

    /// Every text that can be read, in order of content id.
    ///
    /// # Errors
    /// If the disk failed.
    pub fn contents(&self) -> Result<BTreeSet<Uuid>, Error> {
        let files = self.files();
        let keys = files.keys.contents().map_err(storage)?;
        let texts = files.texts.contents().map_err(storage)?;
        Ok(keys.intersection(&texts).copied().map(Uuid::from_u128).collect())
    }

    fn files(&self) -> RwLockReadGuard<'_, Files> {
        self.files.read().expect("nobody panics while swapping a file")
    }

    const fn queue(&self) -> &mpsc::SyncSender<Job> {
        self.queue.as_ref().expect("taken only when dropped")
    }
}

impl Drop for Vault {
    fn drop(&mut self) {
        // The committer ends once the queue has no sender and is empty.
        self.queue.take();
        if let Some(committer) = self.committer.take() {
            // A panic of the committer was seen by those who waited for it.
            let _ = committer.join();
        }
    }
}
