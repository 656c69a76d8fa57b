//! The rows are a function of the events alone: whatever the batches were, whoever applied them, a rebuild gives
//! the same bytes. Method: one log, many ways to fold it, one hash.

use std::sync::Arc;

use proptest::prelude::*;
use views::{Views, catch_up};

use crate::{
    history::{History, acts},
    support::{decoded, folded_until, projector},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn at_every_checkpoint_a_rebuild_gives_the_same_rows(
        acts in acts(0..120),
        batches in prop::collection::vec((1..40u64, any::<bool>()), 1..12),
    ) {
        let history = History::of(&acts);
        let (log, size) = (history.log(), history.log().head().size);
        let views = Arc::new(Views::in_memory().unwrap());
        let mut incremental = projector(&views, log).unwrap();
        for (batch, anew) in batches.into_iter().cycle() {
            let at = incremental.progress();
            if at == size {
                break;
            }
            if anew {
                // As after a restart: nothing is known but the rows.
                incremental = projector(&views, log).unwrap();
            }
            incremental.apply(&decoded(log, at, size.min(at + batch))).unwrap();
            let rebuilt = folded_until(log, incremental.progress());
            prop_assert_eq!(views.state_hash().unwrap(), rebuilt.state_hash().unwrap());
            prop_assert_eq!(views.registry(), rebuilt.registry());
        }
    }
}

#[test]
fn many_batches_on_two_threads_give_the_same_rows_as_one_by_one() {
    let mut history = History::new();
    for act in crate::as_of::long(20_000) {
        history.play(&act);
    }
    let (log, size) = (history.log(), history.log().head().size);
    assert!(size > 2 * 8192, "more than one batch of catching up");
    let views = Arc::new(Views::in_memory().unwrap());
    let mut in_small_batches = projector(&views, log).unwrap();
    for from in (0..size).step_by(700) {
        in_small_batches
            .apply(&decoded(log, from, size.min(from + 700)))
            .unwrap();
    }
    let mut told = Vec::new();
    let at_once = Arc::new(Views::in_memory().unwrap());
    let mut projector = projector(&at_once, log).unwrap();
    catch_up(&mut projector, &**log, size, |progress| told.push(progress)).unwrap();
    assert_eq!(views.state_hash().unwrap(), at_once.state_hash().unwrap());
    assert!(told.is_sorted() && told.last() == Some(&size), "{told:?}");
}
