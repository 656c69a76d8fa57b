//! A log as its witnesses see it: a tree in memory, and a key that signs whatever it is told to sign.

use std::collections::BTreeMap;
use std::convert::Infallible;

use tlog::add_checkpoint::AddCheckpoint;
use tlog::checkpoint::SignedCheckpoint;
use tlog::note::{SigningKey, VerifierKey};
use tlog::tree::{Frontier, ReadNodes, TreeHead, consistency_proof, root};
use tlog::{Hash, leaf_hash};

/// A log with entries that say nothing. A clone that is [rewritten](Self::rewrite) is a fork of it.
#[derive(Debug, Clone)]
pub struct SignedLog {
    key: SigningKey,
    entries: Vec<u64>,
    nodes: Nodes,
}

#[derive(Debug, Clone, Default)]
struct Nodes(BTreeMap<(u8, u64), Hash>);

impl SignedLog {
    /// An empty log of this name, with a key from a seed.
    ///
    /// # Panics
    /// If the name is not allowed.
    #[must_use]
    pub fn new(origin: &str, seed: u8) -> Self {
        Self {
            key: SigningKey::from_seed(origin, &[seed; 32]).expect("a name for tests is a name"),
            entries: Vec::new(),
            nodes: Nodes::default(),
        }
    }

    /// The same log, grown to so many entries.
    #[must_use]
    pub fn of_size(mut self, size: u64) -> Self {
        self.entries.extend(self.size()..size);
        self.hash_all();
        self
    }

    /// The same log with another key.
    ///
    /// # Panics
    /// Never; the name was allowed before.
    #[must_use]
    pub fn with_key(mut self, seed: u8) -> Self {
        let name = self.key.public().name().to_owned();
        self.key = SigningKey::from_seed(&name, &[seed; 32]).expect("the name was allowed before");
        self
    }

    /// The same log with another entry at this place, and every hash made anew: what an operator can do.
    ///
    /// # Panics
    /// If there is no such entry.
    #[must_use]
    pub fn rewrite(mut self, index: usize) -> Self {
        self.entries[index] = u64::MAX;
        self.hash_all();
        self
    }

    /// How many entries.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    /// The key by which others check its signatures.
    #[must_use]
    pub const fn vkey(&self) -> &VerifierKey {
        self.key.public()
    }

    /// The signed head at a size that it has reached.
    #[must_use]
    pub fn checkpoint(&self, size: u64) -> SignedCheckpoint {
        let Ok(root) = root(&self.nodes, size);
        SignedCheckpoint::sign(TreeHead { size, root }, &self.key)
    }

    /// Asks a witness to cosign its present head, proved from an old size; from a larger one, without any proof.
    #[must_use]
    pub fn request(&self, old_size: u64) -> AddCheckpoint {
        let from = old_size.min(self.size());
        let Ok(proof) = consistency_proof(&self.nodes, from, self.size());
        AddCheckpoint {
            old_size,
            proof,
            checkpoint: self.checkpoint(self.size()),
        }
    }

    fn hash_all(&mut self) {
        let mut frontier = Frontier::new();
        for entry in &self.entries {
            frontier.append(leaf_hash(&entry.to_be_bytes()), |height, index, hash| {
                self.nodes.0.insert((height, index), hash);
            });
        }
    }
}

impl ReadNodes for Nodes {
    type Error = Infallible;

    fn node(&self, height: u8, index: u64) -> Result<Hash, Infallible> {
        Ok(self.0[&(height, index)])
    }
}
