//! What was erased by law stays erased, whatever is put back.

use std::{fs, path::Path};

use app::{AppError, DataDir, Erasure, PlanFollowUp, ReceiveComplaint, operator};
use eventlog::{Actor, StreamId, Version};
use jiff::civil::date;
use survey::{
    ComplaintChannel, ComplaintKind, ComplaintStep, ErasedOf, Event, Refusal, Review, ReviewProposed,
    SubmitResponse,
};
use testkit::{TestApp, response_id, submission, unit};
use uuid::Uuid;
use vault::{Vault, VaultReader};

use crate::support::{refusal, size};

fn with_comments() -> TestApp {
    let app = TestApp::in_files();
    for number in [1, 2] {
        let commented = SubmitResponse {
            comment: Some(format!("Nama saya tertulis di sini, nomor {number}")),
            ..submission("KEC")
        };
        app.answer(number, commented).unwrap();
    }
    app
}

/// Where the text of an answer is kept.
fn content(app: &TestApp, number: u64) -> Uuid {
    let events = events_of(app, number);
    let submitted = events.iter().find_map(|event| {
        if let Event::ResponseSubmitted(submitted) = event {
            submitted.comment
        } else {
            None
        }
    });
    submitted.unwrap().content
}

fn events_of(app: &TestApp, number: u64) -> Vec<Event> {
    let stream = StreamId::new(format!("response-{}", response_id(number))).unwrap();
    let recorded = app.log().read_stream(&stream, Version(0), 100).unwrap();
    let read = |event: &eventlog::RecordedEvent| {
        Event::from_stored(event.event_type(), event.type_version(), event.payload()).unwrap()
    };
    recorded.iter().map(read).collect()
}

fn erase(app: &TestApp, number: u64, second: &str) -> Result<(), AppError> {
    let of = ErasedOf::Response {
        response: response_id(number),
    };
    erase_text(app, (of, content(app, number)), second)
}

fn erase_text(app: &TestApp, (of, content): (ErasedOf, Uuid), second: &str) -> Result<(), AppError> {
    app.erase(&Erasure {
        of,
        content,
        basis: "UU 27/2022 pasal 8".into(),
        actor: operator().as_str().into(),
        approved_by: second.into(),
    })
}

/// Copies log and vault, as a backup does.
fn back_up(data: &DataDir, to: &DataDir) {
    fs::create_dir_all(to.path()).unwrap();
    let log = data.reader().unwrap();
    let vault = VaultReader::open(data.vault()).unwrap();
    log.backup(&to.log(), |_, _| ()).unwrap();
    vault.backup(to.vault()).unwrap();
}

fn put_back(backup: &DataDir, data: &DataDir) {
    fs::remove_dir_all(data.vault()).unwrap();
    fs::remove_file(data.log()).unwrap();
    data.forget_views().unwrap();
    back_up(backup, data);
}

#[test]
fn what_is_erased_is_gone_from_the_vault_and_the_log_says_by_whom() {
    let app = with_comments();
    let (gone, kept) = (content(&app, 1), content(&app, 2));
    erase(&app, 1, "kepala").unwrap();
    assert_eq!(app.vault().read(gone), Ok(None));
    assert!(app.vault().read(kept).unwrap().is_some());
    let events = events_of(&app, 1);
    assert!(
        matches!(&events[..], [_, Event::ContentErased(erased)] if erased.content == gone && erased.approved_by == "kepala")
    );
    assert_eq!(
        refusal(erase(&app, 1, "kepala").map(|()| 0)),
        Refusal::ContentErasedAlready
    );
    let list = app.data().erasures().read().unwrap();
    assert_eq!(list.len(), 1);
    let of = ErasedOf::Response {
        response: response_id(1),
    };
    assert_eq!((list[0].of, list[0].content), (of, gone));
}

#[test]
fn nothing_is_listed_that_was_refused() {
    let app = with_comments();
    assert_eq!(
        refusal(erase(&app, 1, "operator").map(|()| 0)),
        Refusal::SecondApprovalMissing
    );
    assert!(app.data().erasures().read().unwrap().is_empty());
    assert!(app.vault().read(content(&app, 1)).unwrap().is_some());
}

#[test]
fn an_older_backup_that_is_put_back_is_erased_again_before_anybody_can_ask() {
    let app = with_comments();
    let aside = DataDir::new(app.dir().join("backup"));
    back_up(&app.data(), &aside);
    let (gone, kept) = (content(&app, 1), content(&app, 2));
    erase(&app, 1, "kepala").unwrap();
    assert!(
        Vault::open(aside.vault()).unwrap().read(gone).unwrap().is_some(),
        "the backup still has it"
    );
    let app = app.reopen(|data| put_back(&aside, data)).unwrap();
    assert_eq!(app.vault().read(gone), Ok(None));
    assert!(app.vault().read(kept).unwrap().is_some());
    assert!(
        matches!(events_of(&app, 1)[..], [_, Event::ContentErased(_)]),
        "the log does not say so"
    );
    let after = size(&app);
    let app = app.reopen(|_| ()).unwrap();
    assert_eq!(size(&app), after, "said once more");
}

#[test]
fn a_backup_from_before_the_answer_is_put_back_in_peace() {
    let app = TestApp::in_files();
    let aside = DataDir::new(app.dir().join("backup"));
    back_up(&app.data(), &aside);
    let commented = SubmitResponse {
        comment: Some("Nama saya tertulis di sini".into()),
        ..submission("KEC")
    };
    app.answer(1, commented).unwrap();
    erase(&app, 1, "kepala").unwrap();
    let app = app.reopen(|data| put_back(&aside, data)).unwrap();
    assert!(events_of(&app, 1).is_empty());
}

#[test]
fn a_crash_on_the_way_is_made_good_and_half_a_line_says_nothing() {
    let app = with_comments();
    let gone = content(&app, 1);
    let kept = content(&app, 2);
    let dir = app.dir().to_owned();
    // The list has it, and nothing else does yet; the next line was cut off.
    let app = app
        .reopen(|data| {
            let aside = DataDir::new(dir.join("aside"));
            back_up(data, &aside);
            let line = format!(
                r#"{{"response":"{}","content":"{gone}","basis":"UU 27/2022","actor":"operator","approved_by":"kepala"}}"#,
                response_id(1)
            );
            fs::write(data.erasures().path(), format!("{line}\n{}", &line[..40])).unwrap();
        })
        .unwrap();
    assert_eq!(app.vault().read(gone), Ok(None));
    assert!(app.vault().read(kept).unwrap().is_some());
    erase(&app, 2, "kepala").unwrap();
    let list = app.data().erasures().read().unwrap();
    assert_eq!(
        list.iter().map(|erasure| erasure.content).collect::<Vec<_>>(),
        [gone, kept]
    );
}

#[test]
fn a_list_that_cannot_be_read_keeps_the_log_closed() {
    let app = with_comments();
    let outcome = app.reopen(|data| fs::write(data.erasures().path(), "bukan daftar\n").unwrap());
    let Err(AppError::Failed(why)) = outcome else {
        panic!("it was opened")
    };
    assert!(why.contains("baris 1"), "{why}");
}

/// A complaint at the counter and a follow-up, with all that lies in the vault of them: two texts and a name.
fn with_subjects(app: &TestApp) -> [(ErasedOf, Uuid); 3] {
    let complaint = ReceiveComplaint {
        unit: unit("KEC"),
        on: date(2026, 9, 14),
        channel: ComplaintChannel::Counter,
        kind: ComplaintKind::Ordinary,
        text: "Petugas bernama Budi meminta uang".into(),
        contact: "Siti, 0812-0000-0000".into(),
        response: None,
    };
    let complaint = app.receive_complaint(&operator(), complaint).unwrap();
    let plan = PlanFollowUp {
        unit: unit("KEC"),
        period: "2026-Q3".parse().unwrap(),
        unsur: ikm::UnsurCode::new("waktu").unwrap(),
        programme: "Loket kedua".into(),
        due: "2026-Q4".parse().unwrap(),
        post: "Kasi Pelayanan".into(),
        person: "Rahmawati Kusuma".into(),
    };
    let follow_up = app.plan_follow_up(&operator(), plan).unwrap();
    let records = app.complaints(&unit("KEC")).unwrap();
    let received = records[0].complaint.received().unwrap();
    let plans = app.follow_ups(&unit("KEC")).unwrap();
    let planned = plans[0].follow_up.planned().unwrap();
    [
        (ErasedOf::Complaint { complaint }, received.text.unwrap().content),
        (
            ErasedOf::Complaint { complaint },
            received.contact.unwrap().content,
        ),
        (ErasedOf::FollowUp { follow_up }, planned.person.unwrap().content),
    ]
}

const SAID: [&str; 3] = ["meminta uang", "0812-0000-0000", "Rahmawati Kusuma"];

/// What the pages of staff show of the three texts.
fn shown(app: &TestApp) -> [Option<String>; 3] {
    let complaint = app.complaints(&unit("KEC")).unwrap().remove(0);
    let follow_up = app.follow_ups(&unit("KEC")).unwrap().remove(0);
    [complaint.text, complaint.contact, follow_up.person]
}

/// Whether a file below a directory holds these bytes.
fn is_held(dir: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .any(|path| {
            if path.is_dir() {
                return is_held(&path, bytes);
            }
            let file = fs::read(&path).unwrap_or_default();
            file.windows(bytes.len()).any(|window| window == bytes)
        })
}

#[test]
fn what_complainants_said_and_who_is_responsible_is_erased_by_two_and_lies_in_no_file() {
    let app = TestApp::in_files();
    let texts = with_subjects(&app);
    for (shown, said) in shown(&app).iter().zip(SAID) {
        assert!(shown.as_ref().unwrap().contains(said));
    }
    for (at, text) in texts.into_iter().enumerate() {
        let row = text.1.as_u128().to_le_bytes();
        assert!(is_held(&app.data().vault(), &row), "its rows are there before");
        for second in ["", "operator"] {
            assert_eq!(
                refusal(erase_text(&app, text, second)),
                Refusal::SecondApprovalMissing
            );
        }
        erase_text(&app, text, "kepala").unwrap();
        assert_eq!(
            refusal(erase_text(&app, text, "kepala")),
            Refusal::ContentErasedAlready
        );
        assert_eq!(app.vault().read(text.1), Ok(None));
        assert!(!is_held(&app.data().vault(), &row), "a live file has its row");
        assert!(!is_held(app.dir(), SAID[at].as_bytes()), "{}", SAID[at]);
        let left = shown(&app).iter().filter(|text| text.is_some()).count();
        assert_eq!(left, 2 - at, "nothing else is gone");
    }
    let other = (texts[2].0, texts[0].1);
    assert_eq!(
        refusal(erase_text(&app, other, "kepala")),
        Refusal::ContentUnknown
    );
    let (complaints, plans) = (
        app.complaints(&unit("KEC")).unwrap(),
        app.follow_ups(&unit("KEC")).unwrap(),
    );
    let step = ComplaintStep::Close {
        note: "Selesai".into(),
    };
    let seen = complaints[0].complaint.trail().seen();
    app.step_complaint(&operator(), &unit("KEC"), complaints[0].id, step, seen)
        .expect("what is done about it goes on");
    assert!(plans[0].follow_up.planned().is_some());
}

#[test]
fn an_older_backup_of_complaints_that_is_put_back_is_erased_again() {
    let app = TestApp::in_files();
    let texts = with_subjects(&app);
    let aside = DataDir::new(app.dir().join("backup"));
    back_up(&app.data(), &aside);
    for text in texts {
        erase_text(&app, text, "kepala").unwrap();
    }
    let app = app.reopen(|data| put_back(&aside, data)).unwrap();
    assert_eq!(shown(&app), [None, None, None]);
    let after = size(&app);
    let app = app.reopen(|_| ()).unwrap();
    assert_eq!(size(&app), after, "said once more");
}

#[test]
fn what_a_complainant_said_is_proposed_for_erasure_by_one_and_erased_by_another() {
    let app = TestApp::in_files();
    let texts = with_subjects(&app);
    let inspector = Actor::new("inspektorat-1").unwrap();
    for (of, content) in texts {
        let proposed = || ReviewProposed {
            unit: unit("KEC"),
            review: Review::Erase,
            responses: Vec::new(),
            content: Some(content),
            of: Some(of),
            reason: "UU 27/2022 pasal 8".into(),
        };
        let id = app.propose_review(&operator(), proposed()).unwrap();
        assert_eq!(
            refusal(app.decide_review(&operator(), id, true)),
            Refusal::SecondApprovalMissing
        );
        assert!(app.vault().read(content).unwrap().is_some(), "proposed only");
        app.decide_review(&inspector, id, true).unwrap();
        assert_eq!(app.vault().read(content), Ok(None));
        assert_eq!(
            refusal(app.propose_review(&operator(), proposed())),
            Refusal::ContentErasedAlready
        );
    }
    assert_eq!(shown(&app), [None, None, None]);
    let erased = app.data().erasures().read().unwrap();
    assert!(
        erased
            .iter()
            .all(|erasure| erasure.approved_by == "inspektorat-1")
    );
    assert_eq!(erased.len(), 3);
}

#[test]
fn nobody_proposes_to_erase_a_text_of_another_unit_or_a_text_that_is_none() {
    let app = TestApp::in_files();
    let [complaint, _, follow_up] = with_subjects(&app);
    let proposed = |code: &str, of: ErasedOf, content: Option<Uuid>| ReviewProposed {
        unit: unit(code),
        review: Review::Erase,
        responses: Vec::new(),
        content,
        of: Some(of),
        reason: "UU 27/2022 pasal 8".into(),
    };
    let none = [
        proposed("KEL", complaint.0, Some(complaint.1)),
        proposed("KEC", complaint.0, Some(follow_up.1)),
        proposed("KEC", complaint.0, None),
        ReviewProposed {
            review: Review::Exclude,
            ..proposed("KEC", complaint.0, Some(complaint.1))
        },
        ReviewProposed {
            responses: vec![response_id(1)],
            ..proposed("KEC", complaint.0, Some(complaint.1))
        },
    ];
    for proposed in none {
        assert_eq!(
            refusal(app.propose_review(&operator(), proposed)),
            Refusal::ContentUnknown
        );
    }
    let above = proposed("KAB", complaint.0, Some(complaint.1));
    app.propose_review(&operator(), above)
        .expect("the unit lies below it");
}
