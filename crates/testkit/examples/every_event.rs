//! Makes a log of every stored shape of every event: each file of `crates/survey/tests/stored` once, byte for byte and
//! in the version it was stored in, in an order in which they make sense. What comes out is frozen in `tests/old_logs`.
//!
//! `cargo run -p testkit --example every_event -- DIRECTORY` makes `DIRECTORY/log.redb`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for whoever freezes a log"
)]

use std::{fs, path::Path, sync::Arc};

use eventlog::{
    Actor, Append, EventId, EventLog, ExpectedVersion, NewEvent, Options, ReadEvents, RecordedAt, RedbLog,
    StreamId, TimestampMs, Version,
};
use survey::{Event, Instrument, UnitCode, UnitKind, UnitRegistered, Zone, event_types};
use uuid::Uuid;

/// A batch of lines: the stream, and the shapes that it takes, in order.
type Chapter = (&'static str, &'static [&'static str]);

/// Streams may come again: an answer is read, and then erased.
const STORY: &[Chapter] = &[
    (
        "log",
        &["log_opened@1", "signing_resumed@1", "signing_resumed@1.least"],
    ),
    ("instrument-sukamaju@2", &["instrument_published@1"]),
    (
        PERMENPAN,
        &["translation_published@1", "translation_published@1.least"],
    ),
    (
        "unit-DINAS",
        &[
            "unit_registered@1.least",
            "service_registered@1",
            "method_adopted@1",
            "unit_renamed@1",
            "unit_region_set@1",
            "service_changed@1",
            "trend_rebased@1",
            "trend_rebase_withdrawn@1",
        ],
    ),
    (
        "unit-UPT",
        &["unit_registered@1", "unit_moved@1.least", "unit_moved@1"],
    ),
    (RSUD, &[]),
    ("holidays-2027", &["holidays_published@1"]),
    ("survey-SURVEI", &["survey_opened@1", "survey_opened@1.least"]),
    (
        "tokens-01994f4e-6a00-7c3e-9c55-000000000001",
        &["tokens_issued@1"],
    ),
    ("device-KIOS-1", &["device_enrolled@1", "device_revoked@1"]),
    (
        "account-0199e2a4-1c00-7abc-8def-0123456789ac",
        &[
            "account_invited@1",
            "account_activated@1",
            "role_granted@1",
            "role_granted@1.least",
            "password_changed@1",
            "sessions_ended@1",
            "account_reset@1",
            "account_disabled@1",
            "account_enabled@1",
            "role_revoked@1",
            "role_revoked@1.least",
            "account_erased@1",
        ],
    ),
    (
        "response-01994f4e-6a00-7c3e-9c55-0242ac120003",
        &[
            "response_submitted@1",
            "submission_conflicted@1",
            "submission_conflicted@1.least",
            "response_flagged@1",
            "response_excluded@1",
            "response_reinstated@1",
            "content_erased@1",
        ],
    ),
    (
        "response-01994f4e-6a00-7c3e-9c55-0242ac120004",
        &["response_submitted@1.least", "response_flagged@2"],
    ),
    (
        "response-01994f4e-6a00-7c3e-9c55-0242ac120005",
        &["response_submitted@1.least"],
    ),
    (
        "response-01994f4e-6a00-7c3e-9c55-0242ac120006",
        &["response_submitted@1.least", "response_excluded@1.least"],
    ),
    ("reading-01994f4e-6a00-7c3e-9c55-000000000002", &["rows_read@1"]),
    (
        "review-01994f4e-6a00-7c3e-9c55-000000000003",
        &["review_proposed@1", "review_decided@1"],
    ),
    (
        "review-01994f4e-6a00-7c3e-9c55-000000000004",
        &["review_proposed@1.least"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-000000000010",
        &["business_process_mapped@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-000000000011",
        &["counter_moved@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-000000000012",
        &["external_assessment_recorded@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-000000000013",
        &["innovation_launched@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-000000000014",
        &["maklumat_published@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-000000000015",
        &["outage_recorded@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-000000000016",
        &["outage_recorded@1.least", "service_event_withdrawn@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-000000000017",
        &["sipp_updated@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-000000000018",
        &["sop_revised@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-000000000019",
        &["standard_published@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-00000000001a",
        &["tariff_changed@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-00000000001b",
        &["training_held@1"],
    ),
    (
        "service_event-01994f4e-6a00-7c3e-9c55-00000000001c",
        &["visits_counted@1"],
    ),
    (
        "followup-01994f4e-6a00-7c3e-9c55-000000000020",
        &[
            "follow_up_planned@1",
            "follow_up_progressed@1",
            "follow_up_progressed@1.least",
            "follow_up_completed@1",
        ],
    ),
    (
        "followup-01994f4e-6a00-7c3e-9c55-000000000021",
        &[
            "follow_up_planned@1.least",
            "follow_up_completed@1.least",
            "follow_up_withdrawn@1",
            "follow_up_cancelled@1",
        ],
    ),
    (
        "complaint-01994f4e-6a00-7c3e-9c55-000000000030",
        &[
            "complaint_received@1",
            "complaint_forwarded@1",
            "complaint_answered@1",
            "complaint_closed@1",
        ],
    ),
    (
        "complaint-01994f4e-6a00-7c3e-9c55-000000000031",
        &["complaint_received@1.least", "complaint_withdrawn@1"],
    ),
    (
        "result-DINAS-2026-S1",
        &["result_published@1", "result_published@2"],
    ),
    (
        "announcement-01994f4e-6a00-7c3e-9c55-000000000040",
        &["result_announced@1", "announcement_withdrawn@1"],
    ),
    (
        "announcement-01994f4e-6a00-7c3e-9c55-000000000041",
        &["result_announced@1.least"],
    ),
    ("unit-DINAS", &["service_retired@1", "unit_merged@1"]),
    ("survey-SURVEI", &["survey_closed@1"]),
    ("unit-UPT", &["unit_closed@1"]),
];

const PERMENPAN: &str = "instrument-permenpan-14-2017@1";
const RSUD: &str = "unit-RSUD";

/// 2026-09-14T03:00:00Z; each event a minute after the one before.
const BEGINNING_MS: u64 = 1_789_354_800_000;

fn main() {
    let directory = std::env::args().nth(1).expect("a directory for log.redb");
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("../survey/tests/stored");
    fs::create_dir_all(&directory).unwrap();
    let path = Path::new(&directory).join("log.redb");
    let log = RedbLog::create(&path, Arc::new(|| TimestampMs(0)), &Options::default()).unwrap();
    let mut told = 0;
    for (stream, shapes) in STORY {
        for event in before(stream) {
            let (event_type, version) = (event.event_type(), event.type_version());
            tell(&log, stream, event_type, version, event.to_payload());
        }
        for shape in *shapes {
            let name = shape.strip_suffix(".least").unwrap_or(shape);
            let (event_type, version) = name.split_once('@').unwrap();
            let payload = fs::read(stored.join(format!("{shape}.json"))).unwrap();
            tell(&log, stream, event_type, version.parse().unwrap(), payload);
            told += 1;
        }
    }
    log.close().unwrap();
    println!("{told} shapes, {} events: {}", log.head().size, path.display());
}

/// What the shapes of a stream speak of and no file holds: the instrument that the program has, a second office.
fn before(stream: &str) -> Vec<Event> {
    match stream {
        PERMENPAN => vec![Event::InstrumentPublished(Instrument::permenpan_14_2017())],
        RSUD => vec![Event::UnitRegistered(UnitRegistered {
            unit: UnitCode::new("RSUD").unwrap(),
            name: "RSUD".into(),
            kind: UnitKind::Opd,
            parent: None,
            zone: Zone::Jakarta,
            kemendagri: None,
            bps: None,
        })],
        _ => Vec::new(),
    }
}

/// Appends one event as the application would: with the tags by which it is found.
fn tell(log: &RedbLog, stream: &str, event_type: &str, version: u16, payload: Vec<u8>) {
    let event = Event::from_stored(event_type, version, &payload).unwrap();
    let event_type = event_types().find(|known| *known == event_type).unwrap();
    let stream = StreamId::new(stream).unwrap();
    let position = log.head().size;
    let so_far = log.read_stream(&stream, Version(0), usize::MAX).unwrap();
    let append = Append {
        stream,
        expected: so_far.last().map_or(ExpectedVersion::NoStream, |last| {
            ExpectedVersion::Exact(last.version())
        }),
        events: vec![NewEvent {
            id: EventId(Uuid::from_u64_pair(0x0199_4f4e_6a00_7000, 2 << 62 | position)),
            event_type,
            type_version: version,
            actor: Actor::new("u-1").unwrap(),
            causation: None,
            correlation: None,
            tags: app::tags(&event),
            payload,
        }],
        recorded_at: RecordedAt::Stated(TimestampMs(BEGINNING_MS + 60_000 * position)),
    };
    log.append(append).wait().unwrap();
}
