//! Taking answers out and letting them in again leaves every figure as it was. Method: random histories, a random part
//! of what counts in them, put back in another order.

use std::collections::BTreeMap;

use proptest::prelude::*;
use testkit::response_id;
use views::Basis;

use crate::{
    as_of::periods,
    history::{Act, History, acts},
    oracle,
    support::{UNITS, figures, folded},
};

/// The places of the responses that count, in the order in which they arrived.
fn counting(history: &History) -> Vec<usize> {
    let mut out: BTreeMap<String, bool> = BTreeMap::new();
    for (stream, _, event) in oracle::told(&**history.log()) {
        match event.event_type() {
            "response_submitted" | "response_reinstated" => out.insert(stream, false),
            "response_excluded" => out.insert(stream, true),
            _ => None,
        };
    }
    let stream = |place: usize| format!("response-{}", response_id(place as u64).0);
    (0..out.len()).filter(|place| !out[&stream(*place)]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn exclusions_and_reinstatements_reverse_exactly(
        acts in acts(1..120),
        chosen in prop::collection::vec(any::<bool>(), 120),
        hours in 0..900u16,
    ) {
        let mut history = History::of(&acts);
        let all = |history: &History| {
            let views = folded(history.log());
            let of_unit = |code| {
                let of_period = |period| figures(&views, history.log(), code, period, Basis::Exact, None).figures;
                periods().into_iter().map(of_period).collect::<Vec<_>>()
            };
            UNITS.map(of_unit)
        };
        let before = all(&history);
        let places = counting(&history).into_iter().zip(&chosen).filter(|(_, chosen)| **chosen);
        let places: Vec<usize> = places.map(|(place, _)| place).collect();
        for place in &places {
            history.play(&Act::Exclude(*place));
        }
        if !places.is_empty() {
            prop_assert_ne!(&all(&history), &before);
        }
        history.play(&Act::Wait { hours });
        for place in places.iter().rev() {
            history.play(&Act::Reinstate(*place));
        }
        prop_assert_eq!(all(&history), before);
    }
}
