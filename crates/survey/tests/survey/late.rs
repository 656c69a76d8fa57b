//! An answer that was given before its survey closed is never thrown away, however late it arrives.
//!
//! The survey closes on 20 September at 08:15; the grace of a week ends on 27 September with the hour 08.

use survey::{Event, Refusal, ResponseExcluded, ResponseSubmitted, SubmitResponse};

use crate::{
    given::{Given, given},
    samples::{answer, code, ground_with_survey, submitted, survey_closed},
};

fn closed() -> Given {
    given(&ground_with_survey(&["KTP"])).and_at("2026-09-20T08:15:00Z", &[survey_closed()])
}

fn claimed(hour: &str) -> SubmitResponse {
    SubmitResponse {
        claimed_at: Some(code(hour)),
        ..answer()
    }
}

fn taken(hour: &str) -> Event {
    Event::ResponseSubmitted(ResponseSubmitted {
        claimed_at: Some(code(hour)),
        occurred_at: code(hour),
        ..submitted()
    })
}

#[test]
fn within_the_grace_it_counts() {
    for (now, hour) in [
        ("2026-09-20T08:16:00Z", "2026-09-20T08Z"),
        ("2026-09-22T00:00:00Z", "2026-09-19T23Z"),
        ("2026-09-27T08:59:59Z", "2026-09-10T02Z"),
    ] {
        closed().now(now).when(claimed(hour)).then(&[taken(hour)]);
    }
}

#[test]
fn a_clock_that_runs_a_month_ahead_does_not_make_an_answer_late() {
    // It was given at 08, waited for a day, and its device shows October throughout.
    let waited = SubmitResponse {
        device_now: Some(code("2026-10-21T08Z")),
        ..claimed("2026-10-20T08Z")
    };
    let counts = ResponseSubmitted {
        claimed_at: Some(code("2026-10-20T08Z")),
        occurred_at: code("2026-09-20T08Z"),
        ..submitted()
    };
    closed()
        .now("2026-09-21T08:10:00Z")
        .when(waited)
        .then(&[Event::ResponseSubmitted(counts)]);
}

#[test]
fn after_the_grace_it_is_taken_and_excluded_by_rule() {
    let excluded = Event::ResponseExcluded(ResponseExcluded {
        unit: code("DINAS"),
        reason: "Diterima setelah masa tenggang sejak survei ditutup.".into(),
        approved_by: None,
    });
    closed()
        .now("2026-09-27T09:00:00Z")
        .when(claimed("2026-09-10T02Z"))
        .then(&[taken("2026-09-10T02Z"), excluded]);
}

#[test]
fn what_was_answered_after_closing_or_does_not_say_when_is_refused() {
    let refused = || Refusal::SurveyClosed(code("SURVEI"));
    let closed = closed().now("2026-09-20T09:30:00Z");
    closed.when(claimed("2026-09-20T09Z")).refused(refused());
    closed.when(answer()).refused(refused());
}
