//! Paper: a stack is entered form by form, each once, and a slip can be taken back.

use app::{Entered, Receipt, limits};
use eventlog::{Actor, EventId, Position};
use jiff::SignedDuration;
use survey::{Channel, Refusal, ResponseId, SubmitResponse, limits::PAPER_WITHDRAWAL_HOURS};
use testkit::{TestApp, answers, response_id, submission};
use uuid::Uuid;
use views::FacetKind;

use crate::support::{counted, index, refusal};

fn by(batch: Uuid) -> Entered {
    Entered {
        actor: Actor::new("petugas-7").unwrap(),
        batch,
    }
}

fn form(scores: [u8; 9]) -> SubmitResponse {
    SubmitResponse {
        answers: answers(scores),
        ..submission("KEC")
    }
}

fn enter(app: &TestApp, batch: Uuid, id: ResponseId, form: SubmitResponse) -> Result<Receipt, app::AppError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let receipt = runtime.block_on(app.enter_paper(by(batch), id, form));
    app.wait_for(app.log().head().size).unwrap();
    receipt
}

#[test]
fn a_form_is_a_response_on_paper_with_its_stack_and_the_officer_who_entered_it() {
    let app = TestApp::in_memory();
    let batch = app.new_batch();
    // As it was filled in: some questions were left blank.
    let receipt = enter(&app, batch, response_id(1), form([4, 3, 0, 4, 3, 4, 0, 2, 4])).unwrap();
    let events = app.log().read_all(Position(receipt.position), 2).unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].actor(), "petugas-7");
    assert_eq!(events[0].correlation(), Some(EventId(batch)));
    let figures = index(&app, "KEC", "2026-09").figures;
    let paper = figures.by(FacetKind::Channel).next().unwrap();
    assert_eq!((paper.0, counted(paper.1)), (Channel::Paper.as_str(), 1));
}

#[test]
fn a_stack_is_listed_as_it_was_entered_and_no_other_stack_with_it() {
    let app = TestApp::in_memory();
    let (one, other) = (app.new_batch(), app.new_batch());
    for number in 1..=3 {
        enter(&app, one, response_id(number), form([4; 9])).unwrap();
    }
    enter(&app, other, response_id(9), form([2; 9])).unwrap();
    let listed: Vec<_> = app.batch(one).unwrap().iter().map(|entry| entry.id).collect();
    assert_eq!(listed, [1, 2, 3].map(response_id));
    assert_eq!(app.batch(other).unwrap()[0].answers, answers([2; 9]));
    assert!(app.batch(app.new_batch()).unwrap().is_empty());
}

/// Enter pressed twice, or the page sent again after a lost answer.
#[test]
fn the_same_form_sent_again_is_entered_once() {
    let app = TestApp::in_memory();
    let batch = app.new_batch();
    let first = enter(&app, batch, response_id(1), form([3; 9])).unwrap();
    let again = enter(&app, batch, response_id(1), form([3; 9])).unwrap();
    assert_eq!((again.position, again.was_there), (first.position, true));
    assert_eq!(app.batch(batch).unwrap().len(), 1);
}

#[test]
fn a_slip_is_taken_back_with_a_reason_by_whoever_has_the_stack_before_them() {
    let app = TestApp::in_memory();
    let (batch, other) = (app.new_batch(), app.new_batch());
    enter(&app, batch, response_id(1), form([1; 9])).unwrap();
    enter(&app, batch, response_id(2), form([4; 9])).unwrap();
    let withdraw = |batch, number, reason| app.withdraw_paper(&by(batch), response_id(number), reason);
    assert_eq!(
        refusal(withdraw(other, 1, "Salah ketik")),
        Refusal::ResponseUnknown
    );
    assert_eq!(refusal(withdraw(batch, 1, "")), Refusal::ReasonMissing);
    withdraw(batch, 1, "Salah ketik").unwrap();
    let entries = app.batch(batch).unwrap();
    assert_eq!(entries[0].withdrawn.as_deref(), Some("Salah ketik"));
    assert_eq!(entries[1].withdrawn, None);
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 1);
    app.edge()
        .pass(SignedDuration::from_hours(PAPER_WITHDRAWAL_HOURS + 1));
    assert_eq!(
        refusal(withdraw(batch, 2, "Salah ketik")),
        Refusal::WithdrawalLate
    );
}

#[test]
fn a_citizens_answer_is_in_no_stack_and_cannot_be_withdrawn() {
    let app = TestApp::in_memory();
    let batch = app.new_batch();
    app.answer(1, form([1; 9])).unwrap();
    let refused = app.withdraw_paper(&by(batch), response_id(1), "Tidak suka");
    assert_eq!(refusal(refused), Refusal::ResponseUnknown);
}

#[test]
fn a_stack_that_is_full_takes_no_more() {
    let app = TestApp::in_memory();
    let batch = app.new_batch();
    for number in 0..limits::PAPER_BATCH_MAX as u64 {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime
            .block_on(app.enter_paper(by(batch), response_id(number), form([3; 9])))
            .unwrap();
    }
    let refused = enter(&app, batch, response_id(9999), form([3; 9]));
    assert_eq!(refusal(refused), Refusal::BatchFull(limits::PAPER_BATCH_MAX));
}
