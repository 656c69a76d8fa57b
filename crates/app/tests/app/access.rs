//! The admin link: the secret made last opens, nothing else does.

use std::fs;

use app::{AdminAccess, AppError};
use testkit::TestEdge;

#[test]
fn only_the_secret_made_last_is_admitted() {
    let dir = tempfile::tempdir().unwrap();
    let edge = TestEdge::new("2026-09-14T02:00:00Z", 1);
    let first = AdminAccess::renew(dir.path(), &edge).unwrap();
    assert!(AdminAccess::open(dir.path()).unwrap().admits(&first));
    let second = AdminAccess::renew(dir.path(), &edge).unwrap();
    let access = AdminAccess::open(dir.path()).unwrap();
    assert_ne!(first, second);
    assert!(access.admits(&second));
    for wrong in [
        first.as_str(),
        "",
        &second[1..],
        &second.to_uppercase(),
        &format!("{second} "),
    ] {
        assert!(!access.admits(wrong), "{wrong:?}");
    }
}

#[test]
fn the_file_holds_no_secret() {
    let dir = tempfile::tempdir().unwrap();
    let secret = AdminAccess::renew(dir.path(), &TestEdge::new("2026-09-14T02:00:00Z", 1)).unwrap();
    assert_eq!(secret.len(), 64);
    let files: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(files, [dir.path().join("admin.sha256")]);
    let stored = fs::read_to_string(&files[0]).unwrap();
    assert!(!stored.contains(&secret));
    assert!(
        !AdminAccess::open(dir.path()).unwrap().admits(&stored),
        "the hash opens nothing"
    );
}

#[test]
fn without_a_file_nothing_is_admitted_and_a_broken_one_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let access = AdminAccess::open(dir.path()).unwrap();
    assert!(!access.admits("") && !access.admits(&"0".repeat(64)));
    for broken in ["", "zz", &"g".repeat(64), &"0".repeat(63), &"+1".repeat(32)] {
        fs::write(dir.path().join("admin.sha256"), broken).unwrap();
        let opened = AdminAccess::open(dir.path());
        assert!(
            matches!(opened, Err(AppError::Failed(why)) if why.contains("skm admin-link")),
            "{broken:?}"
        );
    }
}
