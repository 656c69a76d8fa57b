//! The Merkle tree over the log, against the recursive definition of RFC 6962, section 2.1.

use tlog::{
    Hash, empty_root, leaf_hash, node_hash,
    tile::Tile,
    tree::{TreeHead, verify_consistency, verify_inclusion},
};

use super::*;
use crate::TreeError;

/// Past two full tiles.
const EVENTS: u64 = 600;

fn grown(new: &dyn NewLog) -> Box<dyn EventLog> {
    let log = empty(new);
    for first in (0..EVENTS).step_by(50) {
        let events = (first..first + 50).map(event).collect();
        written(&*log, &format!("s{first}"), 0, events);
    }
    log
}

fn leaves(log: &dyn EventLog) -> Vec<Hash> {
    all(log).iter().map(|event| leaf_hash(event.entry())).collect()
}

fn defined(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&defined(left), &defined(right))
        }
    }
}

fn head(log: &dyn EventLog, size: u64) -> TreeHead {
    let root = log.root(size).expect("within the log");
    TreeHead { size, root }
}

/// Sizes where something may change: around powers of two, tiles, and the end.
fn sizes() -> impl Iterator<Item = u64> + Clone {
    let edges = [0, 1, 2, 3, 4, 7, 8, 9, 64, 127, 128, 129, 255, 256, 257, 300];
    edges.into_iter().chain([511, 512, 513, 599, EVENTS])
}

/// Promise 7: the root, at any size.
pub fn the_root_at_each_size_is_that_of_the_stored_entries(new: &dyn NewLog) {
    let log = grown(new);
    let leaves = leaves(&*log);
    for size in 0..=EVENTS {
        let first = &leaves[..usize::try_from(size).expect("a small number")];
        assert_eq!(head(&*log, size).root, defined(first), "size {size}");
    }
}

/// Promise 7: the proofs.
pub fn every_event_can_be_proved_to_be_in_the_log(new: &dyn NewLog) {
    let log = grown(new);
    let leaves = leaves(&*log);
    for size in sizes() {
        let head = head(&*log, size);
        for (leaf, position) in leaves.iter().zip(0..size) {
            let proof = log
                .inclusion_proof(Position(position), size)
                .expect("within the log");
            let verified = verify_inclusion(leaf, position, &head, &proof);
            assert_eq!(verified, Ok(()), "position {position} of {size}");
        }
    }
}

/// Promise 7: that the log only grows can be shown to whoever remembers an earlier root.
pub fn every_size_of_the_log_can_be_proved_to_begin_with_every_smaller_one(new: &dyn NewLog) {
    let log = grown(new);
    for size in sizes() {
        for old in sizes().filter(|&old| old <= size) {
            let proof = log.consistency_proof(old, size).expect("within the log");
            let verified = verify_consistency(&head(&*log, old), &head(&*log, size), &proof);
            assert_eq!(verified, Ok(()), "{old} of {size}");
        }
    }
}

/// What tiles and entry bundles are made of.
pub fn hashes_and_entries_are_read_by_range(new: &dyn NewLog) {
    let log = grown(new);
    let (leaves, events) = (leaves(&*log), all(&*log));
    for range in [
        0..0,
        0..1,
        0..256,
        255..257,
        256..512,
        512..600,
        599..600,
        600..600,
    ] {
        let indexes =
            usize::try_from(range.start).expect("small")..usize::try_from(range.end).expect("small");
        let hashes = log.hashes(0, range.clone()).expect("within the log");
        assert_eq!(hashes, leaves[indexes.clone()], "{range:?}");
        let entries = log.entries(range.clone()).expect("within the log");
        let expected: Vec<_> = events[indexes].iter().map(|event| event.entry().into()).collect();
        assert_eq!(entries, expected, "{range:?}");
    }
    let tiles = log.hashes(1, 0..2).expect("two tiles are full");
    assert_eq!(tiles, [defined(&leaves[..256]), defined(&leaves[256..512])]);
    assert_eq!(log.hashes(1, 1..2).expect("within the log"), tiles[1..]);
    let last = Tile::in_tree(0, 2, EVENTS).expect("a part of the third tile");
    assert_eq!(log.tile(last).expect("within the log"), leaves[512..]);
}

/// Questions that have no answer.
#[expect(clippy::reversed_empty_ranges, reason = "what a careless caller may ask")]
pub fn a_tree_that_the_log_has_not_grown_to_is_refused_not_invented(new: &dyn NewLog) {
    let log = grown(new);
    let beyond = |asked: u64, answer: Result<(), TreeError>| match answer {
        Err(TreeError::BeyondHead { asked: named, head }) => assert_eq!((named, head), (asked, EVENTS)),
        other => panic!("{other:?}"),
    };
    for size in [EVENTS + 1, u64::MAX] {
        beyond(size, log.root(size).map(drop));
        beyond(size, log.inclusion_proof(Position(0), size).map(drop));
        beyond(size, log.consistency_proof(1, size).map(drop));
        beyond(size, log.hashes(0, 0..size).map(drop));
        beyond(size, log.entries(EVENTS..size).map(drop));
    }
    beyond(768, log.hashes(1, 0..3).map(drop));
    beyond(65_536, log.hashes(2, 0..1).map(drop));
    beyond(u64::MAX, log.hashes(8, 0..1).map(drop));
    beyond(u64::MAX, log.hashes(255, 0..u64::MAX).map(drop));
    assert_eq!(log.hashes(255, 0..0).expect("nothing was asked for"), []);
    let outside = |answer: Result<(), TreeError>| {
        assert!(matches!(answer, Err(TreeError::Outside { .. })), "{answer:?}");
    };
    outside(log.inclusion_proof(Position(EVENTS), EVENTS).map(drop));
    outside(log.inclusion_proof(Position(0), 0).map(drop));
    outside(log.consistency_proof(7, 6).map(drop));
    outside(log.hashes(0, 7..6).map(drop));
    outside(log.entries(7..6).map(drop));
}

/// Proofs of one size agree, however the log grows while they are made.
pub fn proofs_hold_while_appending_goes_on(new: &dyn NewLog) {
    let log: Arc<dyn EventLog> = empty(new).into();
    let writer = std::thread::spawn({
        let log = log.clone();
        move || (0..EVENTS).for_each(|number| drop(written(&*log, "s", number, vec![event(number)])))
    });
    let mut before = head(&*log, 0);
    while before.size < EVENTS {
        let size = log.head().size;
        let now = head(&*log, size);
        let proof = log.consistency_proof(before.size, size).expect("within the log");
        assert_eq!(
            verify_consistency(&before, &now, &proof),
            Ok(()),
            "{} of {size}",
            before.size
        );
        if let Some(last) = size.checked_sub(1) {
            let entry = &log.entries(last..size).expect("within the log")[0];
            let proof = log.inclusion_proof(Position(last), size).expect("within the log");
            assert_eq!(
                verify_inclusion(&leaf_hash(entry), last, &now, &proof),
                Ok(()),
                "{last} of {size}"
            );
        }
        before = now;
    }
    writer.join().expect("the writer does not fail");
    assert_eq!(before.root, defined(&leaves(&*log)));
}
