//! Many responses at once: each as one alone, in the order given.

use survey::{Refusal, SubmitResponse};
use testkit::{Mood, TestApp, answers, response_id, submission};
use views::Basis;

use crate::support::{counted, index, refusal, size};

fn with_comment(comment: &str) -> SubmitResponse {
    SubmitResponse {
        comment: Some(comment.into()),
        ..submission("KEC")
    }
}

#[test]
fn new_ones_get_their_positions_in_the_order_given() {
    let app = TestApp::in_files();
    let before = size(&app);
    let commands = (0..500).map(|id| (response_id(id), submission("KEC")));
    let receipts = app.submit_many(commands.collect());
    let positions: Vec<u64> = receipts
        .into_iter()
        .map(|receipt| receipt.unwrap().position)
        .collect();
    assert_eq!(positions, (before..before + 500).collect::<Vec<_>>());
}

#[test]
fn each_is_answered_as_it_would_be_alone() {
    let app = TestApp::in_memory();
    let first = app.answer(1, with_comment("Antre lama")).unwrap();
    let other = SubmitResponse {
        answers: answers([1; 9]),
        ..submission("KEC")
    };
    let empty = SubmitResponse {
        answers: answers([0; 9]),
        ..submission("KEC")
    };
    let mut receipts = app
        .submit_many(vec![
            (response_id(1), with_comment("Antre lama")),
            (response_id(2), submission("KEC")),
            (response_id(2), submission("KEC")),
            (response_id(1), other.clone()),
            (response_id(3), empty),
            (response_id(2), other),
            (response_id(4), with_comment("Bersih")),
            (response_id(4), with_comment("Kotor")),
        ])
        .into_iter();
    let mut next = || receipts.next().unwrap();
    let again = next().unwrap();
    assert_eq!((again.position, again.was_there), (first.position, true));
    let second = next().unwrap();
    assert!(!second.was_there);
    let third = next().unwrap();
    assert_eq!((third.position, third.was_there), (second.position, true));
    assert_eq!(refusal(next()), Refusal::ResponseConflict);
    assert_eq!(refusal(next()), Refusal::NoAnswers);
    assert_eq!(refusal(next()), Refusal::ResponseConflict);
    assert!(!next().unwrap().was_there);
    assert_eq!(refusal(next()), Refusal::ResponseConflict);
    app.wait_for(size(&app)).unwrap();
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 3);
}

#[test]
fn a_busy_log_is_waited_for() {
    let (app, log) = TestApp::moody();
    log.set(Mood::BusyAfter(3));
    std::thread::scope(|scope| {
        let commands = (0..10).map(|id| (response_id(id), submission("KEC"))).collect();
        let submitting = scope.spawn(|| app.submit_many(commands));
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert!(!submitting.is_finished());
        log.set(Mood::Well);
        assert!(submitting.join().unwrap().iter().all(Result::is_ok));
    });
    app.wait_for(size(&app)).unwrap();
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 10);
}

#[test]
fn more_comments_than_the_vault_queues_are_waited_for() {
    let app = TestApp::in_memory();
    let count = 2 * vault::limits::QUEUE_JOBS_MAX as u64;
    let commands = (0..count).map(|id| (response_id(id), with_comment("Antre lama")));
    let receipts = app.submit_many(commands.collect());
    assert!(receipts.iter().all(Result::is_ok));
    app.wait_for(size(&app)).unwrap();
    let month = "2026-09".parse().unwrap();
    let periods = app.trend(&testkit::unit("KEC"), month, 1, Basis::Exact).unwrap();
    assert_eq!(counted(&periods[0].samples), count);
    assert_eq!(app.vault().contents().unwrap().len() as u64, count);
}
