//! What every request needs: the application, who may enter, and the counters.

use std::{net::IpAddr, sync::Arc, time::Duration};

use app::{AdminAccess, App};

use crate::{
    PublicUrl,
    abuse::Guard,
    first_sight::FirstSights,
    limits::{SIGN_EVERY, WITNESS_EVERY},
    metrics::Metrics,
    pages::Shell,
    session::Sessions,
    signing::{WitnessDesk, desks},
};

/// How the server is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address by which people reach it. If that is https, cookies are sent over TLS only.
    pub public_url: Option<PublicUrl>,
    /// How often the log is signed while it grows.
    pub sign_every: Duration,
    /// How often a witness is asked while the log grows.
    pub witness_every: Duration,
    /// Reverse proxies whose word on where a request came from is taken.
    pub proxies: Vec<IpAddr>,
}

impl Options {
    /// True if people reach the server over TLS.
    pub(crate) fn https(&self) -> bool {
        self.public_url.as_ref().is_some_and(PublicUrl::is_https)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            public_url: None,
            sign_every: SIGN_EVERY,
            witness_every: WITNESS_EVERY,
            proxies: Vec::new(),
        }
    }
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
    /// Those of the application's policy.
    pub(crate) witnesses: Vec<WitnessDesk>,
}

impl State {
    /// A state for a server over an application. The witnesses are those of the policy that it has by now.
    #[must_use]
    pub fn new(app: Arc<App>, access: AdminAccess, options: Options) -> Arc<Self> {
        Arc::new(Self {
            guard: Guard::new(&app),
            witnesses: desks(app.policy()),
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
