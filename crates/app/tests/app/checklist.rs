//! The checklist: each line follows from events alone; and what the public reads of what a unit did.

use app::{
    Checked, Found, Fulfilment, MendedAbout, PlanFollowUp, ReceiveComplaint, Reminders, Requirement, operator,
};
use jiff::civil::{Date, date};
use survey::{
    Command, ComplaintChannel, ComplaintKind, ComplaintStep, FileHash, FollowUpStep, Medium, Period, Proof,
    ResultAnnounced, ServiceEvent, ServiceEventKind, SubmitResponse,
};
use testkit::{TestApp, hour, service_event, submission, unit};

const TODAY: Date = date(2026, 9, 14);

fn check(app: &TestApp, requirement: Requirement) -> (Fulfilment, Found) {
    check_on(app, requirement, TODAY)
}

fn check_on(app: &TestApp, requirement: Requirement, today: Date) -> (Fulfilment, Found) {
    let all = app.checklist(&unit("DUKCAPIL"), today).unwrap();
    let of_it = |checked: &&Checked| checked.requirement == requirement;
    let found = all.iter().find(of_it).unwrap();
    (found.fulfilment, found.found)
}

fn happens(app: &TestApp, kind: ServiceEventKind, code: &str, on: Date) {
    let event = ServiceEvent {
        kind,
        on,
        ..service_event(code, "Ditetapkan")
    };
    app.command(Command::RecordServiceEvent(event)).unwrap();
}

fn plan(due: &str) -> PlanFollowUp {
    PlanFollowUp {
        unit: unit("DUKCAPIL"),
        period: "2026-Q1".parse().unwrap(),
        unsur: ikm::UnsurCode::new("waktu").unwrap(),
        programme: "Loket kedua".into(),
        due: due.parse().unwrap(),
        post: "Kasi Pelayanan".into(),
        person: "Siti".into(),
    }
}

fn done(on: Date) -> FollowUpStep {
    FollowUpStep::Complete {
        on,
        outcome: "Dua loket dibuka".into(),
        evidence: None,
    }
}

fn complaint(on: Date) -> ReceiveComplaint {
    ReceiveComplaint {
        unit: unit("DUKCAPIL"),
        on,
        channel: ComplaintChannel::Counter,
        kind: ComplaintKind::Information,
        text: "Antre dua jam".into(),
        contact: "Siti 0812".into(),
        response: None,
    }
}

#[test]
fn nothing_is_there_before_anything_was_done() {
    let app = TestApp::in_memory();
    let all = app.checklist(&unit("DUKCAPIL"), TODAY).unwrap();
    assert_eq!(all.len(), 19);
    let missing = |checked: &Checked| checked.fulfilment == Fulfilment::Missing;
    assert!(all.iter().all(missing), "{all:?}");
    assert!(app.mended(&unit("DUKCAPIL")).unwrap().is_empty());
    assert_eq!(
        app.reminders(&unit("DUKCAPIL"), TODAY).unwrap(),
        Reminders::default()
    );
}

#[test]
fn a_quarter_counts_once_it_was_asked_in_and_once_it_was_published() {
    let app = TestApp::in_memory();
    for (number, quarter) in ["2026-05-06T03Z", "2026-02-03T03Z"].into_iter().enumerate() {
        for each in 0..10 {
            let mut answer = submission("DUKCAPIL");
            answer.claimed_at = Some(hour(quarter));
            app.answer(100 * number as u64 + each, answer).unwrap();
        }
    }
    assert_eq!(
        check(&app, Requirement::Surveyed),
        (Fulfilment::Partly, Found::Share(2, 4))
    );
    assert_eq!(
        check(&app, Requirement::Sampled),
        (Fulfilment::Partly, Found::Share(20, 322))
    );
    let semester: Period = "2026-S1".parse().unwrap();
    app.publish(&operator(), &unit("DUKCAPIL"), semester).unwrap();
    assert_eq!(
        check(&app, Requirement::Published),
        (Fulfilment::Partly, Found::Share(2, 4)),
        "a semester covers two quarters"
    );
}

#[test]
fn a_result_counts_as_made_known_by_the_media_that_stand_with_their_proof() {
    let app = TestApp::in_memory();
    let mine = unit("DUKCAPIL");
    for number in 0..10 {
        let mut answer = submission("DUKCAPIL");
        answer.claimed_at = Some(hour("2026-05-06T03Z"));
        app.answer(number, answer).unwrap();
    }
    let period: Period = "2026-Q2".parse().unwrap();
    let publication = app.publish(&operator(), &mine, period).unwrap();
    let announced = |app: &TestApp| (check(app, Requirement::Announced), check(app, Requirement::Media));
    let nothing = (
        (Fulfilment::Missing, Found::Share(0, 4)),
        (Fulfilment::Missing, Found::Share(0, 5)),
    );
    assert_eq!(announced(&app), nothing, "published is not made known");
    let announce = |medium| {
        let announced = ResultAnnounced {
            unit: mine.clone(),
            period,
            publication,
            medium,
            on: TODAY,
            proof: Proof::Sha256(FileHash([7; 32])),
        };
        app.announce(&operator(), announced).unwrap()
    };
    announce(Medium::Website);
    announce(Medium::Website);
    let board = announce(Medium::NoticeBoard);
    let two = (
        (Fulfilment::Partly, Found::Share(1, 4)),
        (Fulfilment::Partly, Found::Share(2, 5)),
    );
    assert_eq!(announced(&app), two, "a medium counts once");
    app.withdraw_announcement(&operator(), &mine, board, "Salah".into())
        .unwrap();
    assert_eq!(announced(&app).1, (Fulfilment::Partly, Found::Share(1, 5)));
    for medium in Medium::ALL {
        announce(*medium);
    }
    assert_eq!(announced(&app).1, (Fulfilment::Met, Found::Share(7, 5)));
}

#[test]
fn what_a_unit_above_did_counts_and_some_things_are_asked_for_every_year() {
    let app = TestApp::in_memory();
    happens(&app, ServiceEventKind::MaklumatPublished, "KAB", date(2020, 1, 2));
    happens(&app, ServiceEventKind::SippUpdated, "DUKCAPIL", date(2025, 9, 1));
    happens(&app, ServiceEventKind::StandardPublished, "KEC", date(2026, 1, 2));
    let check = |kind, today| check_on(&app, Requirement::Happened(kind), today);
    let maklumat = check(ServiceEventKind::MaklumatPublished, TODAY);
    assert_eq!(maklumat, (Fulfilment::Met, Found::On(date(2020, 1, 2))));
    let sipp = |today| check(ServiceEventKind::SippUpdated, today).0;
    assert_eq!(sipp(date(2025, 8, 31)), Fulfilment::Missing, "not yet");
    assert_eq!(sipp(date(2026, 8, 31)), Fulfilment::Met);
    assert_eq!(sipp(date(2026, 9, 1)), Fulfilment::Partly, "a year ago");
    let standard = check(ServiceEventKind::StandardPublished, TODAY);
    assert_eq!(standard.0, Fulfilment::Missing, "that was another unit");
}

#[test]
fn follow_ups_count_once_they_are_due_and_overdue_ones_are_brought_to_mind() {
    let app = TestApp::in_memory();
    let mine = unit("DUKCAPIL");
    let first = app.plan_follow_up(&operator(), plan("2026-Q2")).unwrap();
    app.plan_follow_up(&operator(), plan("2026-Q2")).unwrap();
    app.plan_follow_up(&operator(), plan("2026-Q3")).unwrap();
    assert_eq!(
        check(&app, Requirement::Planned),
        (Fulfilment::Met, Found::Count(3))
    );
    assert_eq!(
        check(&app, Requirement::FollowedUp),
        (Fulfilment::Missing, Found::Share(0, 2))
    );
    app.step_follow_up(&operator(), &mine, first, done(date(2026, 7, 1)), 1)
        .unwrap();
    assert_eq!(
        check(&app, Requirement::FollowedUp),
        (Fulfilment::Partly, Found::Share(1, 2))
    );
    let expected = Reminders {
        overdue: 1,
        overdue_since: Some(date(2026, 6, 30)),
        due: 1,
        due_first: Some(date(2026, 9, 30)),
        ..Reminders::default()
    };
    assert_eq!(app.reminders(&mine, TODAY).unwrap(), expected);
}

#[test]
fn complaints_are_asked_for_and_those_that_wait_too_long_are_brought_to_mind() {
    let app = TestApp::in_memory();
    let mine = unit("DUKCAPIL");
    let late = app
        .receive_complaint(&operator(), complaint(date(2026, 9, 1)))
        .unwrap();
    app.receive_complaint(&operator(), complaint(date(2026, 9, 14)))
        .unwrap();
    assert_eq!(
        check(&app, Requirement::Complaints),
        (Fulfilment::Missing, Found::Share(0, 1)),
        "what may still be answered in time is not in time yet"
    );
    assert_eq!(app.reminders(&mine, TODAY).unwrap().late_complaints, 1);
    let forward = ComplaintStep::Forward {
        to: unit("KEC"),
        note: "Kewenangannya".into(),
    };
    let since = app.reminders(&mine, TODAY).unwrap().late_since;
    assert_eq!(since, Some(date(2026, 9, 4)), "three working days to forward it");
    app.step_complaint(&operator(), &mine, late, forward, 1).unwrap();
    assert_eq!(app.reminders(&mine, TODAY).unwrap().late_complaints, 0);
    let there = app.reminders(&unit("KEC"), TODAY).unwrap();
    let expected = Reminders {
        late_complaints: 1,
        late_since: Some(date(2026, 9, 8)),
        ..Reminders::default()
    };
    assert_eq!(there, expected, "five to answer it");
}

#[test]
fn a_complaint_closed_late_without_an_answer_is_late() {
    let app = TestApp::in_memory();
    let mine = unit("DUKCAPIL");
    let receive = |on| app.receive_complaint(&operator(), complaint(on)).unwrap();
    let step = |id, step, seen| app.step_complaint(&operator(), &mine, id, step, seen).unwrap();
    let close = || ComplaintStep::Close {
        note: "Sudah dijelaskan".into(),
    };
    step(receive(TODAY), close(), 1);
    let old = receive(date(2026, 3, 2));
    let one_of_two = (Fulfilment::Partly, Found::Share(1, 2));
    assert_eq!(check(&app, Requirement::Complaints), one_of_two);
    step(old, close(), 1);
    assert_eq!(check(&app, Requirement::Complaints), one_of_two);
}

#[test]
fn who_stands_above_answers_for_what_is_done_below() {
    let app = TestApp::in_memory();
    let of_all = |requirement| {
        let all = app.checklist(&unit("KAB"), TODAY).unwrap();
        all.iter()
            .find(|checked| checked.requirement == requirement)
            .unwrap()
            .found
    };
    let id = app
        .receive_complaint(&operator(), complaint(date(2026, 9, 1)))
        .unwrap();
    app.plan_follow_up(&operator(), plan("2026-Q2")).unwrap();
    assert_eq!(of_all(Requirement::Complaints), Found::Share(0, 1));
    assert_eq!(of_all(Requirement::FollowedUp), Found::Share(0, 1));
    assert_eq!(of_all(Requirement::Planned), Found::Count(1));
    // Forwarded within the tree, it is still one.
    let forward = ComplaintStep::Forward {
        to: unit("KEC"),
        note: "Kewenangannya".into(),
    };
    app.step_complaint(&operator(), &unit("DUKCAPIL"), id, forward, 1)
        .unwrap();
    assert_eq!(of_all(Requirement::Complaints), Found::Share(0, 1));
    assert_eq!(check(&app, Requirement::Complaints).1, Found::Nothing);
}

#[test]
fn what_is_done_within_a_month_of_the_report_is_prompt() {
    let app = TestApp::in_memory();
    for number in 0..10 {
        let mut answer = submission("DUKCAPIL");
        answer.claimed_at = Some(hour("2026-05-06T03Z"));
        app.answer(number, answer).unwrap();
    }
    assert_eq!(check(&app, Requirement::Thirty).1, Found::Share(10, 30));
    let mine = unit("DUKCAPIL");
    let of_spring = || PlanFollowUp {
        period: "2026-Q2".parse().unwrap(),
        ..plan("2026-Q4")
    };
    let first = app.plan_follow_up(&operator(), of_spring()).unwrap();
    app.plan_follow_up(&operator(), of_spring()).unwrap();
    let step = |id, on| app.step_follow_up(&operator(), &mine, id, done(on), 1).unwrap();
    step(first, date(2026, 9, 1));
    let prompt = |today| check_on(&app, Requirement::Prompt, today);
    let nothing = (Fulfilment::Missing, Found::Nothing);
    assert_eq!(prompt(TODAY), nothing, "nothing was published");
    app.publish(&operator(), &mine, "2026-Q2".parse().unwrap())
        .unwrap();
    assert_eq!(prompt(TODAY), (Fulfilment::Met, Found::Share(1, 1)));
    assert_eq!(prompt(date(2026, 10, 14)), (Fulfilment::Met, Found::Share(1, 1)));
    let overdue = (Fulfilment::Partly, Found::Share(1, 2));
    assert_eq!(prompt(date(2026, 10, 15)), overdue, "a month went by");
}

#[test]
fn the_public_reads_what_was_written_for_it_and_nothing_else() {
    let app = TestApp::in_memory();
    let mine = unit("DUKCAPIL");
    let id = app.plan_follow_up(&operator(), plan("2026-Q3")).unwrap();
    let step = |step, seen| app.step_follow_up(&operator(), &mine, id, step, seen).unwrap();
    assert!(app.mended(&mine).unwrap().is_empty(), "a promise is not a deed");
    step(done(date(2026, 9, 10)), 1);
    let asked = app
        .receive_complaint(&operator(), complaint(date(2026, 9, 11)))
        .unwrap();
    let answer = ComplaintStep::Answer {
        on: date(2026, 9, 12),
        about: "Antrean".into(),
        answer: "Ambil nomor lewat ponsel".into(),
    };
    app.step_complaint(&operator(), &mine, asked, answer, 1).unwrap();
    let mended = app.mended(&mine).unwrap();
    let said: Vec<_> = mended.iter().map(|mended| mended.text.as_str()).collect();
    assert_eq!(
        said,
        ["Ambil nomor lewat ponsel", "Dua loket dibuka"],
        "the last first"
    );
    assert_eq!(mended[0].about, MendedAbout::Complaint("Antrean".into()));
    assert!(app.mended(&unit("KEC")).unwrap().is_empty());
    let text = format!("{mended:?}");
    assert!(!text.contains("Siti") && !text.contains("dua jam"), "{text}");
    let withdraw = FollowUpStep::Withdraw {
        reason: "Belum".into(),
    };
    step(withdraw, 2);
    assert_eq!(app.mended(&mine).unwrap().len(), 1);
}

#[test]
fn an_answered_comment_is_told_once_enough_others_answered_in_its_month() {
    let app = TestApp::in_memory();
    let mine = unit("DUKCAPIL");
    let commented = SubmitResponse {
        comment: Some("Kursi tunggu kurang".into()),
        claimed_at: Some(hour("2026-08-03T03Z")),
        ..submission("DUKCAPIL")
    };
    let response = app.answer(1, commented).unwrap().id;
    let asked = ReceiveComplaint {
        channel: ComplaintChannel::Survey,
        text: String::new(),
        contact: String::new(),
        response: Some(response),
        ..complaint(TODAY)
    };
    let asked = app.receive_complaint(&operator(), asked).unwrap();
    let answer = ComplaintStep::Answer {
        on: TODAY,
        about: "Kursi tunggu".into(),
        answer: "Dua puluh kursi baru".into(),
    };
    app.step_complaint(&operator(), &mine, asked, answer, 1).unwrap();
    let also = |number, day: &str| {
        let mut answer = submission("DUKCAPIL");
        answer.claimed_at = Some(hour(day));
        app.answer(number, answer).unwrap();
    };
    for number in 2..30 {
        also(number, "2026-07-03T03Z");
    }
    for number in 30..38 {
        also(number, "2026-08-04T03Z");
    }
    assert!(app.mended(&mine).unwrap().is_empty(), "nine answered in August");
    also(38, "2026-08-05T03Z");
    let mended = app.mended(&mine).unwrap();
    assert_eq!(mended[0].about, MendedAbout::Comment("Kursi tunggu".into()));
    assert_eq!(mended[0].text, "Dua puluh kursi baru");
}
