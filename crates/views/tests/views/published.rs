//! A publication and what people see of the same period never lie a few respondents apart: else their answers could be read
//! off the difference. Method: random histories in which citizens answer late and answers are excluded and let in again,
//! published at any moment and looked at from any later one, against the oracle's sets of respondents.

use std::collections::BTreeSet;

use proptest::prelude::*;
use survey::{Period, Unit};
use views::{AsOf, Basis, PENDING_STEP, Views};

use crate::{
    history::{Act, Answer, History, acts},
    oracle,
    support::{figures, folded},
};

/// Answers that arrive in time, in the last days of July.
const IN_TIME: usize = 32;
/// Of these channels staff know nothing.
const CITIZENS: usize = 4;

fn july() -> Period {
    "2026-07".parse().unwrap()
}

/// July at KEC, and what citizens hand in of it, and others decide about it, when it is over.
fn late(acts: Vec<Act>) -> (History, u64) {
    let answer = |hours_ago| Answer {
        unit: 1,
        hours_ago,
        scores: [3; 9],
        channel: 0,
        facets: 0,
    };
    let mut history = History::new();
    for _ in 0..IN_TIME {
        history.play(&Act::Submit(answer(0)));
    }
    history.play(&Act::Wait { hours: 24 * 3 });
    let over = history.log().head().size;
    let mut hours = 24 * 3;
    for mut act in acts {
        match &mut act {
            Act::Submit(answer) => {
                (answer.unit, answer.hours_ago) = (1, hours);
                answer.channel %= CITIZENS;
            }
            Act::Wait { hours: more } => hours += *more,
            Act::Flag(_)
            | Act::Exclude(_)
            | Act::Reinstate(_)
            | Act::Conflict(_)
            | Act::RecordServiceEvent(_)
            | Act::WithdrawServiceEvent(_)
            | Act::Publish(_)
            | Act::IssueTokens(_)
            | Act::Rename(_) => {}
        }
        history.play(&act);
    }
    (history, over)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn shown_less_published_is_nobody_or_at_least_ten_people(acts in acts(0..120)) {
        let (history, over) = late(acts);
        let told = oracle::told(&**history.log());
        let mut published: Vec<BTreeSet<String>> = Vec::new();
        for size in usize::try_from(over).unwrap()..=told.len() {
            let shown = oracle::counted(&told[..size], "KEC", july(), Basis::SETTLED);
            for earlier in &published {
                let apart = earlier.symmetric_difference(&shown).count();
                prop_assert!(!(1..PENDING_STEP).contains(&apart), "{apart} at {size}");
            }
            if published.last() != Some(&shown) {
                published.push(shown);
            }
        }
    }

    /// What stands in the table of scores, and what may be published again, is of the same respondents.
    #[test]
    fn scores_and_changes_are_of_the_respondents_that_are_published(
        acts in acts(0..120),
        places in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let (history, _) = late(acts);
        let told = oracle::told(&**history.log());
        let views = folded(history.log());
        let places = [places.0, places.1].map(|place| place.index(told.len() + 1));
        let (before, after) = (places[0].min(places[1]), places[0].max(places[1]));
        let registry = views.registry();
        let kec: Vec<&Unit> = registry.unit(&testkit::unit("KEC")).into_iter().collect();
        for basis in [Basis::Exact, Basis::SETTLED] {
            let counted = |size: usize| oracle::counted(&told[..size], "KEC", july(), basis);
            scores_are_of(&views, &history, &kec, (AsOf(after as u64), basis), counted(after).len());
            let at = |size: usize| (AsOf(size as u64), basis);
            let changed = views.respondents_changed(&kec, july(), at(before), at(after)).unwrap();
            let apart = counted(before).symmetric_difference(&counted(after)).count();
            prop_assert_eq!(changed, apart as u64);
        }
        let exact = oracle::counted(&told[..before], "KEC", july(), Basis::Exact);
        let shown = oracle::counted(&told[..after], "KEC", july(), Basis::SETTLED);
        let (from, to) = ((AsOf(before as u64), Basis::Exact), (AsOf(after as u64), Basis::SETTLED));
        let changed = views.respondents_changed(&kec, july(), from, to).unwrap();
        prop_assert_eq!(changed, exact.symmetric_difference(&shown).count() as u64);
    }
}

fn scores_are_of(views: &Views, history: &History, units: &[&Unit], at: (AsOf, Basis), n: usize) {
    let found = figures(views, history.log(), "KEC", july(), at.1, Some(at.0.0));
    let counted = found.figures.total.counted();
    let unsur: Vec<_> = counted.tallies.iter().map(|(code, _)| code).collect();
    let scores = views.scores(units, july(), at, &unsur).unwrap();
    assert_eq!(scores.len(), n);
    for (place, code) in unsur.iter().enumerate() {
        let given: Vec<u64> = scores
            .iter()
            .filter_map(|row| row[place])
            .map(|score| u64::from(score.get()))
            .collect();
        let tally = counted.tallies.get(*code);
        assert_eq!(
            (given.len() as u64, given.iter().sum::<u64>()),
            (tally.count(), tally.sum())
        );
    }
}
