//! What lies between two points of a log leads from the figures of the one to those of the other; what is known of
//! months and of registers at a point is what a fold of that many events gives. Method: random histories, random
//! points, and the same question asked another way.

use std::collections::BTreeSet;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use survey::Unit;
use testkit::unit;
use views::{AsOf, Basis, Between, Move, Views};

use crate::{
    as_of::{long, periods},
    history::History,
    support::{UNITS, folded, folded_until},
};

/// Two points of a log, the earlier one first.
fn two(random: &mut ChaCha8Rng, size: u64) -> (AsOf, AsOf) {
    let (one, other) = (random.random_range(0..=size), random.random_range(0..=size));
    (AsOf(one.min(other)), AsOf(one.max(other)))
}

fn exact(views: &Views, units: &[&Unit], period: survey::Period, as_of: AsOf) -> views::Samples {
    let found = views
        .period_figures(units, period, Basis::Exact, Some(as_of))
        .unwrap();
    found.figures.total
}

#[test]
fn what_changed_leads_from_the_earlier_figures_to_the_later() {
    let history = History::of(&long(2000));
    let views = folded(history.log());
    let registry = views.registry();
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let mut seen = BTreeSet::new();
    for _ in 0..40 {
        let points = two(&mut random, history.log().head().size);
        for code in UNITS {
            let units = [registry.unit(&unit(code)).unwrap()];
            for period in periods() {
                let between = views
                    .between(&units, period, points, usize::MAX)
                    .unwrap()
                    .unwrap();
                let Between {
                    before,
                    steps,
                    events,
                } = between;
                assert_eq!(
                    before,
                    exact(&views, &units, period, points.0),
                    "{code} {period} {points:?}"
                );
                let after = steps.last().map_or(before, |step| step.after.clone());
                assert_eq!(
                    after,
                    exact(&views, &units, period, points.1),
                    "{code} {period} {points:?}"
                );
                assert!(events.iter().all(|(position, _)| position.0 < points.1.0));
                seen.extend(steps.iter().map(|step| step.kind));
            }
        }
    }
    // The histories have it all, so each kind was put to the test.
    let all = [
        Move::InTime,
        Move::Late,
        Move::Paper,
        Move::Imported,
        Move::ArrivedExcluded,
        Move::Excluded,
        Move::Reinstated,
        Move::Flagged,
        Move::Undone,
    ];
    assert_eq!(seen, BTreeSet::from(all));
}

#[test]
fn nothing_lies_between_a_point_and_itself() {
    let history = History::of(&long(300));
    let views = folded(history.log());
    let registry = views.registry();
    let units = [registry.unit(&unit("KEC")).unwrap()];
    let size = AsOf(history.log().head().size);
    for period in periods() {
        let between = views.between(&units, period, (size, size), 0).unwrap().unwrap();
        assert!(between.steps.is_empty() && between.events.is_empty());
    }
}

#[test]
fn too_many_changes_are_not_told() {
    let history = History::of(&long(300));
    let views = folded(history.log());
    let registry = views.registry();
    let units = registry.units();
    let all = (AsOf(0), AsOf(history.log().head().size));
    let period = "2026".parse().unwrap();
    let told = views.between(&units, period, all, usize::MAX).unwrap().unwrap();
    let lines = told.events.len();
    assert!(views.between(&units, period, all, lines).unwrap().is_some());
    assert!(views.between(&units, period, all, lines - 1).unwrap().is_none());
}

#[test]
fn months_as_of_a_point_are_those_of_a_log_that_ends_there() {
    let history = History::of(&long(2500));
    let views = folded(history.log());
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let (first, last) = (
        "2026-05".parse::<survey::Period>(),
        "2026-12".parse::<survey::Period>(),
    );
    let (first, last) = (first.unwrap().first(), last.unwrap().last());
    for _ in 0..12 {
        let size = AsOf(random.random_range(0..=history.log().head().size));
        let then = folded_until(history.log(), size.0);
        let registry = then.registry_as_of(&**history.log(), size).unwrap();
        assert_eq!(*views.registry_as_of(&**history.log(), size).unwrap(), *registry);
        let units = registry.units();
        for basis in [Basis::Exact, Basis::Shown { now: history.now() }] {
            let known = views
                .months_of_each(&units, first, last, basis, Some(size))
                .unwrap();
            let alone = then.months_of_each(&units, first, last, basis, None).unwrap();
            assert_eq!(known, alone, "{size:?} {basis:?}");
        }
    }
}

#[test]
fn totals_at_each_of_many_points_are_those_of_each_by_itself() {
    let history = History::of(&long(1500));
    let views = folded(history.log());
    let registry = views.registry();
    let units = registry.units();
    let size = history.log().head().size;
    let now = history.now();
    let points: Vec<_> = (0..=size)
        .step_by(97)
        .map(|size| (AsOf(size), Basis::Shown { now }))
        .collect();
    for period in periods() {
        let totals = views
            .totals_at_each(&units, period, &points, u64::MAX)
            .unwrap()
            .unwrap();
        for ((as_of, basis), total) in points.iter().zip(&totals) {
            let alone = views
                .period_figures(&units, period, *basis, Some(*as_of))
                .unwrap();
            assert_eq!(*total, alone.figures.total, "{period} {as_of:?}");
        }
    }
    assert!(
        views
            .totals_at_each(&units, periods()[6], &points, 1)
            .unwrap()
            .is_none()
    );
}

/// Walking back from the end by what changed the figures visits every point at which they are others, and no more.
#[test]
fn stepping_from_change_to_change_meets_every_figure_there_was() {
    let history = History::of(&long(300));
    let views = folded(history.log());
    let registry = views.registry();
    let size = history.log().head().size;
    let period = "2026-Q3".parse().unwrap();
    let units: Vec<&Unit> = ["KEC", "KEL"]
        .map(|code| registry.unit(&unit(code)).unwrap())
        .to_vec();
    let (mut met, mut at) = (Vec::new(), AsOf(size));
    while let (Some(before), _) = views.changes_around(&units, period, at).unwrap() {
        met.push(before.0);
        at = before;
    }
    met.reverse();
    let differs = |size: &u64| {
        exact(&views, &units, period, AsOf(*size)) != exact(&views, &units, period, AsOf(size + 1))
    };
    let expected: Vec<u64> = (0..size).filter(differs).collect();
    assert_eq!(met, expected);
    // And forward again, to behind each of them.
    let (mut back, mut at) = (Vec::new(), AsOf(0));
    while let (_, Some(behind)) = views.changes_around(&units, period, at).unwrap() {
        back.push(behind.0 - 1);
        at = behind;
    }
    assert_eq!(back, expected);
}
