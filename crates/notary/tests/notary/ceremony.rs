//! Only a declared ceremony signs what is not what was signed. What was signed before stays.

use std::{fs, sync::atomic::Ordering};

use notary::{Archived, Error};

use crate::support::{Desk, Log, NOW, at, witness};

/// Signs 7 events, one witness having seen them.
fn signed() -> (Desk, Log, Archived) {
    let (desk, log) = (Desk::new(), Log::of("a", 7));
    let mut notary = desk.open(&log).unwrap();
    let mut signed = notary.sign(&log, 7, NOW).unwrap().unwrap().clone();
    let cosignature = witness(1).cosign(&signed.checkpoint, at(5));
    signed.checkpoint.add(cosignature);
    notary.keep_cosigned(&signed).unwrap();
    (desk, log, signed)
}

/// The event that declares it is appended between the two halves.
fn hold(desk: &Desk, log: &Log) {
    let resumption = desk.prepare(log).unwrap().expect("something to declare");
    assert_eq!(resumption.found(), log.head());
    log.grow(1);
    resumption.finish(log, log.size(), NOW).unwrap();
}

#[test]
fn where_nothing_contradicts_there_is_nothing_to_declare() {
    let (desk, log, _) = signed();
    assert!(desk.prepare(&log).unwrap().is_none());
    log.grow(1);
    assert!(desk.prepare(&log).unwrap().is_none());
    assert!(Desk::new().prepare(&log).unwrap().is_none());
}

#[test]
fn after_the_ceremony_a_shorter_log_goes_on_and_what_was_signed_stays() {
    let (desk, _, before) = signed();
    let log = Log::of("a", 5);
    let resumption = desk.prepare(&log).unwrap().unwrap();
    assert_eq!(resumption.signed(), Some(before.head()));
    assert_eq!(resumption.found(), log.head());
    log.grow_by("declared", 1);
    drop(resumption.finish(&log, 6, NOW).unwrap());
    assert_eq!(desk.locked(), Some(log.head()));
    log.grow(1);
    assert_eq!(desk.sign(&log), log.head());
    let archive = notary::ArchiveReader::open(&desk.files().archive).unwrap();
    let kept = archive.from_size(0, 10).unwrap();
    let heads: Vec<_> = kept.iter().map(Archived::head).collect();
    // Two heads of seven events: the one that was cosigned, and the one of now.
    assert!(
        heads.len() == 2 && heads.contains(&before.head()) && heads.contains(&log.head()),
        "{heads:?}"
    );
    assert_eq!(archive.newest().unwrap().unwrap().head(), log.head());
}

#[test]
fn every_contradiction_can_be_declared() {
    let break_it: [fn(&Desk); 5] = [
        |desk| fs::remove_file(desk.files().lock.path()).unwrap(),
        |desk| fs::remove_file(desk.files().archive).unwrap(),
        |desk| fs::remove_file(desk.files().key).unwrap(),
        |desk| {
            let other = Desk::new();
            other.new_key();
            other.sign(&Log::of("c", 3));
            fs::copy(other.files().lock.path(), desk.files().lock.path()).unwrap();
        },
        |desk| {
            fs::remove_file(desk.files().archive).unwrap();
            fs::remove_file(desk.files().lock.path()).unwrap();
        },
    ];
    for (case, break_it) in break_it.into_iter().enumerate() {
        let (desk, log, _) = signed();
        break_it(&desk);
        assert!(matches!(desk.open(&log), Err(Error::Contradiction(_))), "{case}");
        hold(&desk, &log);
        log.grow(1);
        assert_eq!(desk.sign(&log), log.head(), "{case}");
        let vkey = notary::read_vkey(&desk.files().vkey).unwrap().unwrap();
        let lock = desk.files().lock.read().unwrap().unwrap();
        assert_eq!(lock.verify(&vkey), Ok(()), "{case}");
    }
}

#[test]
fn a_ceremony_that_was_cut_off_before_the_lock_moved_is_held_again() {
    let (desk, _, _) = signed();
    let log = Log::of("a", 5);
    let resumption = desk.prepare(&log).unwrap().unwrap();
    log.grow(1);
    drop(resumption);
    assert!(matches!(desk.open(&log), Err(Error::Contradiction(_))));
    hold(&desk, &log);
    assert_eq!(desk.locked().unwrap().size, 7);
    assert_eq!(desk.locked(), Some(log.head()));
}

#[test]
fn no_ceremony_signs_a_log_that_contradicts_itself() {
    let (desk, _, before) = signed();
    let log = Log::of("a", 5);
    log.bent_entry.store(2, Ordering::SeqCst);
    let refused = desk.prepare(&log);
    assert!(
        matches!(refused, Err(Error::EntriesDisagree { .. })),
        "{refused:?}"
    );
    assert_eq!(desk.locked(), Some(before.head()));
}
