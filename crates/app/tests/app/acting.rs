//! Service events and follow-ups, from the command to what a page is made of.

use app::{PlanFollowUp, limits::GROUP_N_MIN, operator, priorities};
use jiff::{SignedDuration, civil::date};
use survey::{Command, FollowUpStanding, FollowUpStep, Refusal, SubmitResponse};
use testkit::{TestApp, answers, service_event, submission, unit};

use crate::support::{index, refusal, size};

fn plan(person: &str) -> PlanFollowUp {
    PlanFollowUp {
        unit: unit("DUKCAPIL"),
        period: "2026-Q3".parse().unwrap(),
        unsur: ikm::UnsurCode::new("waktu").unwrap(),
        programme: "Loket kedua".into(),
        due: "2026-Q4".parse().unwrap(),
        post: "Kepala Seksi Pelayanan".into(),
        person: person.into(),
    }
}

fn withdraw() -> FollowUpStep {
    FollowUpStep::Withdraw {
        reason: "Salah catat".into(),
    }
}

#[test]
fn a_withdrawn_service_event_leaves_the_chart_and_stays_in_the_record() {
    let app = TestApp::in_memory();
    let (mine, other) = (unit("DUKCAPIL"), unit("KEC"));
    let record = |title: &str| Command::RecordServiceEvent(service_event("DUKCAPIL", title));
    app.register(&operator(), record("Loket pindah")).unwrap();
    app.register(&operator(), record("Salah catat")).unwrap();
    let slip = app.service_event_records(&mine).unwrap().remove(0);
    assert_eq!(
        slip.event.title, "Salah catat",
        "the last one entered comes first"
    );
    let withdraw = |unit, reason: &str| app.withdraw_service_event(&operator(), unit, slip.id, reason.into());
    assert_eq!(
        refusal(withdraw(&other, "Bukan di sini")),
        Refusal::ServiceEventUnknown
    );
    assert_eq!(refusal(withdraw(&mine, " ")), Refusal::ReasonMissing);
    withdraw(&mine, "Dicatat dua kali").unwrap();
    assert_eq!(refusal(withdraw(&mine, "Lagi")), Refusal::ServiceEventUnknown);
    let standing = app.service_events(&mine).unwrap();
    assert_eq!(standing.len(), 1);
    assert_eq!(standing[0].event.title, "Loket pindah");
    let records = app.service_event_records(&mine).unwrap();
    let reasons: Vec<_> = records.iter().map(|record| record.withdrawn.as_deref()).collect();
    assert_eq!(reasons, [Some("Dicatat dua kali"), None]);
}

#[test]
fn the_name_of_whoever_is_responsible_lies_in_the_vault_and_not_in_the_log() {
    let app = TestApp::in_memory();
    let before = size(&app);
    app.plan_follow_up(&operator(), plan(" Siti Aminah ")).unwrap();
    let records = app.follow_ups(&unit("DUKCAPIL")).unwrap();
    assert_eq!(records[0].person.as_deref(), Some("Siti Aminah"));
    let recorded = app.log().read_all(eventlog::Position(before), 9).unwrap();
    assert_eq!(recorded.len(), 1);
    let payload = String::from_utf8(recorded[0].payload().to_vec()).unwrap();
    assert!(
        payload.contains("Kepala Seksi") && !payload.contains("Siti"),
        "{payload}"
    );
    app.plan_follow_up(&operator(), plan("")).unwrap();
    assert_eq!(app.follow_ups(&unit("DUKCAPIL")).unwrap()[0].person, None);
}

#[test]
fn what_is_refused_leaves_nothing_in_the_vault() {
    let app = TestApp::in_memory();
    let mut monthly = plan("Siti Aminah");
    monthly.due = "2026-10".parse().unwrap();
    assert_eq!(
        refusal(app.plan_follow_up(&operator(), monthly.clone())),
        Refusal::QuarterExpected(monthly.due)
    );
    assert_eq!(
        refusal(app.plan_follow_up(&operator(), plan(&"x".repeat(121)))),
        Refusal::NameInvalid
    );
    assert!(app.vault().contents().unwrap().is_empty());
}

#[test]
fn a_follow_up_is_carried_out_step_by_step_by_its_own_unit() {
    let app = TestApp::in_memory();
    let (mine, other) = (unit("DUKCAPIL"), unit("KEC"));
    let id = app.plan_follow_up(&operator(), plan("")).unwrap();
    let step = |unit, step, seen| app.step_follow_up(&operator(), unit, id, step, seen);
    let done = || FollowUpStep::Complete {
        on: date(2026, 9, 14),
        outcome: "Dua loket dibuka".into(),
        evidence: None,
    };
    assert_eq!(refusal(step(&other, done(), 1)), Refusal::FollowUpUnknown);
    step(&mine, done(), 1).unwrap();
    assert_eq!(refusal(step(&mine, withdraw(), 1)), Refusal::ChangedMeanwhile);
    let standing = |app: &TestApp| {
        app.follow_ups(&mine).unwrap()[0]
            .follow_up
            .standing(date(2026, 9, 14))
    };
    assert_eq!(standing(&app), Some(FollowUpStanding::Completed));
    step(&mine, withdraw(), 2).unwrap();
    assert_eq!(standing(&app), Some(FollowUpStanding::Open));
    assert!(app.follow_ups(&other).unwrap().is_empty());
}

/// Eleven people find the waiting long; six of them say why, three say something that too few said.
#[test]
fn the_lowest_unsur_are_proposed_with_the_reasons_that_enough_people_ticked() {
    let app = TestApp::in_memory();
    let instrument = survey::Instrument::permenpan_14_2017();
    let waktu = ikm::UnsurCode::new("waktu").unwrap();
    let reasons: Vec<_> = instrument.unsur(waktu).unwrap().reasons.clone();
    for n in 0..11 {
        let mut answer = SubmitResponse {
            answers: answers([4, 3, 1, 4, 4, 2, 4, 4, 4]),
            ..submission("DUKCAPIL")
        };
        let ticked = match n {
            0..6 => Some(&reasons[0]),
            6..9 => Some(&reasons[1]),
            _ => None,
        };
        if let Some(reason) = ticked {
            answer.reasons.insert(waktu, vec![reason.code.clone()]);
        }
        app.answer(n, answer).unwrap();
    }
    let proposed = |app: &TestApp| {
        let groups = app.groups(&unit("DUKCAPIL"), "2026".parse().unwrap(), GROUP_N_MIN);
        priorities(&index(app, "DUKCAPIL", "2026"), &groups.unwrap())
    };
    assert!(proposed(&app)[0].reasons.is_empty(), "the month is not over");
    app.edge().pass(SignedDuration::from_hours(24 * 30));
    let proposed = proposed(&app);
    let codes: Vec<_> = proposed
        .iter()
        .map(|priority| priority.nrr.code.as_str())
        .collect();
    assert_eq!(codes, ["waktu", "kompetensi", "prosedur"]);
    let ticked: Vec<_> = proposed[0]
        .reasons
        .iter()
        .map(|reason| (!reason.at_least, reason.n, reason.label.as_str()))
        .collect();
    assert_eq!(
        ticked,
        [(true, 6, reasons[0].label.text(survey::Language::INDONESIAN))]
    );
    assert!(proposed[1].reasons.is_empty());
}
