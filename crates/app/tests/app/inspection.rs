//! What an inspector asks: what was known then, why it differs from now, who read what; and two people for each change.

use std::{collections::BTreeSet, fs, path::Path};

use app::{AppError, Erasure, ReceiptFile, operator};
use eventlog::{Actor, Position};
use jiff::SignedDuration;
use redb::{Database, ReadableDatabase, TableDefinition};
use survey::{
    Channel, Command, ErasedOf, Event, Refusal, ResponseId, Review, ReviewProposed, SubmitResponse, UnitMoved,
};
use testkit::{TestApp, answers, method_adopted, response_id, submission, unit};
use views::{AsOf, Move, StepKind};

use crate::support::{index, refusal, size};

fn inspector() -> Actor {
    Actor::new("inspektorat-1").unwrap()
}

fn answered(app: &TestApp, numbers: std::ops::RangeInclusive<u64>, code: &str, score: u8) {
    for number in numbers {
        let given = SubmitResponse {
            answers: answers([score; 9]),
            ..submission(code)
        };
        app.answer(number, given).unwrap();
    }
}

fn kinds(app: &TestApp, code: &str, from: u64) -> Vec<(StepKind, u64, Option<String>)> {
    let points = (AsOf(from), AsOf(size(app)));
    let period = "2026-Q3".parse().unwrap();
    let difference = app
        .difference(&unit(code), period, points, 1000)
        .unwrap()
        .unwrap();
    let steps = difference.steps.into_iter();
    steps
        .map(|step| {
            (
                step.kind,
                step.n,
                step.index.ok().map(|index| index.ikm.to_string()),
            )
        })
        .collect()
}

/// The events that explain a difference, by name.
fn events(app: &TestApp, code: &str, from: u64) -> Vec<(String, StepKind)> {
    let points = (AsOf(from), AsOf(size(app)));
    let period = "2026-Q3".parse().unwrap();
    let difference = app
        .difference(&unit(code), period, points, 1000)
        .unwrap()
        .unwrap();
    let named = |(position, kind): &(Position, StepKind)| {
        let logged = app.events_at([position.0]).unwrap();
        (logged[0].event.event_type().to_owned(), *kind)
    };
    difference.events.iter().map(named).collect()
}

#[test]
fn a_difference_is_told_kind_after_kind_and_ends_at_the_index_of_now() {
    let app = TestApp::in_memory();
    answered(&app, 1..=10, "KEC", 4);
    let then = size(&app);
    answered(&app, 11..=14, "KEC", 2);
    let paper = SubmitResponse {
        channel: Channel::Import,
        answers: answers([1; 9]),
        ..submission("KEC")
    };
    app.answer(15, paper).unwrap();
    app.exclude(&operator(), response_id(1), "Uji coba".into(), "u-2".into())
        .unwrap();
    app.command(method_adopted("KEC", "bobot-0.11")).unwrap();
    let told = kinds(&app, "KEC", then);
    let named: Vec<_> = told.iter().map(|(kind, n, _)| (*kind, *n)).collect();
    assert_eq!(
        named,
        [
            (StepKind::Responses(Move::InTime), 4),
            (StepKind::Responses(Move::Imported), 1),
            (StepKind::Responses(Move::Excluded), 1),
            (StepKind::Method, 1),
        ]
    );
    let now = index(&app, "KEC", "2026-Q3").index.unwrap().ikm.to_string();
    assert_eq!(told.last().unwrap().2, Some(now));
    // The event of the register stands among those of the answers, where it lies in the log.
    let events = events(&app, "KEC", then);
    assert_eq!(events.len(), 7);
    assert_eq!(events[6], ("method_adopted".into(), StepKind::Method));
}

#[test]
fn a_unit_that_moved_takes_its_answers_along_and_both_sides_say_so() {
    let app = TestApp::in_memory();
    answered(&app, 1..=10, "KEC", 4);
    answered(&app, 11..=20, "KEL", 2);
    let then = size(&app);
    app.command(Command::MoveUnit(UnitMoved {
        unit: unit("KEL"),
        parent: Some(unit("KAB")),
        reason: "Pemekaran".into(),
    }))
    .unwrap();
    assert_eq!(
        kinds(&app, "KEC", then),
        [(StepKind::UnitsLeft, 1, Some("100.00".into()))]
    );
    assert_eq!(
        events(&app, "KEC", then),
        [("unit_moved".into(), StepKind::UnitsLeft)]
    );
    assert_eq!(kinds(&app, "KAB", then), []);
    assert_eq!(events(&app, "KAB", then), [], "what moved nothing is not told");
}

#[test]
fn rows_are_open_to_who_said_what_for_and_for_a_while_only() {
    let app = TestApp::in_memory();
    answered(&app, 1..=3, "KEC", 3);
    let (unit_code, period) = (unit("KEC"), "2026-Q3".parse().unwrap());
    let none = app.open_rows(&inspector(), &unit_code, period, "  ");
    assert_eq!(refusal(none), Refusal::ReasonMissing);
    let at = app
        .open_rows(&inspector(), &unit_code, period, "Surat tugas 12")
        .unwrap();
    let read = app.log().read_all(Position(at), 1).unwrap();
    assert_eq!(read[0].event_type(), "rows_read");
    let open = |actor: &Actor, unit_code: &str, period: &str, at| {
        app.is_open_to(actor, &unit(unit_code), period.parse().unwrap(), at)
            .unwrap()
    };
    assert!(open(&inspector(), "KEC", "2026-Q3", at));
    assert!(!open(&operator(), "KEC", "2026-Q3", at), "another person");
    assert!(!open(&inspector(), "KEL", "2026-Q3", at), "another unit");
    assert!(!open(&inspector(), "KEC", "2026-Q2", at), "another period");
    assert!(!open(&inspector(), "KEC", "2026-Q3", at - 1), "another event");
    assert!(!open(&inspector(), "KEC", "2026-Q3", at + 1), "no event");
    app.edge().pass(SignedDuration::from_hours(3));
    assert!(!open(&inspector(), "KEC", "2026-Q3", at), "too long ago");
}

#[test]
fn rows_stand_in_order_as_they_stood_at_the_point() {
    let app = TestApp::in_memory();
    answered(&app, 1..=5, "KEC", 3);
    let before = size(&app);
    app.exclude(&operator(), response_id(2), "Uji coba".into(), "u-2".into())
        .unwrap();
    let rows = |as_of, from, limit| {
        app.rows(&unit("KAB"), "2026-Q3".parse().unwrap(), AsOf(as_of), from, limit)
            .unwrap()
    };
    let ids = |rows: &[app::Row]| rows.iter().map(|row| row.id).collect::<Vec<ResponseId>>();
    let all = rows(size(&app), 0, 10);
    assert_eq!(ids(&all), (1..=5).map(response_id).collect::<Vec<_>>());
    assert_eq!(all[1].excluded.as_deref(), Some("Uji coba"));
    assert!(rows(before, 0, 10)[1].excluded.is_none());
    assert_eq!(
        ids(&rows(size(&app), all[1].position + 1, 2)),
        [response_id(3), response_id(4)]
    );
}

fn proposed(review: Review, responses: &[u64]) -> ReviewProposed {
    ReviewProposed {
        unit: unit("KEC"),
        review,
        responses: responses.iter().map(|number| response_id(*number)).collect(),
        content: None,
        of: None,
        reason: "Tiga puluh jawaban sama".into(),
    }
}

#[test]
fn one_proposes_another_agrees_and_the_figures_follow_and_come_back() {
    let app = TestApp::in_memory();
    answered(&app, 1..=4, "KEC", 4);
    answered(&app, 5..=6, "KEC", 1);
    let before = index(&app, "KEC", "2026-Q3");
    let id = app
        .propose_review(&inspector(), proposed(Review::Exclude, &[5, 6]))
        .unwrap();
    assert_eq!(
        index(&app, "KEC", "2026-Q3").figures,
        before.figures,
        "nothing yet"
    );
    assert_eq!(
        refusal(app.decide_review(&inspector(), id, true)),
        Refusal::SecondApprovalMissing
    );
    app.decide_review(&operator(), id, true).unwrap();
    let after = index(&app, "KEC", "2026-Q3");
    assert_eq!(after.index.unwrap().ikm.to_string(), "100.00");
    assert_eq!(
        refusal(app.decide_review(&operator(), id, true)),
        Refusal::ProposalDecided
    );
    let back = app
        .propose_review(&operator(), proposed(Review::Reinstate, &[5, 6]))
        .unwrap();
    app.decide_review(&inspector(), back, true).unwrap();
    assert_eq!(index(&app, "KEC", "2026-Q3").figures, before.figures, "exactly");
    let decided = app.proposals_of(&unit("KAB")).unwrap();
    assert!(
        decided
            .iter()
            .all(|known| known.proposal.decided.as_ref().unwrap().agreed)
    );
}

#[test]
fn what_is_declined_changes_nothing_and_what_is_not_the_unit_s_is_not_proposed() {
    let app = TestApp::in_memory();
    answered(&app, 1..=2, "KEC", 4);
    answered(&app, 3..=3, "DUKCAPIL", 4);
    let foreign = app.propose_review(&inspector(), proposed(Review::Exclude, &[3]));
    assert_eq!(refusal(foreign), Refusal::ResponseUnknown);
    let unknown = app.propose_review(&inspector(), proposed(Review::Exclude, &[9]));
    assert_eq!(refusal(unknown), Refusal::ResponseUnknown);
    assert_eq!(
        refusal(app.propose_review(&inspector(), proposed(Review::Exclude, &[]))),
        Refusal::ProposalSize(0)
    );
    let id = app
        .propose_review(&inspector(), proposed(Review::Exclude, &[1]))
        .unwrap();
    app.decide_review(&operator(), id, false).unwrap();
    assert_eq!(index(&app, "KEC", "2026-Q3").index.unwrap().n, 2);
}

const WORDS: &str = "Nama saya Pak Wiryo dari Gang Mawar";

/// Every file below a folder that holds some bytes.
fn holding(folder: &Path, bytes: &[u8], found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            holding(&path, bytes, found);
        } else if fs::read(&path)
            .unwrap()
            .windows(bytes.len())
            .any(|part| part == bytes)
        {
            found.insert(path.display().to_string());
        }
    }
}

#[test]
fn a_text_that_two_people_erase_is_in_no_file_and_no_answer_and_the_figures_stay() {
    let app = TestApp::in_files();
    let commented = SubmitResponse {
        comment: Some(WORDS.into()),
        ..submission("KEC")
    };
    let receipt = app.answer(1, commented).unwrap();
    let before = index(&app, "KEC", "2026-Q3").figures;
    app.sign().unwrap();
    let kept = app.receipt_file(receipt.id).unwrap().unwrap();
    assert!(
        report(&app, &kept).contains(WORDS),
        "whoever holds the receipt reads it"
    );
    let period = "2026-Q3".parse().unwrap();
    let row = || {
        app.rows(&unit("KEC"), period, app.progress(), 0, 1)
            .unwrap()
            .remove(0)
    };
    let content = row().comment.unwrap().content;
    let proposal = ReviewProposed {
        content: Some(content),
        reason: "UU 27/2022 pasal 8".into(),
        ..proposed(Review::Erase, &[1])
    };
    let secrets = secrets_of(&app, content);
    for (name, secret) in &secrets {
        let mut found = BTreeSet::new();
        holding(app.dir(), secret, &mut found);
        assert!(!found.is_empty(), "the {name} is there before");
    }
    let id = app.propose_review(&inspector(), proposal).unwrap();
    app.decide_review(&operator(), id, true).unwrap();
    assert_eq!(row().comment.unwrap().text, None);
    for (name, secret) in &secrets {
        let mut found = BTreeSet::new();
        holding(app.dir(), secret, &mut found);
        assert_eq!(found, BTreeSet::new(), "the {name} is in no live file");
    }
    let after = report(&app, &kept);
    assert!(
        !after.contains(WORDS) && after.contains("Teksnya dihapus: UU 27/2022 pasal 8"),
        "{after}"
    );
    assert_eq!(index(&app, "KEC", "2026-Q3").figures, before);
    let mut found = BTreeSet::new();
    holding(app.dir(), WORDS.as_bytes(), &mut found);
    assert_eq!(found, BTreeSet::new());
    let (events, _) = app.cloud_events(0, 1000).unwrap();
    assert!(events.iter().all(|event| !event.contains(WORDS)));
    assert!(events.iter().any(|event| event.contains("skm.content_erased.v1")));
}

/// What could bring a text back, read out of copies of the vault's files: key, salt, nonce and ciphertext.
fn secrets_of(app: &TestApp, content: uuid::Uuid) -> Vec<(&'static str, Vec<u8>)> {
    const KEYS: TableDefinition<'_, u128, ([u8; 32], [u8; 32])> = TableDefinition::new("keys");
    const TEXTS: TableDefinition<'_, u128, ([u8; 12], &[u8])> = TableDefinition::new("texts");
    let copies = tempfile::tempdir().unwrap();
    let copy = |name: &str| {
        let to = copies.path().join(name);
        fs::copy(app.data().path().join("vault").join(name), &to).unwrap();
        Database::open(to).unwrap()
    };
    let (keys, texts) = (copy("keys.redb"), copy("texts.redb"));
    let keys = keys.begin_read().unwrap().open_table(KEYS).unwrap();
    let texts = texts.begin_read().unwrap().open_table(TEXTS).unwrap();
    let (key, salt) = keys.get(content.as_u128()).unwrap().unwrap().value();
    let text = texts.get(content.as_u128()).unwrap().unwrap();
    let (nonce, ciphertext) = text.value();
    vec![
        ("key", key.to_vec()),
        ("salt", salt.to_vec()),
        ("nonce", nonce.to_vec()),
        ("ciphertext", ciphertext.to_vec()),
    ]
}

/// What was handed out while the text was there is listed; what was before and after is not.
#[test]
fn who_may_hold_an_erased_text_is_listed_for_recall() {
    let app = TestApp::in_files();
    let period = "2026-Q3".parse().unwrap();
    answered(&app, 1..=9, "KEC", 3);
    app.publish(&operator(), &unit("KEC"), period).unwrap();
    app.open_rows(&inspector(), &unit("KEC"), period, "Sebelum ada teks")
        .unwrap();
    let commented = SubmitResponse {
        comment: Some(WORDS.into()),
        ..submission("KEC")
    };
    app.answer(10, commented).unwrap();
    let read_at = app
        .open_rows(&inspector(), &unit("KEC"), period, "Surat tugas 12")
        .unwrap();
    let above = app
        .open_rows(&inspector(), &unit("KAB"), "2026".parse().unwrap(), "BPKP")
        .unwrap();
    for (other_unit, other) in [("KEL", "2026-Q3"), ("KEC", "2026-Q2")] {
        app.open_rows(&inspector(), &unit(other_unit), other.parse().unwrap(), "Lain")
            .unwrap();
    }
    let published = app.publish(&operator(), &unit("KEC"), period).unwrap();
    let content = app.rows(&unit("KEC"), period, app.progress(), 0, 99).unwrap();
    let content = content
        .iter()
        .find_map(|row| row.comment.as_ref())
        .unwrap()
        .content;
    app.erase(&Erasure {
        of: ErasedOf::Response {
            response: response_id(10),
        },
        content,
        basis: "UU 27/2022 pasal 8".into(),
        actor: operator().as_str().into(),
        approved_by: "kepala".into(),
    })
    .unwrap();
    app.open_rows(&inspector(), &unit("KEC"), period, "Sesudah dihapus")
        .unwrap();
    let recall = app.recall(response_id(10)).unwrap();
    let readers: Vec<_> = recall.readers.iter().map(|reader| reader.position).collect();
    assert_eq!(readers, [read_at, above]);
    let publications: Vec<_> = recall
        .publications
        .iter()
        .map(|(position, _)| *position)
        .collect();
    assert_eq!(publications, [published]);
}

/// Evidence without answers goes to anybody: it says nothing of a publication that few answered.
#[test]
fn evidence_for_anybody_is_silent_on_what_few_answered() {
    let app = TestApp::in_memory();
    let period = "2026-Q3".parse().unwrap();
    answered(&app, 1..=3, "KEC", 4);
    let of_few = app.publish(&operator(), &unit("KEC"), period).unwrap();
    answered(&app, 4..=30, "KEC", 3);
    let public = app.publish(&operator(), &unit("KEC"), period).unwrap();
    app.sign().unwrap();
    let bundle = |entries| {
        let mut file = std::io::Cursor::new(Vec::new());
        let letterhead = Default::default();
        let written = app.evidence(&unit("KEC"), period, entries, &letterhead, &mut file);
        (written.unwrap().stated, file)
    };
    let published = |stated: &audit::evidence::Stated| -> Vec<u64> {
        stated
            .published
            .iter()
            .map(|published| published.position)
            .collect()
    };
    let (stated, _) = bundle(notary::Entries::Written);
    assert_eq!(published(&stated), [of_few, public]);
    assert!(stated.now.is_some());
    let (stated, file) = bundle(notary::Entries::LeftOut);
    assert_eq!((published(&stated), stated.now), (vec![public], None));
    let checked = audit::evidence::check(file, None).unwrap();
    assert_eq!(checked.problems, Vec::<String>::new());
}

/// Of a unit, of what lies below it, and of what lies above it: those answers were read. Of a unit beside it they were not.
#[test]
fn whoever_opened_answers_of_a_unit_is_listed_newest_first() {
    let app = TestApp::in_memory();
    let open = |code: &str, purpose: &str| {
        let period = "2026-Q3".parse().unwrap();
        app.open_rows(&inspector(), &unit(code), period, purpose).unwrap()
    };
    let all = [
        open("KEC", "Surat tugas 12"),
        open("DUKCAPIL", "Unit lain"),
        open("KEL", "Di bawahnya"),
        open("KAB", "Seluruhnya"),
    ];
    let of = |code: &str, before: Option<u64>, limit: usize| -> Vec<u64> {
        let found = app.readings(&unit(code), before, limit).unwrap();
        found.iter().map(|reader| reader.position).collect()
    };
    assert_eq!(of("KEC", None, 9), [all[3], all[2], all[0]]);
    assert_eq!(of("KEL", None, 9), [all[3], all[2], all[0]]);
    assert_eq!(of("DUKCAPIL", None, 9), [all[3], all[1]]);
    assert_eq!(of("KAB", None, 9), [all[3], all[2], all[1], all[0]]);
    assert_eq!(of("KEC", None, 2), [all[3], all[2]]);
    assert_eq!(of("KEC", Some(all[2]), 2), [all[0]]);
    let first = &app.readings(&unit("KEC"), Some(all[2]), 1).unwrap()[0];
    assert_eq!(
        (first.actor.as_str(), first.read.purpose.as_str()),
        (inspector().as_str(), "Surat tugas 12")
    );
    assert!(app.readings(&unit("TIDAK-ADA"), None, 9).is_err());
}

fn report(app: &TestApp, receipt: &ReceiptFile) -> String {
    app.access_report(receipt).unwrap().unwrap()
}

#[test]
fn whoever_holds_a_receipt_learns_what_is_kept_and_who_read_it() {
    let app = TestApp::in_memory();
    let receipt = app.answer(1, submission("KEC")).unwrap();
    let kept = app.receipt_file(receipt.id).unwrap().unwrap();
    assert!(report(&app, &kept).contains("belum ada"));
    let period = |text: &str| text.parse().unwrap();
    // Whoever reads a unit above reads this answer, too; whoever reads another month does not.
    app.open_rows(&inspector(), &unit("KAB"), period("2026-Q3"), "Pemeriksaan rutin")
        .unwrap();
    app.open_rows(&inspector(), &unit("KEC"), period("2026-01"), "Bulan lain")
        .unwrap();
    let told = report(&app, &kept);
    assert!(told.contains("inspektorat-1, untuk: Pemeriksaan rutin"), "{told}");
    assert!(
        !told.contains("Bulan lain") && !told.contains("belum ada"),
        "{told}"
    );
    let mut other = kept;
    other.position += 1;
    assert_eq!(app.access_report(&other).unwrap(), None);
}

#[test]
fn every_published_figure_is_what_the_log_gives_for_it() {
    let app = TestApp::in_memory();
    answered(&app, 1..=10, "KEC", 3);
    app.publish(&operator(), &unit("KEC"), "2026-Q3".parse().unwrap())
        .unwrap();
    answered(&app, 11..=20, "KEC", 4);
    let recomputed = app.recomputed(&unit("KEC"), "2026-Q3".parse().unwrap()).unwrap();
    assert_eq!(recomputed.len(), 1);
    assert!(recomputed[0].agrees(), "{:?}", recomputed[0].again);
    assert_eq!(recomputed[0].published.result.ikm.to_string(), "75.00");
}

#[test]
fn cloud_events_hold_what_the_log_holds() {
    let app = TestApp::in_memory();
    answered(&app, 1..=2, "KEC", 3);
    let (events, next) = app.cloud_events(0, 1000).unwrap();
    assert_eq!(next, size(&app));
    for (position, text) in events.iter().enumerate() {
        let event: serde_json::Value = serde_json::from_str(text).unwrap();
        let stored = &app.log().read_all(Position(position as u64), 1).unwrap()[0];
        assert_eq!(event["specversion"], "1.0");
        assert_eq!(event["sequence"], format!("{position:020}"));
        assert_eq!(
            event["type"],
            format!("skm.{}.v{}", stored.event_type(), stored.type_version())
        );
        let read = Event::from_stored(
            stored.event_type(),
            stored.type_version(),
            event["data"].to_string().as_bytes(),
        );
        let original = Event::from_stored(stored.event_type(), stored.type_version(), stored.payload());
        assert_eq!(read.unwrap(), original.unwrap());
    }
    let (page, next) = app.cloud_events(3, 2).unwrap();
    assert_eq!((page, next), (events[3..5].to_vec(), 5));
}

#[test]
fn a_unit_that_is_not_there_is_said_so() {
    let app = TestApp::in_memory();
    let period = "2026-Q3".parse().unwrap();
    let unknown = Refusal::UnitUnknown(unit("TIDAK-ADA"));
    let asked: [Result<(), AppError>; 3] = [
        app.rows(&unit("TIDAK-ADA"), period, AsOf(1), 0, 1).map(|_| ()),
        app.patterns(&unit("TIDAK-ADA"), period).map(|_| ()),
        app.proposals_of(&unit("TIDAK-ADA")).map(|_| ()),
    ];
    for outcome in asked {
        assert_eq!(refusal(outcome), unknown);
    }
}
