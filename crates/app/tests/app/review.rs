//! Flags, exclusions, reinstatements: two people, and everything can be taken back.

use std::thread;

use app::operator;
use survey::{Refusal, Standing, SubmitResponse};
use testkit::{Mood, TestApp, answers, response_id, submission};

use crate::support::{counted, index, refusal};

fn three_answers() -> TestApp {
    let app = TestApp::in_memory();
    for (id, score) in [(1, 2), (2, 3), (3, 4)] {
        let answer = SubmitResponse {
            answers: answers([score; 9]),
            ..submission("KEC")
        };
        app.answer(id, answer).unwrap();
    }
    app
}

#[test]
fn a_flagged_answer_counts_and_can_be_left_out_of_a_second_figure() {
    let app = three_answers();
    let hasty = SubmitResponse {
        seconds_taken: Some(8),
        ..submission("KEC")
    };
    app.answer(4, hasty).unwrap();
    let total = index(&app, "KEC", "2026-09").figures.total;
    assert_eq!((counted(&total), total.unsuspicious().n()), (4, 3));
}

#[test]
fn an_exclusion_counts_no_longer_until_it_is_taken_back() {
    let app = three_answers();
    let before = index(&app, "KEC", "2026-09");
    let reason = || String::from("Diisi petugas");
    app.exclude(&operator(), response_id(3), reason(), "kepala".into())
        .unwrap();
    let without = index(&app, "KEC", "2026-09");
    assert_eq!(without.figures.total.of(Standing::Excluded).n(), 1);
    assert_eq!(without.index.unwrap().ikm.to_string(), "62.50");
    app.reinstate(&operator(), response_id(3), reason(), "kepala".into())
        .unwrap();
    let after = index(&app, "KEC", "2026-09");
    assert_eq!(after.figures, before.figures);
    assert_eq!(after.index.unwrap(), before.index.unwrap());
}

#[test]
fn nobody_excludes_alone_and_nothing_that_is_not_there() {
    let app = three_answers();
    let exclude = |id, approved_by: &str| {
        app.exclude(
            &operator(),
            response_id(id),
            "Diisi petugas".into(),
            approved_by.into(),
        )
    };
    assert_eq!(refusal(exclude(1, "operator")), Refusal::SecondApprovalMissing);
    assert_eq!(refusal(exclude(9, "kepala")), Refusal::ResponseUnknown);
    let reinstated = app.reinstate(&operator(), response_id(1), "Benar".into(), "kepala".into());
    assert_eq!(refusal(reinstated), Refusal::ResponseNotExcluded);
}

#[test]
fn a_review_decides_again_if_other_answers_come_meanwhile() {
    let (app, log) = TestApp::moody();
    app.answer(1, submission("KEC")).unwrap();
    log.set(Mood::HoldsOne);
    thread::scope(|scope| {
        let excluding = scope.spawn(|| {
            app.exclude(
                &operator(),
                response_id(1),
                "Diisi petugas".into(),
                "kepala".into(),
            )
        });
        while log.held() == 0 {
            thread::yield_now();
        }
        let other = SubmitResponse {
            answers: answers([1; 9]),
            ..submission("KEC")
        };
        assert_eq!(refusal(app.answer(1, other)), Refusal::ResponseConflict);
        log.release();
        excluding.join().unwrap().unwrap();
    });
    assert_eq!(
        index(&app, "KEC", "2026-09")
            .figures
            .total
            .of(Standing::Excluded)
            .n(),
        1
    );
}
