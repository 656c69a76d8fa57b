//! What is signed was read, extends what was signed before, and moved the lock first.

use std::{fs, sync::atomic::Ordering};

use notary::{Error, read_vkey};

use crate::support::{Desk, Log, NOW, ORIGIN};

#[test]
fn what_stands_in_the_log_is_signed_by_its_key_under_its_name() {
    let (desk, log) = (Desk::new(), Log::of("a", 300));
    let mut notary = desk.open(&log).unwrap();
    let signed = notary.sign(&log, log.size(), NOW).unwrap().unwrap().clone();
    assert_eq!((signed.head(), signed.signed_at), (log.head(), NOW));
    assert_eq!(signed.checkpoint.checkpoint().origin(), ORIGIN);
    let vkey = read_vkey(&desk.files().vkey).unwrap().unwrap();
    assert_eq!(signed.checkpoint.verify(&vkey), Ok(()));
    assert_eq!(desk.locked(), Some(log.head()));
    assert_eq!(notary.archive().newest().unwrap(), Some(signed));
}

#[test]
fn an_empty_log_is_not_signed() {
    let (desk, log) = (Desk::new(), Log::of("a", 0));
    let mut notary = desk.open(&log).unwrap();
    assert_eq!(notary.sign(&log, 0, NOW).unwrap(), None);
    assert_eq!(desk.locked(), None);
}

#[test]
fn a_size_is_signed_once_and_a_smaller_one_not_at_all() {
    let (desk, log) = (Desk::new(), Log::of("a", 9));
    let mut notary = desk.open(&log).unwrap();
    let first = notary.sign(&log, 9, NOW).unwrap().cloned();
    let before = fs::metadata(desk.files().lock.path())
        .unwrap()
        .modified()
        .unwrap();
    for size in [9, 4] {
        assert_eq!(notary.sign(&log, size, NOW).unwrap().cloned(), first);
    }
    let after = fs::metadata(desk.files().lock.path())
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(before, after, "the lock was written again");
}

#[test]
fn signing_goes_on_after_it_was_closed_at_any_size() {
    let (desk, log) = (Desk::new(), Log::of("a", 0));
    for more in [1, 1, 5, 248, 1, 300] {
        log.grow(more);
        assert_eq!(desk.sign(&log), log.head());
    }
}

#[test]
fn a_bit_that_flips_in_an_entry_before_it_is_signed_is_never_signed() {
    for signed_first in [0, 1, 299] {
        for bent in [0, 150, 299] {
            let (desk, log) = (Desk::new(), Log::of("a", 300));
            let mut notary = desk.open(&log).unwrap();
            if signed_first > 0 {
                notary.sign(&log, signed_first, NOW).unwrap();
            }
            // Read anew, as after a start; what came before the last signed head, too.
            drop(notary);
            let mut notary = desk.open(&log).unwrap();
            let before = desk.locked();
            log.bent_entry.store(bent, Ordering::SeqCst);
            let refused = notary.sign(&log, 300, NOW);
            assert!(
                matches!(refused, Err(Error::EntriesDisagree { .. })),
                "{refused:?}"
            );
            assert_eq!(desk.locked(), before);
            log.bent_entry.store(u64::MAX, Ordering::SeqCst);
            assert_eq!(notary.sign(&log, 300, NOW).unwrap().unwrap().head(), log.head());
        }
    }
}

#[test]
fn a_node_that_disagrees_with_the_entries_is_never_signed() {
    let (desk, log) = (Desk::new(), Log::of("a", 300));
    let mut notary = desk.open(&log).unwrap();
    log.bent_root.store(300, Ordering::SeqCst);
    let refused = notary.sign(&log, 300, NOW);
    assert!(
        matches!(refused, Err(Error::EntriesDisagree { end: 300 })),
        "{refused:?}"
    );
    assert_eq!(desk.locked(), None);
}

#[test]
fn a_log_that_does_not_extend_what_was_signed_is_not_signed() {
    let (desk, log) = (Desk::new(), Log::of("a", 7));
    let mut notary = desk.open(&log).unwrap();
    notary.sign(&log, 7, NOW).unwrap();
    let other = Log::of("b", 9);
    let refused = notary.sign(&other, 9, NOW);
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(desk.locked(), Some(log.head()));
}

#[test]
fn of_two_copies_that_share_a_lock_only_one_signs() {
    let (one, log) = (Desk::new(), Log::of("a", 7));
    one.sign(&log);
    let two = Desk::new();
    for name in ["log.key", "log.pub", "checkpoints.redb"] {
        fs::copy(one.path(name), two.path(name)).unwrap();
    }
    let mut files = two.files();
    files.lock = one.files().lock;
    let mut first = one.open(&log).unwrap();
    let mut second = notary::Notary::open(&files, &log, 7, NOW, || one.new_key()).unwrap();
    let other = Log::of("a", 7);
    log.grow(2);
    other.grow(1);
    first.sign(&log, 9, NOW).unwrap();
    let refused = second.sign(&other, 8, NOW);
    assert!(matches!(refused, Err(Error::LockMoved { .. })), "{refused:?}");
    assert_eq!(one.locked(), Some(log.head()));
    assert_eq!(second.newest().unwrap().head().size, 7);
}

#[test]
fn only_the_owner_may_read_the_key() {
    use std::os::unix::fs::PermissionsExt;
    let (desk, log) = (Desk::new(), Log::of("a", 1));
    desk.sign(&log);
    let mode = fs::metadata(desk.files().key).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = fs::read_to_string(desk.files().key).unwrap();
    assert!(text.starts_with(&format!("PRIVATE+KEY+{ORIGIN}+")), "{text}");
}

#[test]
fn a_name_that_cannot_be_a_key_s_is_refused() {
    let (desk, log) = (Desk::new(), Log::of("a", 1));
    let refused = notary::Notary::open(&desk.files(), &log, 1, NOW, || notary::NewKey {
        origin: "Kabupaten Sukamaju".into(),
        seed: [1; 32],
    });
    assert!(matches!(refused, Err(Error::Origin(_))), "{refused:?}");
    assert!(!desk.files().key.exists());
}
