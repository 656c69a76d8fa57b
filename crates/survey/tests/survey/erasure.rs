//! A text is erased once, by law, by two people; the scores stay.

use survey::{Event, Refusal, SubmissionConflicted};
use uuid::Uuid;

use crate::{
    given::{Erase, given},
    samples::{code, erased, ground, ground_with_comment, nine, sealed, with},
};

#[test]
fn two_people_erase_a_text_and_the_response_counts_as_before() {
    let before = given(&ground_with_comment());
    before
        .when(Erase(sealed().content, "u-1", "u-2"))
        .then(&[erased()]);
    let after = given(&with(ground_with_comment(), [erased()]));
    assert_eq!(after.response.standing(), before.response.standing());
    assert_eq!(after.response.submitted(), before.response.submitted());
}

#[test]
fn one_person_erases_nothing_and_no_text_of_another_response() {
    let commented = given(&ground_with_comment());
    for second in ["", "u-1"] {
        commented
            .when(Erase(sealed().content, "u-1", second))
            .refused(Refusal::SecondApprovalMissing);
    }
    commented
        .when(Erase(Uuid::from_u128(9), "u-1", "u-2"))
        .refused(Refusal::ContentUnknown);
    given(&ground())
        .when(Erase(sealed().content, "u-1", "u-2"))
        .refused(Refusal::ResponseUnknown);
}

#[test]
fn the_text_of_a_refused_submission_can_be_erased_too() {
    let mut other = sealed();
    other.content = Uuid::from_u128(9);
    let conflicted = Event::SubmissionConflicted(SubmissionConflicted {
        unit: code("DINAS"),
        answers: nine(1),
        profile: survey::Profile::new(),
        reasons: survey::Reasons::new(),
        comment: Some(other),
        nonce: survey::Nonce([7; 16]),
    });
    let log = given(&with(ground_with_comment(), [conflicted, erased()]));
    log.when(Erase(sealed().content, "u-1", "u-2"))
        .refused(Refusal::ContentErasedAlready);
    let outcome = log.when(Erase(other.content, "u-1", "u-2"));
    assert!(
        matches!(&outcome.0.unwrap()[..], [Event::ContentErased(erased)] if erased.content == other.content)
    );
}
