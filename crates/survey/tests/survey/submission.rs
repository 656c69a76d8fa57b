//! What becomes of a submission: its defaults, what each channel may leave out, and the hour it counts for.

use survey::{
    Channel, Event, Reasons, Refusal, ResponseSubmitted, SubmitResponse, UnsurList,
    limits::{COMMENT_CHARS_MAX, DEVICE_ID_BYTES_MAX, SECONDS_TAKEN_MAX},
};

use crate::{
    given::given,
    samples::{
        answer, code, ground_with_survey, nine, sealed, service_retired, submitted, unsur, with, without,
    },
};

fn taken(response: ResponseSubmitted) -> [Event; 1] {
    [Event::ResponseSubmitted(response)]
}

#[test]
fn what_is_left_out_is_taken_from_the_survey() {
    given(&ground_with_survey(&["KTP"]))
        .when(answer())
        .then(&taken(submitted()));
}

#[test]
fn what_is_stated_must_be_what_the_survey_asks() {
    let stated = SubmitResponse {
        service: Some(code("KTP")),
        instrument: Some(code("permenpan-14-2017@1")),
        ..answer()
    };
    given(&ground_with_survey(&["KTP"]))
        .when(stated)
        .then(&taken(submitted()));
}

#[test]
fn of_several_services_one_is_chosen() {
    let survey = given(&ground_with_survey(&["KTP", "KK"]));
    survey.when(answer()).refused(Refusal::ServiceMissing);
    let chosen = SubmitResponse {
        service: Some(code("KK")),
        ..answer()
    };
    survey.when(chosen).then(&taken(ResponseSubmitted {
        service: code("KK"),
        ..submitted()
    }));
}

#[test]
fn who_was_served_before_a_service_was_retired_can_still_say_so() {
    given(&with(
        ground_with_survey(&["KTP"]),
        [service_retired("DINAS", "KTP")],
    ))
    .when(answer())
    .then(&taken(submitted()));
}

#[test]
fn a_screen_asks_for_every_unsur_and_paper_comes_as_it_was_filled_in() {
    let survey = given(&ground_with_survey(&["KTP"]));
    let answers = without(&without(&nine(3), "biaya"), "waktu");
    for channel in Channel::ALL {
        let outcome = survey.when(SubmitResponse {
            channel,
            answers: answers.clone(),
            ..answer()
        });
        if channel.is_entered_by_staff() {
            outcome.then(&taken(ResponseSubmitted {
                channel,
                answers: answers.clone(),
                ..submitted()
            }));
        } else {
            // In the order in which they are asked, not in order of code.
            let missing = UnsurList(vec![unsur("waktu"), unsur("biaya")]);
            outcome.refused(Refusal::AnswersMissing(missing));
        }
    }
    let staff: Vec<_> = Channel::ALL
        .into_iter()
        .filter(|channel| channel.is_entered_by_staff())
        .collect();
    assert_eq!(staff, [Channel::Paper, Channel::Import]);
}

#[test]
fn a_comment_goes_into_the_event_as_a_commitment_only() {
    let comment = "Petugas Budi di loket tiga sangat membantu";
    let with_comment = SubmitResponse {
        comment: Some(comment.into()),
        ..answer()
    };
    let taken = taken(ResponseSubmitted {
        comment: Some(sealed()),
        ..submitted()
    });
    let stored = String::from_utf8(taken[0].to_payload()).unwrap();
    assert!(!stored.contains("Budi"), "{stored}");
    given(&ground_with_survey(&["KTP"]))
        .when(with_comment)
        .then(&taken);
}

#[test]
fn profile_and_reasons_are_those_of_the_instrument() {
    let reasons = |of: &str, ticked: &[&str]| {
        Reasons::from([(unsur(of), ticked.iter().map(|&reason| reason.into()).collect())])
    };
    let survey = given(&ground_with_survey(&["KTP"]));
    let fits = reasons("persyaratan", &["berubah", "terlalu-banyak"]);
    let response = SubmitResponse {
        reasons: fits.clone(),
        profile: [].into(),
        ..answer()
    };
    survey.when(response).then(&taken(ResponseSubmitted {
        reasons: fits,
        profile: [].into(),
        ..submitted()
    }));

    for (of, ticked) in [
        ("persyaratan", &["berbelit"][..]),
        ("persyaratan", &["berubah", "berubah"][..]),
    ] {
        let last = ticked.last().copied().unwrap();
        let refused = Refusal::ReasonUnknown(unsur(of), last.into());
        let response = SubmitResponse {
            reasons: reasons(of, ticked),
            ..answer()
        };
        survey.when(response).refused(refused);
    }
    let response = SubmitResponse {
        reasons: reasons("maklumat", &["berubah"]),
        ..answer()
    };
    survey
        .when(response)
        .refused(Refusal::UnsurUnknown(unsur("maklumat")));
}

#[test]
fn limits_include_their_last_value() {
    let survey = given(&ground_with_survey(&["KTP"]));
    let largest = SubmitResponse {
        comment: Some("é".repeat(COMMENT_CHARS_MAX)),
        seconds_taken: Some(SECONDS_TAKEN_MAX),
        device: Some("k".repeat(DEVICE_ID_BYTES_MAX)),
        ..answer()
    };
    survey.when(largest).then(&taken(ResponseSubmitted {
        comment: Some(sealed()),
        seconds_taken: Some(SECONDS_TAKEN_MAX),
        device: Some("k".repeat(DEVICE_ID_BYTES_MAX)),
        ..submitted()
    }));
    for device in [
        "",
        "kios satu",
        "kios\u{e9}",
        &"k".repeat(DEVICE_ID_BYTES_MAX + 1),
    ] {
        let response = SubmitResponse {
            device: Some(device.into()),
            ..answer()
        };
        survey.when(response).refused(Refusal::DeviceInvalid);
    }
}

#[test]
fn a_response_counts_for_the_hour_it_claims_if_that_can_be_believed() {
    // It is 02:30; the survey opened on 1 September at 00:00.
    for (channel, claimed, counts_for) in [
        (Channel::Qr, "2026-09-14T02Z", "2026-09-14T02Z"),
        (Channel::Qr, "2026-09-03T11Z", "2026-09-03T11Z"),
        (Channel::Kiosk, "2026-09-01T00Z", "2026-09-01T00Z"),
        // A clock may run ahead by an hour, and no more.
        (Channel::Kiosk, "2026-09-14T03Z", "2026-09-14T03Z"),
        (Channel::Kiosk, "2026-09-14T04Z", "2026-09-14T02Z"),
        (Channel::Paper, "2026-09-14T04Z", "2026-09-14T02Z"),
        // A kiosk that lost its clock; a page cannot have been answered before its survey.
        (Channel::Kiosk, "1970-01-01T03Z", "2026-09-14T02Z"),
        (Channel::Qr, "2026-08-31T23Z", "2026-09-14T02Z"),
        // Staff enter what is older than the survey.
        (Channel::Paper, "2026-08-20T04Z", "2026-08-20T04Z"),
        (Channel::Import, "2019-03-01T05Z", "2019-03-01T05Z"),
    ] {
        let claimed_at = Some(code(claimed));
        let response = SubmitResponse {
            channel,
            claimed_at,
            ..answer()
        };
        let expected = ResponseSubmitted {
            channel,
            claimed_at,
            occurred_at: code(counts_for),
            ..submitted()
        };
        given(&ground_with_survey(&["KTP"]))
            .when(response)
            .then(&taken(expected));
    }
}

#[test]
fn a_device_with_a_wrong_clock_still_says_how_long_an_answer_waited() {
    // It is 02:30 on 14 September; the survey opened on 1 September at 00:00.
    for (claimed, device_now, counts_for) in [
        // A clock that is right, or nearly, is taken at its word.
        ("2026-09-13T20Z", "2026-09-14T02Z", "2026-09-13T20Z"),
        ("2026-09-13T20Z", "2026-09-14T03Z", "2026-09-13T20Z"),
        // A month behind, a month ahead, without a battery: sent at once, or after five hours or ten days.
        ("2026-08-14T02Z", "2026-08-14T02Z", "2026-09-14T02Z"),
        ("2026-10-14T21Z", "2026-10-15T02Z", "2026-09-13T21Z"),
        ("1970-01-01T03Z", "1970-01-11T03Z", "2026-09-04T02Z"),
        // Longer than the survey has been open: nothing of it can be believed.
        ("2026-08-14T02Z", "2026-10-14T02Z", "2026-09-14T02Z"),
        // Set back meanwhile: what it said at first is all there is.
        ("2026-09-12T02Z", "1970-01-01T00Z", "2026-09-12T02Z"),
    ] {
        let claimed_at = Some(code(claimed));
        let response = SubmitResponse {
            claimed_at,
            device_now: Some(code(device_now)),
            ..answer()
        };
        let expected = ResponseSubmitted {
            claimed_at,
            occurred_at: code(counts_for),
            ..submitted()
        };
        given(&ground_with_survey(&["KTP"]))
            .when(response)
            .then(&taken(expected));
    }
}
