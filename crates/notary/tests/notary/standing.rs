//! A store that is not what was signed of it is refused; the text says what happened and what to do.

use std::fs;

use notary::{Contradiction, Error, Files};

use crate::support::{Desk, Log, NOW};

fn refused(desk: &Desk, log: &Log) -> Contradiction {
    match desk.open(log) {
        Err(Error::Contradiction(contradiction)) => contradiction,
        other => panic!("{other:?}"),
    }
}

/// A desk at which 7 events were signed.
fn signed() -> (Desk, Log) {
    let (desk, log) = (Desk::new(), Log::of("a", 7));
    desk.sign(&log);
    (desk, log)
}

#[test]
fn a_log_without_its_end_is_refused_with_the_number_that_is_missing() {
    let (desk, log) = signed();
    let found = refused(&desk, &Log::of("a", 5));
    assert_eq!(
        found,
        Contradiction::Shorter {
            signed: log.head(),
            found: 5
        }
    );
    let text = found.to_string();
    assert!(
        text.contains("2 peristiwa terakhir hilang") && text.contains("skm resume-signing"),
        "{text}"
    );
}

#[test]
fn a_log_with_other_events_is_refused_however_long_it_is() {
    let (desk, log) = signed();
    for length in [7, 9] {
        let found = refused(&desk, &Log::of("b", length));
        assert!(matches!(found, Contradiction::Differs { signed, .. } if signed == log.head()));
    }
}

#[test]
fn a_lost_lock_is_refused() {
    let (desk, log) = signed();
    fs::remove_file(desk.files().lock.path()).unwrap();
    let found = refused(&desk, &log);
    assert!(matches!(found, Contradiction::LockLost { signed, .. } if signed == log.head()));
    assert!(found.to_string().contains("--lock"), "{found}");
}

#[test]
fn an_older_lock_is_refused() {
    let (desk, log) = signed();
    let lock = fs::read(desk.files().lock.path()).unwrap();
    log.grow(2);
    desk.sign(&log);
    fs::write(desk.files().lock.path(), lock).unwrap();
    let found = refused(&desk, &log);
    assert!(matches!(found, Contradiction::LockOlder { signed, .. } if signed == log.head()));
}

#[test]
fn another_log_s_lock_is_refused() {
    let (desk, log) = signed();
    let other = Desk::new();
    other.new_key();
    other.sign(&log);
    fs::copy(other.files().lock.path(), desk.files().lock.path()).unwrap();
    let found = refused(&desk, &log);
    assert!(matches!(found, Contradiction::LockForeign { .. }), "{found:?}");
}

#[test]
fn a_lost_archive_and_a_lost_key_are_refused() {
    type File = fn(Files) -> std::path::PathBuf;
    let lost: [(File, &str); 2] = [(|files| files.archive, "arsip"), (|files| files.key, "kunci")];
    for (file, said) in lost {
        let (desk, log) = signed();
        fs::remove_file(file(desk.files())).unwrap();
        let found = refused(&desk, &log);
        assert_eq!(found.signed(), Some(log.head()));
        assert!(found.to_string().contains(said), "{found}");
        assert!(!file(desk.files()).exists(), "made anew");
    }
}

#[test]
fn a_crash_between_lock_and_archive_is_made_good() {
    let (desk, log) = signed();
    let archive = fs::read(desk.files().archive).unwrap();
    log.grow(2);
    desk.sign(&log);
    fs::write(desk.files().archive, archive).unwrap();
    let notary = desk.open(&log).unwrap();
    assert_eq!(notary.newest().unwrap().head(), log.head());
    assert_eq!(notary.archive().newest().unwrap().unwrap().head(), log.head());
}

#[test]
fn a_crash_while_the_first_key_is_made_is_made_good() {
    for left in [&[][..], &["checkpoints.redb"], &["checkpoints.redb", "log.pub"]] {
        let (whole, desk, log) = (Desk::new(), Desk::new(), Log::of("a", 7));
        drop(whole.open(&log).unwrap());
        desk.new_key();
        for name in left {
            fs::copy(whole.path(name), desk.path(name)).unwrap();
        }
        assert_eq!(desk.sign(&log), log.head());
        let vkey = notary::read_vkey(&desk.files().vkey).unwrap().unwrap();
        let lock = desk.files().lock.read().unwrap().unwrap();
        assert_eq!(lock.verify(&vkey), Ok(()));
    }
}

#[test]
fn a_public_half_that_is_not_the_key_s_is_refused() {
    let (desk, log) = signed();
    let other = Desk::new();
    other.new_key();
    other.sign(&log);
    fs::copy(other.files().vkey, desk.files().vkey).unwrap();
    let found = desk.open(&log);
    assert!(matches!(found, Err(Error::File(_))), "{found:?}");
    fs::remove_file(desk.files().vkey).unwrap();
    desk.open(&log).unwrap();
    assert!(desk.files().vkey.exists());
}

#[test]
fn a_damaged_lock_is_an_error_and_not_a_missing_one() {
    let (desk, log) = signed();
    let text = fs::read_to_string(desk.files().lock.path()).unwrap();
    for damaged in ["", "bukan catatan", &text[..text.len() / 2]] {
        fs::write(desk.files().lock.path(), damaged).unwrap();
        let found = desk.open(&log);
        assert!(matches!(found, Err(Error::File(_))), "{found:?}");
    }
    // Its size raised by hand: the signature no longer fits.
    fs::write(desk.files().lock.path(), text.replace("\n7\n", "\n8\n")).unwrap();
    assert!(matches!(refused(&desk, &log), Contradiction::LockForeign { .. }));
}

#[test]
fn the_archive_is_not_opened_by_two_who_sign() {
    let (desk, log) = signed();
    let _open = desk.open(&log).unwrap();
    let second = notary::Notary::open(&desk.files(), &log, 7, NOW, || desk.new_key());
    assert!(
        matches!(second, Err(Error::File(notary::FileError::InUse(_)))),
        "{second:?}"
    );
}
