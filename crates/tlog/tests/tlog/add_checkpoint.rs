//! Goal: what a log and a witness say to each other is that of C2SP tlog-witness. Method: the document's example,
//! spoiled; each answer as the log reads it.

use tlog::add_checkpoint::{AddCheckpoint, AddCheckpointError, Answer, Refused};

use crate::support::{at, checkpoint, leaf, witness_key};

/// The document's example.
const EXAMPLE: &str = "old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
";

fn asked(old_size: u64) -> AddCheckpoint {
    AddCheckpoint {
        old_size,
        proof: Vec::new(),
        checkpoint: checkpoint(5),
    }
}

fn read(status: u16, body: &str, asked: &AddCheckpoint) -> Answer {
    Answer::read(status, body.as_bytes(), asked, witness_key(9).public())
}

#[test]
fn the_example_of_the_document_is_read_and_written_back() {
    let request = AddCheckpoint::parse(EXAMPLE.as_bytes()).unwrap();
    assert_eq!((request.old_size, request.proof.len()), (20_852_014, 4));
    assert_eq!(request.checkpoint.note().signatures().len(), 2);
    assert_eq!(request.to_string(), EXAMPLE);
}

#[test]
fn what_is_almost_a_request_is_refused() {
    let parse = |text: &str| AddCheckpoint::parse(text.as_bytes()).map(|_| ());
    let hash = |line| AddCheckpointError::Hash { line };
    for (bad, why) in [
        (String::new(), AddCheckpointError::OldSize),
        (EXAMPLE.replace("old 2", "old 02"), AddCheckpointError::OldSize),
        (EXAMPLE.replace("old 2", "old  2"), AddCheckpointError::OldSize),
        (EXAMPLE.replace("old ", ""), AddCheckpointError::OldSize),
        (EXAMPLE.replace('\n', "\r\n"), AddCheckpointError::OldSize),
        (EXAMPLE.replace("swk=", "swk"), hash(2)),
        (EXAMPLE.replace("swk=\n", "swk=\nx\n"), hash(3)),
        (
            EXAMPLE.replace("Pl", &format!("{}Pl", format!("{}\n", leaf(0)).repeat(60))),
            hash(64),
        ),
    ] {
        assert_eq!(parse(&bad), Err(why), "{bad:?}");
    }
    let most = EXAMPLE.replace("Pl", &format!("{}Pl", format!("{}\n", leaf(0)).repeat(59)));
    assert_eq!(parse(&most), Ok(()));
    assert!(matches!(
        parse("old 0\n\n"),
        Err(AddCheckpointError::Checkpoint(_))
    ));
}

#[test]
fn a_cosignature_is_taken_if_the_witness_made_it_for_this_checkpoint() {
    let ours = witness_key(9).cosign(&checkpoint(5), at(50));
    let elsewhere = witness_key(9).cosign(&checkpoint(6), at(50));
    let other = witness_key(8).cosign(&checkpoint(5), at(50));
    let cosigned = Answer::Cosigned(ours.clone(), at(50));
    assert_eq!(read(200, &ours.to_string(), &asked(0)), cosigned);
    assert_eq!(read(200, &format!("{other}{ours}"), &asked(0)), cosigned);
    for bad in [
        elsewhere.to_string(),
        other.to_string(),
        String::new(),
        "hello\n".into(),
        format!("{ours}\n"),
    ] {
        assert_eq!(read(200, &bad, &asked(0)), Answer::Unclear, "{bad}");
    }
}

#[test]
fn a_conflict_says_where_the_witness_is_or_that_it_has_another_root() {
    assert_eq!(read(409, "3\n", &asked(0)), Answer::At { size: 3 });
    // It has cosigned this size already, and the answer was lost: ask again from there.
    assert_eq!(read(409, "5\n", &asked(3)), Answer::At { size: 5 });
    assert_eq!(read(409, "5\n", &asked(5)), Answer::OtherRoot);
    assert_eq!(read(409, "", &asked(5)), Answer::OtherRoot);
    for bad in ["", "3", "03\n", "3\n\n", "three\n"] {
        assert_eq!(read(409, bad, &asked(0)), Answer::Unclear, "{bad:?}");
    }
}

#[test]
fn every_refusal_of_the_document_is_told_apart() {
    for (status, refused) in [
        (400, Refused::Malformed),
        (403, Refused::BadSignature),
        (404, Refused::UnknownOrigin),
        (422, Refused::BadProof),
    ] {
        assert_eq!(read(status, "", &asked(0)), Answer::Refused(refused));
    }
    for status in [0, 100, 201, 204, 301, 401, 429, 500, 503] {
        assert_eq!(read(status, "", &asked(0)), Answer::Unclear, "{status}");
    }
}
