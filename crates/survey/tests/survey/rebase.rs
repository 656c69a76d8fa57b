//! Control limits that begin anew: only for a reason, once from a month, and until that is withdrawn.

use survey::{Event, Refusal, TrendRebaseWithdrawn, TrendRebased};

use crate::{
    given::given,
    refusals::Row,
    samples::{REASON, code, ground, unit_closed, with},
};

fn rebased(from: &str) -> TrendRebased {
    TrendRebased {
        unit: code("DINAS"),
        from: code(from),
        reason: REASON.into(),
    }
}

fn withdrawn(from: &str) -> Event {
    Event::TrendRebaseWithdrawn(TrendRebaseWithdrawn {
        unit: code("DINAS"),
        from: code(from),
        reason: REASON.into(),
    })
}

fn months<const N: usize>(events: [Event; N]) -> Vec<String> {
    let registry = given(&with(ground(), events)).registry;
    let unit = code("DINAS");
    let rebases = registry.rebases(&unit);
    rebases
        .map(|(month, reason)| format!("{month} {reason}"))
        .collect()
}

#[test]
fn limits_begin_anew_from_each_month_that_was_named_and_not_withdrawn() {
    let [march, april] = ["2026-03", "2026-04"].map(|from| Event::TrendRebased(rebased(from)));
    given(&ground())
        .when(april.clone())
        .then(std::slice::from_ref(&april));
    let in_order = [format!("2026-03 {REASON}"), format!("2026-04 {REASON}")];
    assert_eq!(months([april.clone(), march.clone()]), in_order);
    given(&with(ground(), [april.clone()]))
        .when(withdrawn("2026-04"))
        .then(&[withdrawn("2026-04")]);
    assert_eq!(months([april, march, withdrawn("2026-04")]), in_order[..1]);
}

#[test]
fn a_reason_must_be_given() {
    for reason in ["", "  "] {
        let mut unreasoned = rebased("2026-04");
        unreasoned.reason = reason.into();
        given(&ground())
            .when(Event::TrendRebased(unreasoned))
            .refused(Refusal::ReasonMissing);
    }
}

#[test]
fn a_unit_that_serves_nobody_has_no_limits_to_begin() {
    given(&with(ground(), [unit_closed("DINAS")]))
        .when(Event::TrendRebased(rebased("2026-04")))
        .refused(Refusal::UnitClosed(code("DINAS")));
}

/// Both refusals of this kind, for the table of all.
pub(crate) fn refused() -> Vec<Row> {
    let rebased = Event::TrendRebased(rebased("2026-04"));
    let again = given(&with(ground(), [rebased.clone()]));
    vec![
        (again.when(rebased), Refusal::RebaseExists(code("2026-04"))),
        (
            given(&ground()).when(withdrawn("2026-04")),
            Refusal::RebaseUnknown(code("2026-04")),
        ),
    ]
}
