//! Figures as of any position are those that a plain fold of that many events gives. Method: random histories,
//! an oracle that shares no code, every unit, month and facet.

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;
use survey::Period;
use views::{AsOf, Basis, Views};

use crate::{
    history::{Act, History, acts},
    oracle,
    support::{UNITS, figures, folded},
};

/// A fixed long list of acts that crowd in two months, so that snapshots are made.
pub(crate) fn long(length: usize) -> Vec<Act> {
    let mut acts = acts(length)
        .new_tree(&mut TestRunner::deterministic())
        .unwrap()
        .current();
    for act in &mut acts {
        if let Act::Wait { hours } = act {
            *hours = hours.div_ceil(4);
        }
    }
    acts
}

pub(crate) fn periods() -> Vec<Period> {
    [
        "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-Q3", "2026",
    ]
    .map(|period| period.parse().unwrap())
    .to_vec()
}

/// A log, the views of it, and the oracle on it.
pub(crate) struct Compared<'a> {
    pub(crate) history: &'a History,
    views: Arc<Views>,
    told: Vec<oracle::Told>,
}

impl<'a> Compared<'a> {
    pub(crate) fn of(history: &'a History) -> Self {
        Self {
            history,
            views: folded(history.log()),
            told: oracle::told(&**history.log()),
        }
    }

    /// The views and the oracle agree on one unit and period as of a size.
    pub(crate) fn check(&self, code: &str, period: Period, basis: Basis, size: u64) {
        let found = figures(&self.views, self.history.log(), code, period, basis, Some(size));
        let events = &self.told[..usize::try_from(size).unwrap()];
        let expected = oracle::counts(events, code, period, basis);
        let place = format!("{code} {period} as of {size}, {basis:?}");
        assert_eq!(oracle::in_this_form(&found.figures), expected, "{place}");
        assert_eq!(found.received, oracle::received(events, code, period), "{place}");
        assert_eq!(found.visits, oracle::visits(events, code, period), "{place}");
        assert_eq!(found.as_of.0, size);
    }

    /// They agree on which service events of a unit stood as of a size.
    fn check_service_events(&self, code: &str, size: u64) {
        let registry = self.views.registry();
        let unit = registry.unit(&testkit::unit(code)).unwrap();
        let found = self.views.service_events(&[unit], Some(AsOf(size))).unwrap();
        let mut positions: Vec<u64> = found.iter().map(|recorded| recorded.position.0).collect();
        positions.sort_unstable();
        let events = &self.told[..usize::try_from(size).unwrap()];
        assert_eq!(
            positions,
            oracle::service_events(events, code),
            "{code} as of {size}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn as_of_any_size_of_a_random_log(acts in acts(0..150), place in any::<prop::sample::Index>()) {
        let history = History::of(&acts);
        let compared = Compared::of(&history);
        let size = place.index(usize::try_from(history.log().head().size).unwrap() + 1) as u64;
        for code in UNITS {
            for period in periods() {
                compared.check(code, period, Basis::Exact, size);
            }
            compared.check_service_events(code, size);
        }
    }
}

#[test]
fn as_of_random_sizes_of_a_long_log_across_snapshots() {
    let history = History::of(&long(3000));
    let compared = Compared::of(&history);
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for _ in 0..100 {
        let size = random.random_range(0..=history.log().head().size);
        for code in UNITS {
            for month in ["2026-07", "2026-08", "2026-09"] {
                compared.check(code, month.parse().unwrap(), Basis::Exact, size);
            }
            compared.check_service_events(code, size);
        }
    }
}

#[test]
fn what_is_there_now_is_what_is_there_as_of_the_end() {
    let history = History::of(&long(1500));
    let log = history.log();
    let views = folded(log);
    let basis = Basis::Shown { now: history.now() };
    for code in UNITS {
        for period in periods() {
            let now = figures(&views, log, code, period, basis, None);
            let then = figures(&views, log, code, period, basis, Some(log.head().size));
            assert_eq!(now.figures, then.figures, "{code} {period}");
        }
    }
}
