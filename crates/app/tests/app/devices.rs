//! Devices: one shows a code, an officer takes it in, and its token is known until nobody wants it any more.

use app::{EnrolDevice, Paired, PairingState, limits};
use jiff::SignedDuration;
use survey::{Channel, Command, DeviceRevoked, Language, Refusal, SubmitResponse, SurveyCode};
use testkit::{TestApp, submission, survey_code};

use crate::support::refusal;

fn at_desk(survey: SurveyCode) -> EnrolDevice {
    EnrolDevice {
        survey,
        desk: " Loket 3 ".into(),
        language: Language::INDONESIAN,
    }
}

fn paired(app: &TestApp, secret: &str) -> Paired {
    match app.pairing(secret) {
        PairingState::Enrolled(paired) => paired,
        other @ (PairingState::Waiting(_) | PairingState::Gone) => panic!("{other:?}"),
    }
}

#[test]
fn a_device_that_an_officer_took_in_is_known_by_its_token_also_after_a_restart() {
    let app = TestApp::in_files();
    let begun = app.begin_pairing();
    assert!(matches!(app.pairing(&begun.secret), PairingState::Waiting(code) if code == begun.code));
    let code = app
        .enrol_device(&app::operator(), begun.code, at_desk(survey_code("KEC")))
        .unwrap();
    let token = paired(&app, &begun.secret).token;
    assert_eq!(paired(&app, &begun.secret).token, token, "asked again, the same");
    let app = app.reopen(|_| ()).unwrap();
    let device = app.device_of_token(&token).unwrap();
    assert_eq!((device.code(), device.enrolled.desk.as_str()), (&code, "Loket 3"));
    assert_eq!(device.enrolled.unit.as_str(), "KEC");
    assert!(app.device_of_token(&"0".repeat(64)).is_none());
    assert!(matches!(app.pairing(&begun.secret), PairingState::Gone));
}

/// Whoever reads the log, or the disk, cannot pass for a device.
#[test]
fn the_token_stands_nowhere() {
    let app = TestApp::in_files();
    let begun = app.begin_pairing();
    app.enrol_device(&app::operator(), begun.code, at_desk(survey_code("KEC")))
        .unwrap();
    let token = paired(&app, &begun.secret).token;
    let app = app.reopen(|data| {
        for file in [data.log(), data.views()] {
            let bytes = std::fs::read(file).unwrap();
            assert!(!bytes.windows(token.len()).any(|part| part == token.as_bytes()));
        }
    });
    drop(app);
}

#[test]
fn a_code_is_good_once_and_for_minutes() {
    let app = TestApp::in_memory();
    let enrol = |code| app.enrol_device(&app::operator(), code, at_desk(survey_code("KEC")));
    let begun = app.begin_pairing();
    enrol(begun.code).unwrap();
    assert_eq!(refusal(enrol(begun.code)), Refusal::PairingUnknown);
    let late = app.begin_pairing();
    app.edge().pass(limits::PAIRING_LIFE);
    assert_eq!(refusal(enrol(late.code)), Refusal::PairingUnknown);
    assert!(matches!(app.pairing(&late.secret), PairingState::Gone));
    assert_eq!(
        refusal(enrol("AAAA-AAAA".parse().unwrap())),
        Refusal::PairingUnknown
    );
}

#[test]
fn a_refused_enrolment_leaves_the_device_waiting() {
    let app = TestApp::in_memory();
    let begun = app.begin_pairing();
    let elsewhere = at_desk("TIDAK-ADA".parse().unwrap());
    let refused = app.enrol_device(&app::operator(), begun.code, elsewhere);
    assert_eq!(
        refusal(refused),
        Refusal::SurveyUnknown("TIDAK-ADA".parse().unwrap())
    );
    assert!(matches!(app.pairing(&begun.secret), PairingState::Waiting(_)));
}

#[test]
fn too_many_that_ask_do_not_fill_the_memory() {
    let app = TestApp::in_memory();
    let first = app.begin_pairing();
    for _ in 0..limits::PAIRINGS_MAX {
        app.edge().pass(SignedDuration::from_secs(1));
        let _ = app.begin_pairing();
    }
    assert!(matches!(app.pairing(&first.secret), PairingState::Gone));
}

#[test]
fn a_revoked_device_stays_known_as_such() {
    let app = TestApp::in_memory();
    let begun = app.begin_pairing();
    let device = app
        .enrol_device(&app::operator(), begun.code, at_desk(survey_code("KEC")))
        .unwrap();
    let token = paired(&app, &begun.secret).token;
    let revoked = DeviceRevoked {
        device,
        unit: testkit::unit("KEC"),
        reason: "Dicuri".into(),
    };
    app.command(Command::RevokeDevice(revoked)).unwrap();
    assert!(app.device_of_token(&token).unwrap().revoked_at.is_some());
}

#[test]
fn numbers_of_a_device_that_are_missing_show_until_they_come() {
    let app = TestApp::in_memory();
    let numbered = |number: u64| SubmitResponse {
        channel: Channel::Kiosk,
        device: Some("KIOS-1".into()),
        device_counter: Some(number),
        ..submission("KEC")
    };
    for number in [1, 2, 5] {
        app.answer(number, numbered(number)).unwrap();
    }
    let device = "KIOS-1".parse().unwrap();
    let answers = app.device_answers(&device).unwrap();
    assert_eq!(
        (answers.count, answers.gaps().collect::<Vec<_>>()),
        (3, vec![(3, 4)])
    );
    app.answer(4, numbered(4)).unwrap();
    app.answer(3, numbered(3)).unwrap();
    let answers = app.device_answers(&device).unwrap();
    assert_eq!((answers.count, answers.gaps().count()), (5, 0));
}
