//! The same id again: the same answers give the same answer, others are kept for review, up to a limit.

use survey::{
    Event, Profile, Refusal, ResponseSubmitted, SubmissionConflicted, SubmitResponse,
    limits::CONFLICTS_KEPT_MAX,
};

use crate::{
    given::{Again, given},
    samples::{
        answer, code, ground_with_response, ground_with_survey, nine, sealed, submitted, survey_closed,
        unsur, with,
    },
};

fn conflicting() -> SubmitResponse {
    SubmitResponse {
        answers: nine(4),
        comment: Some("Lain".into()),
        ..answer()
    }
}

fn kept() -> Event {
    Event::SubmissionConflicted(SubmissionConflicted {
        unit: code("DINAS"),
        answers: nine(4),
        profile: answer().profile,
        reasons: answer().reasons,
        comment: Some(sealed()),
        nonce: submitted().nonce,
    })
}

#[test]
fn the_same_again_changes_nothing_even_after_the_survey_closed() {
    let log = given(&ground_with_response());
    log.when(Again(answer())).then(&[]);
    log.and_at("2026-09-20T08:00:00Z", &[survey_closed()])
        .now("2026-11-01T00:00:00Z")
        .when(Again(answer()))
        .then(&[]);
}

#[test]
fn a_default_and_its_value_are_the_same() {
    let spelt_out = SubmitResponse {
        service: Some(code("KTP")),
        instrument: Some(code("permenpan-14-2017@1")),
        ..answer()
    };
    given(&ground_with_response()).when(Again(spelt_out)).then(&[]);
}

#[test]
fn other_answers_are_kept_for_review() {
    given(&ground_with_response())
        .when(Again(conflicting()))
        .then(&[kept()]);
}

#[test]
fn a_comment_that_was_not_there_is_another_answer_and_so_is_one_that_is_missing() {
    let commented = SubmitResponse {
        comment: Some("Terima kasih".into()),
        ..answer()
    };
    let outcome = given(&ground_with_response()).when(Again(commented.clone()));
    assert!(matches!(
        outcome.0.as_deref(),
        Ok([Event::SubmissionConflicted(_)])
    ));

    let with_comment = Event::ResponseSubmitted(ResponseSubmitted {
        comment: Some(sealed()),
        ..submitted()
    });
    let log = given(&with(ground_with_survey(&["KTP"]), [with_comment]));
    log.when(Again(commented)).then(&[]);
    let outcome = log.when(Again(answer()));
    assert!(matches!(
        outcome.0.as_deref(),
        Ok([Event::SubmissionConflicted(_)])
    ));
}

#[test]
fn only_so_many_are_kept_and_the_first_answer_can_still_be_repeated() {
    let mut log = given(&ground_with_response());
    for _ in 0..CONFLICTS_KEPT_MAX {
        log.when(Again(conflicting())).then(&[kept()]);
        log = log.and_at("2026-09-14T03:00:00Z", &[kept()]);
    }
    log.when(Again(conflicting())).refused(Refusal::ResponseConflict);
    log.when(Again(answer())).then(&[]);
}

#[test]
fn what_the_survey_does_not_ask_is_not_kept_even_for_review() {
    let log = given(&ground_with_response());
    let smuggled = SubmitResponse {
        profile: Profile::from([("nama".into(), "Budi, 0812 3456 7890".into())]),
        ..answer()
    };
    log.when(Again(smuggled)).refused(Refusal::ProfileUnknown(
        "nama".into(),
        "Budi, 0812 3456 7890".into(),
    ));
    let mut answers: Vec<_> = nine(4).iter().collect();
    answers.push((unsur("maklumat"), answers[0].1));
    let unasked = SubmitResponse {
        answers: survey::Answers::from_pairs(answers),
        ..answer()
    };
    log.when(Again(unasked))
        .refused(Refusal::UnsurUnknown(unsur("maklumat")));
    let elsewhere = SubmitResponse {
        survey: code("LAIN"),
        ..answer()
    };
    log.when(Again(elsewhere))
        .refused(Refusal::SurveyUnknown(code("LAIN")));
}
