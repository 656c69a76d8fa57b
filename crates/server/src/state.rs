//! What every request needs: the application, who may enter, and the counters.

use std::{io, net::IpAddr, path::PathBuf, sync::Arc, time::Duration};

use app::{App, Staff};
use documents::Letterhead;
use survey::{Action, Scope, UnitCode};
use tokio::net::TcpListener;

use crate::{
    PublicUrl,
    abuse::Guard,
    accept::{self, Site},
    first_sight::FirstSights,
    gate::Gate,
    letterheads::Letterheads,
    limits::{BULK_BYTES_MAX, SIGN_EVERY, WITNESS_EVERY},
    live::{self, Live},
    metrics::Metrics,
    pages::{Menu, Shell},
    presence::{self, Presence},
    present::Press,
    routes::{self, ROUTES},
    signing::{self, WitnessDesk, desks},
    voices::Voices,
};

/// How the server is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address by which people reach it. If that is https, cookies are sent over TLS only.
    pub public_url: Option<PublicUrl>,
    /// Reverse proxies whose word on where a request came from is taken.
    pub proxies: Vec<IpAddr>,
    /// How often the log is signed while it grows.
    pub sign_every: Duration,
    /// How often a witness is asked while the log grows.
    pub witness_every: Duration,
    /// Recordings of the questions.
    pub voices: Voices,
    /// How the letters of the offices begin.
    pub letterheads: Letterheads,
    /// The file that remembers when each kiosk was seen last; in memory only without one.
    pub presence: Option<PathBuf>,
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
            proxies: Vec::new(),
            sign_every: SIGN_EVERY,
            witness_every: WITNESS_EVERY,
            voices: Voices::default(),
            letterheads: Letterheads::default(),
            presence: None,
        }
    }
}

/// What every request needs.
pub struct State {
    pub(crate) app: Arc<App>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) first_sights: FirstSights,
    pub(crate) guard: Guard,
    pub(crate) presence: Presence,
    pub(crate) live: Live,
    pub(crate) options: Options,
    /// Those of the application's policy.
    pub(crate) witnesses: Vec<WitnessDesk>,
}

impl State {
    /// A state for a server over an application. The witnesses are those of the policy that it has by now.
    #[must_use]
    pub fn new(app: Arc<App>, options: Options) -> Arc<Self> {
        Arc::new(Self {
            guard: Guard::new(&app),
            presence: Presence::open(options.presence.clone(), app.now()),
            live: Live::default(),
            witnesses: desks(app.policy()),
            app,
            metrics: Arc::new(Metrics::new()),
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

    /// What posters are made of.
    pub(crate) fn press(&self) -> Press<'_> {
        Press {
            app: &self.app,
            site: self.options.public_url.as_ref(),
            letterheads: &self.options.letterheads,
        }
    }

    /// How the letters of a unit begin.
    pub(crate) fn letterhead(&self, unit: &UnitCode) -> Letterhead {
        self.options
            .letterheads
            .of(&self.shell().publisher, unit.as_str())
    }

    /// The frame of a page for somebody who is in.
    pub(crate) fn shell_of(&self, staff: &Staff) -> Shell {
        Shell {
            menu: Some(Menu {
                accounts: staff.may(Action::ManageAccounts),
                devices: staff.may(Action::ManageDevices),
                inspection: staff.may(Action::Inspect),
                exports: staff.may(Action::Export),
                register: staff.scope(Action::ManageRegister) == Scope::Everything,
                unit: Vec::new(),
            }),
            ..self.shell()
        }
    }

    /// The same of a page about a unit.
    pub(crate) fn shell_in(&self, staff: &Staff, unit: &UnitCode) -> Shell {
        let mut shell = self.shell_of(staff);
        if let Some(menu) = &mut shell.menu {
            menu.unit = routes::pages_of(staff, unit);
            // What is on paper is of a survey, and there is none without.
            let surveyed = !self.app.registry().open_surveys(unit).is_empty();
            menu.unit
                .retain(|page| surveyed || !matches!(*page, "formulir" | "kertas"));
        }
        shell
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
        gate: Some(Gate(Arc::clone(&state))),
        metrics: Arc::clone(&state.metrics),
        https: state.options.https(),
        // Each route reads no more than it needs; this is the most that any does.
        body_bytes_max: BULK_BYTES_MAX,
        proxies: state.options.proxies.clone(),
    };
    let mut beside = signing::begin(&state);
    beside.spawn(live::count(Arc::clone(&state)));
    beside.spawn(presence::keep(Arc::clone(&state)));
    let ended = Arc::clone(&state);
    let stop = async move {
        stop.await;
        // An open stream would hold the server up.
        ended.live.end();
    };
    let served = accept::serve(site, listener, stop).await;
    drop(beside);
    presence::save(&state).await;
    signing::finish(&state).await;
    served
}
