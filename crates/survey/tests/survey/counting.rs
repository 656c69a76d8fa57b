//! How a response counts: marked, taken out, let back in. Two people decide, and the mark stays.

use survey::{Event, FlagRule, Refusal, ResponseFlagged, Standing};

use crate::{
    given::{Exclude, Flag, Reinstate, given},
    samples::{REASON, code, excluded, ground_with_response, ground_with_survey, reinstated, with},
};

fn flagged(rule: FlagRule, rule_version: u16) -> Event {
    Event::ResponseFlagged(ResponseFlagged {
        unit: code("DINAS"),
        rule,
        rule_version,
    })
}

fn standing<const N: usize>(events: [Event; N]) -> Option<Standing> {
    given(&with(ground_with_response(), events)).response.standing()
}

#[test]
fn a_response_is_marked_once_by_each_version_of_a_rule() {
    let marked = with(ground_with_response(), [flagged(FlagRule::TooFast, 1)]);
    given(&ground_with_response())
        .when(Flag(FlagRule::TooFast, 1))
        .then(&[flagged(FlagRule::TooFast, 1)]);
    let marked = given(&marked);
    marked
        .when(Flag(FlagRule::TooFast, 1))
        .refused(Refusal::ResponseFlaggedAlready);
    marked
        .when(Flag(FlagRule::TooFast, 2))
        .then(&[flagged(FlagRule::TooFast, 2)]);
    marked
        .when(Flag(FlagRule::StraightLine, 1))
        .then(&[flagged(FlagRule::StraightLine, 1)]);
}

#[test]
fn two_people_take_a_response_out_and_let_it_back_in() {
    given(&ground_with_response())
        .when(Exclude(REASON, "u-1", "u-2"))
        .then(&[excluded(Some("u-2"))]);
    given(&with(ground_with_response(), [excluded(Some("u-2"))]))
        .when(Reinstate(REASON, "u-1", "u-2"))
        .then(&[reinstated()]);
}

#[test]
fn one_person_is_not_two() {
    let counting = given(&ground_with_response());
    let out = given(&with(ground_with_response(), [excluded(Some("u-2"))]));
    for second in ["", " ", "u-1", " u-1 "] {
        counting
            .when(Exclude(REASON, "u-1", second))
            .refused(Refusal::SecondApprovalMissing);
        out.when(Reinstate(REASON, "u-1", second))
            .refused(Refusal::SecondApprovalMissing);
    }
}

#[test]
fn what_a_rule_took_out_can_be_let_back_in_and_taken_out_again() {
    let ruled_out = with(ground_with_response(), [excluded(None)]);
    given(&ruled_out)
        .when(Reinstate(REASON, "u-1", "u-2"))
        .then(&[reinstated()]);
    given(&with(ruled_out, [reinstated()]))
        .when(Exclude(REASON, "u-1", "u-2"))
        .then(&[excluded(Some("u-2"))]);
}

#[test]
fn a_mark_shows_while_the_response_counts_and_again_after_it_was_out() {
    let mark = || flagged(FlagRule::Burst, 1);
    assert_eq!(standing([]), Some(Standing::Plain));
    assert_eq!(standing([mark()]), Some(Standing::Flagged));
    assert_eq!(standing([mark(), excluded(None)]), Some(Standing::Excluded));
    assert_eq!(
        standing([mark(), excluded(None), reinstated()]),
        Some(Standing::Flagged)
    );
    assert_eq!(standing([excluded(None), reinstated()]), Some(Standing::Plain));
    assert_eq!(given(&ground_with_survey(&["KTP"])).response.standing(), None);
}
