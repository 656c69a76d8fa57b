//! What a witness may cosign: the rules of [C2SP tlog-witness](https://c2sp.org/tlog-witness), in their order.

use tlog::add_checkpoint::{AddCheckpoint, AddCheckpointError};
use tlog::note::VerifierKey;
use tlog::tree::{ProofError, verify_consistency};

use crate::KnownLog;
use crate::limits::REQUEST_BYTES_MAX;

/// Why nothing was cosigned, in Bahasa Indonesia for whoever reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The request is not of its form.
    #[error("permintaan tidak terbaca; minta log membuatnya kembali")]
    Malformed(AddCheckpointError),
    /// The request is longer than [`REQUEST_BYTES_MAX`].
    #[error("permintaan terdiri dari {bytes} bita; paling banyak {REQUEST_BYTES_MAX}")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// The witness does not know the log. Its keeper can add it.
    #[error("log ini tidak dikenal saksi; minta pengelola saksi menambahkannya")]
    UnknownOrigin,
    /// No key that is known for the log signed the checkpoint.
    #[error("checkpoint tidak ditandatangani dengan kunci log yang dikenal saksi")]
    BadSignature,
    /// The old size is above the new one.
    #[error("ukuran lama {old} melebihi ukuran checkpoint {new}")]
    OldBeyondNew {
        /// What the request starts from.
        old: u64,
        /// The size of its checkpoint.
        new: u64,
    },
    /// The witness has cosigned another size last. The log must prove from there.
    #[error("saksi terakhir menandatangani ukuran {size}; buat permintaan dari ukuran itu")]
    OtherSize {
        /// What it has cosigned last.
        size: u64,
    },
    /// The log signed another root for the size that the witness has cosigned last: it has two histories.
    #[error(
        "saksi sudah menandatangani ukuran {size} dengan akar lain: log ini punya dua riwayat; simpan permintaan ini sebagai bukti"
    )]
    OtherRoot {
        /// The size of both.
        size: u64,
    },
    /// The checkpoint is not shown to extend the last one.
    #[error("checkpoint tidak terbukti melanjutkan yang terakhir ditandatangani saksi")]
    BadProof(ProofError),
}

/// Decides about a request, by what is known of its log. If it says yes, the checkpoint of the request is the log's
/// last from now on: store it, then answer. Says by which key the log signed.
///
/// # Errors
/// [`Refusal`], the first that applies in the order of the protocol.
pub fn decide<'l>(log: Option<&'l KnownLog>, request: &AddCheckpoint) -> Result<&'l VerifierKey, Refusal> {
    let log = log.ok_or(Refusal::UnknownOrigin)?;
    let signer = log.signer_of(&request.checkpoint).ok_or(Refusal::BadSignature)?;
    let (last, new) = (log.last_head(), request.checkpoint.checkpoint().head());
    if request.old_size > new.size {
        let (old, new) = (request.old_size, new.size);
        return Err(Refusal::OldBeyondNew { old, new });
    }
    // The protocol looks at the old size first. To the asker both are a conflict at this size; to us this one is
    // evidence, whatever size the request starts from.
    if new.size == last.size && new.root != last.root {
        return Err(Refusal::OtherRoot { size: last.size });
    }
    if request.old_size != last.size {
        return Err(Refusal::OtherSize { size: last.size });
    }
    verify_consistency(&last, &new, &request.proof).map_err(Refusal::BadProof)?;
    Ok(signer)
}
