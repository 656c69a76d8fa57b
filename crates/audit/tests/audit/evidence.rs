//! Evidence: written from a log, it checks; bent anywhere, it says where. Method: every byte of the file, one bit at a
//! time, and evidence that was packed anew with something else in it.

use std::{
    io::{Cursor, Read, Write},
    sync::Arc,
};

use audit::{
    Trust,
    evidence::{Checked, Document, EvidenceError, check, write},
};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use eventlog::ReadEvents;
use notary::Entries;
use sha2::{Digest, Sha256};
use survey::{
    Channel, Event, Hour, LogHead, Medium, Proof, ResponseExcluded, ResultAnnounced, ResultBasis, RootHash,
    Stream,
};
use testkit::{moment, response_id, unit};
use views::{Basis, Look, Projector, Reading, Views, catch_up};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::world::{World, log_key, policy};

/// Evidence of DUKCAPIL's quarter, of which a result was published; one answer is excluded.
fn evidence(entries: Entries) -> Vec<u8> {
    evidence_of(World::witnessed(), entries)
}

/// The same of a world in which something else happened before.
fn evidence_of(mut world: World, entries: Entries) -> Vec<u8> {
    world.pen.record(
        &Stream::Response(response_id(3)),
        &[Event::ResponseExcluded(ResponseExcluded {
            unit: unit("DUKCAPIL"),
            reason: "Uji coba".into(),
            approved_by: Some("u-2".into()),
        })],
    );
    publish(&mut world);
    announce(&mut world);
    world.pen.set(moment("2026-09-14T02:20:00Z"));
    world.answer(41..=45);
    let signed = world.sign("2026-09-14T02:30:00Z");
    let signed = notary::Archived {
        checkpoint: signed,
        signed_at: eventlog::TimestampMs(0),
    };
    let views = folded(&world);
    let log: &dyn ReadEvents = &*world.log;
    let mut out = Cursor::new(Vec::new());
    write(
        Reading { log, views: &views },
        &*world.log,
        (&signed, log_key().public()),
        (&unit("DUKCAPIL"), "2026-Q3".parse().unwrap()),
        entries,
        &documents(),
        u64::MAX,
        &mut out,
    )
    .unwrap();
    out.into_inner()
}

/// What was published, as it would be.
fn documents() -> Vec<Document> {
    let document = |name: &str, about: &str, bytes: &[u8]| Document {
        name: name.into(),
        about: about.into(),
        bytes: bytes.into(),
    };
    vec![
        document("terbitan-1-laporan.docx", "Laporan SKM", b"PK laporan"),
        document("terbitan-1-poster.png", "Poster hasil", b"\x89PNG poster"),
    ]
}

fn folded(world: &World) -> Arc<Views> {
    let views = Arc::new(Views::in_memory().unwrap());
    let log: Arc<dyn ReadEvents> = Arc::<eventlog::RedbLog>::clone(&world.log);
    let mut projector = Projector::new(Arc::clone(&views), log).unwrap();
    catch_up(&mut projector, &*world.log, world.size(), |_| ()).unwrap();
    views
}

fn publish(world: &mut World) {
    publish_counting(world, ResultBasis::Exact);
}

fn publish_counting(world: &mut World, basis: ResultBasis) {
    let views = folded(world);
    let log: &dyn ReadEvents = &*world.log;
    let reading = Reading { log, views: &views };
    let period = "2026-Q3".parse().unwrap();
    let look = Look::AtSize(world.size());
    let found = reading.unit_index(&unit("DUKCAPIL"), period, None, Basis::of(basis), look);
    let head = world.head(world.size());
    let made_of = LogHead {
        size: head.size,
        root: RootHash(head.root.0),
    };
    let result = found
        .unwrap()
        .unwrap()
        .to_result(made_of, "0.1.0", basis)
        .unwrap();
    world.pen.record(
        &Stream::Result(unit("DUKCAPIL"), period),
        &[Event::ResultPublished(result)],
    );
}

fn announce(world: &mut World) {
    let announced = ResultAnnounced {
        unit: unit("DUKCAPIL"),
        period: "2026-Q3".parse().unwrap(),
        publication: world.size() - 1,
        medium: Medium::Website,
        on: jiff::civil::date(2026, 9, 14),
        proof: Proof::Link("https://sukamaju.go.id/skm".into()),
    };
    let stream = Stream::Announcement(uuid::Uuid::from_u128(9));
    world.pen.record(&stream, &[Event::ResultAnnounced(announced)]);
}

fn checked(bytes: &[u8]) -> Checked {
    check(Cursor::new(bytes), Some(&Trust::key(log_key().public()))).unwrap()
}

/// The files of evidence, with one of them changed, and packed as if it had always been so.
fn repacked(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut contents = String::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let found = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if found.starts_with("dokumen/") {
            contents.push_str(&listed(&bytes, &found));
            out.start_file(found, SimpleFileOptions::default()).unwrap();
            out.write_all(&bytes).unwrap();
            continue;
        }
        let mut text = String::from_utf8(bytes).unwrap();
        if found == "isi.sha256" {
            text = contents.clone();
        } else if found == name {
            let changed = change(text.clone());
            assert_ne!(changed, text, "{name} was changed");
            text = changed;
        }
        contents.push_str(&listed(text.as_bytes(), &found));
        out.start_file(found, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A line of the list of contents.
fn listed(bytes: &[u8], name: &str) -> String {
    let hash = Sha256::digest(bytes);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{hash}  {name}\n")
}

#[track_caller]
fn accuses(bytes: &[u8], what: &str) {
    let problems = checked(bytes).problems;
    assert!(
        problems.iter().any(|problem| problem.contains(what)),
        "{what}: {problems:#?}"
    );
}

#[test]
fn evidence_checks_and_every_figure_follows_from_its_entries() {
    let checked = checked(&evidence(Entries::Written));
    assert_eq!(checked.problems, Vec::<String>::new());
    assert_eq!(checked.policy, None);
    // What was published, and what holds with the five answers since.
    assert_eq!((checked.recomputed, checked.hashes_only), (2, 0));
    let stated = checked.stated.unwrap();
    let (published, now) = (&stated.published[0].result, stated.now.as_ref().unwrap());
    assert_eq!((published.n, published.n_excluded, now.n), (39, 1, 44));
}

/// What comes when the month is over is counted in steps of ten, here as in the views: publications between the steps.
#[test]
fn figures_that_hold_late_answers_back_follow_from_the_entries_too() {
    let mut world = World::witnessed();
    world.pen.set(moment("2026-10-02T02:00:00Z"));
    let september = Hour::containing(moment("2026-09-20T03:00:00Z"));
    let mut number = 100;
    let late = |world: &mut World, number: &mut u64, channel: Channel| {
        *number += 1;
        world.answer_with(*number, |answer| {
            answer.occurred_at = september;
            answer.channel = channel;
            answer.answers = testkit::answers([(*number % 4 + 1).try_into().unwrap(); 9]);
        });
    };
    let exclude = |world: &mut World, number: u64| {
        let excluded = ResponseExcluded {
            unit: unit("DUKCAPIL"),
            reason: "Uji coba".into(),
            approved_by: Some("u-2".into()),
        };
        let stream = Stream::Response(response_id(number));
        world.pen.record(&stream, &[Event::ResponseExcluded(excluded)]);
    };
    let mut counted = Vec::new();
    late(&mut world, &mut number, Channel::Paper);
    counted.push(41);
    publish_counting(&mut world, ResultBasis::Shown);
    exclude(&mut world, 3);
    for _ in 0..6 {
        late(&mut world, &mut number, Channel::Qr);
    }
    late(&mut world, &mut number, Channel::Paper);
    // Came and went before anybody saw it: no step towards ten.
    exclude(&mut world, number - 1);
    counted.push(41);
    publish_counting(&mut world, ResultBasis::Shown);
    for _ in 0..3 {
        late(&mut world, &mut number, Channel::Qr);
    }
    counted.push(41 - 1 + 9);
    publish_counting(&mut world, ResultBasis::Shown);
    let signed = notary::Archived {
        checkpoint: world.sign("2026-10-02T02:30:00Z"),
        signed_at: eventlog::TimestampMs(0),
    };
    let views = folded(&world);
    let log: &dyn ReadEvents = &*world.log;
    let mut out = Cursor::new(Vec::new());
    let reading = Reading { log, views: &views };
    let asked = (&unit("DUKCAPIL"), "2026-Q3".parse().unwrap());
    let key = log_key();
    write(
        reading,
        &*world.log,
        (&signed, key.public()),
        asked,
        Entries::Written,
        &[],
        u64::MAX,
        &mut out,
    )
    .unwrap();
    let checked = checked(&out.into_inner());
    assert_eq!(checked.problems, Vec::<String>::new());
    assert_eq!(checked.recomputed, 4);
    let stated = checked.stated.unwrap();
    let published: Vec<u64> = stated.published.iter().map(|of| of.result.n).collect();
    assert_eq!(published, counted);
}

#[test]
fn without_answers_nobody_is_read_and_everything_still_stands_in_the_log() {
    let bytes = evidence(Entries::LeftOut);
    let checked = checked(&bytes);
    assert_eq!(checked.problems, Vec::<String>::new());
    assert_eq!((checked.hashes_only, checked.recomputed), (45, 0));
    let mut zip = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut lines = String::new();
    zip.by_name("entri.jsonl")
        .unwrap()
        .read_to_string(&mut lines)
        .unwrap();
    for line in lines.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        if let Some(entry) = line["entry"].as_str() {
            let entry = String::from_utf8_lossy(&BASE64_STANDARD.decode(entry).unwrap()).into_owned();
            assert!(!entry.contains("response_submitted"), "{entry}");
        }
    }
}

#[test]
fn no_bit_of_the_file_can_differ_unseen() {
    let bytes = evidence(Entries::Written);
    let trust = Trust::key(log_key().public());
    let good = checked(&bytes);
    // Each byte once would take minutes; every 37th meets every part.
    for at in (0..bytes.len()).step_by(37) {
        let mut bent = bytes.clone();
        bent[at] ^= 1;
        match check(Cursor::new(&bent), Some(&trust)) {
            Ok(found) if found.problems.is_empty() => {
                // Some bytes of a ZIP say nothing of what is in it: dates, attributes.
                assert_eq!(found.stated, good.stated, "byte {at}");
                assert_eq!(
                    (found.proved, found.recomputed),
                    (good.proved, good.recomputed),
                    "byte {at}"
                );
            }
            Ok(_) | Err(EvidenceError::NotOne(_)) => {}
            Err(error) => panic!("byte {at}: {error}"),
        }
    }
}

/// Every file in evidence, by name.
fn members(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = zip.len();
    let member = |at| {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (name, content)
    };
    (0..count).map(member).collect()
}

#[test]
fn one_byte_that_differs_in_any_file_of_it_is_found_and_the_file_is_named() {
    let bytes = evidence(Entries::Written);
    let good = members(&bytes);
    let names: Vec<_> = good.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "BACA-SAYA.md",
            "angka.json",
            "metode.json",
            "checkpoint",
            "log.pub",
            "entri.jsonl",
            "dokumen/terbitan-1-laporan.docx",
            "dokumen/terbitan-1-poster.png",
            "isi.sha256"
        ]
    );
    for changed in 0..good.len() {
        let (name, content) = &good[changed];
        // The first byte, the last, and some between.
        for at in [0, content.len() / 3, content.len() / 2, content.len() - 1] {
            let mut out = ZipWriter::new(Cursor::new(Vec::new()));
            for (place, (name, content)) in good.iter().enumerate() {
                let mut content = content.clone();
                if place == changed {
                    content[at] ^= 1;
                }
                out.start_file(name.as_str(), SimpleFileOptions::default())
                    .unwrap();
                out.write_all(&content).unwrap();
            }
            let bent = out.finish().unwrap().into_inner();
            match check(Cursor::new(&bent), Some(&Trust::key(log_key().public()))) {
                Ok(found) => assert!(
                    found
                        .problems
                        .iter()
                        .any(|problem| problem.contains(name.as_str())),
                    "byte {at} of {name}: {:#?}",
                    found.problems
                ),
                Err(EvidenceError::NotOne(why)) => {
                    assert!(why.contains(name.as_str()), "byte {at} of {name}: {why}");
                }
                Err(error) => panic!("byte {at} of {name}: {error}"),
            }
        }
    }
}

#[test]
fn what_was_promised_and_done_goes_along_as_it_stood_at_the_checkpoint() {
    let mut world = World::witnessed();
    let id = uuid::Uuid::from_u128;
    let planned = survey::FollowUpPlanned {
        unit: unit("DUKCAPIL"),
        period: "2026-Q3".parse().unwrap(),
        unsur: ikm::UnsurCode::new("waktu").unwrap(),
        programme: "Loket kedua".into(),
        due: "2026-Q4".parse().unwrap(),
        post: "Kepala Seksi".into(),
        person: None,
    };
    let cancelled = survey::FollowUpCancelled {
        unit: unit("DUKCAPIL"),
        reason: "Anggaran".into(),
    };
    let withdrawn = survey::ServiceEventWithdrawn {
        unit: unit("DUKCAPIL"),
        reason: "Salah catat".into(),
    };
    let service_event = |title: &str| Event::ServiceEvent(testkit::service_event("DUKCAPIL", title));
    let follow_up = [
        Event::FollowUp(survey::FollowUpEvent::Planned(planned)),
        Event::FollowUp(survey::FollowUpEvent::Cancelled(cancelled)),
    ];
    world.pen.record(&Stream::FollowUp(id(1)), &follow_up);
    world
        .pen
        .record(&Stream::ServiceEvent(id(2)), &[service_event("Loket pindah")]);
    let mistaken = [service_event("Salah"), Event::ServiceEventWithdrawn(withdrawn)];
    world.pen.record(&Stream::ServiceEvent(id(3)), &mistaken);
    let bytes = evidence_of(world, Entries::LeftOut);
    assert_eq!(checked(&bytes).problems, Vec::<String>::new());
    let members = members(&bytes);
    let lines = &members.iter().find(|(name, _)| name == "entri.jsonl").unwrap().1;
    let entries: String = String::from_utf8(lines.clone())
        .unwrap()
        .lines()
        .filter_map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let entry = BASE64_STANDARD.decode(line["entry"].as_str()?).unwrap();
            Some(String::from_utf8_lossy(&entry).into_owned())
        })
        .collect();
    for there in [
        "follow_up_planned",
        "follow_up_cancelled",
        "Loket pindah",
        "result_published",
    ] {
        assert!(entries.contains(there), "{there}");
    }
    assert!(
        !entries.contains("\"title\":\"Salah\""),
        "it was withdrawn before"
    );
}

#[test]
fn what_was_changed_and_packed_anew_is_named() {
    let bytes = evidence(Entries::Written);
    let figures = |from: &'static str, to: &'static str| {
        repacked(&bytes, "angka.json", move |text| text.replacen(from, to, 1))
    };
    accuses(&figures("\"n\": 39", "\"n\": 38"), "hasil");
    accuses(
        &figures("\"n\": 44", "\"n\": 45"),
        "n diterbitkan 45, log memberi 44",
    );
    accuses(
        &figures("\"ikm\": \"75.00\"", "\"ikm\": \"75.01\""),
        "ikm diterbitkan",
    );
    accuses(
        &figures("\"format\": \"skm bukti 1\"", "\"format\": \"skm bukti 2\""),
        "bentuk",
    );
    let method = repacked(&bytes, "metode.json", |text| text.replacen("exact", "eksak", 1));
    accuses(&method, "metode.json");
    let entry = repacked(&bytes, "entri.jsonl", |text| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        let last = lines.last_mut().unwrap();
        let entry: serde_json::Value = serde_json::from_str(last).unwrap();
        let mut raw = BASE64_STANDARD.decode(entry["entry"].as_str().unwrap()).unwrap();
        let place = raw.len() - 60;
        raw[place] ^= 1;
        *last = last.replace(entry["entry"].as_str().unwrap(), &BASE64_STANDARD.encode(raw));
        lines.join("\n")
    });
    accuses(&entry, "isi entri diubah");
    // The exclusion is left out: the answer would count again, and the figures say otherwise.
    let dropped = repacked(&bytes, "entri.jsonl", |text| {
        let is_exclusion = |line: &&str| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let entry = BASE64_STANDARD.decode(line["entry"].as_str().unwrap()).unwrap();
            String::from_utf8_lossy(&entry).contains("response_excluded")
        };
        let kept: Vec<_> = text.lines().filter(|line| !is_exclusion(line)).collect();
        kept.join("\n")
    });
    accuses(&dropped, "n diterbitkan 39, log memberi 40");
    let checkpoint = repacked(&bytes, "checkpoint", |text| {
        let mut lines: Vec<_> = text.split('\n').collect();
        let size = (lines[1].parse::<u64>().unwrap() + 1).to_string();
        lines[1] = &size;
        lines.join("\n")
    });
    accuses(&checkpoint, "tidak sah");
}

/// The files of evidence as they are, but for what is done to one: `None` leaves it out.
fn tampered(bytes: &[u8], name: &str, change: impl Fn(Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let found = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        let content = if found == name {
            change(content)
        } else {
            Some(content)
        };
        if let Some(content) = content {
            out.start_file(found, SimpleFileOptions::default()).unwrap();
            out.write_all(&content).unwrap();
        }
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn published_documents_are_in_it_named_in_its_readme_and_a_changed_byte_names_the_file() {
    let bytes = evidence(Entries::Written);
    let mut readme = String::new();
    let mut zip = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    zip.by_name("BACA-SAYA.md")
        .unwrap()
        .read_to_string(&mut readme)
        .unwrap();
    for document in documents() {
        let name = format!("dokumen/{}", document.name);
        let line = format!("| `{name}` | {} |", document.about);
        assert!(readme.contains(&line), "{line} is not in\n{readme}");
        let bent = tampered(&bytes, &name, |mut content| {
            *content.last_mut().unwrap() ^= 1;
            Some(content)
        });
        accuses(&bent, &format!("{name} diubah"));
        accuses(&tampered(&bytes, &name, |_| None), &format!("{name} hilang"));
    }
}

#[test]
fn where_a_result_was_made_known_stands_in_it() {
    let checked = checked(&evidence(Entries::LeftOut));
    assert_eq!(checked.problems, Vec::<String>::new());
    let mut zip = ZipArchive::new(Cursor::new(evidence(Entries::LeftOut))).unwrap();
    let mut lines = String::new();
    zip.by_name("entri.jsonl")
        .unwrap()
        .read_to_string(&mut lines)
        .unwrap();
    let entries = lines.lines().filter_map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let entry = BASE64_STANDARD.decode(line["entry"].as_str()?).unwrap();
        Some(String::from_utf8_lossy(&entry).into_owned())
    });
    assert!(
        entries
            .into_iter()
            .any(|entry| entry.contains("sukamaju.go.id/skm"))
    );
}

#[test]
fn who_signed_it_is_told_apart_from_what_is_in_it() {
    let bytes = evidence(Entries::Written);
    let unwitnessed = check(Cursor::new(&bytes), Some(&policy(1))).unwrap();
    assert_eq!(unwitnessed.problems, Vec::<String>::new());
    assert!(unwitnessed.policy.unwrap().contains("0 dari 2 saksi"));
    let own = check(Cursor::new(&bytes), None).unwrap();
    assert_eq!((own.trust, own.policy), (audit::TrustFrom::Directory, None));
}

#[test]
fn another_file_is_no_evidence() {
    let other = check(Cursor::new(b"PK no zip at all"), None);
    assert!(matches!(other, Err(EvidenceError::NotOne(_))), "{other:?}");
}
