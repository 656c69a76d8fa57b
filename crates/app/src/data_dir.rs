//! The data directory: which files lie in it, and opening them together.
//!
//! ```text
//! log.redb           the log: everything that happened
//! checkpoints.redb   every signed state of it that a witness has cosigned
//! log.key, log.pub   what signs it, and what checks that
//! vault/             texts that can be erased, and their keys
//! views.redb         projections of the log; may be deleted
//! credentials.redb   what accounts are entered with
//! credentials.key    key of it
//! tokens.key         key of the one-time codes
//! kiosks.json        when each kiosk was seen last; may be deleted
//! ```
//!
//! Beside the directory, where no backup of it reaches: the lock, `DIR.signed`, and what was erased by law,
//! `DIR.erasures`.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use credentials::{Credentials, Key, Reader};
use eventlog::{Clock, EventLog, LogReader, Options, RedbLog};
use notary::{ArchiveReader, Files, LockFile, NewKey, Notary, recover_archive};
use survey::{Command, Grant, Instrument, LogOpened, Registry, Role};
use vault::Vault;
use views::Views;

use crate::{
    App, AppError, Edge, ErasureList, Invitation, Invite, Person, SystemEdge, TokenKey,
    accounts::{credentials_file, credentials_key, new_credentials_key},
    app::{operator, timestamp_ms},
    edge::new_secret,
    origin::{made_up, owner},
};

/// A directory that holds one log and what lies beside it.
#[derive(Clone, Debug)]
pub struct DataDir {
    path: PathBuf,
    lock: Option<PathBuf>,
    origin: Option<String>,
}

impl DataDir {
    /// Names a directory; touches nothing.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            lock: None,
            origin: None,
        }
    }

    /// The same directory with its lock elsewhere than beside it.
    #[must_use]
    pub fn with_lock(self, lock: Option<PathBuf>) -> Self {
        Self { lock, ..self }
    }

    /// The same directory, whose log gets this name when its key is made. Without one a name is made up.
    #[must_use]
    pub fn with_origin(self, origin: Option<String>) -> Self {
        Self { origin, ..self }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file of the log.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.path.join("log.redb")
    }

    /// What the notary keeps.
    #[must_use]
    pub fn notary(&self) -> Files {
        Files {
            key: self.path.join("log.key"),
            vkey: self.path.join("log.pub"),
            archive: self.path.join("checkpoints.redb"),
            lock: LockFile::new(self.lock.clone().unwrap_or_else(|| self.beside("signed"))),
        }
    }

    /// What was erased by law; beside the lock, where no backup reaches.
    #[must_use]
    pub fn erasures(&self) -> ErasureList {
        ErasureList::new(self.notary().lock.path().with_extension("erasures"))
    }

    /// A file beside the directory, named after it.
    fn beside(&self, extension: &str) -> PathBuf {
        let mut path = self.real_path().into_os_string();
        path.push(".");
        path.push(extension);
        path.into()
    }

    /// Its real name, so that a link to it leads to the same lock. Of a directory that is still to be made, what is
    /// above it has one.
    fn real_path(&self) -> PathBuf {
        let absolute = std::path::absolute(&self.path).unwrap_or_else(|_| self.path.clone());
        let above = absolute.parent().and_then(|above| above.canonicalize().ok());
        let to_be_made = above
            .zip(absolute.file_name())
            .map(|(above, name)| above.join(name));
        let there = self.path.canonicalize().ok();
        there.or(to_be_made).unwrap_or(absolute)
    }

    /// The directory of the vault.
    #[must_use]
    pub fn vault(&self) -> PathBuf {
        self.path.join("vault")
    }

    /// The file of the views.
    #[must_use]
    pub fn views(&self) -> PathBuf {
        self.path.join("views.redb")
    }

    /// The directory of recordings of the questions; need not be there.
    #[must_use]
    pub fn voices(&self) -> PathBuf {
        self.path.join("suara")
    }

    /// The directory of the offices' logos and addresses; need not be there.
    #[must_use]
    pub fn letterheads(&self) -> PathBuf {
        self.path.join("kop")
    }

    /// When each kiosk was seen last; need not be there.
    #[must_use]
    pub fn kiosks(&self) -> PathBuf {
        self.path.join("kiosks.json")
    }

    /// Makes a new log with its first events: whose it is, the instrument of PermenPANRB 14/2017, and an administrator
    /// who enters as `admin`. Returns what is to be handed over to that one.
    ///
    /// # Errors
    /// If there is a log already, or the files cannot be made.
    pub fn init(&self, opened: LogOpened, edge: Arc<dyn Edge>) -> Result<(App, Invitation), AppError> {
        if self.log().exists() {
            let text = format!("{} sudah berisi log; pilih folder lain", self.path.display());
            return Err(AppError::Failed(text));
        }
        let lock = self.notary().lock;
        if lock.path().exists() {
            let text = format!(
                "{} milik log lain yang pernah ada di sini; pindahkan berkas itu bila log itu tidak dipakai lagi, atau pilih folder lain",
                lock.path().display()
            );
            return Err(AppError::Failed(text));
        }
        // Before there is a file: a refused name must not leave a log that nobody opened.
        survey::decide(&Registry::default(), Command::OpenLog(opened.clone()))?;
        let failed = |error: std::io::Error| AppError::Failed(format!("{}: {error}", self.path.display()));
        fs::create_dir_all(&self.path).map_err(failed)?;
        let log = RedbLog::create(&self.log(), clock(&edge), &Options::default())?;
        let origin = self
            .origin
            .clone()
            .unwrap_or_else(|| made_up(&opened.name, &SystemEdge));
        let app = self.clone().with_origin(Some(origin)).start(log, edge, |_| ())?;
        app.register(&operator(), Command::OpenLog(opened))?;
        app.register(
            &operator(),
            Command::PublishInstrument(Instrument::permenpan_14_2017()),
        )?;
        let administrator = Invite {
            login: "admin".into(),
            person: Person {
                name: "Administrator".into(),
                contact: String::new(),
            },
            grants: vec![Grant {
                role: Role::Administrator,
                unit: None,
            }],
        };
        let invitation = app.invite(None, administrator)?;
        Ok((app, invitation))
    }

    /// Opens what is there, for writing; the views catch up first, telling `progress` how many events they hold.
    ///
    /// # Errors
    /// If there is no log, another process writes it, or a file is damaged.
    pub fn open(&self, edge: Arc<dyn Edge>, progress: impl FnMut(u64)) -> Result<App, AppError> {
        self.start(self.writer(&edge)?, edge, progress)
    }

    /// Opens the log alone, for writing: no other process can until it is dropped.
    ///
    /// # Errors
    /// If there is no log, another process writes it, or it is damaged.
    pub fn writer(&self, edge: &Arc<dyn Edge>) -> Result<RedbLog, AppError> {
        self.check_is_there()?;
        Ok(RedbLog::open(&self.log(), clock(edge), &Options::default())?)
    }

    /// Opens the log for reading only, also while a server writes it.
    ///
    /// # Errors
    /// If there is no log or it is damaged.
    pub fn reader(&self) -> Result<LogReader, AppError> {
        self.check_is_there()?;
        Ok(LogReader::open(&self.log(), &Options::default())?)
    }

    /// Opens the archive of checkpoints for reading only, also while a server writes it.
    ///
    /// # Errors
    /// If there is none or it is damaged.
    pub fn checkpoints(&self) -> Result<ArchiveReader, AppError> {
        Ok(ArchiveReader::open(&self.notary().archive)?)
    }

    /// Recovers checkpoints and vault after their process was cut off, so that they can be read again. Nothing is made
    /// that is not there.
    ///
    /// # Errors
    /// If another process has them open, or a file is damaged.
    pub fn recover(&self) -> Result<(), AppError> {
        recover_archive(&self.notary().archive)?;
        if self.vault().exists() {
            drop(Vault::open(self.vault())?);
        }
        Ok(())
    }

    /// Forgets the views. They are made again from the log when it is opened next.
    ///
    /// # Errors
    /// If the file cannot be removed.
    pub fn forget_views(&self) -> Result<(), AppError> {
        match fs::remove_file(self.views()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(AppError::Failed(format!("{}: {error}", self.views().display())))
            }
            _ => Ok(()),
        }
    }

    fn start(&self, log: RedbLog, edge: Arc<dyn Edge>, progress: impl FnMut(u64)) -> Result<App, AppError> {
        // Before anything is made of it: what was signed otherwise is evidence, and stays as it is.
        let notary = self.open_notary(&log, &*edge)?;
        let views = Arc::new(Views::open(&self.views())?);
        let vault = Arc::new(Vault::open(self.vault())?);
        let key = TokenKey::read(self.path())?;
        let new_key = key.is_none().then(|| TokenKey::generate(&*edge));
        let app = App::start(Arc::new(log), views, vault, notary, edge, progress)?;
        if let Some(key) = &new_key {
            if app.views().has_tokens()? {
                let text = format!(
                    "{} tidak ada, padahal kode sekali pakai sudah terbit; kembalikan berkas itu dari cadangan. \
                     Bila hilang untuk selamanya, buat yang baru dengan `skm tokens new-key`: kode yang belum \
                     dipakai tidak berlaku lagi",
                    TokenKey::path(self.path()).display()
                );
                return Err(AppError::Failed(text));
            }
            key.write(self.path())?;
        }
        let app = match key.or(new_key) {
            Some(key) => app.with_token_key(key),
            None => app,
        };
        let (store, key) = self.credentials()?;
        app.with_credentials(store, key).with_erasures(self.erasures())
    }

    /// The store of credentials, and its key. Both are made if they are not there.
    fn credentials(&self) -> Result<(Credentials, Key), AppError> {
        let file = credentials_file(self.path());
        let begun = file.exists();
        let store = Credentials::open(&file)?;
        if let Some(key) = credentials_key(self.path())? {
            return Ok((store, key));
        }
        if begun {
            tracing::warn!(
                "credentials.key tidak ada: kata sandi dan kode lama tidak berlaku; kembalikan berkas itu, atau `skm account reset`"
            );
        }
        let key = new_credentials_key(self.path(), &SystemEdge)?;
        Ok((store, key))
    }

    /// Copies what accounts are entered with into another data directory, also while a server writes it; nothing if
    /// there is none. Without the key, which is not copied, it opens nothing.
    ///
    /// # Errors
    /// If it cannot be read or written.
    pub fn copy_credentials(&self, to: &Self) -> Result<(), AppError> {
        let file = credentials_file(self.path());
        if file.exists() {
            Reader::open(&file)?.copy(&credentials_file(to.path()))?;
        }
        Ok(())
    }

    fn open_notary(&self, log: &dyn EventLog, edge: &dyn Edge) -> Result<Notary, AppError> {
        let (size, now) = (log.head().size, timestamp_ms(edge.now()));
        Ok(Notary::open(&self.notary(), log, size, now, || {
            self.new_key(log)
        })?)
    }

    /// Never from a demo's chance, which anybody can repeat.
    pub(crate) fn new_key(&self, log: &dyn EventLog) -> NewKey {
        let made_up = || made_up(&owner(log).unwrap_or_else(|| "log".into()), &SystemEdge);
        NewKey {
            origin: self.origin.clone().unwrap_or_else(made_up),
            seed: new_secret(&SystemEdge),
        }
    }

    pub(crate) fn check_is_there(&self) -> Result<(), AppError> {
        if self.log().exists() {
            return Ok(());
        }
        let text = format!(
            "{} tidak berisi log; buat dengan `skm init --data ...`",
            self.path.display()
        );
        Err(AppError::Failed(text))
    }
}

pub(crate) fn clock(edge: &Arc<dyn Edge>) -> Clock {
    let edge = Arc::clone(edge);
    Arc::new(move || timestamp_ms(edge.now()))
}
