//! The application in the small world: all in memory but vault and notary, or all in files.

use std::{fs, ops::Deref, path::Path, sync::Arc};

use app::{App, AppError, DataDir, Receipt, TokenKey, operator};
use eventlog::{EventLog, MemoryLog, Options, RedbLog, TimestampMs};
use jiff::SignedDuration;
use notary::{Files, LockFile, NewKey, Notary};
use survey::{Command, SubmitResponse};
use tempfile::TempDir;
use vault::Vault;
use views::Views;

use crate::{MoodyLog, TestEdge, kabupaten, response_id, with_credentials};

/// Where the clock of every [`TestApp`] begins: a Monday morning in Indonesia.
const BEGINNING: &str = "2026-09-14T02:00:00Z";

/// How long before that the kabupaten was set up. A claim from before its survey opened is not believed, and tests
/// claim hours of this year.
const SET_UP_BEFORE: SignedDuration = SignedDuration::from_hours(300 * 24);

/// The application, with everything below it, in a world of its own.
pub struct TestApp {
    /// `None` only while it is opened anew.
    app: Option<Arc<App>>,
    edge: Arc<TestEdge>,
    dir: TempDir,
}

impl TestApp {
    /// The [kabupaten] on a log in memory.
    #[must_use]
    pub fn in_memory() -> Self {
        let edge = Arc::new(TestEdge::new(BEGINNING, 1));
        let log = MemoryLog::new(edge.clock());
        Self::on(Arc::new(log), edge)
    }

    /// The [kabupaten] on another log.
    ///
    /// # Panics
    /// If it cannot be started there.
    #[must_use]
    pub fn on(log: Arc<dyn EventLog>, edge: Arc<TestEdge>) -> Self {
        let dir = tempfile::tempdir().expect("room for a folder");
        let vault = Vault::open(dir.path().join("vault")).expect("an empty vault");
        let views = Views::in_memory().expect("room in memory");
        let notary = notary_in(dir.path(), &*log);
        let edge_of_app = Arc::<TestEdge>::clone(&edge);
        let app = App::start(log, Arc::new(views), Arc::new(vault), notary, edge_of_app, |_| ());
        let app = app
            .expect("an empty world")
            .with_token_key(TokenKey::new([7; 32]));
        let app = with_credentials(app, dir.path());
        Self::with_kabupaten(app, edge, dir)
    }

    /// The [kabupaten] on a log with moods, which is well so far.
    #[must_use]
    pub fn moody() -> (Self, Arc<MoodyLog>) {
        let edge = Arc::new(TestEdge::new(BEGINNING, 1));
        let log = Arc::new(MoodyLog::new(Arc::new(MemoryLog::new(edge.clock()))));
        let log_of_app: Arc<dyn EventLog> = Arc::<MoodyLog>::clone(&log);
        (Self::on(log_of_app, edge), log)
    }

    /// The [kabupaten] in files.
    ///
    /// # Panics
    /// If the files cannot be made.
    #[must_use]
    pub fn in_files() -> Self {
        let edge = Arc::new(TestEdge::new(BEGINNING, 1));
        let dir = tempfile::tempdir().expect("room for a folder");
        let data = DataDir::new(dir.path().join("data"));
        fs::create_dir(data.path()).expect("room for a folder");
        let log = RedbLog::create(&data.log(), edge.clock(), &Options::default());
        drop(log.expect("room for a log"));
        let app = data.open(Arc::<TestEdge>::clone(&edge), |_| ());
        Self::with_kabupaten(app.expect("an empty log opens"), edge, dir)
    }

    fn with_kabupaten(app: App, edge: Arc<TestEdge>, dir: TempDir) -> Self {
        let app = Self {
            app: Some(Arc::new(app)),
            edge,
            dir,
        };
        app.edge.pass(-SET_UP_BEFORE);
        for command in kabupaten() {
            app.register(&operator(), command)
                .expect("the kabupaten fits together");
        }
        app.edge.pass(SET_UP_BEFORE);
        app
    }

    /// The application, for whoever outlives a borrow. Give it back before [`reopen`](Self::reopen).
    ///
    /// # Panics
    /// Never: it is open but for a moment in `reopen`.
    #[must_use]
    pub fn shared(&self) -> Arc<App> {
        Arc::clone(self.app.as_ref().expect("open, but for a moment in `reopen`"))
    }

    /// Closes the files, does something to them, and opens them again.
    ///
    /// # Errors
    /// If they cannot be opened any more.
    ///
    /// # Panics
    /// If the log is in memory.
    pub fn reopen(mut self, meanwhile: impl FnOnce(&DataDir)) -> Result<Self, AppError> {
        let data = self.data();
        self.app = None;
        assert!(data.log().exists(), "only files can be opened again");
        meanwhile(&data);
        let edge = Arc::<TestEdge>::clone(&self.edge);
        self.app = Some(Arc::new(data.open(edge, |_| ())?));
        Ok(self)
    }

    /// The clock and the chance.
    #[must_use]
    pub fn edge(&self) -> &TestEdge {
        &self.edge
    }

    /// The folder that is deleted with it; its vault lies there, and its [data](Self::data).
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The data directory of an application in files, and the name of one where there is none.
    #[must_use]
    pub fn data(&self) -> DataDir {
        DataDir::new(self.dir.path().join("data"))
    }

    /// Changes the register as the operator.
    ///
    /// # Errors
    /// As the command itself.
    pub fn command(&self, command: Command) -> Result<u64, AppError> {
        self.register(&operator(), command)
    }

    /// Submits under the [id](response_id) with that number; waits until it is on disk and the views hold it.
    ///
    /// # Errors
    /// As the submission itself.
    ///
    /// # Panics
    /// If the views stopped following.
    pub fn answer(&self, number: u64, submission: SubmitResponse) -> Result<Receipt, AppError> {
        let receipt = block_on(self.submit(response_id(number), submission));
        self.wait_for(self.log().head().size).expect("the views follow");
        receipt
    }
}

/// The notary of a log, with its files in a folder; what it signs it signs as `skm.example/log`.
///
/// # Panics
/// If the log is not what was signed of it there.
#[must_use]
pub fn notary_in(folder: &Path, log: &dyn EventLog) -> Notary {
    let files = Files {
        key: folder.join("log.key"),
        vkey: folder.join("log.pub"),
        archive: folder.join("checkpoints.redb"),
        lock: LockFile::new(folder.join("signed")),
    };
    let new_key = || NewKey {
        origin: "skm.example/log".into(),
        seed: [7; 32],
    };
    let opened = Notary::open(&files, log, log.head().size, TimestampMs(0), new_key);
    opened.expect("the log that was signed here, or a new one")
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(future)
}

impl Deref for TestApp {
    type Target = App;

    fn deref(&self) -> &App {
        self.app.as_ref().expect("open, but for a moment in `reopen`")
    }
}
