//! `skm serve`: serves the data directory over HTTP until it is told to stop.

use std::{io, net::SocketAddr, sync::Arc};

use app::{AdminAccess, Checking, DataDir};
use clap::Args;
use server::{Options, State};
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

fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "tulis alamat IP dan port, misalnya 127.0.0.1:8080 atau [::1]:8080".into())
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
        let text = tracing_subscriber::fmt::layer()
            .with_writer(io::stderr)
            .with_ansi(false);
        tracing_subscriber::registry().with(text).with(self.log).init();
        let app = Arc::new(data::open(data)?);
        let checking = Checking::start(&app)?;
        let access = AdminAccess::open(data.path())?;
        let failed = |error: io::Error| Failure::Machine(format!("server gagal: {error}"));
        let runtime = Runtime::new().map_err(failed)?;
        runtime.block_on(async {
            let (listener, address) = bind(self.listen).await?;
            // Signals are heard before the address is told: whoever reads it may send one at once.
            let stop = stop().map_err(failed)?;
            let address = format!("http://{address}");
            say(&format!("Alamat: {address}"))?;
            // Nobody said otherwise, so people reach it where it listens, as far as this machine.
            let public_url = self.site.public_url.or_else(|| address.parse().ok());
            tell(&public_url.as_ref().map_or(address, ToString::to_string))?;
            let options = Options {
                public_url,
                ..Options::default()
            };
            let state = State::new(Arc::clone(&app), access, options);
            server::serve(state, listener, stop).await.map_err(failed)
        })?;
        // Requests that outlived the time to stop end here; the log is closed after the last of them.
        drop(runtime);
        drop(checking);
        match app.failure() {
            None => Ok(()),
            Some(why) => Err(Failure::Machine(why)),
        }
    }
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
