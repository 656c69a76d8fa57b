//! The log is signed as it stands; a directory that is not what was signed is refused, until somebody declares that it
//! goes on.

use std::{fs, sync::Arc};

use app::{App, AppError, DataDir, Edge, operator};
use eventlog::Position;
use survey::{Event, Refusal, SubmitResponse};
use testkit::{TestApp, TestEdge, submission, unit};
use tlog::{
    cosignature::{CosignedAt, CosigningKey},
    tile::{Bundle, Tile},
    tree::TreeHead,
};

use crate::support::{refusal, size};

/// Answers and their signature.
fn signed(answers: u64) -> TestApp {
    let app = TestApp::in_files();
    for number in 0..answers {
        app.answer(number, submission("KEC")).unwrap();
    }
    app.sign().unwrap();
    app
}

fn head(app: &App) -> TreeHead {
    let size = app.log().head().size;
    let root = app.log().root(size).unwrap();
    TreeHead { size, root }
}

fn evidence(outcome: Result<TestApp, AppError>) -> String {
    match outcome {
        Err(AppError::Evidence(why)) => why,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was opened"),
    }
}

fn edge() -> Arc<dyn Edge> {
    Arc::new(TestEdge::new("2026-10-01T02:00:00Z", 5))
}

/// Keeps the log, vault and archive of now under another name.
fn keep(app: TestApp, name: &str) -> TestApp {
    let aside = app.dir().join(name);
    app.reopen(|data| copy(data, &DataDir::new(aside))).unwrap()
}

fn copy(from: &DataDir, to: &DataDir) {
    fs::create_dir_all(to.path()).unwrap();
    for file in [DataDir::log, DataDir::views, |data: &DataDir| {
        data.notary().archive
    }] {
        fs::copy(file(from), file(to)).unwrap();
    }
}

#[test]
fn what_is_signed_is_the_log_as_it_stands_and_whoever_watches_hears_of_it() {
    let app = TestApp::in_memory();
    let mut watch = app.signed();
    assert!(watch.borrow_and_update().newest.is_none());
    app.answer(1, submission("KEC")).unwrap();
    app.sign().unwrap();
    assert!(watch.has_changed().unwrap());
    let newest = watch.borrow_and_update().newest.clone().unwrap();
    assert_eq!(newest.head(), head(&app));
    assert_eq!(newest.checkpoint.verify(app.vkey()), Ok(()));
    app.sign().unwrap();
    assert!(!watch.has_changed().unwrap(), "nothing was there to sign");
}

#[test]
fn what_was_signed_is_known_after_opening_again() {
    let app = signed(2);
    let before = app.signed().borrow().clone();
    let witness = CosigningKey::from_seed("inspektorat.example", &[9; 32]).unwrap();
    let mut cosigned = before.newest.as_deref().unwrap().clone();
    let at = CosignedAt::from_posix_seconds(1_790_000_000).unwrap();
    cosigned.checkpoint.add(witness.cosign(&cosigned.checkpoint, at));
    app.keep_cosigned(&cosigned).unwrap();
    assert_eq!(app.signed().borrow().newest.as_deref(), Some(&cosigned));
    app.answer(9, submission("KEC")).unwrap();
    app.sign().unwrap();
    let newest = app.signed().borrow().newest.clone();
    let app = app.reopen(|_| ()).unwrap();
    let signed = app.signed().borrow().clone();
    assert_eq!(signed.newest, newest);
    assert_eq!(signed.cosigned.as_deref(), Some(&cosigned));
    assert_eq!(
        (signed.size(), signed.cosigned_size()),
        (size(&app), size(&app) - 1)
    );
}

#[test]
fn a_log_without_its_last_events_is_not_opened_while_the_lock_is_at_hand() {
    let app = keep(signed(3), "before");
    let before = size(&app);
    app.answer(7, submission("KEC")).unwrap();
    app.sign().unwrap();
    let dir = app.dir().to_owned();
    let why = evidence(app.reopen(|data| copy(&DataDir::new(dir.join("before")), data)));
    assert!(
        why.contains(&format!("log memuat {before} peristiwa"))
            && why.contains("1 peristiwa terakhir hilang")
            && why.contains("skm resume-signing"),
        "{why}"
    );
}

#[test]
fn another_history_is_not_opened_however_long_it_is() {
    let app = keep(signed(3), "before");
    app.answer(7, submission("KEC")).unwrap();
    app.sign().unwrap();
    let dir = app.dir().to_owned();
    // The older copy lives on elsewhere, with a lock of its own, and comes back longer than what was signed.
    let other = DataDir::new(dir.join("before"));
    fs::remove_file(other.notary().archive).unwrap();
    let lived_on = other.open(edge(), |_| ()).unwrap();
    for name in ["Satu", "Dua", "Tiga"] {
        let renamed = survey::UnitRenamed {
            unit: unit("KEC"),
            name: name.into(),
            reason: "Uji".into(),
        };
        lived_on
            .register(&operator(), survey::Command::RenameUnit(renamed))
            .unwrap();
    }
    drop(lived_on);
    let archive = app.data().notary().archive;
    let kept = fs::read(&archive).unwrap();
    let why = evidence(app.reopen(|data| {
        copy(&other, data);
        fs::write(&archive, kept).unwrap();
    }));
    assert!(why.contains("bukan yang dulu ditandatangani"), "{why}");
}

#[test]
fn a_declared_ceremony_goes_on_and_the_declaration_stands_in_the_log() {
    let app = keep(signed(3), "before");
    let found = head(&app);
    app.answer(7, submission("KEC")).unwrap();
    app.sign().unwrap();
    let (signed, dir) = (head(&app), app.dir().to_owned());
    let nothing = DataDir::new(dir.join("nothing")).resume_signing("Uji".into(), &edge());
    assert!(matches!(nothing, Err(AppError::Failed(_))), "{nothing:?}");
    let app = app
        .reopen(|data| {
            copy(&DataDir::new(dir.join("before")), data);
            let reason = || "Disk rusak, dipulihkan dari cadangan malam".to_owned();
            assert_eq!(
                refusal(data.resume_signing(" ".into(), &edge()).map(|_| 0)),
                Refusal::ReasonMissing
            );
            let resumed = data.resume_signing(reason(), &edge()).unwrap();
            assert_eq!((resumed.signed, resumed.found), (Some(signed), found));
            assert_eq!(resumed.newest.head().size, found.size + 1);
            assert_eq!(
                refusal(data.resume_signing(reason(), &edge()).map(|_| 0)),
                Refusal::NothingToResume
            );
        })
        .unwrap();
    let recorded = app.log().read_all(Position(found.size), 1).unwrap().remove(0);
    assert_eq!((recorded.stream(), recorded.actor()), ("log", "operator"));
    let event = Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload());
    let Ok(Event::SigningResumed(resumed)) = event else {
        panic!("{event:?}")
    };
    let of = |head: survey::LogHead| TreeHead {
        size: head.size,
        root: tlog::Hash(head.root.0),
    };
    assert_eq!((resumed.signed.map(of), of(resumed.found)), (Some(signed), found));
    assert_eq!(resumed.vkey, app.vkey().to_string());
    app.answer(8, submission("KEC")).unwrap();
    app.sign().unwrap();
    assert_eq!(app.signed().borrow().size(), size(&app));
}

#[test]
fn a_byte_that_flips_on_disk_is_never_signed_and_answers_are_still_taken() {
    let app = TestApp::in_files();
    app.answer(1, submission("KEC")).unwrap();
    app.sign().unwrap();
    let signed = app.signed().borrow().size();
    let marked = SubmitResponse {
        seconds_taken: Some(73_519),
        ..submission("KEL")
    };
    app.answer(2, marked).unwrap();
    app.answer(3, submission("KEC")).unwrap();
    let app = app
        .reopen(|data| {
            let mut bytes = fs::read(data.log()).unwrap();
            let place = bytes.windows(5).position(|bytes| bytes == b"73519").unwrap();
            bytes[place] ^= 1;
            fs::write(data.log(), bytes).unwrap();
        })
        .unwrap();
    let refused = app.sign();
    assert!(
        matches!(&refused, Err(AppError::Evidence(why)) if why.contains("tidak ditandatangani")),
        "{refused:?}"
    );
    let state = app.signed().borrow().clone();
    assert_eq!(state.size(), signed);
    assert!(state.failure.is_some());
    let lock = app.data().notary().lock.read().unwrap().unwrap();
    assert_eq!(lock.checkpoint().head().size, signed);
    app.answer(4, submission("KEC")).unwrap();
}

#[test]
fn what_is_not_signed_yet_is_in_no_tile_and_no_bundle() {
    let app = TestApp::in_memory();
    app.sign().unwrap();
    let signed = size(&app);
    app.answer(1, submission("KEC")).unwrap();
    let within = |size| {
        let tile = app.tile(Tile::in_tree(0, 0, size).unwrap()).unwrap();
        let bundle = app.bundle(Bundle::in_tree(0, size).unwrap()).unwrap();
        (tile.is_some(), bundle.is_some())
    };
    assert_eq!(
        (within(signed), within(signed + 1)),
        ((true, true), (false, false))
    );
    app.sign().unwrap();
    assert_eq!(within(signed + 1), (true, true));
}

#[test]
fn a_named_log_signs_under_its_name_and_another_gets_one_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let opened = || survey::LogOpened {
        name: "Kabupaten Sukamaju".into(),
        demo: false,
    };
    let named = DataDir::new(dir.path().join("a")).with_origin(Some("skm.sukamaju.example/log".into()));
    let (app, _) = named.init(opened(), edge()).unwrap();
    assert_eq!(app.vkey().name(), "skm.sukamaju.example/log");
    let name = |folder: &str| {
        let (app, _) = DataDir::new(dir.path().join(folder))
            .init(opened(), edge())
            .unwrap();
        app.vkey().name().to_owned()
    };
    let (one, two) = (name("b"), name("c"));
    assert_ne!(one, two);
    assert!(one.starts_with("skm.invalid/"), "{one}");
}

#[test]
fn the_lock_lies_beside_the_directory_or_where_it_is_told_to() {
    let dir = tempfile::tempdir().unwrap();
    let real = dir.path().canonicalize().unwrap();
    fs::create_dir(real.join("data")).unwrap();
    let data = DataDir::new(real.join("data/"));
    assert_eq!(data.notary().lock.path(), real.join("data.signed"));
    std::os::unix::fs::symlink(real.join("data"), real.join("link")).unwrap();
    assert_eq!(
        DataDir::new(real.join("link")).notary().lock.path(),
        real.join("data.signed")
    );
    let elsewhere = data.with_lock(Some(real.join("elsewhere")));
    assert_eq!(elsewhere.notary().lock.path(), real.join("elsewhere"));
}
