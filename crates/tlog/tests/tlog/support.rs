//! A log in memory, keys from seeds, and the definitions of RFC 6962 written down as they stand there.

use std::collections::BTreeMap;
use std::convert::Infallible;

use tlog::checkpoint::SignedCheckpoint;
use tlog::cosignature::{CosignedAt, CosigningKey};
use tlog::note::SigningKey;
use tlog::tree::{Frontier, ReadNodes, TreeHead};
use tlog::{Hash, empty_root, leaf_hash, node_hash};

pub(crate) const ORIGIN: &str = "skm.example/log";

/// Every complete subtree that a frontier reported.
#[derive(Default)]
pub(crate) struct Nodes(pub(crate) BTreeMap<(u8, u64), Hash>);

impl ReadNodes for Nodes {
    type Error = Infallible;

    fn node(&self, height: u8, index: u64) -> Result<Hash, Infallible> {
        Ok(self.0[&(height, index)])
    }
}

pub(crate) fn leaf(index: u64) -> Hash {
    leaf_hash(&index.to_be_bytes())
}

pub(crate) fn leaves(size: usize) -> Vec<Hash> {
    (0..size as u64).map(leaf).collect()
}

/// The tree of these leaves, and every node of it.
pub(crate) fn grown(size: usize) -> (Frontier, Nodes) {
    let mut frontier = Frontier::new();
    let mut nodes = Nodes::default();
    for leaf in leaves(size) {
        frontier.append(leaf, |height, index, hash| {
            assert_eq!(nodes.0.insert((height, index), hash), None, "told twice");
        });
    }
    (frontier, nodes)
}

/// RFC 6962, section 2.1: the Merkle Tree Hash.
pub(crate) fn mth(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        many => {
            let (left, right) = many.split_at(k(many.len()));
            node_hash(&mth(left), &mth(right))
        }
    }
}

/// RFC 6962, section 2.1.1: PATH.
pub(crate) fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(k(leaves.len()));
    let (mut path, sibling) = if m < left.len() {
        (path(m, left), mth(right))
    } else {
        (path(m - left.len(), right), mth(left))
    };
    path.push(sibling);
    path
}

/// RFC 6962, section 2.1.2: SUBPROOF.
pub(crate) fn subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if m == leaves.len() {
        return if whole { Vec::new() } else { vec![mth(leaves)] };
    }
    let (left, right) = leaves.split_at(k(leaves.len()));
    let (mut proof, sibling) = if m <= left.len() {
        (subproof(m, left, whole), mth(right))
    } else {
        (subproof(m - left.len(), right, false), mth(left))
    };
    proof.push(sibling);
    proof
}

/// The largest power of two smaller than `n`.
fn k(n: usize) -> usize {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

pub(crate) fn head(leaves: &[Hash]) -> TreeHead {
    TreeHead {
        size: leaves.len() as u64,
        root: mth(leaves),
    }
}

pub(crate) fn log_key(seed: u8) -> SigningKey {
    SigningKey::from_seed(ORIGIN, &[seed; 32]).unwrap()
}

pub(crate) fn witness_key(seed: u8) -> CosigningKey {
    CosigningKey::from_seed(&format!("witness.example/w{seed}"), &[seed; 32]).unwrap()
}

pub(crate) fn at(posix_seconds: u64) -> CosignedAt {
    CosignedAt::from_posix_seconds(posix_seconds).unwrap()
}

/// The checkpoint of the first so many leaves, by the log's key 1.
pub(crate) fn checkpoint(size: usize) -> SignedCheckpoint {
    SignedCheckpoint::sign(head(&leaves(size)), &log_key(1))
}

/// The same, cosigned by these witnesses, each at the time of its number.
pub(crate) fn cosigned(size: usize, witnesses: &[u8]) -> SignedCheckpoint {
    let mut checkpoint = checkpoint(size);
    for seed in witnesses {
        let cosignature = witness_key(*seed).cosign(&checkpoint, at(u64::from(*seed)));
        assert!(checkpoint.add(cosignature));
    }
    checkpoint
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
