//! The archive keeps what was cosigned, merges what belongs together, and can be read beside whoever writes it.

use notary::{ArchiveReader, Archived};
use tlog::{checkpoint::SignedCheckpoint, cosignature::CosigningKey};

use crate::support::{Desk, Log, NOW, at, witness};

fn cosigned(archived: &Archived, by: &CosigningKey, seconds: u64) -> Archived {
    let mut cosigned = archived.clone();
    assert!(
        cosigned
            .checkpoint
            .add(by.cosign(&archived.checkpoint, at(seconds)))
    );
    cosigned
}

fn sizes(reader: &ArchiveReader) -> Vec<u64> {
    let all = reader.from_size(0, usize::MAX).unwrap();
    all.iter().map(|archived| archived.head().size).collect()
}

#[test]
fn what_nobody_cosigned_gives_way_to_what_extends_it() {
    let (desk, log) = (Desk::new(), Log::of("a", 1));
    let mut notary = desk.open(&log).unwrap();
    for _ in 0..5 {
        log.grow(1);
        let signed = notary.sign(&log, log.size(), NOW).unwrap().unwrap().clone();
        if matches!(log.size(), 3 | 5) {
            notary.keep_cosigned(&cosigned(&signed, &witness(1), 1)).unwrap();
        }
    }
    assert_eq!(sizes(notary.archive()), [3, 5, 6]);
    assert_eq!(notary.archive().newest().unwrap().unwrap().head(), log.head());
    let cosigned = notary.archive().largest(Archived::is_cosigned).unwrap().unwrap();
    assert_eq!(cosigned.head().size, 5);
    assert_eq!(sizes_from(notary.archive(), 4), [5, 6]);
}

fn sizes_from(reader: &ArchiveReader, size: u64) -> Vec<u64> {
    let all = reader.from_size(size, 10).unwrap();
    all.iter().map(|archived| archived.head().size).collect()
}

#[test]
fn cosignatures_of_one_head_stand_in_one_note_each_once() {
    let (desk, log) = (Desk::new(), Log::of("a", 4));
    let mut notary = desk.open(&log).unwrap();
    let signed = notary.sign(&log, 4, NOW).unwrap().unwrap().clone();
    for (by, seconds) in [(1, 10), (2, 20), (1, 30)] {
        notary
            .keep_cosigned(&cosigned(&signed, &witness(by), seconds))
            .unwrap();
    }
    let kept = notary.archive().newest().unwrap().unwrap();
    assert_eq!(notary.newest(), Some(&kept));
    assert_eq!(kept.checkpoint.note().signatures().len(), 3);
    for (by, seconds) in [(1, 10), (2, 20)] {
        let time = witness(by).public().verify_cosignature(&kept.checkpoint).unwrap();
        assert_eq!(time, at(seconds));
    }
}

#[test]
fn a_cosignature_that_comes_late_brings_its_checkpoint_back() {
    let (desk, log) = (Desk::new(), Log::of("a", 4));
    let mut notary = desk.open(&log).unwrap();
    let early = notary.sign(&log, 4, NOW).unwrap().unwrap().clone();
    log.grow(1);
    notary.sign(&log, 5, NOW).unwrap();
    assert_eq!(sizes(notary.archive()), [5]);
    notary.keep_cosigned(&cosigned(&early, &witness(1), 9)).unwrap();
    assert_eq!(sizes(notary.archive()), [4, 5]);
    assert_eq!(notary.newest().unwrap().head().size, 5);
    assert_eq!(notary.archive().newest().unwrap().unwrap().head().size, 5);
}

#[test]
fn a_reader_beside_the_writer_sees_each_checkpoint_as_it_comes() {
    let (desk, log) = (Desk::new(), Log::of("a", 4));
    let mut notary = desk.open(&log).unwrap();
    let reader = ArchiveReader::open(&desk.files().archive).unwrap();
    assert_eq!(reader.newest().unwrap(), None);
    for _ in 0..3 {
        let signed = notary.sign(&log, log.size(), NOW).unwrap().cloned();
        assert_eq!(reader.newest().unwrap(), signed);
        log.grow(1);
    }
    drop(notary);
    assert_eq!(sizes(&ArchiveReader::open(&desk.files().archive).unwrap()), [6]);
}

#[test]
fn the_lock_is_a_checkpoint_that_anybody_can_check() {
    let (desk, log) = (Desk::new(), Log::of("a", 4));
    desk.sign(&log);
    let bytes = std::fs::read(desk.files().lock.path()).unwrap();
    let checkpoint = SignedCheckpoint::parse(&bytes).unwrap();
    let vkey = notary::read_vkey(&desk.files().vkey).unwrap().unwrap();
    assert_eq!(checkpoint.verify(&vkey), Ok(()));
    assert_eq!(checkpoint.checkpoint().head(), log.head());
}
