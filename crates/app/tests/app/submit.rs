//! A citizen's answer: taken once, answered alike when it comes again, refused when it changes.

use app::Receipt;
use eventlog::Position;
use proptest::prelude::*;
use survey::{
    Channel, Event, Refusal, ServiceCode, Stream, SubmitResponse, SurveyCode, limits::CONFLICTS_KEPT_MAX,
};
use testkit::{TestApp, answers, hour, response_id, submission};

use crate::support::{counted, index, refusal, size};

#[test]
fn a_receipt_names_the_events_position_and_leaf_hash() {
    let app = TestApp::in_memory();
    let receipt = app.answer(1, submission("KEC")).unwrap();
    let recorded = &app.log().read_all(Position(receipt.position), 1).unwrap()[0];
    assert_eq!(recorded.stream(), Stream::Response(response_id(1)).to_string());
    assert_eq!(recorded.leaf_hash().0, receipt.leaf_hash);
    assert_eq!((receipt.id, receipt.was_there), (response_id(1), false));
    let code = receipt.code().to_string();
    let (position, hash) = code.split_once('-').unwrap();
    assert_eq!(position, receipt.position.to_string());
    assert_eq!(
        hash,
        format!(
            "{:02X}{:02X}{:02X}{:02X}{:02X}",
            receipt.leaf_hash[0],
            receipt.leaf_hash[1],
            receipt.leaf_hash[2],
            receipt.leaf_hash[3],
            receipt.leaf_hash[4]
        )
    );
}

#[test]
fn an_answer_counts_for_its_unit_once_the_views_hold_it() {
    let app = TestApp::in_memory();
    app.answer(1, submission("KEC")).unwrap();
    app.answer(2, submission("KEC")).unwrap();
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 2);
}

#[test]
fn the_same_answers_again_get_the_same_receipt_and_append_nothing() {
    let app = TestApp::in_memory();
    let first = app.answer(1, submission("KEC")).unwrap();
    let before = size(&app);
    app.edge().pass(jiff::SignedDuration::from_hours(30));
    let again = app.answer(1, submission("KEC")).unwrap();
    assert_eq!(
        again,
        Receipt {
            was_there: true,
            ..first
        }
    );
    assert_eq!(size(&app), before);
}

#[test]
fn what_was_left_to_a_default_may_be_said_the_second_time() {
    let app = TestApp::in_memory();
    let left = SubmitResponse {
        service: None,
        ..submission("KEC")
    };
    app.answer(1, left.clone()).unwrap();
    assert!(app.answer(1, submission("KEC")).unwrap().was_there);
    assert!(app.answer(1, left).unwrap().was_there);
}

#[test]
fn any_other_field_under_the_same_id_is_a_conflict() {
    let first = || SubmitResponse {
        service: Some(ServiceCode::new("KTP").unwrap()),
        ..submission("DUKCAPIL")
    };
    let others: [fn(&mut SubmitResponse); 8] = [
        |other| other.answers = answers([3, 3, 3, 3, 3, 3, 3, 3, 4]),
        |other| other.survey = SurveyCode::new("S-KEC").unwrap(),
        |other| other.service = Some(ServiceCode::new("KK").unwrap()),
        |other| other.channel = Channel::Kiosk,
        |other| other.language = "en".parse().unwrap(),
        |other| drop(other.profile.insert("jenis_kelamin".into(), "L".into())),
        |other| other.device_counter = Some(1),
        |other| other.comment = Some("Antre lama".into()),
    ];
    for (which, change) in others.into_iter().enumerate() {
        let app = TestApp::in_memory();
        app.answer(1, first()).unwrap();
        let mut other = first();
        change(&mut other);
        assert_eq!(
            refusal(app.answer(1, other)),
            Refusal::ResponseConflict,
            "other number {which}"
        );
        assert_eq!(counted(&index(&app, "KAB", "2026-09").figures.total), 1);
    }
}

#[test]
fn conflicts_are_kept_for_review_up_to_the_limit() {
    let app = TestApp::in_memory();
    app.answer(1, submission("KEC")).unwrap();
    let before = size(&app);
    for _ in 0..CONFLICTS_KEPT_MAX + 2 {
        let other = SubmitResponse {
            answers: answers([1; 9]),
            ..submission("KEC")
        };
        assert_eq!(refusal(app.answer(1, other)), Refusal::ResponseConflict);
    }
    let kept = app.log().read_all(Position(before), 100).unwrap();
    assert_eq!(kept.len(), CONFLICTS_KEPT_MAX);
    for recorded in kept {
        let event = Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload());
        let Event::SubmissionConflicted(conflict) = event.unwrap() else {
            panic!("{recorded:?}")
        };
        assert_eq!(conflict.answers, answers([1; 9]));
    }
    assert!(
        app.answer(1, submission("KEC")).unwrap().was_there,
        "the first answers still stand"
    );
}

#[test]
fn what_is_refused_leaves_nothing_in_the_log() {
    let app = TestApp::in_memory();
    let before = size(&app);
    let unknown = SurveyCode::new("S-TIADA").unwrap();
    let refused = [
        (
            SubmitResponse {
                survey: unknown.clone(),
                ..submission("KEC")
            },
            Refusal::SurveyUnknown(unknown),
        ),
        (
            SubmitResponse {
                answers: answers([0; 9]),
                ..submission("KEC")
            },
            Refusal::NoAnswers,
        ),
        (
            SubmitResponse {
                service: None,
                ..submission("DUKCAPIL")
            },
            Refusal::ServiceMissing,
        ),
    ];
    for (command, expected) in refused {
        assert_eq!(refusal(app.answer(1, command)), expected);
    }
    assert_eq!(size(&app), before);
    assert!(
        !app.answer(1, submission("KEC")).unwrap().was_there,
        "the id is still free"
    );
}

#[test]
fn a_claimed_hour_decides_the_month_unless_it_lies_in_the_future() {
    let app = TestApp::in_memory();
    for (id, claimed) in [(1, "2026-08-31T04Z"), (2, "2026-10-01T04Z")] {
        let claim = SubmitResponse {
            claimed_at: Some(hour(claimed)),
            ..submission("KEC")
        };
        app.answer(id, claim).unwrap();
    }
    assert_eq!(counted(&index(&app, "KEC", "2026-08").figures.total), 1);
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_comes_how_often_and_in_which_order_each_id_counts_once_as_it_came_first(
        posts in prop::collection::vec((0..6u64, 1..=4u8), 1..30),
    ) {
        let app = TestApp::in_memory();
        let mut first = std::collections::BTreeMap::new();
        for (id, score) in posts {
            let post = SubmitResponse { answers: answers([score; 9]), ..submission("KEC") };
            let outcome = app.answer(id, post);
            match *first.entry(id).or_insert(score) {
                same if same == score => prop_assert_eq!(outcome.unwrap().id, response_id(id)),
                _ => prop_assert_eq!(refusal(outcome), Refusal::ResponseConflict),
            }
        }
        let found = index(&app, "KEC", "2026-09");
        let sum: u64 = first.values().map(|score| u64::from(*score)).sum();
        let index = found.index.unwrap();
        prop_assert_eq!((index.n, index.unsur[0].sum), (first.len() as u64, sum));
    }
}
