//! A form from paper that was entered wrongly: whoever entered it may withdraw it alone, for a day.

use survey::{Channel, Event, Refusal, ResponseExcluded, ResponseSubmitted};

use crate::{
    given::{NOW, Withdrawn, given},
    samples::{REASON, code, excluded, ground_with_survey, submitted, with},
};

fn on_paper() -> Event {
    Event::ResponseSubmitted(ResponseSubmitted {
        channel: Channel::Paper,
        ..submitted()
    })
}

#[test]
fn a_form_entered_wrongly_is_withdrawn_by_one_person_with_a_reason() {
    let entered = given(&with(ground_with_survey(&["KTP"]), [on_paper()]));
    let withdrawn = ResponseExcluded {
        unit: code("DINAS"),
        reason: REASON.into(),
        approved_by: None,
    };
    entered
        .when(Withdrawn(REASON, NOW))
        .then(&[Event::ResponseExcluded(withdrawn)]);
    entered.when(Withdrawn(" ", NOW)).refused(Refusal::ReasonMissing);
}

#[test]
fn after_a_day_it_takes_two() {
    let entered = given(&with(ground_with_survey(&["KTP"]), [on_paper()]));
    let a_day_before = "2026-09-13T02:30:00Z";
    assert!(entered.when(Withdrawn(REASON, a_day_before)).0.is_ok());
    entered
        .when(Withdrawn(REASON, "2026-09-13T02:29:59Z"))
        .refused(Refusal::WithdrawalLate);
}

/// Nobody alone takes out what a citizen sent.
#[test]
fn only_paper_can_be_withdrawn_and_only_once() {
    let from_phone = with(
        ground_with_survey(&["KTP"]),
        [Event::ResponseSubmitted(submitted())],
    );
    given(&from_phone)
        .when(Withdrawn(REASON, NOW))
        .refused(Refusal::NotPaper);
    given(&with(ground_with_survey(&["KTP"]), [on_paper(), excluded(None)]))
        .when(Withdrawn(REASON, NOW))
        .refused(Refusal::ResponseExcludedAlready);
    given(&ground_with_survey(&["KTP"]))
        .when(Withdrawn(REASON, NOW))
        .refused(Refusal::ResponseUnknown);
}
