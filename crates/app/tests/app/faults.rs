//! When the log is busy, fails or takes for ever: nothing is acknowledged that is not on disk, nothing is lost
//! that was acknowledged, and whoever looks is told.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use app::AppError;
use survey::SubmitResponse;
use testkit::{Mood, TestApp, response_id, submission};

use crate::support::{counted, index, size};

fn failed<T: std::fmt::Debug>(outcome: Result<T, AppError>) -> String {
    match outcome {
        Err(AppError::Failed(why)) => why,
        other => panic!("did not fail: {other:?}"),
    }
}

#[test]
fn a_busy_log_takes_nothing_and_takes_it_the_next_time() {
    let (app, log) = TestApp::moody();
    let comment = || SubmitResponse {
        comment: Some("Antre lama".into()),
        ..submission("KEC")
    };
    let before = size(&app);
    log.set(Mood::BusyAfter(0));
    assert!(matches!(app.answer(1, submission("KEC")), Err(AppError::Busy)));
    assert!(matches!(app.answer(2, comment()), Err(AppError::Busy)));
    assert_eq!(size(&app), before);
    log.set(Mood::Well);
    assert!(!app.answer(1, submission("KEC")).unwrap().was_there);
    assert!(!app.answer(2, comment()).unwrap().was_there);
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 2);
}

#[test]
fn a_log_that_fails_is_a_failure_for_the_operator_not_for_the_citizen() {
    let (app, log) = TestApp::moody();
    log.set(Mood::FailsToAppend);
    assert!(failed(app.answer(1, submission("KEC"))).contains("the disk is broken"));
    let many = app.submit_many(vec![(response_id(1), submission("KEC"))]);
    assert!(failed(many.into_iter().next().unwrap()).contains("the disk is broken"));
}

#[test]
fn nobody_is_thanked_before_the_answer_is_on_disk() {
    let (app, log) = TestApp::moody();
    log.set(Mood::Holds);
    let mut submitting = pin!(app.submit(response_id(1), submission("KEC")));
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..100 {
        assert!(submitting.as_mut().poll(&mut context).is_pending());
    }
    assert_eq!(log.held(), 1);
    log.release();
    let Poll::Ready(Ok(receipt)) = submitting.as_mut().poll(&mut context) else {
        panic!("on disk, and not thanked")
    };
    assert_eq!(receipt.position + 1, size(&app));
}

#[test]
fn whoever_stops_waiting_finds_the_answer_when_it_comes_again() {
    let (app, log) = TestApp::moody();
    log.set(Mood::Holds);
    {
        let mut submitting = pin!(app.submit(response_id(1), submission("KEC")));
        let mut context = Context::from_waker(Waker::noop());
        assert!(submitting.as_mut().poll(&mut context).is_pending());
        // The connection breaks here.
    }
    log.release();
    assert!(app.answer(1, submission("KEC")).unwrap().was_there);
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 1);
}

#[test]
fn views_that_cannot_follow_say_so_while_answers_are_still_taken() {
    let (app, log) = TestApp::moody();
    assert_eq!(app.failure(), None);
    log.set(Mood::FailsToRead);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let receipt = runtime
        .block_on(app.submit(response_id(1), submission("KEC")))
        .unwrap();
    assert!(failed(app.wait_for(receipt.position + 1)).contains("the disk is broken"));
    assert!(app.failure().unwrap().contains("the disk is broken"));
    // A change of the register must see the one before it; without views it cannot.
    let renamed = testkit::method_adopted("KAB", "exact");
    assert!(failed(app.command(renamed)).contains("the disk is broken"));
}

#[test]
fn a_bug_in_the_follower_is_a_failure_too() {
    let (app, log) = TestApp::moody();
    log.set(Mood::PanicsToRead);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let receipt = runtime
        .block_on(app.submit(response_id(1), submission("KEC")))
        .unwrap();
    assert!(failed(app.wait_for(receipt.position + 1)).contains("berhenti mengikuti log"));
    assert!(app.failure().unwrap().contains("berhenti mengikuti log"));
}
