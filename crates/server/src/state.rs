//! What every request needs: the application, who may enter, and the counters.

use std::sync::Arc;

use app::{AdminAccess, App};

use crate::{first_sight::FirstSights, metrics::Metrics, pages::Shell, session::Sessions, voices::Voices};

/// How the server is set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The address by which people reach it, if that is https: cookies are then sent over TLS only.
    pub https: bool,
    /// Recordings of the questions.
    pub voices: Voices,
}

/// What every request needs.
pub struct State {
    pub(crate) app: Arc<App>,
    pub(crate) access: AdminAccess,
    pub(crate) sessions: Sessions,
    pub(crate) metrics: Metrics,
    pub(crate) first_sights: FirstSights,
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
