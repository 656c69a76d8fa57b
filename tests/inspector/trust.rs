//! Keys and policies: what is clean, what does not meet the policy, and what is a mistake of the inspector.

use tlog::note::SigningKey;

use super::world::{now, report};
use crate::harness::Skm;

#[test]
fn an_export_is_clean_with_the_key_that_the_inspector_brought_and_with_a_witness() {
    let skm = Skm::exported();
    let key = skm.data().join("log.pub");
    for ran in [
        skm.verify_export("out", &[("--key", &key)]),
        skm.verify_data(&[("--key", &key)]),
    ] {
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(report(&ran)["trust"], "key");
    }
    let (policy, seen) = (skm.policy(), skm.witnessed("out", now(), "saksi"));
    for ran in [
        skm.verify_export("out", &[("--policy", &policy), ("--checkpoint", &seen)]),
        skm.verify_data(&[("--policy", &policy), ("--checkpoint", &seen)]),
    ] {
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(report(&ran)["witnessed"], 13);
    }
}

#[test]
fn a_policy_that_asks_for_a_witness_is_not_met_without_one() {
    let skm = Skm::exported();
    let policy = skm.policy();
    for ran in [
        skm.verify_export("out", &[("--policy", &policy)]),
        skm.verify_data(&[("--policy", &policy)]),
    ] {
        assert_eq!(ran.code, Some(4), "{ran:?}");
        assert!(ran.stderr.contains("mintalah saksi"), "{}", ran.stderr);
    }
}

#[test]
fn without_a_key_it_is_said_that_nothing_is_proved_against_the_operator() {
    let skm = Skm::exported();
    let said = skm
        .verify(&format!("export {}", skm.file("out").display()), &[])
        .ok();
    assert!(
        said.contains("tidak membuktikan apa pun terhadap pengelolanya"),
        "{said}"
    );
}

#[test]
fn another_key_under_the_same_name_does_not_meet_the_policy() {
    let skm = Skm::exported();
    let own = skm.signing_key();
    let other = SigningKey::from_seed(own.public().name(), &[1; 32]).unwrap();
    let ran = skm.verify_export("out", &[("--key", &other.public().to_string().into())]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.stderr.contains("pastikan kunci"), "{}", ran.stderr);
}

#[test]
fn what_the_inspector_wrote_wrong_is_refused_before_anything_is_looked_at() {
    let skm = Skm::exported();
    let bad = skm.keep("salah", "log bukan-kunci\n");
    for (option, code) in [("--policy", 2), ("--key", 2), ("--checkpoint", 2)] {
        let said = skm.verify_export("out", &[(option, &bad)]).fails_with(code);
        assert!(said.contains("salah"), "{option}: {said}");
    }
    skm.verify("", &[]).fails_with(2);
    skm.verify("export", &[]).fails_with(2);
}
