//! `skm serve`: serves the data directory over HTTP until it is told to stop.

use std::{
    fs, io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use app::{App, Checking, DataDir};
use clap::Args;
use server::{Letterheads, Options, State, Voices, limits::SIGN_EVERY};
use tlog::policy::Policy;
use tokio::{
    net::TcpListener,
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
};
use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{
    arguments::{SignedData, Site},
    data,
    failure::Failure,
    output::say,
};

/// Layani survei dan dasbor lewat HTTP sampai dihentikan dengan SIGTERM atau Ctrl-C
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    #[command(flatten)]
    serving: Serving,
}

/// How to serve; `demo` takes the same.
#[derive(Debug, Args)]
pub(crate) struct Serving {
    /// Alamat dan port; bawaan 127.0.0.1:8080, port 0 memilih port yang bebas
    #[arg(
        long,
        value_name = "ALAMAT",
        default_value = "127.0.0.1:8080",
        hide_default_value = true,
        value_parser = listen
    )]
    listen: SocketAddr,
    #[command(flatten)]
    site: Site,
    /// Berkas kebijakan C2SP: saksi mana yang ditanya, dan berapa yang harus sudah melihat sebelum diumumkan. Juga lewat
    /// SKM_POLICY
    #[arg(long, value_name = "BERKAS", env = "SKM_POLICY", hide_env = true)]
    policy: Option<PathBuf>,
    /// Log yang bertambah ditandatangani setiap sekian detik; bawaan 10
    #[arg(
        long,
        value_name = "DETIK",
        default_value_t = SIGN_EVERY.as_secs(),
        hide_default_value = true,
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    sign_every: u64,
    /// Alamat IP proxy balik di depan server ini; hanya ia yang dipercaya tentang asal permintaan. Boleh diulang
    #[arg(long = "proxy", value_name = "IP", value_parser = proxy)]
    proxies: Vec<IpAddr>,
    #[command(flatten)]
    logging: Logging,
}

/// What the process writes of its own doing.
#[derive(Debug, Args)]
pub(super) struct Logging {
    /// Catatan mana yang ditulis ke stderr: error, warn, info (bawaan), debug, atau per bagian seperti
    /// "info,app=debug"; juga lewat RUST_LOG
    #[arg(
        long,
        value_name = "TINGKAT",
        env = "RUST_LOG",
        hide_env = true,
        default_value = "info",
        hide_default_value = true,
        value_parser = log
    )]
    log: Targets,
}

impl Logging {
    /// Writes it to standard error from now on.
    pub(super) fn begin(self) {
        let text = tracing_subscriber::fmt::layer()
            .with_writer(io::stderr)
            .with_ansi(false);
        tracing_subscriber::registry().with(text).with(self.log).init();
    }
}

pub(super) fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "tulis alamat IP dan port, misalnya 127.0.0.1:8080 atau [::1]:8080".into())
}

fn proxy(text: &str) -> Result<IpAddr, String> {
    let address: Result<IpAddr, _> = text.parse();
    address
        .map(|address| address.to_canonical())
        .map_err(|_| "tulis alamat IP, misalnya 127.0.0.1 atau 10.0.0.2".into())
}

fn log(text: &str) -> Result<Targets, String> {
    text.parse()
        .map_err(|_| "tulis error, warn, info atau debug, misalnya info,app=debug".into())
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        self.serving.run(&self.data.dir(), |_| Ok(()))
    }
}

impl Serving {
    /// Opens the data directory and serves it until a signal comes, then closes everything. Once it listens, prints
    /// the address, and then whatever `tell` has to say of it.
    pub(crate) fn run(
        self,
        data: &DataDir,
        tell: impl FnOnce(&str) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.logging.begin();
        let app = Arc::new(data::open(data)?);
        if let Some(file) = &self.policy {
            set_policy(&app, file)?;
        }
        let checking = Checking::start(&app)?;
        let voices = Voices::read(&data.voices()).map_err(|error| Failure::Machine(error.to_string()))?;
        let letterheads =
            Letterheads::read(&data.letterheads()).map_err(|error| Failure::Machine(error.to_string()))?;
        // Requests that outlive the time to stop end with this; the log is closed after the last of them.
        on_listener(self.listen, async |listener, stop, address| {
            // Nobody said otherwise, so people reach it where it listens, as far as this machine.
            let public_url = self.site.public_url.clone().or_else(|| address.parse().ok());
            tell(
                &public_url
                    .as_ref()
                    .map_or_else(|| address.into(), ToString::to_string),
            )?;
            let options = Options {
                public_url,
                sign_every: Duration::from_secs(self.sign_every),
                proxies: self.proxies.clone(),
                voices,
                letterheads,
                presence: Some(data.kiosks()),
                ..Options::default()
            };
            let state = State::new(Arc::clone(&app), options);
            // A log that failed takes no answer any more: whoever started this starts it again, which mends it.
            let failing = Arc::clone(&app);
            let stop = async move {
                tokio::select! {
                    () = stop => {}
                    _ = failing.log_failed() => {}
                }
            };
            server::serve(state, listener, stop).await.map_err(failed)
        })?;
        drop(checking);
        match app.failure() {
            None => Ok(()),
            Some(why) => Err(Failure::Machine(why)),
        }
    }
}

fn set_policy(app: &App, file: &Path) -> Result<(), Failure> {
    let name = file.display();
    let bytes = fs::read(file).map_err(|error| Failure::Refused(format!("{name}: {error}")))?;
    let policy = Policy::parse(&bytes).map_err(|error| Failure::Refused(format!("{name}: {error}")))?;
    app.set_policy(policy)
        .map_err(|error| Failure::Refused(format!("{name}: {error}")))
}

/// Listens, prints the address, and serves there until a signal comes: `serve` gets the listener, what is done once
/// the process is asked to stop, and the address.
pub(super) fn on_listener(
    listen: SocketAddr,
    serve: impl AsyncFnOnce(TcpListener, Stop, &str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let runtime = Runtime::new().map_err(failed)?;
    runtime.block_on(async {
        let (listener, address) = bind(listen).await?;
        // Signals are heard before the address is told: whoever reads it may send one at once.
        let stop = stop().map_err(failed)?;
        let address = format!("http://{address}");
        say(&format!("Alamat: {address}"))?;
        serve(listener, Box::pin(stop), &address).await
    })
}

/// Done once the process is asked to stop.
pub(super) type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

pub(super) fn failed(error: io::Error) -> Failure {
    Failure::Machine(format!("server gagal: {error}"))
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let listening = match TcpListener::bind(address).await {
        Ok(listener) => listener.local_addr().map(|address| (listener, address)),
        Err(error) => Err(error),
    };
    listening.map_err(|error| {
        Failure::Machine(format!(
            "tidak dapat mendengarkan di {address}: {error}; pilih alamat lain dengan --listen"
        ))
    })
}

/// Done once the process is asked to stop.
fn stop() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
