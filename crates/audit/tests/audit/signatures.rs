//! Whose signatures count, how many are needed, and what it is called if they are not there.

use std::fs;

use audit::{Outcome, PartName, Trust, TrustFrom, Weight};
use tlog::{checkpoint::SignedCheckpoint, note::SigningKey};

use crate::world::{World, cosignature, is_clean, notices, policy, the_problem, with, with_kept};

fn own_key() -> Trust {
    Trust::key(crate::world::log_key().public())
}

#[test]
fn a_log_that_was_signed_and_witnessed_is_clean() {
    let closed = World::witnessed().close();
    let report = closed.audit_by(policy(1));
    is_clean(&report);
    assert_eq!(report.trust, TrustFrom::Policy);
    assert_eq!(report.witnessed.map(|head| head.size), Some(report.size));
    is_clean(&closed.audit_by(own_key()));
}

#[test]
fn without_a_key_of_their_own_inspectors_are_told_that_it_proves_nothing() {
    let closed = World::witnessed().close();
    let mut inspection = with(own_key());
    inspection.trust = None;
    let report = closed.audit(inspection);
    is_clean(&report);
    assert_eq!(report.trust, TrustFrom::Directory);
    assert_eq!(
        report.witnessed, None,
        "a witness that nobody named is no witness"
    );
}

#[test]
fn too_few_witnesses_do_not_meet_the_policy() {
    let closed = World::witnessed().close();
    let report = closed.audit_by(policy(2));
    assert_eq!(report.outcome(), Outcome::PolicyNotMet);
    let found = the_problem(&report, PartName::Signatures);
    assert!(found.what.contains("cukup banyak saksi"), "{found:?}");
}

#[test]
fn one_head_that_the_quorum_has_seen_is_enough_and_what_came_after_is_told() {
    let mut world = World::witnessed();
    let seen = world
        .cosign("provinsi", "2026-09-14T02:10:03Z")
        .checkpoint()
        .head()
        .size;
    world.answer(41..=45);
    world.sign("2026-09-14T02:12:00Z");
    let report = world.close().audit_by(policy(2));
    is_clean(&report);
    let told = notices(&report, PartName::Signatures);
    assert_eq!(
        told,
        [(Some(seen), "5 peristiwa terakhir belum disaksikan".to_owned())]
    );
}

#[test]
fn a_key_that_is_not_the_logs_does_not_meet_the_policy() {
    let other = SigningKey::from_seed("skm.example/log", &[8; 32]).unwrap();
    let report = World::witnessed().close().audit_by(Trust::key(other.public()));
    assert_eq!(report.outcome(), Outcome::PolicyNotMet);
    let found = &report.part(PartName::Signatures).unwrap().problems;
    assert!(
        found.iter().all(|found| found.weight == Weight::Policy),
        "{found:?}"
    );
}

#[test]
fn a_log_that_was_never_signed_does_not_meet_any_policy() {
    let closed = World::new("2026-09-14T02:00:00Z").close();
    assert_eq!(closed.audit_by(own_key()).outcome(), Outcome::PolicyNotMet);
    let mut inspection = with(own_key());
    inspection.trust = None;
    is_clean(&closed.audit(inspection));
}

#[test]
fn a_signature_that_does_not_belong_to_its_head_is_tampering() {
    let mut world = World::witnessed();
    let genuine = world.cosign("inspektorat", "2026-09-14T02:10:01Z");
    let size = world.size();
    let altered = genuine
        .to_string()
        .replace(&format!("\n{size}\n"), &format!("\n{}\n", size - 1));
    let altered = SignedCheckpoint::parse(altered.as_bytes()).unwrap();
    let report = world.close().audit(with_kept(policy(1), &altered));
    assert_eq!(report.outcome(), Outcome::Tampered);
    let found = the_problem(&report, PartName::Signatures);
    assert!(found.what.contains("tidak sah"), "{found:?}");
}

#[test]
fn a_witness_that_is_said_to_have_signed_and_did_not_is_tampering() {
    let mut world = World::witnessed();
    let older = world.forge(world.head(30), "2026-09-14T02:09:00Z");
    let mut stolen = SignedCheckpoint::sign(world.head(29), &crate::world::log_key());
    stolen.add(cosignature(&older, "inspektorat", "2026-09-14T02:09:00Z"));
    let report = world.close().audit(with_kept(policy(1), &stolen));
    assert_eq!(report.outcome(), Outcome::Tampered);
    let found = the_problem(&report, PartName::Signatures);
    assert!(found.what.contains("atas nama satu tidak sah"), "{found:?}");
}

#[test]
fn an_archive_that_cannot_be_read_leaves_the_audit_incomplete() {
    let closed = World::witnessed().close();
    fs::write(closed.path("checkpoints.redb"), b"bukan arsip").unwrap();
    let mut inspection = with(own_key());
    inspection.trust = None;
    let report = closed.audit(inspection);
    assert_eq!(report.outcome(), Outcome::Incomplete);
    let found = the_problem(&report, PartName::Checkpoints);
    assert!(found.what.contains("checkpoints.redb"), "{found:?}");
}
