//! The data directory: which files lie in it, and opening them together.
//!
//! ```text
//! log.redb        the log: everything that happened
//! vault/          texts that can be erased, and their keys
//! views.redb      projections of the log; may be deleted
//! admin.sha256    hash of the admin link's secret
//! ```

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use eventlog::{Clock, LogReader, Options, RedbLog};
use survey::{Command, Instrument, LogOpened, Registry};
use vault::Vault;
use views::Views;

use crate::{
    AdminAccess, App, AppError, Edge, SystemEdge,
    app::{operator, timestamp_ms},
};

/// A directory that holds one log and what lies beside it.
#[derive(Clone, Debug)]
pub struct DataDir(PathBuf);

impl DataDir {
    /// Names a directory; touches nothing.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The file of the log.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.0.join("log.redb")
    }

    /// The directory of the vault.
    #[must_use]
    pub fn vault(&self) -> PathBuf {
        self.0.join("vault")
    }

    /// The file of the views.
    #[must_use]
    pub fn views(&self) -> PathBuf {
        self.0.join("views.redb")
    }

    /// The directory of recordings of the questions; need not be there.
    #[must_use]
    pub fn voices(&self) -> PathBuf {
        self.0.join("suara")
    }

    /// Makes a new log with its first events: whose it is, and the instrument of PermenPANRB 14/2017. Returns the
    /// secret of the admin link.
    ///
    /// # Errors
    /// If there is a log already, or the files cannot be made.
    pub fn init(&self, opened: LogOpened, edge: Arc<dyn Edge>) -> Result<(App, String), AppError> {
        if self.log().exists() {
            let text = format!("{} sudah berisi log; pilih folder lain", self.0.display());
            return Err(AppError::Failed(text));
        }
        // Before there is a file: a refused name must not leave a log that nobody opened.
        survey::decide(&Registry::default(), Command::OpenLog(opened.clone()))?;
        let failed = |error: std::io::Error| AppError::Failed(format!("{}: {error}", self.0.display()));
        fs::create_dir_all(&self.0).map_err(failed)?;
        let log = RedbLog::create(&self.log(), clock(&edge), &Options::default())?;
        let app = self.start(log, edge, |_| ())?;
        app.register(&operator(), Command::OpenLog(opened))?;
        app.register(
            &operator(),
            Command::PublishInstrument(Instrument::permenpan_14_2017()),
        )?;
        let secret = AdminAccess::renew(&self.0, &SystemEdge)?;
        Ok((app, secret))
    }

    /// Opens what is there, for writing; the views catch up first, telling `progress` how many events they hold.
    ///
    /// # Errors
    /// If there is no log, another process writes it, or a file is damaged.
    pub fn open(&self, edge: Arc<dyn Edge>, progress: impl FnMut(u64)) -> Result<App, AppError> {
        self.check_is_there()?;
        let log = RedbLog::open(&self.log(), clock(&edge), &Options::default())?;
        self.start(log, edge, progress)
    }

    /// Opens the log for reading only, also while a server writes it.
    ///
    /// # Errors
    /// If there is no log or it is damaged.
    pub fn reader(&self) -> Result<LogReader, AppError> {
        self.check_is_there()?;
        Ok(LogReader::open(&self.log(), &Options::default())?)
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
        let views = Arc::new(Views::open(&self.views())?);
        let vault = Arc::new(Vault::open(self.vault())?);
        App::start(Arc::new(log), views, vault, edge, progress)
    }

    fn check_is_there(&self) -> Result<(), AppError> {
        if self.log().exists() {
            return Ok(());
        }
        let text = format!(
            "{} tidak berisi log; buat dengan `skm init --data ...`",
            self.0.display()
        );
        Err(AppError::Failed(text))
    }
}

fn clock(edge: &Arc<dyn Edge>) -> Clock {
    let edge = Arc::clone(edge);
    Arc::new(move || timestamp_ms(edge.now()))
}
