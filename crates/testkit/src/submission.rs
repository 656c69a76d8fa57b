//! Answers to the surveys of the small world.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use ikm::Score;
use survey::{
    Admission, Answers, Channel, Hour, Instrument, Language, Nonce, Profile, Reasons, ResponseId,
    ResponseSubmitted, ServiceCode, SubmitResponse,
};
use uuid::Uuid;

use crate::{survey_code, unit};

/// Read once: reading takes longer than everything else here.
static INSTRUMENT: LazyLock<Instrument> = LazyLock::new(Instrument::permenpan_14_2017);

/// An hour written as `2026-09-14T02Z`.
///
/// # Panics
/// If it is no hour.
#[must_use]
pub fn hour(text: &str) -> Hour {
    text.parse().expect("an hour such as 2026-09-14T02Z")
}

/// The id of a response, from a number.
#[must_use]
pub const fn response_id(number: u64) -> ResponseId {
    ResponseId(Uuid::from_u64_pair(0x0199_0000_0000_7000, 1 << 63 | number))
}

/// Scores for the nine unsur, in the order in which they are asked; 0 where none was given.
///
/// # Panics
/// If one is above 4.
#[must_use]
pub fn answers(scores: [u8; 9]) -> Answers {
    let given = INSTRUMENT
        .unsur
        .iter()
        .map(|asked| asked.code)
        .zip(scores)
        .filter(|(_, score)| *score > 0);
    Answers::from_pairs(given.map(|(unsur, score)| (unsur, Score::new(score).expect("1 to 4"))))
}

/// All threes from a phone, about the first service of the unit: change what matters.
#[must_use]
pub fn submission(unit: &str) -> SubmitResponse {
    SubmitResponse {
        survey: survey_code(unit),
        service: Some(first_service(unit)),
        instrument: None,
        language: Language::INDONESIAN,
        answers: answers([3; 9]),
        profile: Profile::new(),
        reasons: Reasons::new(),
        channel: Channel::Qr,
        claimed_at: None,
        device_now: None,
        seconds_taken: None,
        device: None,
        device_counter: None,
        comment: None,
        noticed: BTreeSet::new(),
    }
}

/// The same as an event, for a log that is written without the application.
#[must_use]
pub fn submitted(code: &str, occurred_at: Hour, scores: [u8; 9]) -> ResponseSubmitted {
    ResponseSubmitted {
        survey: survey_code(code),
        unit: unit(code),
        service: first_service(code),
        instrument: INSTRUMENT.reference(),
        language: Language::INDONESIAN,
        channel: Channel::Qr,
        admission: Admission::Open,
        occurred_at,
        claimed_at: None,
        answers: answers(scores),
        profile: BTreeMap::new(),
        reasons: BTreeMap::new(),
        comment: None,
        seconds_taken: None,
        device: None,
        device_counter: None,
        nonce: Nonce([7; 16]),
    }
}

fn first_service(unit: &str) -> ServiceCode {
    let service = if unit == "DUKCAPIL" { "KTP" } else { "SKTM" };
    ServiceCode::new(service).expect("a service's code")
}
