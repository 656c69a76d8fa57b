//! The witness: its folder, its key, and the one path by which it cosigns.
//!
//! Nothing is held in memory between two requests: what was cosigned stands on disk and is read anew each time, so
//! a failed write needs no cure but the next request.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tlog::add_checkpoint::AddCheckpoint;
use tlog::checkpoint::SignedCheckpoint;
use tlog::cosignature::{CosignedAt, CosignerKey, CosigningKey};
use tlog::note::{Signature, VerifierKey};

use crate::disk::{Disk, Folder, replace};
use crate::limits::{FORKS_MAX, REQUEST_BYTES_MAX};
use crate::{Error, KnownLog, NotCosigned, Refusal, decide};

const KEY: &str = "witness.key";
const VKEY: &str = "witness.vkey";
const LOCK: &str = "lock";

/// A witness that is open.
pub struct Witness {
    key: CosigningKey,
    dir: PathBuf,
    disk: Box<dyn Disk>,
    /// Held from reading a log's file to the end of writing it.
    turn: Mutex<()>,
    /// Held, not read, as long as the witness is open.
    _lock: Option<File>,
}

/// What adding a key changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// A log that was not known.
    Log,
    /// One more key of a known log.
    Key,
    /// Nothing: the key was known.
    Nothing,
}

impl Witness {
    /// Makes a witness with a key of its own, from 32 bytes that nobody can guess.
    ///
    /// # Errors
    /// If there is one already, or the name is not allowed, or the disk fails.
    pub fn init(dir: &Path, name: &str, seed: &[u8; 32]) -> Result<CosignerKey, Error> {
        let key = CosigningKey::from_seed(name, seed).map_err(|_| Error::Name(name.to_owned()))?;
        let failed = || Error::io(dir);
        let disk = Folder::make(dir).map_err(failed())?;
        let _lock = lock(dir)?;
        if disk.read(KEY).map_err(failed())?.is_some() {
            return Err(Error::Exists(dir.to_owned()));
        }
        // The secret comes last: a crash before it leaves a folder without a witness, to be made again.
        let public = key.public().clone();
        replace(&disk, VKEY, format!("{public}\n").as_bytes()).map_err(failed())?;
        replace(&disk, KEY, format!("{}\n", key.secret_text()).as_bytes()).map_err(failed())?;
        Ok(public)
    }

    /// Opens a witness, for this process alone.
    ///
    /// # Errors
    /// If there is none, another process has it open, or its key cannot be read.
    pub fn open(dir: &Path) -> Result<Witness, Error> {
        if !dir.join(KEY).exists() {
            return Err(Error::NotThere(dir.to_owned()));
        }
        let lock = lock(dir)?;
        let disk = Folder(dir.to_owned());
        let secret = disk
            .read(KEY)
            .map_err(Error::io(&dir.join(KEY)))?
            .unwrap_or_default();
        let secret = str::from_utf8(&secret)
            .ok()
            .and_then(|text| text.strip_suffix('\n'));
        let key = secret.and_then(|secret| CosigningKey::from_secret_text(secret).ok());
        let key = key.ok_or_else(|| Error::Damaged(dir.join(KEY)))?;
        Ok(Witness::on(Box::new(disk), dir, key, Some(lock)))
    }

    pub(crate) fn on(disk: Box<dyn Disk>, dir: &Path, key: CosigningKey, lock: Option<File>) -> Witness {
        Witness {
            key,
            dir: dir.to_owned(),
            disk,
            turn: Mutex::new(()),
            _lock: lock,
        }
    }

    /// The key by which others check its cosignatures. Publish it.
    #[must_use]
    pub const fn vkey(&self) -> &CosignerKey {
        self.key.public()
    }

    /// Every log that it knows, by origin.
    ///
    /// # Errors
    /// If a file cannot be read or was changed.
    pub fn logs(&self) -> Result<Vec<KnownLog>, Error> {
        let names = self.disk.names().map_err(Error::io(&self.dir))?;
        let files = names.iter().filter(|name| name.ends_with(".log"));
        let mut logs = files
            .filter_map(|name| self.read(name).transpose())
            .collect::<Result<Vec<_>, _>>()?;
        logs.sort_by(|a, b| a.origin().cmp(b.origin()));
        Ok(logs)
    }

    /// Makes a log known, or one more key of a log that is. Nothing that was cosigned is forgotten.
    ///
    /// # Errors
    /// If the log has too many keys, or its file cannot be read or written.
    pub fn add_log(&self, key: VerifierKey) -> Result<Added, Error> {
        let _turn = self.turn();
        let name = KnownLog::file_name(key.name());
        let (log, added) = match self.read(&name)? {
            None => (KnownLog::new(key), Added::Log),
            Some(log) if log.keys().contains(&key) => return Ok(Added::Nothing),
            Some(log) => (log.with_key(key).ok_or(Error::TooManyKeys)?, Added::Key),
        };
        self.store(&name, &log.to_string())?;
        Ok(added)
    }

    /// Answers a request, the body of `add-checkpoint`: with a cosignature of this time, if the protocol allows.
    ///
    /// # Errors
    /// [`NotCosigned`] says why there is no cosignature.
    pub fn answer(&self, request: &[u8], now: CosignedAt) -> Result<Signature, NotCosigned> {
        let bytes = request.len();
        if bytes > REQUEST_BYTES_MAX {
            return Err(Refusal::TooLong { bytes }.into());
        }
        let request = AddCheckpoint::parse(request).map_err(Refusal::Malformed)?;
        let _turn = self.turn();
        let name = KnownLog::file_name(request.checkpoint.checkpoint().origin());
        let log = self.read(&name)?;
        let signer = match decide(log.as_ref(), &request) {
            Ok(signer) => signer,
            Err(refusal) => {
                if let Refusal::OtherRoot { .. } = refusal {
                    self.keep_fork(&name, &request.checkpoint)?;
                }
                return Err(refusal.into());
            }
        };
        let cosignature = self.key.cosign(&request.checkpoint, now);
        let last = with_ours(&request.checkpoint, signer, &cosignature);
        let log = log.as_ref().ok_or(Refusal::UnknownOrigin)?.cosigned(last);
        // A crash up to the end of this leaves the checkpoint before or this one. The cosignature has not left.
        self.store(&name, &log.to_string())?;
        Ok(cosignature)
    }

    /// Keeps the other history's checkpoint beside the log's file, once.
    fn keep_fork(&self, name: &str, checkpoint: &SignedCheckpoint) -> Result<(), Error> {
        let before = format!("{name}.fork-");
        let names = self.disk.names().map_err(Error::io(&self.dir))?;
        let fork = format!("{before}{:x}", checkpoint.checkpoint().head().root);
        let kept = names.iter().filter(|name| name.starts_with(&before)).count();
        if names.contains(&fork) || kept >= FORKS_MAX {
            return Ok(());
        }
        self.store(&fork, &checkpoint.to_string())
    }

    fn read(&self, name: &str) -> Result<Option<KnownLog>, Error> {
        let path = self.dir.join(name);
        let Some(bytes) = self.disk.read(name).map_err(Error::io(&path))? else {
            return Ok(None);
        };
        let log = str::from_utf8(&bytes)
            .ok()
            .and_then(|text| KnownLog::parse(text, self.vkey()));
        // A file under another log's name would be another log's memory.
        let log = log.filter(|log| KnownLog::file_name(log.origin()) == name);
        log.map(Some).ok_or(Error::Damaged(path))
    }

    fn store(&self, name: &str, text: &str) -> Result<(), Error> {
        replace(&*self.disk, name, text.as_bytes()).map_err(Error::io(&self.dir.join(name)))
    }

    /// A panic in an earlier turn left the old file or the new one, as a power cut does.
    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The checkpoint with one signature of the log and our cosignature. Others' are theirs to keep, and an older one of
/// ours that came back with the request gives way.
fn with_ours(checkpoint: &SignedCheckpoint, log: &VerifierKey, ours: &Signature) -> SignedCheckpoint {
    let note = checkpoint.note();
    let by_log = note.signatures().iter().find(|signature| signature.is_by(log));
    let lines: String = by_log
        .into_iter()
        .chain([ours])
        .map(Signature::to_string)
        .collect();
    let text = format!("{}\n{lines}", note.text());
    SignedCheckpoint::parse(text.as_bytes()).expect("hardly longer than one that was read")
}

fn lock(dir: &Path) -> Result<File, Error> {
    let path = dir.join(LOCK);
    let lock = File::create(&path).map_err(Error::io(&path))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(dir.to_owned())),
        Err(TryLockError::Error(error)) => Err(Error::Io { path, error }),
    }
}
