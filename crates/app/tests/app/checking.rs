//! Flags that need the answers around an answer follow it into the log: all of them, each once, whatever happens.

use std::{collections::BTreeMap, thread};

use app::Checking;
use eventlog::{Position, RecordedEvent};
use jiff::SignedDuration;
use survey::{Channel, Refusal, ResponseId, Standing, Stream, SubmitResponse};
use testkit::{Mood, TestApp, answers, response_id, submission};

use crate::support::{counted, index, refusal};

fn at_kiosk() -> SubmitResponse {
    SubmitResponse {
        channel: Channel::Kiosk,
        device: Some("kios-1".into()),
        seconds_taken: Some(20),
        answers: answers([4, 4, 3, 4, 4, 4, 4, 4, 4]),
        ..submission("KEC")
    }
}

/// So many answers at one kiosk, half a minute apart, one of nine unsur a little lower than the rest.
fn burst(app: &TestApp, count: u64) {
    for number in 1..=count {
        app.answer(number, at_kiosk()).unwrap();
        app.edge().pass(SignedDuration::from_secs(30));
    }
}

/// How often each response is flagged in the log.
fn flagged(app: &TestApp) -> BTreeMap<ResponseId, usize> {
    let events = app.log().read_all(Position(0), usize::MAX).unwrap();
    let mut flagged = BTreeMap::new();
    for event in events.iter().filter(is_flag) {
        assert_eq!(event.actor(), "pemeriksa");
        *flagged
            .entry(Stream::response(event.stream()).unwrap())
            .or_default() += 1;
    }
    flagged
}

fn is_flag(event: &&RecordedEvent) -> bool {
    event.event_type() == "response_flagged"
}

fn each_once(count: u64) -> BTreeMap<ResponseId, usize> {
    (1..=count).map(|number| (response_id(number), 1)).collect()
}

#[test]
fn a_burst_is_flagged_from_its_first_answer_and_the_index_is_known_without_it() {
    let app = TestApp::in_memory();
    let elsewhere = SubmitResponse {
        answers: answers([2; 9]),
        ..submission("KEC")
    };
    app.answer(100, elsewhere).unwrap();
    burst(&app, 8);
    assert_eq!(flagged(&app), BTreeMap::new());
    app.check().unwrap();
    assert_eq!(flagged(&app), each_once(8));
    app.wait_for(app.log().head().size).unwrap();
    let total = index(&app, "KEC", "2026-09").figures.total;
    assert_eq!((counted(&total), total.of(Standing::Flagged).n()), (9, 8));
    assert_eq!(total.unsuspicious().n(), 1);
}

#[test]
fn what_was_flagged_is_not_flagged_again_and_a_burst_that_goes_on_is() {
    let app = TestApp::in_memory();
    burst(&app, 8);
    app.check().unwrap();
    app.check().unwrap();
    assert_eq!(flagged(&app), each_once(8));
    app.answer(9, at_kiosk()).unwrap();
    app.check().unwrap();
    assert_eq!(flagged(&app), each_once(9));
}

#[test]
fn what_a_crash_kept_from_being_flagged_is_flagged_after_it_and_nothing_twice() {
    let app = TestApp::in_files();
    burst(&app, 8);
    let app = app.reopen(|_| ()).unwrap();
    app.check().unwrap();
    assert_eq!(flagged(&app), each_once(8));
    let app = app.reopen(|_| ()).unwrap();
    app.check().unwrap();
    assert_eq!(flagged(&app), each_once(8));
}

#[test]
fn a_flag_waits_while_the_log_is_busy_with_answers_and_while_others_write_first() {
    let (app, log) = TestApp::moody();
    burst(&app, 8);
    log.set(Mood::BusyAfter(3));
    thread::scope(|scope| {
        let checking = scope.spawn(|| app.check());
        while flagged(&app).len() < 3 {
            thread::yield_now();
        }
        log.set(Mood::HoldsOne);
        while log.held() == 0 {
            thread::yield_now();
        }
        for number in 1..=8 {
            let other = SubmitResponse {
                answers: answers([1; 9]),
                ..at_kiosk()
            };
            assert_eq!(refusal(app.answer(number, other)), Refusal::ResponseConflict);
        }
        log.release();
        checking.join().unwrap().unwrap();
    });
    assert_eq!(flagged(&app), each_once(8));
}

#[test]
fn what_cannot_be_recorded_stays_due() {
    let (app, log) = TestApp::moody();
    burst(&app, 8);
    log.set(Mood::FailsToAppend);
    app.check().unwrap_err();
    log.set(Mood::Well);
    app.check().unwrap();
    assert_eq!(flagged(&app), each_once(8));
}

#[test]
fn a_thread_checks_whenever_the_log_grows() {
    let app = TestApp::in_memory();
    let checking = Checking::start(&app.shared()).unwrap();
    burst(&app, 8);
    while flagged(&app).len() < 8 {
        thread::yield_now();
    }
    drop(checking);
    assert_eq!(flagged(&app), each_once(8));
}

/// A flag by what an answer says of itself is on disk as soon as the answer is.
#[test]
fn haste_is_flagged_together_with_the_answer() {
    let app = TestApp::in_memory();
    let hasty = SubmitResponse {
        seconds_taken: Some(8),
        ..submission("KEC")
    };
    let receipt = app.answer(1, hasty.clone()).unwrap();
    let appended = app.log().read_all(Position(receipt.position), 3).unwrap();
    let types: Vec<_> = appended.iter().map(RecordedEvent::event_type).collect();
    assert_eq!(
        types,
        ["response_submitted", "response_flagged", "response_flagged"]
    );
    assert_eq!(appended[0].actor(), "citizen");
    assert_eq!(appended[1].actor(), "pemeriksa");
    let again = app.answer(1, hasty).unwrap();
    assert_eq!((again.position, again.was_there), (receipt.position, true));
}
