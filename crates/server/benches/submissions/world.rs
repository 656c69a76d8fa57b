//! The server as it runs at a kabupaten: its data directory, its threads, its accept loop.

use std::{fs, net::SocketAddr, os::unix::fs::MetadataExt, path::Path, sync::Arc};

use app::{App, DataDir, SystemEdge, operator};
use eventlog::EventLog;
use server::{Options, State};
use survey::{Command, LogOpened};
use tempfile::TempDir;
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot, task::JoinHandle};

/// A server that listens on loopback, and the small kabupaten of the testkit behind it.
pub(crate) struct World {
    app: Arc<App>,
    address: SocketAddr,
    runtime: Runtime,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
    dir: TempDir,
}

/// What the files occupy.
pub(crate) struct Room {
    pub(crate) log_bytes: u64,
    pub(crate) views_bytes: u64,
    pub(crate) vault_bytes: u64,
}

impl World {
    pub(crate) fn start() -> Self {
        Self::start_with(Options::default())
    }

    pub(crate) fn start_with(options: Options) -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let app = Arc::new(kabupaten(&DataDir::new(dir.path().join("data"))));
        let state = State::new(Arc::clone(&app), options);
        let runtime = Runtime::new().expect("a runtime");
        let listener = runtime
            .block_on(TcpListener::bind("127.0.0.1:0"))
            .expect("a free port");
        let address = listener.local_addr().expect("a bound listener");
        let (stop, stopped) = oneshot::channel();
        let serving = runtime.spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            server::serve(state, listener, stopped)
                .await
                .expect("a healthy listener");
        });
        Self {
            app,
            address,
            runtime,
            stop,
            serving,
            dir,
        }
    }

    pub(crate) const fn app(&self) -> &Arc<App> {
        &self.app
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Room for other files on the same disk.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn log(&self) -> &dyn EventLog {
        &**self.app.log()
    }

    /// How many events the log holds.
    pub(crate) fn head(&self) -> u64 {
        self.log().head().size
    }

    /// Waits until the views hold all that the log holds.
    pub(crate) fn settle(&self) {
        self.app.wait_for(self.head()).expect("the views follow");
    }

    /// Stops the server and its views; the log stays open.
    pub(crate) fn stop(self) -> (Arc<dyn EventLog>, TempDir) {
        drop(self.stop);
        self.runtime.block_on(self.serving).expect("a server that stops");
        (Arc::clone(self.app.log()), self.dir)
    }
}

/// What the files of a world in this directory occupy. The views write theirs now and then, and at the end.
pub(crate) fn room(dir: &Path) -> Room {
    let data = DataDir::new(dir.join("data"));
    let files = fs::read_dir(data.vault()).expect("a vault");
    Room {
        log_bytes: occupied(&data.log()),
        views_bytes: occupied(&data.views()),
        vault_bytes: files
            .map(|file| occupied(&file.expect("a readable folder").path()))
            .sum(),
    }
}

fn occupied(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |metadata| metadata.blocks() * 512)
}

fn kabupaten(data: &DataDir) -> App {
    let opened = LogOpened {
        name: "Kabupaten Sukamaju".into(),
        demo: false,
    };
    let (app, _) = data
        .init(opened, Arc::new(SystemEdge))
        .expect("an empty directory");
    let rest = testkit::kabupaten()
        .into_iter()
        .filter(|command| !matches!(command, Command::OpenLog(_) | Command::PublishInstrument(_)));
    for command in rest {
        app.register(&operator(), command)
            .expect("the kabupaten fits together");
    }
    app
}
