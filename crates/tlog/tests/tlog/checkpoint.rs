//! Goal: checkpoints are those of C2SP tlog-checkpoint, cosignatures those of C2SP tlog-cosignature.
//! Method: the documents' examples, another implementation, and the signed message spelled out by hand.

use tlog::checkpoint::{CheckpointError, SignedCheckpoint};
use tlog::cosignature::CosignedAt;
use tlog::note::{NoteError, SignedNote, SigningKey, VerifyError};

use crate::support::{ORIGIN, at, base64, checkpoint, cosigned, head, leaves, log_key, witness_key};

/// From tlog-cosignature.
const EXAMPLE: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n
— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
";

#[test]
fn the_example_of_the_document_is_read_and_written_back() {
    let read = SignedCheckpoint::parse(EXAMPLE.as_bytes()).unwrap();
    assert_eq!(read.checkpoint().origin(), "example.com/behind-the-sofa");
    assert_eq!(read.checkpoint().head().size, 20_852_163);
    assert!(read.checkpoint().extensions().is_empty());
    assert_eq!(read.to_string(), EXAMPLE);
}

#[test]
fn another_implementation_reads_what_we_sign() {
    let ours = checkpoint(5);
    let text = ours.note().text();
    let other = tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).unwrap();
    let head = ours.checkpoint().head();
    assert_eq!(
        (other.origin(), other.size(), other.hash().0),
        (ORIGIN, head.size, head.root.0)
    );
    assert_eq!(other.to_bytes(), text.as_bytes());
}

#[test]
fn a_checkpoint_counts_only_under_its_own_origin() {
    let signed = checkpoint(5);
    assert_eq!(signed.verify(log_key(1).public()), Ok(()));
    assert_eq!(signed.verify(log_key(2).public()), Err(VerifyError::NotSigned));
    // A key of another log signs a text in the name of ours.
    let other = SigningKey::from_seed("other.example/log", &[1; 32]).unwrap();
    let forged = SignedNote::sign(signed.note().text().into(), &other).to_string();
    let forged = SignedCheckpoint::parse(forged.as_bytes()).unwrap();
    assert_eq!(forged.note().verify(other.public()), Ok(()));
    assert_eq!(forged.verify(other.public()), Err(VerifyError::NotSigned));
}

#[test]
fn what_is_almost_a_checkpoint_is_refused() {
    let root = head(&leaves(5)).root.to_string();
    let signed = |text: &str| {
        let note = SignedNote::sign(text.into(), &log_key(1)).to_string();
        SignedCheckpoint::parse(note.as_bytes()).map(|checkpoint| checkpoint.to_string() == note)
    };
    assert_eq!(signed(&format!("log\n5\n{root}\n")), Ok(true));
    assert_eq!(signed(&format!("a log\n5\n{root}\nfirst\nsecond\n")), Ok(true));
    for (bad, why) in [
        ("\n".to_owned(), CheckpointError::Lines),
        ("log\n5\n".to_owned(), CheckpointError::Lines),
        (format!("\n5\n{root}\n"), CheckpointError::Lines),
        (format!("log\n\n{root}\n"), CheckpointError::Lines),
        (format!("log\n5\n{root}\n\n"), CheckpointError::Lines),
        (format!("log\n5\n{root}\n\nextension\n"), CheckpointError::Lines),
        (format!("log\n05\n{root}\n"), CheckpointError::Size),
        (format!("log\n+5\n{root}\n"), CheckpointError::Size),
        (format!("log\n5 \n{root}\n"), CheckpointError::Size),
        (
            format!("log\n18446744073709551616\n{root}\n"),
            CheckpointError::Size,
        ),
        (format!("log\n5\n{root} \n"), CheckpointError::Root),
        (format!("log\n5\n{}\n", &root[4..]), CheckpointError::Root),
        (
            format!("log\n5\n{}\n", root.trim_end_matches('=')),
            CheckpointError::Root,
        ),
    ] {
        assert_eq!(signed(&bad), Err(why), "{bad:?}");
    }
    let unsigned = SignedCheckpoint::parse(format!("log\n5\n{root}\n").as_bytes());
    assert_eq!(unsigned, Err(CheckpointError::Note(NoteError::NoSignatures)));
}

#[test]
fn a_cosignature_signs_the_message_of_the_document() {
    use ed25519_dalek::Verifier;

    let log = checkpoint(5);
    let signature = witness_key(9).cosign(&log, at(1_679_315_147));
    let (time, by_key) = signature.bytes().split_first_chunk::<8>().unwrap();
    assert_eq!(u64::from_be_bytes(*time), 1_679_315_147);
    let root = log.checkpoint().head().root;
    let message = format!("cosignature/v1\ntime 1679315147\n{ORIGIN}\n5\n{root}\n");
    let key = ed25519_dalek::VerifyingKey::from_bytes(&witness_key(9).public().bytes()).unwrap();
    let by_key = ed25519_dalek::Signature::from_slice(by_key).unwrap();
    assert!(key.verify(message.as_bytes(), &by_key).is_ok());
}

#[test]
fn a_cosignature_is_for_one_checkpoint_by_one_witness_at_one_time() {
    let signed = cosigned(5, &[9]);
    let witness = witness_key(9);
    assert_eq!(witness.public().verify_cosignature(&signed), Ok(at(9)));
    assert_eq!(
        witness_key(8).public().verify_cosignature(&signed),
        Err(VerifyError::NotSigned)
    );
    assert_eq!(
        witness.public().verify_cosignature(&checkpoint(5)),
        Err(VerifyError::NotSigned)
    );

    let cosignature = signed.note().signatures()[1].clone();
    let mut other = checkpoint(6);
    other.add(cosignature);
    assert_eq!(
        witness.public().verify_cosignature(&other),
        Err(VerifyError::BadSignature)
    );

    // The time lies in bytes 4 to 11 behind the key's id: every bit of the line counts.
    let line = signed.note().signatures()[1].bytes().to_vec();
    for bit in 0..line.len() * 8 {
        let mut bytes = signed.note().signatures()[1].key_id().0.to_vec();
        bytes.extend(&line);
        bytes[4 + bit / 8] ^= 1 << (bit % 8);
        let text = format!(
            "{}— {} {}\n",
            checkpoint(5),
            witness.public().name(),
            base64(&bytes)
        );
        let altered = SignedCheckpoint::parse(text.as_bytes()).unwrap();
        assert_eq!(
            witness.public().verify_cosignature(&altered),
            Err(VerifyError::BadSignature),
            "{bit}"
        );
    }
}

#[test]
fn of_several_cosignatures_by_one_witness_the_earliest_counts() {
    let log = checkpoint(5);
    let line = |time| witness_key(9).cosign(&log, at(time)).to_string();
    let both = format!("{log}{}{}", line(70), line(50));
    let both = SignedCheckpoint::parse(both.as_bytes()).unwrap();
    assert_eq!(witness_key(9).public().verify_cosignature(&both), Ok(at(50)));
}

#[test]
fn a_time_beyond_the_format_is_refused() {
    assert!(CosignedAt::from_posix_seconds(i64::MAX.unsigned_abs()).is_some());
    assert!(CosignedAt::from_posix_seconds(i64::MAX.unsigned_abs() + 1).is_none());
}
