//! Complaints: received with or without a contact, forwarded, answered, closed, withdrawn from the newest entry on; and
//! the working days each may take.

use jiff::{Timestamp, civil::Date, civil::date};
use survey::{
    Complaint, ComplaintChannel, ComplaintKind, ComplaintReceived, ComplaintStep, Deadline, Event, Refusal,
    Registry, ResponseId, Timeliness, limits::LETTER_CHARS_MAX, receive_complaint,
};
use uuid::Uuid;

use crate::{
    given::{NOW, given},
    samples::{REASON, code, ground_with_survey, sealed, unit, unit_closed, with},
};

fn registry() -> Registry {
    let events = with(
        ground_with_survey(&["KTP"]),
        [unit("RSUD"), unit("LAMA"), unit_closed("LAMA")],
    );
    given(&events).registry
}

/// On a Monday at the counter.
fn received() -> ComplaintReceived {
    ComplaintReceived {
        unit: code("DINAS"),
        on: date(2026, 9, 14),
        channel: ComplaintChannel::Counter,
        kind: ComplaintKind::Ordinary,
        text: Some(sealed()),
        contact: Some(sealed()),
        response: None,
    }
}

fn of_the_survey() -> ComplaintReceived {
    ComplaintReceived {
        channel: ComplaintChannel::Survey,
        text: None,
        contact: None,
        response: Some(ResponseId(Uuid::from_u128(7))),
        ..received()
    }
}

fn receive(received: ComplaintReceived) -> Result<Event, Refusal> {
    receive_complaint(&registry(), received, now())
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// When steps are asked for, whenever they are entered.
fn later() -> Timestamp {
    "2026-12-31T02:00:00Z".parse().unwrap()
}

fn after(received: ComplaintReceived, steps: &[ComplaintStep]) -> Complaint {
    let mut complaint = Complaint::default();
    complaint.evolve(&receive(received).unwrap(), now());
    for step in steps {
        let event = complaint
            .decide(&registry(), step.clone(), complaint.trail().seen(), later())
            .unwrap();
        complaint.evolve(&event, now());
    }
    complaint
}

fn forward(to: &str) -> ComplaintStep {
    ComplaintStep::Forward {
        to: code(to),
        note: "Kewenangan unit itu".into(),
    }
}

fn answer(on: Date) -> ComplaintStep {
    ComplaintStep::Answer {
        on,
        about: "Antrean pada hari Senin".into(),
        answer: "Loket kedua dibuka setiap Senin".into(),
    }
}

fn close() -> ComplaintStep {
    ComplaintStep::Close {
        note: "Pelapor menerima tanggapan".into(),
    }
}

fn withdraw() -> ComplaintStep {
    ComplaintStep::Withdraw {
        reason: REASON.into(),
    }
}

fn refused(complaint: &Complaint, step: ComplaintStep) -> Refusal {
    complaint
        .decide(&registry(), step, complaint.trail().seen(), later())
        .expect_err("it should be refused")
}

/// Every refusal of a complaint, by the plainest way to it.
pub(crate) fn refusals() -> Vec<Refusal> {
    let by_survey = ComplaintReceived {
        channel: ComplaintChannel::Survey,
        ..received()
    };
    let with_contact = ComplaintReceived {
        contact: Some(sealed()),
        ..of_the_survey()
    };
    let silent = ComplaintReceived {
        text: None,
        ..received()
    };
    vec![
        receive(by_survey).unwrap_err(),
        receive(with_contact).unwrap_err(),
        receive(silent).unwrap_err(),
        refused(&Complaint::default(), close()),
        refused(&after(received(), &[close()]), close()),
        refused(&after(received(), &[]), answer(date(1999, 1, 1))),
        refused(&after(received(), &[]), answer(date(2999, 1, 1))),
        registry().unit_called("Dinas Tiada").unwrap_err(),
        survey::check_complaint(&"x".repeat(LETTER_CHARS_MAX + 1), "").unwrap_err(),
    ]
}

#[test]
fn a_comment_of_the_survey_gets_neither_a_text_nor_a_contact() {
    assert!(receive(of_the_survey()).is_ok());
    let changes: [fn(&mut ComplaintReceived); 2] = [
        |received| received.text = Some(sealed()),
        |received| received.contact = Some(sealed()),
    ];
    for change in changes {
        let mut received = of_the_survey();
        change(&mut received);
        assert_eq!(receive(received), Err(Refusal::ComplaintContact));
    }
    let elsewhere = ComplaintReceived {
        channel: ComplaintChannel::Phone,
        ..of_the_survey()
    };
    assert_eq!(receive(elsewhere), Err(Refusal::ComplaintChannel));
}

#[test]
fn a_complaint_belongs_to_the_unit_it_was_forwarded_to_last() {
    let complaint = after(received(), &[]);
    assert_eq!(complaint.unit(), Some(&code("DINAS")));
    let complaint = after(received(), &[forward("RSUD")]);
    assert_eq!(complaint.unit(), Some(&code("RSUD")));
    let complaint = after(received(), &[forward("RSUD"), forward("DINAS")]);
    assert_eq!(complaint.unit(), Some(&code("DINAS")));
    let complaint = after(received(), &[forward("RSUD"), withdraw()]);
    assert_eq!(complaint.unit(), Some(&code("DINAS")));
    assert_eq!(
        refused(&complaint, forward("LAMA")),
        Refusal::UnitClosed(code("LAMA"))
    );
    assert_eq!(
        refused(&complaint, forward("TIADA")),
        Refusal::UnitUnknown(code("TIADA"))
    );
}

#[test]
fn it_is_answered_and_closed_and_each_can_be_taken_back() {
    let complaint = after(received(), &[answer(date(2026, 9, 16)), close()]);
    assert!(complaint.closed().is_some() && complaint.answered().is_some());
    assert_eq!(
        refused(&complaint, answer(date(2026, 9, 17))),
        Refusal::ComplaintClosed
    );
    let back = [answer(date(2026, 9, 16)), close(), withdraw(), withdraw()];
    let complaint = after(received(), &back);
    assert!(complaint.closed().is_none() && complaint.answered().is_none());
    let gone = after(received(), &[withdraw()]);
    assert_eq!((gone.received(), gone.unit()), (None, None));
    assert_eq!(gone.trail().withdrawn()[0].reason, REASON);
}

#[test]
fn each_kind_is_answered_within_its_working_days() {
    // From Monday, 14 September 2026; no holiday until Christmas Eve.
    let days = [
        (ComplaintKind::Information, date(2026, 9, 21)),
        (ComplaintKind::Ordinary, date(2026, 10, 2)),
        (ComplaintKind::Supervision, date(2026, 12, 7)),
    ];
    for (kind, on) in days {
        let complaint = after(ComplaintReceived { kind, ..received() }, &[]);
        let deadline = Deadline { on, certain: true };
        assert_eq!(
            complaint.answer_by(&registry()),
            Some(deadline),
            "{}",
            kind.label()
        );
    }
}

#[test]
fn it_is_forwarded_or_taken_up_within_three_working_days() {
    let forward_by = |complaint: &Complaint| complaint.forward_by(&registry()).map(|deadline| deadline.on);
    assert_eq!(forward_by(&after(received(), &[])), Some(date(2026, 9, 17)));
    for step in [
        forward("RSUD"),
        forward("DINAS"),
        answer(date(2026, 9, 15)),
        close(),
    ] {
        assert_eq!(forward_by(&after(received(), &[step])), None);
    }
}

#[test]
fn it_is_late_once_a_deadline_has_passed_and_stays_so_if_it_was_answered_late() {
    let late = |steps: &[ComplaintStep], today| {
        after(received(), steps).timeliness(&registry(), today) == Timeliness::Late
    };
    assert!(!late(&[], date(2026, 9, 17)));
    assert!(late(&[], date(2026, 9, 18)), "nobody took it up");
    let mine = forward("DINAS");
    assert!(!late(std::slice::from_ref(&mine), date(2026, 10, 2)));
    assert!(late(std::slice::from_ref(&mine), date(2026, 10, 3)));
    let answered = |on| late(&[mine.clone(), answer(on)], date(2026, 12, 1));
    assert!(!answered(date(2026, 10, 2)));
    assert!(answered(date(2026, 10, 5)));
    assert!(!late(&[answer(date(2026, 9, 17))], date(2026, 12, 1)));
    assert!(
        late(&[answer(date(2026, 9, 18))], date(2026, 12, 1)),
        "nobody took it up before"
    );
    assert!(
        !late(&[mine, close()], date(2026, 12, 1)),
        "closed without an answer, on the day it came"
    );
}

/// Entered, each at its time.
fn at(entries: &[(&str, ComplaintStep)]) -> Complaint {
    let mut complaint = after(received(), &[]);
    for (on, step) in entries {
        let at = format!("{on}T03:00:00Z").parse().unwrap();
        let event = complaint
            .decide(&registry(), step.clone(), complaint.trail().seen(), at)
            .unwrap();
        complaint.evolve(&event, at);
    }
    complaint
}

#[test]
fn what_was_late_once_stays_late_whatever_follows() {
    let today = date(2026, 12, 1);
    let judged = |entries: &[(&str, ComplaintStep)]| at(entries).timeliness(&registry(), today);
    let taken_up = ("2026-09-17", forward("DINAS"));
    let too_late = ("2026-09-18", forward("DINAS"));
    let answered = ("2026-09-30", answer(date(2026, 9, 30)));
    assert_eq!(judged(&[taken_up.clone(), answered.clone()]), Timeliness::InTime);
    assert_eq!(judged(&[too_late.clone(), answered.clone()]), Timeliness::Late);
    assert_eq!(
        at(&[too_late]).timeliness(&registry(), date(2026, 9, 18)),
        Timeliness::Late
    );
    assert_eq!(judged(std::slice::from_ref(&taken_up)), Timeliness::Late);
    let first_days = at(std::slice::from_ref(&taken_up));
    assert_eq!(
        first_days.timeliness(&registry(), date(2026, 10, 2)),
        Timeliness::Pending
    );
    // An end without an answer is in time by the day on which it was entered.
    let closed_by = |day| judged(&[taken_up.clone(), (day, close())]);
    assert_eq!(closed_by("2026-10-02"), Timeliness::InTime);
    assert_eq!(closed_by("2026-10-05"), Timeliness::Late);
    // A second answer does not make the first one late.
    let again = ("2026-11-02", answer(date(2026, 11, 2)));
    assert_eq!(judged(&[taken_up, answered, again]), Timeliness::InTime);
}

#[test]
fn no_day_is_still_to_come_or_before_it_came() {
    let tomorrow = ComplaintReceived {
        on: date(2026, 9, 15),
        ..received()
    };
    assert_eq!(receive(tomorrow), Err(Refusal::DayToCome(date(2026, 9, 15))));
    let complaint = after(received(), &[]);
    let answered = |on| complaint.decide(&registry(), answer(on), 1, now());
    assert!(
        answered(date(2026, 9, 14)).is_ok(),
        "the day it came, which is today"
    );
    assert_eq!(
        answered(date(2026, 9, 15)),
        Err(Refusal::DayToCome(date(2026, 9, 15)))
    );
    assert_eq!(
        answered(date(1999, 1, 1)),
        Err(Refusal::DayBeforeReceipt(date(1999, 1, 1), date(2026, 9, 14)))
    );
}

#[test]
fn what_changed_since_it_was_looked_at_is_not_changed_blindly() {
    let complaint = after(received(), &[forward("RSUD")]);
    assert_eq!(
        complaint.decide(&registry(), close(), 1, now()),
        Err(Refusal::ChangedMeanwhile)
    );
    assert!(complaint.decide(&registry(), close(), 2, now()).is_ok());
}

/// They stand in the log.
#[test]
fn the_names_of_channels_and_kinds_are_frozen() {
    let channels: Vec<_> = ComplaintChannel::ALL
        .iter()
        .map(|channel| channel.as_str())
        .collect();
    let frozen = [
        "survey",
        "counter",
        "letter",
        "suggestion_box",
        "phone",
        "lapor",
        "social_media",
        "other",
    ];
    assert_eq!(channels, frozen);
    let kinds: Vec<_> = ComplaintKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(kinds, ["information", "ordinary", "supervision"]);
    let all = ComplaintChannel::ALL.iter();
    assert!(all.copied().all(|channel| {
        let stored = serde_json::to_string(&channel).unwrap();
        ComplaintChannel::from_stored(stored.trim_matches('"')) == Some(channel)
    }));
}

#[test]
fn a_closed_unit_takes_nothing_in_and_words_have_a_limit() {
    let old = ComplaintReceived {
        unit: code("LAMA"),
        ..received()
    };
    assert_eq!(receive(old), Err(Refusal::UnitClosed(code("LAMA"))));
    assert!(survey::check_complaint(" ", "").is_ok());
    assert_eq!(
        survey::check_complaint("Lama", &"x".repeat(501)),
        Err(Refusal::NoteTooLong(501))
    );
    assert!(survey::check_complaint(&"x".repeat(LETTER_CHARS_MAX), "").is_ok());
    let letter = |chars| {
        let mut step = answer(date(2026, 9, 14));
        if let ComplaintStep::Answer { answer, .. } = &mut step {
            *answer = "x".repeat(chars);
        }
        after(received(), &[]).decide(&registry(), step, 1, now())
    };
    assert!(letter(LETTER_CHARS_MAX).is_ok());
    let long = LETTER_CHARS_MAX + 1;
    assert_eq!(letter(long), Err(Refusal::LetterTooLong(long)));
}

#[test]
fn a_unit_is_called_by_its_code_its_name_or_both() {
    let units = with(
        ground_with_survey(&["KTP"]),
        [unit("RSUD"), unit("LAMA"), unit_closed("LAMA")],
    );
    let registry = given(&units).registry;
    let named = registry.unit(&code("RSUD")).unwrap().name.clone();
    let both = format!("{named} (RSUD)");
    for text in ["RSUD", " rsud ", &named, &named.to_uppercase(), &both] {
        assert_eq!(registry.unit_called(text), Ok(code("RSUD")), "{text}");
    }
    let old = registry.unit(&code("LAMA")).unwrap().name.clone();
    for text in ["", "LAMA", &old, "Tiada", "Tiada (TIADA)"] {
        assert_eq!(
            registry.unit_called(text),
            Err(Refusal::UnitNotNamed(text.into())),
            "{text}"
        );
    }
}
