//! Goal: a `.tlog-proof` file says that an entry is in the log, to whoever has the policy, and nothing else passes.
//! Method: the file spelled out by hand; every way to spoil it.

use tlog::Hash;
use tlog::checkpoint::SignedCheckpoint;
use tlog::limits::PROOF_EXTRA_BYTES_MAX;
use tlog::policy::{Policy, PolicyFailure};
use tlog::proof::{Proof, ProofFailure, ProofFileError};
use tlog::tree::{ProofError, inclusion_proof};

use crate::support::{at, checkpoint, cosigned, grown, leaf, log_key, witness_key};

fn policy() -> Policy {
    let (log, witness) = (log_key(1), witness_key(9));
    let text = format!("log {}\nwitness w {}\nquorum w\n", log.public(), witness.public());
    Policy::parse(text.as_bytes()).unwrap()
}

fn proof(index: u64, checkpoint: SignedCheckpoint) -> Proof {
    let size = checkpoint.checkpoint().head().size;
    let Ok(hashes) = inclusion_proof(&grown(300).1, index, size);
    Proof {
        extra: None,
        index,
        hashes,
        checkpoint,
    }
}

#[test]
fn the_file_is_written_as_in_the_document() {
    let checkpoint = cosigned(3, &[9]);
    let written = Proof {
        extra: Some(b"extra".to_vec()),
        ..proof(1, checkpoint.clone())
    };
    let (sibling, uncle) = (leaf(0), leaf(2));
    assert_eq!(
        written.to_string(),
        format!("c2sp.org/tlog-proof@v1\nextra ZXh0cmE=\nindex 1\n{sibling}\n{uncle}\n\n{checkpoint}")
    );
    assert_eq!(Proof::parse(written.to_string().as_bytes()), Ok(written));
}

#[test]
fn a_proof_that_was_written_is_read_back_and_holds() {
    for (index, size) in [(0, 1), (0, 300), (299, 300), (255, 256), (256, 257)] {
        let proof = proof(index, cosigned(size, &[9]));
        let read = Proof::parse(proof.to_string().as_bytes()).unwrap();
        assert_eq!(read, proof);
        let satisfied = read.verify(&leaf(index), &policy()).unwrap();
        assert_eq!(satisfied.log, *log_key(1).public());
        assert_eq!(satisfied.cosigned.len(), 1);
        assert_eq!(satisfied.cosigned[0].1, at(9));
    }
}

#[test]
fn a_proof_holds_for_its_entry_alone_and_only_with_the_quorum() {
    let good = proof(7, cosigned(300, &[9]));
    assert_eq!(
        good.verify(&leaf(8), &policy()),
        Err(ProofFailure::Inclusion(ProofError::WrongRoot))
    );
    let moved = Proof { index: 6, ..good };
    assert!(moved.verify(&leaf(7), &policy()).is_err());
    let alone = proof(7, checkpoint(300));
    let failure = alone.verify(&leaf(7), &policy()).unwrap_err();
    assert!(
        matches!(failure, ProofFailure::Policy(PolicyFailure::Quorum { .. })),
        "{failure}"
    );
}

#[test]
fn an_index_at_the_size_is_refused() {
    let beyond = Proof {
        index: 1,
        ..proof(0, cosigned(1, &[9]))
    };
    let refused = ProofError::IndexBeyondSize { index: 1, size: 1 };
    assert_eq!(
        beyond.verify(&leaf(0), &policy()),
        Err(ProofFailure::Inclusion(refused))
    );
}

#[test]
fn what_is_almost_a_proof_file_is_refused() {
    let good = proof(1, cosigned(3, &[9])).to_string();
    let parse = |text: &str| Proof::parse(text.as_bytes()).map(|_| ());
    assert_eq!(parse(&good), Ok(()));
    let with_extra = |extra: &str| good.replace("index 1", &format!("{extra}\nindex 1"));
    for (bad, why) in [
        (String::new(), ProofFileError::FirstLine),
        (good.replace("@v1", "@v2"), ProofFileError::FirstLine),
        (good.replace("@v1\n", "@v1\r\n"), ProofFileError::FirstLine),
        (format!("\n{good}"), ProofFileError::FirstLine),
        (with_extra("extra"), ProofFileError::Extra),
        (with_extra("extra "), ProofFileError::Extra),
        (with_extra("extra ZXh0cmE"), ProofFileError::Extra),
        (with_extra("extra  ZXh0cmE="), ProofFileError::Extra),
        (
            with_extra("extra ZXh0cmE=\nextra ZXh0cmE="),
            ProofFileError::Index,
        ),
        (with_extra("comment"), ProofFileError::Index),
        (good.replace("index 1", "index 01"), ProofFileError::Index),
        (good.replace("index 1", "index -1"), ProofFileError::Index),
        (good.replace("index 1", "index 1 "), ProofFileError::Index),
        (good.replace("index 1\n", ""), ProofFileError::Index),
        (
            good.replace("index 1\n", "index 1\nAAAA\n"),
            ProofFileError::Hash { line: 1 },
        ),
        (
            good.replace(
                "index 1\n",
                &format!("index 1\n{}", format!("{}\n", leaf(0)).repeat(63)),
            ),
            ProofFileError::Hash { line: 65 },
        ),
    ] {
        assert_eq!(parse(&bad), Err(why), "{bad:?}");
    }
    assert!(matches!(
        parse(&format!("{good}\n")),
        Err(ProofFileError::Checkpoint(_))
    ));
    assert!(matches!(
        parse(&good.replace("\n\n", "\n\n\n")),
        Err(ProofFileError::Checkpoint(_))
    ));
}

#[test]
fn extra_data_beyond_the_limit_is_refused() {
    let with = |bytes| {
        let proof = Proof {
            extra: Some(vec![0; bytes]),
            ..proof(1, checkpoint(3))
        };
        Proof::parse(proof.to_string().as_bytes()).map(|_| ())
    };
    assert_eq!(with(PROOF_EXTRA_BYTES_MAX), Ok(()));
    assert_eq!(with(PROOF_EXTRA_BYTES_MAX + 1), Err(ProofFileError::Extra));
}

#[test]
fn two_hashes_in_one_line_are_not_two_hashes() {
    let good = proof(1, cosigned(3, &[9]));
    let joined = good
        .to_string()
        .replace(&format!("{}\n", good.hashes[0]), &good.hashes[0].to_string());
    assert_eq!(
        Proof::parse(joined.as_bytes()),
        Err(ProofFileError::Hash { line: 1 })
    );
    let both: Vec<u8> = good.hashes.iter().flat_map(|hash| hash.0).collect();
    assert_eq!(both.len(), 2 * Hash::BYTES);
}
