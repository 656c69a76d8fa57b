//! How long the dashboard waits: the table of 300 units with 24 months each, one unit's trend, one unit's index.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "it measures time and prints it"
)]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use app::{App, Look};
use eventlog::EventLog;
use survey::{Period, Role};
use testkit::{TestEdge, big_log, big_log_unit, notary_in, staff, with_credentials};
use vault::Vault;
use views::{Basis, Views};

const EVENTS: u64 = 200_000;
const UNITS: usize = 300;
const MONTHS: usize = 24;
const TURNS: usize = 40;

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let edge = Arc::new(TestEdge::new("2026-09-30T00:00:00Z", 1));
    let log: Arc<dyn EventLog> = big_log(&dir.path().join("log.redb"), EVENTS, UNITS);
    let views = Arc::new(Views::open(&dir.path().join("views.redb")).unwrap());
    let vault = Arc::new(Vault::open(dir.path().join("vault")).unwrap());
    let notary = notary_in(dir.path(), &*log);
    let app = App::start(log, views, vault, notary, edge, |_| ()).unwrap();
    let app = with_credentials(app, dir.path());
    let everything = staff(&app, Role::BagianOrganisasi, None);
    let last: Period = "2026-09".parse().unwrap();
    let shown = Basis::Shown { now: app.now() };
    println!("log              {EVENTS} events about {UNITS} units");
    for (name, basis) in [("exact", Basis::Exact), ("shown", shown)] {
        report(&format!("all units, {name}"), || {
            let (lines, _) = app.overview(&everything, last, MONTHS, basis).unwrap();
            assert_eq!(lines.len(), UNITS);
        });
    }
    let (top, leaf) = (big_log_unit(0), big_log_unit(UNITS - 1));
    report("trend, whole tree", || {
        assert_eq!(app.trend(&top, last, MONTHS, shown).unwrap().len(), MONTHS);
    });
    report("trend, one unit", || {
        assert_eq!(app.trend(&leaf, last, MONTHS, shown).unwrap().len(), MONTHS);
    });
    report("year, whole tree", || {
        let year = "2026".parse().unwrap();
        app.unit_index(&top, year, None, shown, Look::Now).unwrap();
    });
    report("year, one unit", || {
        let year = "2026".parse().unwrap();
        app.unit_index(&leaf, year, None, shown, Look::Now).unwrap();
    });
}

fn report(name: &str, ask: impl Fn()) {
    let mut times: Vec<Duration> = (0..TURNS)
        .map(|_| {
            let start = Instant::now();
            ask();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |percent: usize| times[(TURNS * percent).div_ceil(100) - 1];
    println!("{name:<17}p50 {:>9.2?}, p99 {:>9.2?}", at(50), at(99));
}
