//! Checking that one entry is in a log: a proof file, and the entry that a citizen kept.

use eventlog::{EntryError, Position, RecordedEvent};
use tlog::{
    Hash,
    cosignature::CosignedAt,
    leaf_hash,
    policy::Item,
    proof::Proof,
    tree::{ProofError, TreeHead, verify_inclusion},
};

use crate::{Judgement, Trust};

/// An entry that is in the log.
#[derive(Clone, Debug)]
pub struct Proved {
    /// What stands there, as the log has it; why not, if the bytes are no entry of ours.
    pub event: Result<RecordedEvent, EntryError>,
    /// Its leaf hash.
    pub leaf: Hash,
    /// The head that it lies under.
    pub head: TreeHead,
    /// Which witnesses have seen that head, and when.
    pub cosigned: Vec<(Item, CosignedAt)>,
}

/// Why a proof proves nothing. Variants are told apart by who is contradicted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproved {
    /// The receipt is for another place.
    #[error("bukti ini untuk posisi {proof}, bukan posisi {asked}")]
    OtherPosition {
        /// Where the receipt says it stands.
        asked: u64,
        /// Where the proof says it stands.
        proof: u64,
    },
    /// The entry does not lie under the head: one of the two was altered, or the proof is for another entry.
    #[error("entri ini tidak berada di posisi {position} pada checkpoint {} peristiwa: entri, bukti atau log diubah", head.size)]
    NotIncluded {
        /// Where it should stand.
        position: u64,
        /// The head.
        head: TreeHead,
        /// What the proof lacks.
        error: ProofError,
    },
    /// The head is signed by a key that does not count.
    #[error("checkpoint atas nama {origin} tidak ditandatangani oleh kunci yang dipakai")]
    Foreign {
        /// In whose name it is.
        origin: String,
    },
    /// A signature is not its signer's.
    #[error("tanda tangan atas nama {signer} tidak sah")]
    Altered {
        /// In whose name it is.
        signer: String,
    },
    /// The log signed the head; too few witnesses did.
    #[error("baru {} dari {witnesses} saksi menandatangani checkpoint ini, belum cukup", cosigned.len())]
    NoQuorum {
        /// Who did.
        cosigned: Vec<(Item, CosignedAt)>,
        /// How many there are to ask.
        witnesses: usize,
    },
}

/// Checks that the entry stands in a log that is trusted, where the proof says; and where the receipt says, if there is
/// one that names a position.
///
/// # Errors
/// [`Unproved`] if it does not, or the proof does not show it. What contradicts itself comes before what is not trusted.
pub fn check(proof: &Proof, entry: &[u8], position: Option<u64>, trust: &Trust) -> Result<Proved, Unproved> {
    if let Some(asked) = position.filter(|asked| *asked != proof.index) {
        return Err(Unproved::OtherPosition {
            asked,
            proof: proof.index,
        });
    }
    let leaf = leaf_hash(entry);
    let head = proof.checkpoint.checkpoint().head();
    verify_inclusion(&leaf, proof.index, &head, &proof.hashes).map_err(|error| Unproved::NotIncluded {
        position: proof.index,
        head,
        error,
    })?;
    let cosigned = match trust.judge(&proof.checkpoint) {
        Judgement::Accepted(cosigned) => cosigned,
        Judgement::NoQuorum { cosigned, witnesses } => {
            return Err(Unproved::NoQuorum { cosigned, witnesses });
        }
        Judgement::Foreign { origin } => return Err(Unproved::Foreign { origin }),
        Judgement::Altered { signer } => return Err(Unproved::Altered { signer }),
    };
    Ok(Proved {
        event: RecordedEvent::from_entry(Position(proof.index), leaf, entry.into()),
        leaf,
        head,
        cosigned,
    })
}
