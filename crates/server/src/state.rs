//! What every request needs: the application, who may enter, and the counters.

use std::{io, sync::Arc};

use app::{AdminAccess, App};
use tokio::net::TcpListener;

use crate::{
    accept::{self, Site},
    limits::BODY_BYTES_MAX,
    metrics::Metrics,
    pages::Shell,
    routes::{self, ROUTES},
    session::Sessions,
};

/// How the server is set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The address by which people reach it, if that is https: cookies are then sent over TLS only.
    pub https: bool,
}

/// What every request needs.
pub struct State {
    pub(crate) app: Arc<App>,
    pub(crate) access: AdminAccess,
    pub(crate) sessions: Sessions,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) options: Options,
}

impl State {
    /// A state for a server over an application.
    #[must_use]
    pub fn new(app: Arc<App>, access: AdminAccess, options: Options) -> Arc<Self> {
        Arc::new(Self {
            app,
            access,
            sessions: Sessions::default(),
            metrics: Arc::new(Metrics::new()),
            options,
        })
    }

    /// The frame of a page.
    pub(crate) fn shell(&self) -> Shell {
        let registry = self.app.registry();
        let publisher = registry
            .opened()
            .map_or_else(String::new, |opened| opened.name.clone());
        Shell::new(publisher, registry.is_demo())
    }
}

/// Serves the survey until `stop` is done; then takes no new connection, and finishes what is in progress within
/// [`STOP_TIMEOUT`](crate::limits::STOP_TIMEOUT).
///
/// # Errors
/// If the listener fails for good.
pub async fn serve(
    state: Arc<State>,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> Result<(), io::Error> {
    let site = Site {
        routes: routes::all(&state),
        names: ROUTES,
        metrics: Arc::clone(&state.metrics),
        https: state.options.https,
        body_bytes_max: BODY_BYTES_MAX,
    };
    accept::serve(site, listener, stop).await
}
