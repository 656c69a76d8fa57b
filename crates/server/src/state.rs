//! What every request needs: the application, who may enter, and the counters.

use std::{net::IpAddr, sync::Arc};

use app::{AdminAccess, App};

use crate::{abuse::Guard, first_sight::FirstSights, metrics::Metrics, pages::Shell, session::Sessions};

/// How the server is set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The address by which people reach it, if that is https: cookies are then sent over TLS only.
    pub https: bool,
    /// Reverse proxies whose word on where a request came from is taken.
    pub proxies: Vec<IpAddr>,
}

/// What every request needs.
pub struct State {
    pub(crate) app: Arc<App>,
    pub(crate) access: AdminAccess,
    pub(crate) sessions: Sessions,
    pub(crate) metrics: Metrics,
    pub(crate) first_sights: FirstSights,
    pub(crate) guard: Guard,
    pub(crate) options: Options,
}

impl State {
    /// A state for a server over an application.
    #[must_use]
    pub fn new(app: Arc<App>, access: AdminAccess, options: Options) -> Arc<Self> {
        Arc::new(Self {
            guard: Guard::new(&app),
            app,
            access,
            sessions: Sessions::default(),
            metrics: Metrics::new(),
            first_sights: FirstSights::default(),
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
