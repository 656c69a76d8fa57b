//! A closed survey takes what was answered before it closed, however late that arrives; what arrives after the
//! grace is kept and does not count.

use jiff::SignedDuration;
use survey::{Command, Refusal, Standing, SubmitResponse, SurveyClosed, limits::LATE_GRACE_HOURS};
use testkit::{TestApp, hour, submission, survey_code, unit};

use crate::support::{counted, index, refusal};

/// The survey of KEC, closed on 14 September at 02:00 UTC, some hours ago.
fn closed(hours_ago: u32) -> TestApp {
    let app = TestApp::in_memory();
    let closed = SurveyClosed {
        survey: survey_code("KEC"),
        unit: unit("KEC"),
        reason: "Semester selesai".into(),
    };
    app.command(Command::CloseSurvey(closed)).unwrap();
    app.edge().pass(SignedDuration::from_hours(i64::from(hours_ago)));
    app
}

fn claiming(claimed: &str) -> SubmitResponse {
    SubmitResponse {
        claimed_at: Some(hour(claimed)),
        ..submission("KEC")
    }
}

#[test]
fn an_answer_given_after_the_end_is_refused() {
    let app = closed(2);
    let expected = Refusal::SurveyClosed(survey_code("KEC"));
    assert_eq!(refusal(app.answer(1, submission("KEC"))), expected);
    assert_eq!(refusal(app.answer(1, claiming("2026-09-14T03Z"))), expected);
}

#[test]
fn an_answer_given_before_the_end_counts_within_the_grace() {
    let app = closed(LATE_GRACE_HOURS);
    app.answer(1, claiming("2026-09-14T02Z")).unwrap();
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 1);
}

#[test]
fn an_answer_that_arrives_after_the_grace_is_kept_and_does_not_count() {
    let app = closed(LATE_GRACE_HOURS + 1);
    let first = app.answer(1, claiming("2026-09-14T02Z")).unwrap();
    let total = index(&app, "KEC", "2026-09").figures.total;
    assert_eq!((counted(&total), total.of(Standing::Excluded).n()), (0, 1));
    let again = app.answer(1, claiming("2026-09-14T02Z")).unwrap();
    assert_eq!((again.position, again.was_there), (first.position, true));
}

#[test]
fn an_answer_that_stands_is_confirmed_again_after_the_end() {
    let app = TestApp::in_memory();
    let first = app.answer(1, submission("KEC")).unwrap();
    let closed = SurveyClosed {
        survey: survey_code("KEC"),
        unit: unit("KEC"),
        reason: "Semester selesai".into(),
    };
    app.command(Command::CloseSurvey(closed)).unwrap();
    app.edge().pass(SignedDuration::from_hours(24 * 30));
    let again = app.answer(1, submission("KEC")).unwrap();
    assert_eq!((again.position, again.was_there), (first.position, true));
}
