//! One entry, and the proof that it is in the log.

use audit::{
    Trust,
    proof::{Unproved, check},
};
use eventlog::{Position, ReadTree};
use tlog::{Hash, note::SigningKey, proof::Proof};

use crate::world::{World, log_key, policy};

/// The proof of the last answer, under the head that was witnessed; and its entry.
fn proved() -> (Proof, Box<[u8]>) {
    let mut world = World::witnessed();
    let checkpoint = world.cosign("inspektorat", "2026-09-14T02:10:01Z");
    let size = world.size();
    let index = size - 1;
    let proof = Proof {
        extra: None,
        index,
        hashes: world.log.inclusion_proof(Position(index), size).unwrap(),
        checkpoint,
    };
    (proof, world.log.entries(index..size).unwrap().remove(0))
}

#[test]
fn an_entry_that_is_in_the_log_is_proved_and_says_what_it_is() {
    let (proof, entry) = proved();
    let found = check(&proof, &entry, Some(proof.index), &policy(1)).unwrap();
    assert_eq!(found.event.unwrap().event_type(), "response_submitted");
    assert_eq!((found.head.size, found.cosigned.len()), (proof.index + 1, 1));
    let read = Proof::parse(proof.to_string().as_bytes()).unwrap();
    assert!(check(&read, &entry, None, &Trust::key(log_key().public())).is_ok());
}

#[test]
fn no_bit_of_the_entry_can_differ() {
    let (proof, entry) = proved();
    for at in 0..entry.len() {
        let mut other = entry.clone();
        other[at] ^= 1;
        let found = check(&proof, &other, None, &policy(1)).unwrap_err();
        assert!(
            matches!(found, Unproved::NotIncluded { .. }),
            "byte {at}: {found}"
        );
    }
}

#[test]
fn a_proof_for_another_place_or_with_another_hash_proves_nothing() {
    let (proof, entry) = proved();
    let asked = Some(proof.index - 1);
    assert!(matches!(
        check(&proof, &entry, asked, &policy(1)),
        Err(Unproved::OtherPosition { .. })
    ));
    let moved = Proof {
        index: proof.index - 1,
        ..proof.clone()
    };
    assert!(matches!(
        check(&moved, &entry, asked, &policy(1)),
        Err(Unproved::NotIncluded { .. })
    ));
    for at in 0..proof.hashes.len() {
        let mut bent = proof.clone();
        bent.hashes[at] = Hash([1; 32]);
        assert!(matches!(
            check(&bent, &entry, None, &policy(1)),
            Err(Unproved::NotIncluded { .. })
        ));
    }
}

#[test]
fn who_signed_it_is_told_apart_from_whether_it_is_there() {
    let (proof, entry) = proved();
    let why = |trust: &Trust| check(&proof, &entry, None, trust).unwrap_err();
    assert!(matches!(why(&policy(2)), Unproved::NoQuorum { witnesses: 2, .. }));
    let other = SigningKey::from_seed("skm.example/log", &[8; 32]).unwrap();
    assert!(matches!(
        why(&Trust::key(other.public())),
        Unproved::Foreign { .. }
    ));
}
