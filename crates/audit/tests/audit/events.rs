//! What events mean together: each response once, texts, and the counts of kiosks.

use audit::{Outcome, PartName, Remedy, Report};
use survey::{
    Admission, Commitment, ContentErased, Event, Hour, ResponseSubmitted, SealedText, Stream, TokenHash,
    TokenKeyId, TokensIssued,
};
use testkit::{response_id, submitted, survey_code, unit};
use uuid::Uuid;
use vault::{SealSecrets, Vault, seal};

use crate::world::{Closed, World, is_clean, notices, the_problem, with};

/// By an inspector who brought nothing.
fn audit(closed: &Closed) -> Report {
    let mut inspection = with(crate::world::policy(1));
    inspection.trust = None;
    closed.audit(inspection)
}

fn answer(world: &World) -> ResponseSubmitted {
    submitted("DUKCAPIL", Hour::containing(world.pen.now()), [3; 9])
}

#[test]
fn a_second_answer_in_the_stream_of_a_one_time_code_is_found() {
    let mut world = World::witnessed();
    issue(&mut world, 0..10);
    let mut again = answer(&world);
    again.admission = Admission::Code;
    let position = world.pen.record(
        &Stream::Response(response_id(5)),
        &[Event::ResponseSubmitted(again)],
    );
    let found = the_problem(&audit(&world.close()), PartName::Answers);
    assert_eq!(found.position, Some(position));
    assert!(found.what.contains("kode sekali pakai dipakai lagi"), "{found:?}");
}

/// Codes for the survey that is answered here.
fn issue(world: &mut World, codes: std::ops::Range<u8>) -> u64 {
    let issued = TokensIssued {
        survey: survey_code("DUKCAPIL"),
        unit: unit("DUKCAPIL"),
        key: TokenKeyId([1; 8]),
        hashes: codes.map(|code| TokenHash([code; 16])).collect(),
    };
    let stream = Stream::ServiceEvent(Uuid::from_u128(1 << 64 | u128::from(world.size())));
    world.pen.record(&stream, &[Event::TokensIssued(issued)])
}

#[test]
fn there_are_never_more_answers_with_a_code_than_codes() {
    let mut world = World::witnessed();
    issue(&mut world, 0..10);
    let by_code = |answer: &mut ResponseSubmitted| answer.admission = Admission::Code;
    for number in 101..=110 {
        world.answer_with(number, by_code);
    }
    let one_more = world.answer_with(111, by_code);
    // Too late for that one.
    issue(&mut world, 10..20);
    world.answer_with(112, by_code);
    let found = the_problem(&audit(&world.close()), PartName::Answers);
    assert_eq!(found.position, Some(one_more));
    assert!(
        found.what.contains("lebih banyak daripada kode yang diterbitkan"),
        "{found:?}"
    );
}

#[test]
fn a_code_that_is_issued_again_is_no_further_code() {
    let mut world = World::witnessed();
    issue(&mut world, 0..10);
    let again = issue(&mut world, 9..12);
    let found = the_problem(&audit(&world.close()), PartName::Answers);
    assert_eq!(found.position, Some(again));
    assert!(found.what.starts_with("1 kode"), "{found:?}");
}

#[test]
fn a_gap_in_the_count_of_a_kiosk_is_told_at_the_answer_after_it() {
    let mut world = World::witnessed();
    let mut counted = |number, counter| {
        world.answer_with(number, |answer| {
            answer.device = Some("kios-1".into());
            answer.device_counter = Some(counter);
        })
    };
    counted(51, 1);
    let after = counted(52, 4);
    let report = audit(&world.close());
    is_clean(&report);
    let told = notices(&report, PartName::Devices);
    assert_eq!(
        told,
        [(
            Some(after),
            "perangkat kios-1: nomor urut 2 sampai 3 belum diterima".to_owned()
        )]
    );
}

#[test]
fn an_event_of_a_shape_that_nobody_knows_is_found() {
    let world = World::witnessed();
    let mut event = answer(&world);
    event.device = Some("x".repeat(3));
    let position = world.size();
    let payload = Event::ResponseSubmitted(event).to_payload();
    append_raw(&world, "response_submitted", 1, &payload[..payload.len() - 1]);
    let report = audit(&world.close());
    let found = the_problem(&report, PartName::Log);
    assert_eq!(found.position, Some(position));
    assert!(!report.part(PartName::Views).unwrap().checked);
}

/// Appends bytes that no program of ours would write.
pub(crate) fn append_raw(world: &World, event_type: &'static str, type_version: u16, payload: &[u8]) {
    use eventlog::{
        Actor, Append, EventId, EventLog, ExpectedVersion, NewEvent, RecordedAt, StreamId, TimestampMs,
    };
    let ms = u64::try_from(world.pen.now().as_millisecond()).unwrap();
    let append = Append {
        stream: StreamId::new("asing").unwrap(),
        expected: ExpectedVersion::NoStream,
        events: vec![NewEvent {
            id: EventId(Uuid::from_u128(99)),
            event_type,
            type_version,
            actor: Actor::new("asing").unwrap(),
            causation: None,
            correlation: None,
            tags: Vec::new(),
            payload: payload.into(),
        }],
        recorded_at: RecordedAt::Stated(TimestampMs(ms)),
    };
    world.log.append(append).wait().unwrap();
}

fn text(number: u128) -> SealedText {
    SealedText {
        content: Uuid::from_u128(number),
        commitment: Commitment([1; 32]),
    }
}

fn erased(number: u128, approved_by: &str) -> Event {
    Event::ContentErased(ContentErased {
        unit: unit("DUKCAPIL"),
        content: Uuid::from_u128(number),
        basis: "Pasal 43 UU 27/2022".into(),
        approved_by: approved_by.into(),
    })
}

#[test]
fn a_text_may_be_missing_only_by_the_word_of_the_log() {
    let mut world = World::witnessed();
    let position = world.answer_with(51, |answer| answer.comment = Some(text(1)));
    world.answer_with(52, |answer| answer.comment = Some(text(2)));
    world
        .pen
        .record(&Stream::Response(response_id(52)), &[erased(2, "kepala-bagian")]);
    let found = the_problem(&audit(&world.close()), PartName::Vault);
    assert_eq!(found.position, Some(position), "the other one was erased");
}

#[test]
fn an_erasure_needs_a_second_person_and_a_text() {
    let mut world = World::witnessed();
    world.answer_with(51, |answer| answer.comment = Some(text(1)));
    let stream = Stream::Response(response_id(51));
    // The pen of the test kit signs as `chronicle`.
    let alone = world.pen.record(&stream, &[erased(1, "chronicle")]);
    let nothing = world.pen.record(&stream, &[erased(7, "kepala-bagian")]);
    let report = audit(&world.close());
    assert_eq!(report.outcome(), Outcome::Tampered);
    let found = &report.part(PartName::Vault).unwrap().problems;
    let positions: Vec<_> = found.iter().map(|found| found.position).collect();
    assert_eq!(positions, [Some(alone), Some(nothing)], "{found:#?}");
}

#[test]
fn an_erasure_that_is_not_finished_is_incomplete_and_accuses_nobody() {
    let mut world = World::witnessed();
    let secrets = SealSecrets {
        content: Uuid::from_u128(5),
        key: [1; 32],
        salt: [2; 32],
        aead_nonce: [3; 12],
    };
    let sealed = seal("Antrean terlalu lama", secrets);
    let commitment = Commitment(sealed.commitment());
    let vault = Vault::open(world.dir.path().join("vault")).unwrap();
    vault.put(sealed).wait().unwrap();
    world.answer_with(51, |answer| {
        answer.comment = Some(SealedText {
            content: Uuid::from_u128(5),
            commitment,
        });
    });
    let position = world
        .pen
        .record(&Stream::Response(response_id(51)), &[erased(5, "kepala-bagian")]);
    let path = world.dir.path().join("vault");
    drop(vault);
    let closed = world.close();
    let report = audit(&closed);
    assert_eq!(report.outcome(), Outcome::Incomplete);
    let found = the_problem(&report, PartName::Vault);
    assert_eq!(
        (found.position, found.remedy),
        (Some(position), Remedy::FinishErasing)
    );
    let vault = Vault::open(path).unwrap();
    vault.erase([Uuid::from_u128(5)]).unwrap();
    drop(vault);
    is_clean(&audit(&closed));
}
