//! Units and services: registered, renamed, moved, closed; and the method that a unit computes by.

use survey::{Event, Refusal, RegionList, Registry, UnitRegistered, limits::UNIT_DEPTH_MAX};

use crate::{
    given::{NOW, given},
    samples::{
        REASON, code, ground, ground_with_survey, instrument_published, log_opened, method_adopted, service,
        service_changed, service_retired, survey_closed, unit, unit_below, unit_closed, unit_merged,
        unit_moved, unit_region_set, unit_registered, unit_renamed, with,
    },
};

#[test]
fn the_log_is_opened_first() {
    given(&[]).when(log_opened()).then(&[log_opened()]);
}

#[test]
fn what_fits_happens_as_it_was_asked() {
    for asked in [
        unit("RSUD"),
        unit_below("UPT", "DINAS"),
        unit_renamed("DINAS", "Dinas Kependudukan"),
        unit_moved("DINAS", None),
        unit_closed("DINAS"),
        service("DINAS", "AKTA"),
        service_changed("DINAS", "KTP"),
        service_retired("DINAS", "KTP"),
        method_adopted("DINAS", "bobot-0.11"),
    ] {
        given(&ground()).when(asked.clone()).then(&[asked]);
    }
}

#[test]
fn a_closed_unit_does_not_change_any_more() {
    let closed = given(&with(ground(), [unit_closed("DINAS")]));
    for asked in [
        unit_below("UPT", "DINAS"),
        unit_renamed("DINAS", "Dinas Kependudukan"),
        unit_moved("DINAS", None),
        unit_closed("DINAS"),
        service("DINAS", "AKTA"),
        service_changed("DINAS", "KTP"),
        service_retired("DINAS", "KTP"),
        method_adopted("DINAS", "bobot-0.11"),
    ] {
        closed.when(asked).refused(Refusal::UnitClosed(code("DINAS")));
    }
}

#[test]
fn a_unit_closes_once_its_surveys_and_the_units_below_it_are_closed() {
    let in_use = Refusal::UnitInUse(code("DINAS"));
    let surveyed = ground_with_survey(&["KTP"]);
    given(&surveyed)
        .when(unit_closed("DINAS"))
        .refused(in_use.clone());
    given(&with(surveyed, [survey_closed()]))
        .when(unit_closed("DINAS"))
        .then(&[unit_closed("DINAS")]);

    let parent = with(ground(), [unit_below("UPT", "DINAS")]);
    given(&parent).when(unit_closed("DINAS")).refused(in_use);
    given(&with(parent.clone(), [unit_closed("UPT")]))
        .when(unit_closed("DINAS"))
        .then(&[unit_closed("DINAS")]);
    given(&with(parent, [unit_moved("UPT", None)]))
        .when(unit_closed("DINAS"))
        .then(&[unit_closed("DINAS")]);
}

#[test]
fn a_retired_service_does_not_change_any_more_and_its_code_stays_taken() {
    let retired = given(&with(ground(), [service_retired("DINAS", "KTP")]));
    let unknown = || Refusal::ServiceUnknown(code("DINAS"), code("KTP"));
    retired.when(service_changed("DINAS", "KTP")).refused(unknown());
    retired.when(service_retired("DINAS", "KTP")).refused(unknown());
    retired
        .when(service("DINAS", "KTP"))
        .refused(Refusal::ServiceExists(code("DINAS"), code("KTP")));
}

#[test]
fn a_survey_goes_on_without_a_retired_service_and_not_without_its_last() {
    let surveyed = ground_with_survey(&["KTP", "KK"]);
    let retired = given(&with(surveyed.clone(), [service_retired("DINAS", "KTP")]));
    let survey = retired.registry.survey(&code("SURVEI")).unwrap();
    assert_eq!(retired.registry.asked_services(survey), [&code("KK")]);
    let last = Refusal::ServiceAsked(code("KK"), code("SURVEI"));
    retired.when(service_retired("DINAS", "KK")).refused(last);
    let closed = given(&with(
        surveyed,
        [service_retired("DINAS", "KTP"), survey_closed()],
    ));
    let both = service_retired("DINAS", "KK");
    closed.when(both.clone()).then(&[both]);
}

#[test]
fn what_a_unit_did_is_done_where_its_mergings_lead() {
    let registry = given(&with(
        ground(),
        [
            unit("BARU"),
            unit("LAIN"),
            unit_merged("DINAS", "BARU"),
            unit_merged("BARU", "LAIN"),
        ],
    ))
    .registry;
    let now = |unit: &str| {
        registry
            .successor(registry.unit(&code(unit)).unwrap())
            .code
            .clone()
    };
    for unit in ["DINAS", "BARU", "LAIN"] {
        assert_eq!(now(unit), code("LAIN"), "{unit}");
    }
}

#[test]
fn the_registry_shows_the_last_name_of_a_unit_and_a_service() {
    let registry = given(&with(
        ground(),
        [
            unit_renamed("DINAS", "Dinas Kependudukan"),
            service_changed("DINAS", "KTP"),
            service_retired("DINAS", "KK"),
        ],
    ))
    .registry;
    let unit = registry.unit(&code("DINAS")).unwrap();
    assert_eq!(unit.name, "Dinas Kependudukan");
    assert_eq!(unit.services[&code("KTP")].name, "Layanan baru");
    assert!(unit.services[&code("KK")].retired);
    assert!(!unit.services[&code("KTP")].retired);
}

/// The log that another program wrote, or two writers at once, may say what was never decided here.
#[test]
fn what_would_bend_the_tree_into_a_circle_changes_nothing() {
    let tree = given(&[unit("A"), unit_below("B", "A")]);
    for bent in [
        unit_below("A", "B"),
        unit_moved("A", Some("B")),
        unit_moved("A", Some("A")),
        unit_moved("B", Some("LAIN")),
    ] {
        let after = tree.clone().and_at(NOW, &[bent]).registry;
        assert_eq!(after, tree.registry);
    }
    let orphan = given(&[unit_below("C", "LAIN")]).registry;
    assert_eq!(orphan.unit(&code("C")).unwrap().parent, None);
}

/// A chain of units below each other, `U1` at the top.
fn chain(length: usize) -> Vec<Event> {
    let below = (2..=length).map(|depth| unit_below(&format!("U{depth}"), &format!("U{}", depth - 1)));
    [log_opened(), unit("U1")].into_iter().chain(below).collect()
}

#[test]
fn units_nest_down_to_the_limit_and_no_deeper() {
    let deepest = format!("U{UNIT_DEPTH_MAX}");
    let last = unit_below(&deepest, &format!("U{}", UNIT_DEPTH_MAX - 1));
    given(&chain(UNIT_DEPTH_MAX - 1)).when(last.clone()).then(&[last]);
    given(&chain(UNIT_DEPTH_MAX))
        .when(unit_below("X", &deepest))
        .refused(Refusal::UnitTooDeep);
}

#[test]
fn a_unit_moves_with_all_below_it_and_they_must_fit() {
    let two = [unit("A"), unit_below("B", "A")];
    let fits = with(chain(UNIT_DEPTH_MAX - 2), two.clone());
    let bottom = format!("U{}", UNIT_DEPTH_MAX - 2);
    let moved = unit_moved("A", Some(&bottom));
    given(&fits).when(moved.clone()).then(&[moved]);

    let too_deep = with(chain(UNIT_DEPTH_MAX - 1), two);
    let bottom = format!("U{}", UNIT_DEPTH_MAX - 1);
    given(&too_deep)
        .when(unit_moved("A", Some(&bottom)))
        .refused(Refusal::UnitTooDeep);
}

#[test]
fn a_unit_goes_neither_below_itself_nor_below_one_of_its_own() {
    let tree = given(&chain(3));
    for parent in ["U1", "U2", "U3"] {
        tree.when(unit_moved("U1", Some(parent)))
            .refused(Refusal::UnitBelowItself(code("U1")));
    }
}

#[test]
fn a_unit_computes_by_its_own_method_else_by_the_nearest_above_else_exactly() {
    let registry = given(&with(
        chain(4),
        [
            method_adopted("U2", "bobot-0.111"),
            method_adopted("U4", "bobot-0.11"),
        ],
    ))
    .registry;
    let methods = ["U1", "U2", "U3", "U4"].map(|unit| registry.method(&code(unit)).id());
    assert_eq!(methods, ["exact", "bobot-0.111", "bobot-0.111", "bobot-0.11"]);
}

#[test]
fn names_and_reasons_are_counted_in_characters_and_fit_up_to_the_limit() {
    let ground = given(&ground());
    let name = "é".repeat(120);
    let renamed = unit_renamed("DINAS", &name);
    ground.when(renamed.clone()).then(&[renamed]);
    ground
        .when(unit_renamed("DINAS", &"é".repeat(121)))
        .refused(Refusal::NameInvalid);
    ground
        .when(unit_renamed("DINAS", "   "))
        .refused(Refusal::NameInvalid);

    let with_reason = |reason: &str| {
        let Event::UnitClosed(mut closed) = unit_closed("DINAS") else {
            unreachable!("it closes a unit");
        };
        closed.reason = reason.into();
        Event::UnitClosed(closed)
    };
    let longest = with_reason(&"é".repeat(500));
    ground.when(longest.clone()).then(&[longest]);
    ground
        .when(with_reason(&"é".repeat(501)))
        .refused(Refusal::NoteTooLong(501));
    ground.when(with_reason(" ")).refused(Refusal::ReasonMissing);
    assert!(!REASON.is_empty());
}

#[test]
fn region_codes_of_a_registered_unit_are_set_and_taken_away() {
    let before = [
        log_opened(),
        Event::UnitRegistered(unit_registered("DINAS", None)),
    ];
    let set = unit_region_set("DINAS", Some("35.10 (2023)"), Some("3510 (2023)"));
    given(&before).when(set.clone()).then(std::slice::from_ref(&set));
    let mut registry = Registry::default();
    for event in before.iter().chain([&set]) {
        registry.evolve(event, NOW.parse().unwrap());
    }
    let unit = registry.unit(&code("DINAS")).unwrap();
    assert_eq!(unit.kemendagri.as_deref(), Some("35.10 (2023)"));
    let none = unit_region_set("DINAS", None, None);
    given(&before).when(none.clone()).then(&[none]);
    given(&before)
        .when(unit_region_set("LAIN", None, None))
        .refused(Refusal::UnitUnknown(code("LAIN")));
    given(&before)
        .when(unit_region_set("DINAS", Some(" "), None))
        .refused(Refusal::RegionCodeInvalid);
}

#[test]
fn a_region_code_is_read_with_the_year_of_its_list() {
    for (list, text) in [
        (RegionList::Kemendagri, "35.10 (2023)"),
        (RegionList::Kemendagri, "35.10.01.2001 (2023)"),
        (RegionList::Bps, "3510010 (2024)"),
    ] {
        assert_eq!(list.read(&format!(" {text} ")), Ok(Some(text.to_owned())));
    }
    assert_eq!(RegionList::Bps.read(" "), Ok(None));
    for (list, text) in [
        (RegionList::Kemendagri, "35.10"),
        (RegionList::Kemendagri, "35.1 (2023)"),
        (RegionList::Kemendagri, "35.10 (23)"),
        (RegionList::Bps, "351001 (2023)"),
        (RegionList::Bps, "Kabupaten (2023)"),
    ] {
        let refused = Refusal::RegionCodeUnreadable(text.into(), list.example());
        assert_eq!(list.read(text), Err(refused), "{text}");
    }
}

#[test]
fn region_codes_are_optional_but_not_empty_and_not_long() {
    let registered = |kemendagri: Option<&str>, bps: Option<&str>| {
        Event::UnitRegistered(UnitRegistered {
            kemendagri: kemendagri.map(Into::into),
            bps: bps.map(Into::into),
            ..unit_registered("RSUD", None)
        })
    };
    let ground = given(&[log_opened(), instrument_published()]);
    for fits in [registered(None, None), registered(Some("35.10"), Some("3510"))] {
        ground.when(fits.clone()).then(&[fits]);
    }
    let long = "1".repeat(41);
    for (kemendagri, bps) in [(Some(" "), None), (None, Some("")), (None, Some(&*long))] {
        ground
            .when(registered(kemendagri, bps))
            .refused(Refusal::RegionCodeInvalid);
    }
}

#[test]
fn a_merged_unit_serves_nobody_any_more_and_keeps_its_place() {
    let events = [
        log_opened(),
        unit("KAB"),
        unit_below("A", "KAB"),
        unit_below("B", "KAB"),
    ];
    let merged = given(&events).and_at(NOW, &[unit_merged("A", "B")]).registry;
    let gone = merged.unit(&code("A")).unwrap();
    assert!(gone.closed);
    assert_eq!(gone.merged, Some((code("B"), jiff::civil::date(2027, 1, 1))));
    assert_eq!(
        gone.parent,
        Some(code("KAB")),
        "figures of the whole stay what they were"
    );
    let from: Vec<_> = merged
        .merged_into(&code("B"))
        .iter()
        .map(|unit| unit.code.as_str())
        .collect();
    assert_eq!(from, ["A"]);
    let again = given(&with(events.to_vec(), [unit_merged("A", "B")]));
    again
        .when(unit_merged("A", "B"))
        .refused(Refusal::UnitClosed(code("A")));
    again
        .when(unit_merged("B", "A"))
        .refused(Refusal::UnitClosed(code("A")));
}

#[test]
fn a_unit_is_merged_into_another_once_nothing_in_it_is_open() {
    let events = [log_opened(), unit("A"), unit_below("C", "A"), unit("B")];
    let ground = given(&events);
    ground
        .when(unit_merged("A", "A"))
        .refused(Refusal::UnitIntoItself(code("A")));
    ground
        .when(unit_merged("A", "B"))
        .refused(Refusal::UnitInUse(code("A")));
    ground
        .when(unit_merged("A", "X"))
        .refused(Refusal::UnitUnknown(code("X")));
    let below = given(&with(events.to_vec(), [unit_closed("C")]));
    below.when(unit_merged("A", "B")).then(&[unit_merged("A", "B")]);
}
