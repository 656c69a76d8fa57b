//! Goal: the rules of C2SP tlog-witness, each as a sentence. Method: given what the witness knows of a log, when it
//! is asked, then it cosigns or says why not.

use testkit::SignedLog;
use tlog::add_checkpoint::AddCheckpoint;
use tlog::cosignature::{CosignedAt, CosigningKey};
use tlog::tree::ProofError;
use witness::{KnownLog, Refusal, decide};

fn log(size: u64) -> SignedLog {
    SignedLog::new("skm.example/log", 1).of_size(size)
}

/// What the witness knows after it has cosigned this log at these sizes, one after the other.
fn cosigned(log: &SignedLog, sizes: &[u64]) -> KnownLog {
    let key = CosigningKey::from_seed("witness.example", &[9; 32]).unwrap();
    let at = CosignedAt::from_posix_seconds(1).unwrap();
    sizes
        .iter()
        .fold(KnownLog::new(log.vkey().clone()), |known, size| {
            let mut checkpoint = log.checkpoint(*size);
            let cosignature = key.cosign(&checkpoint, at);
            checkpoint.add(cosignature);
            known.cosigned(checkpoint)
        })
}

fn when(known: &KnownLog, request: &AddCheckpoint) -> Result<(), Refusal> {
    decide(Some(known), request).map(|signer| assert_eq!(signer.name(), known.origin()))
}

#[test]
fn a_log_begins_at_any_size() {
    for size in [0, 1, 7] {
        assert_eq!(
            when(&KnownLog::new(log(0).vkey().clone()), &log(size).request(0)),
            Ok(())
        );
    }
}

#[test]
fn a_log_that_grew_is_cosigned() {
    for (old, new) in [(1, 2), (3, 4), (4, 7), (7, 64), (64, 65), (1, 300)] {
        assert_eq!(
            when(&cosigned(&log(old), &[old]), &log(new).request(old)),
            Ok(()),
            "{old} to {new}"
        );
    }
}

#[test]
fn a_log_that_stands_still_is_cosigned_again() {
    assert_eq!(when(&cosigned(&log(7), &[7]), &log(7).request(7)), Ok(()));
}

#[test]
fn an_unknown_log_is_refused() {
    assert_eq!(decide(None, &log(7).request(0)), Err(Refusal::UnknownOrigin));
}

#[test]
fn a_checkpoint_signed_by_an_unknown_key_is_refused() {
    let known = cosigned(&log(3), &[3]);
    let forged = log(7).with_key(2);
    assert_eq!(when(&known, &forged.request(3)), Err(Refusal::BadSignature));
    // Even where it would be refused for something else too.
    assert_eq!(when(&known, &forged.request(9)), Err(Refusal::BadSignature));
}

#[test]
fn an_old_size_above_the_new_one_is_refused() {
    let known = cosigned(&log(9), &[9]);
    let refused = Err(Refusal::OldBeyondNew { old: 9, new: 7 });
    assert_eq!(when(&known, &log(7).request(9)), refused, "a log that was cut");
}

#[test]
fn an_old_size_that_is_not_the_last_is_told_the_last() {
    let known = cosigned(&log(5), &[3, 5]);
    for old in [0, 3, 4, 6, 7] {
        assert_eq!(
            when(&known, &log(7).request(old)),
            Err(Refusal::OtherSize { size: 5 }),
            "{old}"
        );
    }
    let unseen = KnownLog::new(log(0).vkey().clone());
    assert_eq!(
        when(&unseen, &log(7).request(3)),
        Err(Refusal::OtherSize { size: 0 })
    );
}

#[test]
fn a_shorter_log_is_never_cosigned_again() {
    let known = cosigned(&log(5), &[5]);
    for old in 0..=4 {
        assert_eq!(
            when(&known, &log(4).request(old)),
            Err(Refusal::OtherSize { size: 5 })
        );
    }
}

#[test]
fn a_rewritten_history_has_no_proof() {
    let known = cosigned(&log(5), &[5]);
    for index in 0..5 {
        let rewritten = log(9).rewrite(index);
        assert!(
            matches!(when(&known, &rewritten.request(5)), Err(Refusal::BadProof(_))),
            "{index}"
        );
    }
    // What came after the last cosignature may be anything.
    assert_eq!(when(&known, &log(9).rewrite(5).request(5)), Ok(()));
}

#[test]
fn another_root_for_the_last_size_is_refused_from_whatever_size_it_is_asked() {
    let known = cosigned(&log(5), &[5]);
    for old in 0..=5 {
        let refused = Err(Refusal::OtherRoot { size: 5 });
        assert_eq!(when(&known, &log(5).rewrite(2).request(old)), refused, "{old}");
    }
}

#[test]
fn a_proof_that_is_cut_padded_or_not_needed_is_refused() {
    let (unseen, known) = (KnownLog::new(log(0).vkey().clone()), cosigned(&log(5), &[5]));
    let good = log(9).request(5);
    let cut = AddCheckpoint {
        proof: good.proof[1..].to_vec(),
        ..good.clone()
    };
    assert!(matches!(
        when(&known, &cut),
        Err(Refusal::BadProof(ProofError::WrongLength { .. }))
    ));
    let padded = AddCheckpoint {
        proof: [&good.proof[..], &good.proof[..1]].concat(),
        ..good.clone()
    };
    assert!(matches!(
        when(&known, &padded),
        Err(Refusal::BadProof(ProofError::WrongLength { .. }))
    ));
    for (known, old) in [(&unseen, 0), (&known, 5)] {
        let not_needed = AddCheckpoint {
            proof: good.proof.clone(),
            ..log(5).request(old)
        };
        assert!(
            matches!(when(known, &not_needed), Err(Refusal::BadProof(_))),
            "{old}"
        );
    }
}
