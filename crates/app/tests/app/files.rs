//! A data directory: what was acknowledged is there after opening it again, whatever became of the views.

use std::{fs, path::Path, sync::Arc};

use app::{AppError, DataDir};
use survey::LogOpened;
use testkit::{TestApp, TestEdge, response_id, submission};

use crate::support::{counted, index, size};

fn copy(from: &Path, to: &Path) {
    fs::copy(from, to).unwrap();
}

fn with_answers() -> TestApp {
    let app = TestApp::in_files();
    let commands = (0..300).map(|id| (response_id(id), submission("KEC"))).collect();
    assert!(app.submit_many(commands).iter().all(Result::is_ok));
    app.wait_for(size(&app)).unwrap();
    app
}

#[test]
fn everything_is_there_after_opening_again() {
    let app = with_answers();
    let (before, hash) = (size(&app), app.views().state_hash().unwrap());
    let app = app.reopen(|_| ()).unwrap();
    assert_eq!((size(&app), app.views().state_hash().unwrap()), (before, hash));
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 300);
    assert!(app.answer(7, submission("KEC")).unwrap().was_there);
}

#[test]
fn views_that_are_gone_old_or_behind_become_the_same_again() {
    let app = with_answers();
    let hash = app.views().state_hash().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let earlier = dir.path().join("views.redb");
    let app = app.reopen(|data| copy(&data.views(), &earlier)).unwrap();
    let app = app.reopen(|data| data.forget_views().unwrap()).unwrap();
    assert_eq!(app.views().state_hash().unwrap(), hash);
    app.answer(1000, submission("KEL")).unwrap();
    let later = app.views().state_hash().unwrap();
    assert_ne!(later, hash);
    let app = app.reopen(|data| copy(&earlier, &data.views())).unwrap();
    assert_eq!(app.views().state_hash().unwrap(), later);
    let app = app
        .reopen(|data| (0..2).for_each(|_| data.forget_views().unwrap()))
        .unwrap();
    assert_eq!(app.views().state_hash().unwrap(), later);
}

#[test]
fn views_of_a_log_that_lost_events_are_refused() {
    let app = TestApp::in_files();
    let dir = tempfile::tempdir().unwrap();
    let earlier = dir.path().join("log.redb");
    let app = app.reopen(|data| copy(&data.log(), &earlier)).unwrap();
    app.answer(1, submission("KEC")).unwrap();
    let Err(AppError::Evidence(why)) = app.reopen(|data| copy(&earlier, &data.log())) else {
        panic!("a log that lost events was opened")
    };
    assert!(
        why.contains("kehilangan peristiwa") && why.contains("skm verify"),
        "{why}"
    );
}

#[test]
fn progress_is_told_while_the_views_catch_up() {
    let app = with_answers();
    let before = size(&app);
    let mut told = Vec::new();
    app.reopen(|data| {
        data.forget_views().unwrap();
        let edge = Arc::new(TestEdge::new("2026-09-14T02:00:00Z", 1));
        drop(data.open(edge, |progress| told.push(progress)).unwrap());
    })
    .unwrap();
    assert_eq!(told.last(), Some(&before));
}

fn opened() -> LogOpened {
    LogOpened {
        name: "Kabupaten Sukamaju".into(),
        demo: false,
    }
}

fn edge() -> Arc<TestEdge> {
    Arc::new(TestEdge::new("2026-09-14T02:00:00Z", 1))
}

#[test]
fn init_makes_a_log_once_with_its_first_events_and_asks_an_administrator_in() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path().join("data"));
    let (app, invitation) = data.init(opened(), edge()).unwrap();
    assert_eq!(app.registry().opened(), Some(&opened()));
    assert!(
        app.registry()
            .instrument(&survey::Instrument::permenpan_14_2017().reference())
            .is_some()
    );
    let invited = |app: &app::App| app.invitation(&invitation.secret).unwrap();
    assert_eq!(invited(&app).unwrap().login, "admin");
    drop(app);
    let Err(AppError::Failed(why)) = data.init(opened(), edge()) else {
        panic!("made twice")
    };
    assert!(why.contains("sudah berisi log"), "{why}");
    let app = data.open(edge(), |_| ()).unwrap();
    assert!(invited(&app).is_some(), "the invitation is still good");
}

#[test]
fn without_a_log_opening_says_how_to_make_one() {
    let dir = tempfile::tempdir().unwrap();
    let data = DataDir::new(dir.path());
    let open = data.open(edge(), |_| ()).map(drop);
    for outcome in [open, data.reader().map(drop)] {
        let Err(AppError::Failed(why)) = outcome else {
            panic!("opened nothing")
        };
        assert!(why.contains("skm init"), "{why}");
    }
}

#[test]
fn a_second_server_on_the_same_directory_is_refused() {
    let app = TestApp::in_files();
    let second = app.data().open(edge(), |_| ());
    assert!(matches!(second, Err(AppError::Failed(_))));
}
