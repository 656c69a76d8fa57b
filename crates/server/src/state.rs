//! What every request needs: the application, who may enter, and the counters.

use std::sync::Arc;

use app::{AdminAccess, App};

use crate::{PublicUrl, metrics::Metrics, pages::Shell, session::Sessions};

/// How the server is set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The address by which people reach it. If that is https, cookies are sent over TLS only.
    pub public_url: Option<PublicUrl>,
}

impl Options {
    /// True if people reach the server over TLS.
    pub(crate) fn https(&self) -> bool {
        self.public_url.as_ref().is_some_and(PublicUrl::is_https)
    }
}

/// What every request needs.
pub struct State {
    pub(crate) app: Arc<App>,
    pub(crate) access: AdminAccess,
    pub(crate) sessions: Sessions,
    pub(crate) metrics: Metrics,
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
            metrics: Metrics::new(),
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
