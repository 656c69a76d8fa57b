//! Readers beside the writer see whole batches and never fail. Method: threads that ask all the time while a log
//! is folded in small batches.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use views::{AsOf, Basis, FacetKind, Views};

use crate::{
    as_of::long,
    history::History,
    support::{decoded, projector},
};

#[test]
fn readers_beside_the_writer_see_whole_batches() {
    let history = History::of(&long(2500));
    let (log, size) = (history.log(), history.log().head().size);
    let views = Arc::new(Views::in_memory().unwrap());
    let done = AtomicBool::new(false);
    let mut projector = projector(&views, log).unwrap();
    thread::scope(|scope| {
        let reading: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| read_until(&views, &done)))
            .collect();
        for from in (0..size).step_by(9) {
            projector.apply(&decoded(log, from, size.min(from + 9))).unwrap();
        }
        done.store(true, Ordering::SeqCst);
        for reader in reading {
            let seen = reader.join().expect("no reader panics");
            assert!(seen > 1, "a reader saw {seen} states");
        }
    });
}

/// Reads everything there is to read until done; returns how many different states it saw.
fn read_until(views: &Views, done: &AtomicBool) -> usize {
    let (mut states, mut last) = (0, AsOf(0));
    while !done.load(Ordering::SeqCst) {
        let registry = views.registry();
        let units = registry.units();
        let found = views
            .period_figures(&units, "2026".parse().unwrap(), Basis::Exact, None)
            .unwrap();
        // A whole batch: every respondent came by one channel and about one service.
        let everybody = found.figures.total.everybody().n();
        for kind in [FacetKind::Channel, FacetKind::Service, FacetKind::Instrument] {
            let told_apart: u64 = found
                .figures
                .by(kind)
                .map(|(_, samples)| samples.everybody().n())
                .sum();
            assert_eq!(told_apart, everybody, "{kind:?}");
        }
        assert!(found.as_of >= last, "time runs backwards");
        states += usize::from(found.as_of > last);
        last = found.as_of;
        views.service_events(&units, None).unwrap();
        for unit in &units {
            views.results(&unit.code).unwrap();
        }
    }
    states
}
