//! No group tells what few people answered: not by itself, not by subtraction, not by watching it move. Method: random
//! histories; every group that is shown is held against the month's facets themselves.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use proptest::prelude::*;
use survey::{Channel, Event, Period, Unit};
use testkit::unit;
use views::{AsOf, Basis, Facet, FacetKind, Groups, Sample, Views, catch_up};

use crate::{
    as_of::long,
    history::{History, acts},
    support::{UNITS, decoded, figures, folded, projector},
};

const N_MIN: u64 = 5;
const MONTHS: [&str; 4] = ["2026-06", "2026-07", "2026-08", "2026-09"];

fn groups(views: &Views, history: &History, codes: &[&str], period: &str, now: Timestamp) -> Groups {
    let registry = views
        .registry_as_of(&**history.log(), AsOf(views.progress()))
        .unwrap();
    let units: Vec<&Unit> = codes
        .iter()
        .filter_map(|code| registry.unit(&unit(code)))
        .collect();
    views.groups(&units, period.parse().unwrap(), now, N_MIN).unwrap()
}

/// Of each group what may be seen.
type Seen = BTreeMap<Facet, Sample>;

/// How many of each group may be seen.
fn seen(groups: &Groups) -> Seen {
    let counted = groups
        .groups
        .iter()
        .map(|(facet, group)| (facet.clone(), group.samples.counted()));
    counted.filter(|(_, sample)| sample.n() > 0).collect()
}

/// Long after everything.
fn later() -> Timestamp {
    "2027-06-01T00:00:00Z".parse().unwrap()
}

fn question(facet: &Facet) -> (FacetKind, String) {
    let question = facet.value.split_once('=').map_or("", |(question, _)| question);
    (
        facet.kind,
        if facet.kind == FacetKind::Profile {
            question.into()
        } else {
            String::new()
        },
    )
}

/// Of one unit's month what is shown is large enough, and so is what is left out and said of somebody.
fn check_part(views: &Views, history: &History, code: &str, month: &str) {
    let shown = seen(&groups(views, history, &[code], month, later()));
    let all = figures(
        views,
        history.log(),
        code,
        month.parse().unwrap(),
        Basis::Exact,
        None,
    )
    .figures;
    let mut left_out: BTreeMap<(FacetKind, String), (u64, u64)> = BTreeMap::new();
    for (facet, samples) in all
        .facets
        .iter()
        .filter(|(facet, _)| facet.kind != FacetKind::Instrument)
    {
        let parts = left_out.entry(question(facet)).or_insert((0, 0));
        parts.0 += samples.n_counted();
        if !shown.contains_key(facet) {
            parts.1 += samples.n_counted();
        }
    }
    let n = all.total.n_counted();
    for (facet, samples) in &shown {
        assert!(samples.n() >= N_MIN, "{code} {month} {facet:?}");
    }
    for (question, (said, hidden)) in left_out {
        let with_unsaid = n - (said - hidden);
        // Where nothing is shown there is nothing to subtract from.
        let safe = hidden == 0 || hidden == said || with_unsaid >= N_MIN;
        assert!(
            safe,
            "{code} {month} {question:?}: {hidden} of {said}, of {n} in all"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_shown_and_what_is_left_out_are_never_few(acts in acts(40..400usize)) {
        let history = History::of(&acts);
        let views = folded(history.log());
        for code in UNITS {
            for month in MONTHS {
                check_settled(&views, &history, code, month);
            }
        }
    }
}

/// Groups stand as they were at the month's end: compared where nothing came later that moved the facets.
fn check_settled(views: &Views, history: &History, code: &str, month: &str) {
    let period: Period = month.parse().unwrap();
    let registry = views
        .registry_as_of(&**history.log(), AsOf(views.progress()))
        .unwrap();
    let zone = registry
        .unit(&unit(code))
        .map(|unit| unit.zone)
        .unwrap_or_default();
    let end = period.last().end(zone);
    let late = decoded(history.log(), 0, history.log().head().size)
        .iter()
        .any(|(recorded, event)| {
            let answers = matches!(
                event,
                Event::ResponseSubmitted(_)
                    | Event::ResponseFlagged(_)
                    | Event::ResponseExcluded(_)
                    | Event::ResponseReinstated(_)
            );
            answers && i64::try_from(recorded.recorded_at().0).unwrap() >= end.as_millisecond()
        });
    if !late {
        check_part(views, history, code, month);
    }
}

/// A group of a longer period, or of more units, is the sum of the parts: so a difference of two is one of parts too.
#[test]
fn subtracting_periods_or_units_gives_no_more_than_the_parts() {
    let history = History::of(&long(1_500));
    let views = folded(history.log());
    let mut parts: BTreeMap<Facet, Sample> = BTreeMap::new();
    for code in UNITS {
        for month in MONTHS
            .iter()
            .filter(|month| ["2026-07", "2026-08", "2026-09"].contains(month))
        {
            for (facet, samples) in seen(&groups(&views, &history, &[code], month, later())) {
                assert!(samples.n() >= N_MIN, "{code} {month} {facet:?}");
                parts.entry(facet).or_default().merge(&samples);
            }
        }
    }
    assert!(
        parts.keys().any(|facet| facet.kind == FacetKind::Profile),
        "there is something to see"
    );
    assert!(seen(&groups(&views, &history, &UNITS, "2026-Q3", later())) == parts);
}

/// Event by event, as somebody sees it who reloads the page each time. A group appears when its month is over and then
/// stands, but for what staff type in from paper.
#[test]
fn nobody_can_watch_a_group_move() {
    let history = History::of(&long(900));
    let views = std::sync::Arc::new(Views::in_memory().unwrap());
    let mut projector = projector(&views, history.log()).unwrap();
    let mut before: BTreeMap<(&str, &str), (bool, Seen)> = BTreeMap::new();
    let size = history.log().head().size;
    let (mut appeared, mut typed_in) = (0, HashSet::new());
    for (at, (recorded, event)) in decoded(history.log(), 0, size).into_iter().enumerate() {
        catch_up(&mut projector, &**history.log(), at as u64 + 1, |_| ()).unwrap();
        let now = Timestamp::from_millisecond(i64::try_from(recorded.recorded_at().0).unwrap()).unwrap();
        if let Event::ResponseSubmitted(answer) = &event
            && matches!(answer.channel, Channel::Paper | Channel::Import)
        {
            typed_in.insert(recorded.stream().to_owned());
        }
        let by_staff = typed_in.contains(recorded.stream());
        for code in ["DUKCAPIL", "KEC", "KEL"] {
            for month in MONTHS {
                let found = groups(&views, &history, &[code], month, now);
                let (is_over, shown) = (found.months > 0, seen(&found));
                let previous = before.insert((code, month), (is_over, shown.clone()));
                match previous {
                    Some((true, was)) if was != shown => {
                        assert!(by_staff, "{code} {month} moved at {at}: {event:?}");
                    }
                    Some((false, _)) | None if is_over => appeared += 1,
                    _ => {}
                }
            }
        }
    }
    assert!(appeared > 3, "{appeared} months ended");
}
