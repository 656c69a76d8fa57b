//! Devices: what an officer says of one, by which token it is known, and that it can be revoked for good.

use survey::{DeviceEnrolled, DeviceRevoked, DeviceTokenHash, Event, Language, PairingCode, Refusal};

use crate::{
    given::given,
    samples::{REASON, code, device_enrolled, device_revoked, ground_with_survey, survey_closed, with},
};

#[test]
fn a_device_asks_for_the_unit_of_its_survey_whatever_the_asker_says() {
    let asked = DeviceEnrolled {
        unit: code("LAIN"),
        ..device_enrolled()
    };
    given(&ground_with_survey(&["KTP"]))
        .when(Event::DeviceEnrolled(asked))
        .then(&[Event::DeviceEnrolled(device_enrolled())]);
}

#[test]
fn a_device_is_known_by_its_token_also_once_it_is_revoked() {
    let enrolled = given(&with(
        ground_with_survey(&["KTP"]),
        [Event::DeviceEnrolled(device_enrolled())],
    ));
    let known = |given: &crate::given::Given| {
        let device = given.registry.device_of_token(device_enrolled().token).cloned();
        device.map(|device| (device.code().to_string(), device.revoked_at.is_some()))
    };
    assert_eq!(known(&enrolled), Some(("KIOS-1".into(), false)));
    assert!(
        enrolled
            .registry
            .device_of_token(DeviceTokenHash([8; 32]))
            .is_none()
    );
    let revoked = enrolled.and_at("2026-09-13T00:00:00Z", &[Event::DeviceRevoked(device_revoked())]);
    assert_eq!(known(&revoked), Some(("KIOS-1".into(), true)));
}

#[test]
fn a_code_or_a_token_is_given_to_one_device_only() {
    let enrolled = given(&with(
        ground_with_survey(&["KTP"]),
        [Event::DeviceEnrolled(device_enrolled())],
    ));
    let same_code = DeviceEnrolled {
        token: DeviceTokenHash([8; 32]),
        ..device_enrolled()
    };
    let same_token = DeviceEnrolled {
        device: code("KIOS-2"),
        ..device_enrolled()
    };
    for (asked, device) in [(same_code, "KIOS-1"), (same_token, "KIOS-2")] {
        enrolled
            .when(Event::DeviceEnrolled(asked))
            .refused(Refusal::DeviceExists(code(device)));
    }
}

#[test]
fn a_device_asks_an_open_survey_in_a_language_that_it_speaks_at_a_desk_with_a_name() {
    let open = given(&ground_with_survey(&["KTP"]));
    let enrol = |change: fn(&mut DeviceEnrolled)| {
        let mut asked = device_enrolled();
        change(&mut asked);
        Event::DeviceEnrolled(asked)
    };
    open.when(enrol(|asked| asked.survey = code("LAIN")))
        .refused(Refusal::SurveyUnknown(code("LAIN")));
    open.when(enrol(|asked| asked.language = code::<Language>("jv")))
        .refused(Refusal::LanguageNotSpoken(code("jv")));
    open.when(enrol(|asked| asked.desk = " ".into()))
        .refused(Refusal::NameInvalid);
    given(&with(ground_with_survey(&["KTP"]), [survey_closed()]))
        .when(enrol(|_| ()))
        .refused(Refusal::SurveyNotOpen(code("SURVEI")));
}

#[test]
fn a_device_is_revoked_once_for_a_reason() {
    let enrolled = given(&with(
        ground_with_survey(&["KTP"]),
        [Event::DeviceEnrolled(device_enrolled())],
    ));
    let elsewhere = DeviceRevoked {
        unit: code("LAIN"),
        ..device_revoked()
    };
    enrolled
        .when(Event::DeviceRevoked(elsewhere))
        .then(&[Event::DeviceRevoked(device_revoked())]);
    let silent = DeviceRevoked {
        reason: String::new(),
        ..device_revoked()
    };
    enrolled
        .when(Event::DeviceRevoked(silent))
        .refused(Refusal::ReasonMissing);
    let unknown = DeviceRevoked {
        device: code("KIOS-9"),
        reason: REASON.into(),
        ..device_revoked()
    };
    enrolled
        .when(Event::DeviceRevoked(unknown))
        .refused(Refusal::DeviceUnknown(code("KIOS-9")));
    enrolled
        .and_at("2026-09-13T00:00:00Z", &[Event::DeviceRevoked(device_revoked())])
        .when(Event::DeviceRevoked(device_revoked()))
        .refused(Refusal::DeviceRevokedAlready(code("KIOS-1")));
}

#[test]
fn a_pairing_code_reads_back_however_it_is_typed() {
    let shown = PairingCode::new([0x21, 0x43, 0x05, 0x87, 0xa9]);
    assert_eq!(shown.to_string(), "451G-B1X9");
    for typed in ["451G-B1X9", "45ig blx9", "451GB1X9", " 45 1g bL x9 "] {
        assert_eq!(typed.parse(), Ok(shown), "{typed}");
    }
    for typed in ["", "451G-B1X", "451G-B1X99", "451G-B1XU", "451GB1X\u{661}"] {
        assert!(typed.parse::<PairingCode>().is_err(), "{typed}");
    }
}
