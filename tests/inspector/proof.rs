//! One entry and its proof, as a citizen or an inspector holds it.

use std::{fs, path::PathBuf};

use tlog::{
    proof::Proof,
    tile::{Bundle, ReadTiles, Tile, TiledNodes},
    tree::inclusion_proof,
};

use super::world::{now, report};
use crate::harness::Skm;

/// The tiles of an exported folder.
struct Tiles(PathBuf);

impl ReadTiles for Tiles {
    type Error = std::io::Error;

    fn tile(&self, tile: Tile) -> Result<Vec<tlog::Hash>, Self::Error> {
        Ok(tile.decode(&fs::read(self.0.join(tile.to_string()))?).unwrap())
    }
}

/// A proof file for the event at a position, under the head that the witness has seen.
fn proved(skm: &Skm, position: u64) -> (Proof, Vec<u8>) {
    let out = skm.file("out");
    let size = skm.checkpoint("out").checkpoint().head().size;
    let nodes = Tiles(out.clone());
    let bundle = Bundle::in_tree(0, size).unwrap();
    let entries = fs::read(out.join(bundle.to_string())).unwrap();
    let entry = bundle.decode(&entries).unwrap()[usize::try_from(position).unwrap()].to_vec();
    let seen = fs::read(skm.witnessed("out", now(), "saksi")).unwrap();
    let proof = Proof {
        extra: Some(entry.clone()),
        index: position,
        hashes: inclusion_proof(&TiledNodes::new(&nodes, size), position, size).unwrap(),
        checkpoint: tlog::checkpoint::SignedCheckpoint::parse(&seen).unwrap(),
    };
    (proof, entry)
}

fn verify(skm: &Skm, proof: &Proof, files: &[(&str, &PathBuf)]) -> crate::harness::Ran {
    let path = skm.keep("bukti.tlog-proof", &proof.to_string());
    skm.verify(&format!("proof {} --format json", path.display()), files)
}

#[test]
fn an_entry_is_proved_by_a_key_or_a_policy_that_the_inspector_brought() {
    let skm = Skm::exported();
    let (proof, _) = proved(&skm, 9);
    for (option, file) in [("--key", skm.data().join("log.pub")), ("--policy", skm.policy())] {
        let ran = verify(&skm, &proof, &[(option, &file)]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let found = report(&ran);
        assert_eq!(
            (&found["position"], &found["event_type"]),
            (&9.into(), &"response_submitted".into())
        );
    }
    let ran = verify(&skm, &proof, &[("--policy", &skm.policy())]);
    assert_eq!(report(&ran)["cosigned"][0]["witness"], "satu");
    // A proof cannot vouch for itself.
    verify(&skm, &proof, &[]).fails_with(2);
}

#[test]
fn an_entry_that_is_another_or_whose_proof_was_bent_is_not_proved() {
    let skm = Skm::exported();
    let (proof, entry) = proved(&skm, 9);
    let key = skm.data().join("log.pub");
    let other = skm.file("entri");
    fs::write(&other, [&entry[..entry.len() - 2], b"1}"].concat()).unwrap();
    let said = verify(&skm, &proof, &[("--key", &key), ("--entry", &other)]).fails_with(1);
    assert!(said.contains("posisi 9"), "{said}");
    let moved = Proof {
        index: 8,
        ..proof.clone()
    };
    verify(&skm, &moved, &[("--key", &key)]).fails_with(1);
    let without = Proof { extra: None, ..proof };
    let said = verify(&skm, &without, &[("--key", &key)]).fails_with(2);
    assert!(said.contains("--entry"), "{said}");
}

#[test]
fn a_proof_under_a_head_that_no_witness_has_seen_does_not_meet_the_policy() {
    let skm = Skm::exported();
    let (proof, _) = proved(&skm, 9);
    let unseen = Proof {
        checkpoint: skm.checkpoint("out"),
        ..proof
    };
    verify(&skm, &unseen, &[("--policy", &skm.policy())]).fails_with(4);
    verify(&skm, &unseen, &[("--key", &skm.data().join("log.pub"))]).ok();
}
