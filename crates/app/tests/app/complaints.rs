//! Complaints, from what was said at a counter or in a comment to an answer, and from one unit to another.

use app::{ReceiveComplaint, operator};
use eventlog::Position;
use jiff::civil::date;
use survey::{ComplaintChannel, ComplaintKind, ComplaintStep, Refusal, ResponseId, SubmitResponse};
use testkit::{TestApp, response_id, submission, unit};

use crate::support::{refusal, size};

fn at_the_counter() -> ReceiveComplaint {
    ReceiveComplaint {
        unit: unit("DUKCAPIL"),
        on: date(2026, 9, 14),
        channel: ComplaintChannel::Counter,
        kind: ComplaintKind::Ordinary,
        text: "Antre dua jam".into(),
        contact: "Siti, 0812-0000-0000".into(),
        response: None,
    }
}

fn of_comment(response: ResponseId) -> ReceiveComplaint {
    ReceiveComplaint {
        channel: ComplaintChannel::Survey,
        text: String::new(),
        contact: String::new(),
        response: Some(response),
        ..at_the_counter()
    }
}

fn with_comment(app: &TestApp, number: u64) -> ResponseId {
    let submission = SubmitResponse {
        comment: Some("Kursi tunggu kurang".into()),
        ..submission("DUKCAPIL")
    };
    app.answer(number, submission).unwrap().id
}

#[test]
fn what_was_said_and_by_whom_lies_in_the_vault_and_not_in_the_log() {
    let app = TestApp::in_memory();
    let before = size(&app);
    app.receive_complaint(&operator(), at_the_counter()).unwrap();
    let record = app.complaints(&unit("DUKCAPIL")).unwrap().remove(0);
    assert_eq!(record.text.as_deref(), Some("Antre dua jam"));
    assert_eq!(record.contact.as_deref(), Some("Siti, 0812-0000-0000"));
    let recorded = app.log().read_all(Position(before), 9).unwrap();
    assert_eq!(recorded.len(), 1);
    let payload = String::from_utf8(recorded[0].payload().to_vec()).unwrap();
    for said in ["Antre", "Siti", "0812"] {
        assert!(!payload.contains(said), "{payload}");
    }
}

#[test]
fn what_is_refused_leaves_nothing_in_the_vault() {
    let app = TestApp::in_memory();
    let silent = ReceiveComplaint {
        text: " ".into(),
        ..at_the_counter()
    };
    assert_eq!(
        refusal(app.receive_complaint(&operator(), silent)),
        Refusal::ComplaintTextMissing
    );
    let long = ReceiveComplaint {
        contact: "x".repeat(501),
        ..at_the_counter()
    };
    assert_eq!(
        refusal(app.receive_complaint(&operator(), long)),
        Refusal::NoteTooLong(501)
    );
    assert!(app.vault().contents().unwrap().is_empty());
}

#[test]
fn a_comment_becomes_a_complaint_once_and_only_of_its_own_unit() {
    let app = TestApp::in_memory();
    let response = with_comment(&app, 1);
    let silent = app.answer(2, submission("DUKCAPIL")).unwrap().id;
    let receive = |asked| app.receive_complaint(&operator(), asked);
    let elsewhere = ReceiveComplaint {
        unit: unit("KEC"),
        ..of_comment(response)
    };
    for not_so in [elsewhere, of_comment(silent), of_comment(response_id(99))] {
        assert_eq!(refusal(receive(not_so)), Refusal::CommentUnknown);
    }
    let with_contact = ReceiveComplaint {
        contact: "Siti".into(),
        ..of_comment(response)
    };
    assert_eq!(refusal(receive(with_contact)), Refusal::ComplaintContact);
    receive(of_comment(response)).unwrap();
    let record = app.complaints(&unit("DUKCAPIL")).unwrap().remove(0);
    assert_eq!(record.text.as_deref(), Some("Kursi tunggu kurang"));
    assert_eq!(record.contact, None);
    assert_eq!(refusal(receive(of_comment(response))), Refusal::CommentUnknown);
}

#[test]
fn a_forwarded_complaint_is_seen_by_both_units_and_answered_by_the_one_that_has_it() {
    let app = TestApp::in_memory();
    let (first, second) = (unit("DUKCAPIL"), unit("KEC"));
    let id = app.receive_complaint(&operator(), at_the_counter()).unwrap();
    let step = |unit, step, seen| app.step_complaint(&operator(), unit, id, step, seen);
    let answer = || ComplaintStep::Answer {
        on: date(2026, 9, 14),
        about: "Antrean".into(),
        answer: "Loket kedua dibuka".into(),
    };
    let forward = |to: &survey::UnitCode| ComplaintStep::Forward {
        to: to.clone(),
        note: "Kewenangannya".into(),
    };
    assert_eq!(refusal(step(&second, answer(), 1)), Refusal::ComplaintUnknown);
    step(&first, forward(&second), 1).unwrap();
    assert_eq!(refusal(step(&first, answer(), 2)), Refusal::ComplaintUnknown);
    for unit in [&first, &second] {
        let records = app.complaints(unit).unwrap();
        assert_eq!(records[0].complaint.unit(), Some(&second));
    }
    step(&second, forward(&first), 2).unwrap();
    step(&first, forward(&second), 3).unwrap();
    assert_eq!(app.complaints(&second).unwrap().len(), 1, "however often it came");
    step(&second, answer(), 4).unwrap();
    let record = app.complaints(&first).unwrap().remove(0);
    assert_eq!(record.complaint.answered().unwrap().answer, "Loket kedua dibuka");
}
