//! What was ever stored must still be read, and written again byte for byte.
//!
//! `tests/stored/` has files named `<type>@<version>.json`, or `<type>@<version>.least.json` where an event has
//! parts that may be absent, or `<type>@<version>.more.json` where it got such a part later. A file never changes: a
//! changed shape is a new version, with new files beside it.

use std::{collections::BTreeSet, fs, path::PathBuf};

use sha2::{Digest, Sha256};
use survey::{Event, EventError, REGISTER_TAG, REVIEW_TAG, Stream, UnitCode, event_types, unit_tag};

use crate::{
    given::given,
    samples::{code, ground_with_survey},
};

struct Stored {
    file: String,
    event_type: String,
    version: u16,
    payload: Vec<u8>,
}

fn directory() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "stored"].iter().collect()
}

fn every_stored() -> Vec<Stored> {
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.unwrap();
        let file = entry.file_name().into_string().unwrap();
        let name = file.strip_suffix(".json").unwrap();
        let name = name.split('.').next().unwrap();
        let (event_type, version) = name.split_once('@').unwrap();
        Stored {
            event_type: event_type.into(),
            version: version.parse().unwrap(),
            payload: fs::read(entry.path()).unwrap(),
            file,
        }
    };
    fs::read_dir(directory()).unwrap().map(read).collect()
}

#[test]
fn every_stored_event_still_reads_and_is_written_again_byte_for_byte() {
    for stored in every_stored() {
        let event = Event::from_stored(&stored.event_type, stored.version, &stored.payload);
        let event = event.unwrap_or_else(|error| panic!("{}: {error}", stored.file));
        assert_eq!(event.event_type(), stored.event_type);
        if event.type_version() == stored.version {
            let written = String::from_utf8(event.to_payload()).unwrap();
            assert_eq!(written.as_bytes(), stored.payload, "{}: {written}", stored.file);
        }
    }
}

#[test]
fn every_event_type_is_among_the_stored_in_the_version_written_today() {
    let stored: BTreeSet<_> = every_stored()
        .iter()
        .filter(|stored| {
            let event = Event::from_stored(&stored.event_type, stored.version, &stored.payload);
            event.is_ok_and(|event| event.type_version() == stored.version)
        })
        .map(|stored| stored.event_type.clone())
        .collect();
    let all: BTreeSet<_> = event_types().map(String::from).collect();
    assert_eq!(stored, all);
    assert_eq!(event_types().count(), all.len(), "two events share a name");
}

#[test]
fn an_unknown_type_a_newer_version_and_another_shape_are_refused() {
    for stored in every_stored() {
        let today = Event::from_stored(&stored.event_type, stored.version, &stored.payload);
        let newer = today.unwrap().type_version() + 1;
        let newer = Event::from_stored(&stored.event_type, newer, &stored.payload);
        assert!(matches!(newer, Err(EventError::Version(_))), "{}", stored.file);
        let before_the_first = Event::from_stored(&stored.event_type, 0, &stored.payload);
        assert!(
            matches!(before_the_first, Err(EventError::Version(_))),
            "{}",
            stored.file
        );
        for damaged in [&stored.payload[1..], b"{}", b"[]", b""] {
            let damaged = Event::from_stored(&stored.event_type, stored.version, damaged);
            assert!(
                matches!(damaged, Err(EventError::Shape { .. })),
                "{}",
                stored.file
            );
        }
    }
    let unknown = Event::from_stored("survey_paused", 1, b"{}");
    assert!(matches!(unknown, Err(EventError::UnknownType(name)) if name == "survey_paused"));
}

/// The shape of version 2, read with what version 1 did not know.
#[test]
fn a_result_of_version_1_reads_without_the_root_that_version_2_must_name() {
    let read = |version, file: &str| {
        Event::from_stored(
            "result_published",
            version,
            &fs::read(directory().join(file)).unwrap(),
        )
    };
    let root = |event| {
        let Event::ResultPublished(result) = event else {
            panic!("{event:?}")
        };
        result.log_root
    };
    let old = read(1, "result_published@1.json").unwrap();
    assert_eq!(root(old), None);
    let new = read(2, "result_published@2.json").unwrap();
    assert_eq!(root(new), Some(survey::RootHash([0x5f; 32])));
    let without = read(2, "result_published@1.json");
    assert!(matches!(without, Err(EventError::Shape { .. })), "{without:?}");
}

#[test]
fn a_result_that_names_no_basis_counts_every_answer() {
    let basis = |file: &str| {
        let payload = fs::read(directory().join(file)).unwrap();
        let Event::ResultPublished(result) = Event::from_stored("result_published", 2, &payload).unwrap()
        else {
            panic!("{file}")
        };
        result.basis
    };
    assert_eq!(basis("result_published@2.json"), survey::ResultBasis::Exact);
    assert_eq!(basis("result_published@2.more.json"), survey::ResultBasis::Shown);
}

#[test]
fn an_event_that_names_a_unit_is_about_it() {
    for stored in every_stored() {
        let event = Event::from_stored(&stored.event_type, stored.version, &stored.payload).unwrap();
        let payload: serde_json::Value = serde_json::from_slice(&stored.payload).unwrap();
        let named = payload["unit"].as_str();
        assert_eq!(event.unit().map(UnitCode::as_str), named, "{}", stored.file);
    }
}

#[test]
fn signing_is_not_resumed_without_a_reason() {
    let found = survey::LogHead {
        size: 7,
        root: survey::RootHash([1; 32]),
    };
    let resumed = |reason: &str| survey::SigningResumed {
        reason: reason.into(),
        signed: None,
        found,
        vkey: "skm.example/log+e8e7a32c+AZk1".into(),
    };
    let asked = |reason| survey::resume_signing(resumed(reason));
    assert_eq!(asked(" "), Err(survey::Refusal::ReasonMissing));
    let event = Event::SigningResumed(resumed("Disk rusak"));
    assert_eq!(asked("Disk rusak"), Ok(event));
}

/// Whoever reads only the events under the register's tag sees the same registry.
#[test]
fn the_registry_is_made_of_the_register_s_events_alone() {
    let mut registry = given(&ground_with_survey(&["KTP", "KK"])).registry;
    let mut stored = every_stored();
    stored.sort_by(|a, b| a.file.cmp(&b.file));
    for stored in stored {
        let event = Event::from_stored(&stored.event_type, stored.version, &stored.payload).unwrap();
        let before = registry.clone();
        registry.evolve(&event, "2026-09-14T02:30:00Z".parse().unwrap());
        assert!(registry == before || event.is_register(), "{}", stored.file);
    }
}

/// Responses name the instrument by id and version, so its words may not change under that name.
#[test]
fn the_shipped_instrument_is_frozen() {
    let published = Event::InstrumentPublished(survey::Instrument::permenpan_14_2017());
    let hash: String = Sha256::digest(published.to_payload())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        hash,
        "a149cff4d7cd253b6ce8801aac81a13f711c76dc27be81ca257dadc3681187b6"
    );
}

#[test]
fn the_stream_of_a_response_says_which() {
    let id = survey::ResponseId(uuid::Uuid::from_u128(7));
    assert_eq!(Stream::response(&Stream::Response(id).to_string()), Some(id));
    for other in ["survey-SURVEI", "response-", "response-7"] {
        assert_eq!(Stream::response(other), None, "{other}");
    }
}

/// The name of a stream is the key under which its events are found again.
#[test]
fn the_names_of_streams_are_frozen() {
    let id = uuid::Uuid::from_u128(7);
    let names = [
        (Stream::Log, "log"),
        (Stream::Unit(code("DINAS")), "unit-DINAS"),
        (
            Stream::ServiceEvent(id),
            "service_event-00000000-0000-0000-0000-000000000007",
        ),
        (
            Stream::Instrument(code("permenpan-14-2017@1")),
            "instrument-permenpan-14-2017@1",
        ),
        (Stream::Survey(code("SURVEI")), "survey-SURVEI"),
        (Stream::Tokens(id), "tokens-00000000-0000-0000-0000-000000000007"),
        (
            Stream::Response(survey::ResponseId(id)),
            "response-00000000-0000-0000-0000-000000000007",
        ),
        (
            Stream::FollowUp(id),
            "followup-00000000-0000-0000-0000-000000000007",
        ),
        (
            Stream::Complaint(id),
            "complaint-00000000-0000-0000-0000-000000000007",
        ),
        (Stream::Holidays(2027), "holidays-2027"),
        (Stream::Device(code("KIOS-1")), "device-KIOS-1"),
        (
            Stream::Reading(id),
            "reading-00000000-0000-0000-0000-000000000007",
        ),
        (Stream::Review(id), "review-00000000-0000-0000-0000-000000000007"),
        (
            Stream::Announcement(id),
            "announcement-00000000-0000-0000-0000-000000000007",
        ),
        (
            Stream::Account(survey::AccountId(id)),
            "account-00000000-0000-0000-0000-000000000007",
        ),
        (
            Stream::Result(code("DINAS"), code("2026-S1")),
            "result-DINAS-2026-S1",
        ),
    ];
    for (stream, name) in names {
        assert_eq!(stream.to_string(), name);
    }
    assert_eq!(unit_tag(&code("DINAS")), "unit:DINAS");
    assert_eq!((REGISTER_TAG, REVIEW_TAG), ("register", "review"));
}
