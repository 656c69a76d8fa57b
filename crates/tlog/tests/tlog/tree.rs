//! Goal: roots and proofs are those of RFC 6962, and nothing else passes for a proof.
//! Method: every size up to a limit against the recursive definition, written down as the RFC has it.

use tlog::tree::{
    Frontier, ProofError, TreeHead, consistency_proof, inclusion_proof, root, verify_consistency,
    verify_inclusion,
};
use tlog::{Hash, empty_root};

use crate::support::{Nodes, grown, head, leaf, leaves, mth, path, subproof};

const SIZE_MAX: usize = 300;

#[test]
fn the_root_at_every_size_is_that_of_the_definition() {
    let all = leaves(SIZE_MAX);
    let (_, nodes) = grown(SIZE_MAX);
    let mut frontier = Frontier::new();
    for size in 0..=SIZE_MAX {
        let expected = head(&all[..size]);
        assert_eq!(frontier.head(), expected);
        assert_eq!(root(&nodes, expected.size), Ok(expected.root));
        assert_eq!(Frontier::read(&nodes, expected.size).as_ref(), Ok(&frontier));
        frontier.append(leaf(size as u64), |_, _, _| {});
    }
}

#[test]
fn a_frontier_tells_of_every_complete_subtree_once_and_of_no_other() {
    let all = leaves(SIZE_MAX);
    let (_, nodes) = grown(SIZE_MAX);
    let mut expected = 0;
    for height in 0..9u8 {
        for (index, chunk) in all.chunks_exact(1 << height).enumerate() {
            assert_eq!(nodes.0[&(height, index as u64)], mth(chunk));
            expected += 1;
        }
    }
    assert_eq!(nodes.0.len(), expected);
}

#[test]
fn every_inclusion_proof_is_that_of_the_definition_and_verifies() {
    let all = leaves(SIZE_MAX);
    let (_, nodes) = grown(SIZE_MAX);
    for size in 1..=SIZE_MAX {
        let head = head(&all[..size]);
        for index in 0..size {
            let proof = inclusion_proof(&nodes, index as u64, head.size).unwrap();
            // Each size has `size` proofs, each as expensive as the tree: the definition is asked at some of them.
            if size < 70 || (index * 7 + size) % 23 == 0 {
                assert_eq!(proof, path(index, &all[..size]), "{index} of {size}");
            }
            assert_eq!(
                verify_inclusion(&all[index], index as u64, &head, &proof),
                Ok(()),
                "{index} of {size}"
            );
        }
    }
}

#[test]
fn every_consistency_proof_is_that_of_the_definition_and_verifies() {
    let all = leaves(SIZE_MAX);
    let heads: Vec<_> = (0..=SIZE_MAX).map(|size| head(&all[..size])).collect();
    let (_, nodes) = grown(SIZE_MAX);
    for new in 0..=SIZE_MAX {
        for old in 0..=new {
            let proof = consistency_proof(&nodes, old as u64, new as u64).unwrap();
            if old > 0 && (new < 70 || (old * 7 + new) % 23 == 0) {
                assert_eq!(proof, subproof(old, &all[..new], true), "{old} to {new}");
            }
            assert_eq!(
                verify_consistency(&heads[old], &heads[new], &proof),
                Ok(()),
                "{old} to {new}"
            );
        }
    }
}

#[test]
fn another_implementation_makes_the_same_roots_and_proofs() {
    use tlog_tiles::{Error, HashReader, prove_record, prove_tree, split_stored_hash_index, tree_hash};

    struct Theirs<'a>(&'a Nodes);
    impl HashReader for Theirs<'_> {
        fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, Error> {
            let nodes = indexes
                .iter()
                .map(|index| self.0.0[&split_stored_hash_index(*index)]);
            Ok(nodes.map(|hash| tlog_tiles::Hash(hash.0)).collect())
        }
    }
    let ours =
        |hashes: Vec<tlog_tiles::Hash>| hashes.into_iter().map(|hash| Hash(hash.0)).collect::<Vec<_>>();
    let (_, nodes) = grown(SIZE_MAX);
    let theirs = Theirs(&nodes);
    for size in 1..=SIZE_MAX as u64 {
        assert_eq!(root(&nodes, size).unwrap().0, tree_hash(size, &theirs).unwrap().0);
        for other in (1..size).filter(|other| (other + size) % 7 == 0) {
            let record = ours(prove_record(size, other, &theirs).unwrap());
            assert_eq!(
                inclusion_proof(&nodes, other, size),
                Ok(record),
                "{other} of {size}"
            );
            let tree = ours(prove_tree(size, other, &theirs).unwrap());
            assert_eq!(
                consistency_proof(&nodes, other, size),
                Ok(tree),
                "{other} to {size}"
            );
        }
    }
}

#[test]
fn a_leaf_at_or_beyond_the_size_is_refused_before_anything_else() {
    for (index, size) in [
        (0, 0),
        (1, 1),
        (7, 7),
        (8, 7),
        (u64::MAX, u64::MAX),
        (u64::MAX, 0),
    ] {
        let head = TreeHead {
            size,
            root: empty_root(),
        };
        assert_eq!(
            verify_inclusion(&leaf(0), index, &head, &[]),
            Err(ProofError::IndexBeyondSize { index, size })
        );
    }
}

#[test]
fn the_largest_tree_needs_proofs_of_64_hashes_and_no_more() {
    let head = |size| TreeHead { size, root: leaf(0) };
    let none = |result| match result {
        Err(ProofError::WrongLength { expected, actual: 0 }) => expected,
        other => panic!("{other:?}"),
    };
    assert_eq!(none(verify_inclusion(&leaf(0), 0, &head(u64::MAX), &[])), 64);
    assert_eq!(
        none(verify_inclusion(&leaf(0), u64::MAX - 1, &head(u64::MAX), &[])),
        63
    );
    assert_eq!(none(verify_consistency(&head(1), &head(u64::MAX), &[])), 64);
    assert_eq!(
        none(verify_consistency(&head(u64::MAX - 1), &head(u64::MAX), &[])),
        64
    );
}

/// What may happen to a proof on its way.
fn mutations(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut mutated = Vec::new();
    for i in 0..proof.len() {
        for bit in [0, 77, 255] {
            let mut flipped = proof.to_vec();
            flipped[i].0[bit / 8] ^= 1 << (bit % 8);
            mutated.push(flipped);
        }
        let mut cut = proof.to_vec();
        cut.remove(i);
        mutated.push(cut);
        let mut doubled = proof.to_vec();
        doubled.insert(i, proof[i]);
        mutated.push(doubled);
        if i > 0 {
            let mut swapped = proof.to_vec();
            swapped.swap(i - 1, i);
            mutated.push(swapped);
        }
    }
    for extra in [leaf(0), empty_root()] {
        mutated.push([proof, &[extra]].concat());
        mutated.push([&[extra], proof].concat());
    }
    mutated
}

fn flipped(hash: &Hash) -> Hash {
    let mut other = *hash;
    other.0[31] ^= 0x80;
    other
}

#[test]
fn every_mutated_inclusion_proof_fails() {
    let all = leaves(70);
    let (_, nodes) = grown(70);
    for size in 1..=70 {
        let good = head(&all[..size]);
        let bad = TreeHead {
            root: flipped(&good.root),
            ..good
        };
        let size = good.size;
        for (index, leaf) in (0..size).zip(&all) {
            let proof = inclusion_proof(&nodes, index, size).unwrap();
            for mutated in mutations(&proof) {
                assert!(verify_inclusion(leaf, index, &good, &mutated).is_err());
            }
            assert!(verify_inclusion(leaf, index, &bad, &proof).is_err());
            assert!(verify_inclusion(&flipped(leaf), index, &good, &proof).is_err());
            for other in (0..=size).filter(|other| *other != index) {
                assert!(verify_inclusion(leaf, other, &good, &proof).is_err());
            }
        }
    }
}

#[test]
fn every_mutated_consistency_proof_fails() {
    let all = leaves(70);
    let heads: Vec<_> = (0..=70).map(|size| head(&all[..size])).collect();
    let (_, nodes) = grown(70);
    for new in 0..=70 {
        for old in 0..=new {
            let (old_head, new_head) = (&heads[old], &heads[new]);
            let proof = consistency_proof(&nodes, old as u64, new as u64).unwrap();
            for mutated in mutations(&proof) {
                assert!(verify_consistency(old_head, new_head, &mutated).is_err());
            }
            let bad = |head: &TreeHead| TreeHead {
                root: flipped(&head.root),
                ..*head
            };
            assert!(verify_consistency(&bad(old_head), new_head, &proof).is_err());
            // Nothing is said of a tree that extends the empty one.
            if old > 0 || new == 0 {
                assert!(verify_consistency(old_head, &bad(new_head), &proof).is_err());
            }
            if old < new {
                assert!(verify_consistency(new_head, old_head, &proof).is_err());
            }
        }
    }
}

#[test]
fn a_proof_shows_its_own_sizes_only() {
    let all = leaves(70);
    let heads: Vec<_> = (0..=70).map(|size| head(&all[..size])).collect();
    let (_, nodes) = grown(70);
    for new in 2..=70 {
        for old in 1..new {
            let proof = consistency_proof(&nodes, old as u64, new as u64).unwrap();
            for other in (1..new).filter(|other| *other != old) {
                let claimed = TreeHead {
                    size: other as u64,
                    ..heads[old]
                };
                assert!(
                    verify_consistency(&claimed, &heads[new], &proof).is_err(),
                    "{old} as {other} to {new}"
                );
            }
        }
    }
}
