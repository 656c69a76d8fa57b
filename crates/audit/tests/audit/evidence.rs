//! Evidence: written from a log, it checks; an office that hands out something else than its log holds is found.
//! Method: evidence that was packed and attested anew with something else in it.

use std::{
    io::{Cursor, Read, Write},
    sync::Arc,
};

use audit::{
    Trust,
    evidence::{Checked, Document, Enclosed, EvidenceError, Proof as Shown, check, write},
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
use tlog::note::SignedNote;
use views::{Basis, Look, Projector, Reading, Views, catch_up};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::world::{World, log_key, policy};

/// Evidence of DUKCAPIL's quarter, of which a result was published; one answer is excluded.
pub(crate) fn evidence(entries: Entries) -> Vec<u8> {
    evidence_of(World::witnessed(), entries)
}

/// The same of a world in which something else happened before.
pub(crate) fn evidence_of(world: World, entries: Entries) -> Vec<u8> {
    evidence_withholding(world, entries, |_| Vec::new())
}

/// The same where some publications, chosen by how many events there are once one was made, are not for the public.
pub(crate) fn evidence_withholding(
    mut world: World,
    entries: Entries,
    withheld: impl Fn(u64) -> Vec<u64>,
) -> Vec<u8> {
    world.pen.record(
        &Stream::Response(response_id(3)),
        &[Event::ResponseExcluded(ResponseExcluded {
            unit: unit("DUKCAPIL"),
            reason: "Uji coba".into(),
            approved_by: Some("u-2".into()),
        })],
    );
    publish(&mut world);
    let withheld = withheld(world.size());
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
        (&signed, &world.attester()),
        (&unit("DUKCAPIL"), "2026-Q3".parse().unwrap()),
        entries,
        &Enclosed {
            documents: documents(entries),
            withheld,
        },
        u64::MAX,
        &mut out,
    )
    .unwrap();
    out.into_inner()
}

/// What was published, as it would be. Without answers only what the public may see goes along.
fn documents(entries: Entries) -> Vec<Document> {
    let document = |name: &str, about: &str, bytes: &[u8]| Document {
        name: name.into(),
        about: about.into(),
        bytes: bytes.into(),
    };
    let mut all = vec![
        document("terbitan-1-laporan.docx", "Laporan SKM", b"PK laporan"),
        document("terbitan-1-poster.png", "Poster hasil", b"\x89PNG poster"),
    ];
    if entries == Entries::LeftOut {
        all.remove(0);
    }
    all
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

pub(crate) fn checked(bytes: &[u8]) -> Checked {
    check(Cursor::new(bytes), Some(&Trust::key(log_key().public()))).unwrap()
}

/// Every file in evidence, by name.
pub(crate) fn members(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
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

/// The files packed as they are: what anybody can do.
pub(crate) fn packed(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in files {
        out.start_file(name.as_str(), stored).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The files with a list of their hashes that fits: what anybody can do who knows how.
pub(crate) fn listed(mut files: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let mut list = String::new();
    for (name, content) in &mut files {
        if name == "isi.sha256" {
            *content = list.clone().into_bytes();
        }
        list.push_str(&format!("{}  {name}\n", hash(content)));
    }
    files
}

/// The files with a list and an attestation that fit: what only the office can do, and must not get away with.
pub(crate) fn attested(files: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let mut files = listed(files);
    let list = files.iter().find(|(name, _)| name == "isi.sha256").unwrap();
    let text = format!("skm bukti 2\n{}\n", hash(&list.1));
    let attestation = SignedNote::sign(text, &log_key()).to_string().into_bytes();
    files.iter_mut().find(|(name, _)| name == "isi.segel").unwrap().1 = attestation;
    packed(&files)
}

fn hash(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files of evidence, with the text of one of them changed.
pub(crate) fn changed(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<(String, Vec<u8>)> {
    let mut files = members(bytes);
    let (_, content) = files.iter_mut().find(|(found, _)| found == name).unwrap();
    let text = String::from_utf8(content.clone()).unwrap();
    let new = change(text.clone());
    assert_ne!(new, text, "{name} was changed");
    *content = new.into_bytes();
    files
}

/// The same, attested as if it had always been so.
fn repacked(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    attested(changed(bytes, name, change))
}

#[track_caller]
pub(crate) fn accuses(bytes: &[u8], what: &str) {
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
    assert_eq!((checked.count(Shown::Recomputed), checked.hashes_only), (2, 0));
    assert_eq!((checked.figures.len(), checked.documents), (2, 2));
    assert_eq!(checked.attested_by.as_deref(), Some(crate::world::ORIGIN));
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
    write(
        reading,
        &*world.log,
        (&signed, &world.attester()),
        asked,
        Entries::Written,
        &Enclosed::default(),
        u64::MAX,
        &mut out,
    )
    .unwrap();
    let checked = checked(&out.into_inner());
    assert_eq!(checked.problems, Vec::<String>::new());
    assert_eq!(checked.count(Shown::Recomputed), 4);
    let stated = checked.stated.unwrap();
    let published: Vec<u64> = stated.published.iter().map(|of| of.result.n).collect();
    assert_eq!(published, counted);
}

#[test]
fn without_answers_nobody_is_read_and_everything_still_stands_in_the_log() {
    let bytes = evidence(Entries::LeftOut);
    let checked = checked(&bytes);
    assert_eq!(checked.problems, Vec::<String>::new());
    assert_eq!((checked.hashes_only, checked.count(Shown::Recomputed)), (45, 0));
    // What was published stands in the log; more is not said.
    assert_eq!((checked.count(Shown::Recorded), checked.figures.len()), (1, 1));
    assert_eq!(checked.stated.unwrap().now, None);
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
        &figures("\"format\": \"skm bukti 2\"", "\"format\": \"skm bukti 3\""),
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
    let files = members(bytes).into_iter().filter_map(|(found, content)| {
        let content = if found == name { change(content)? } else { content };
        Some((found, content))
    });
    packed(&files.collect::<Vec<_>>())
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
    for document in documents(Entries::Written) {
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
