//! Goal: keys and notes are those of C2SP signed-note, in one spelling. Method: the document's own example, another
//! implementation both ways, and everything that is almost a note.

use signed_note::{Note as OtherNote, StandardSigner, StandardVerifier, VerifierList};
use tlog::cosignature::{CosignerKey, CosigningKey};
use tlog::limits::{KEY_NAME_BYTES_MAX, NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX};
use tlog::note::{KeyError, NoteError, Signature, SignedNote, SigningKey, VerifierKey, VerifyError};

use crate::support::{at, base64, checkpoint, log_key, witness_key};

/// Both from the document.
const EXAMPLE_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const EXAMPLE_NOTE: &str = "This is an example message.\n\n— example.com/foo \
    Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

fn parse(note: &str) -> Result<SignedNote, NoteError> {
    SignedNote::parse(note.as_bytes())
}

#[test]
fn the_example_of_the_document_verifies() {
    let key: VerifierKey = EXAMPLE_KEY.parse().unwrap();
    let note = parse(EXAMPLE_NOTE).unwrap();
    assert_eq!(note.verify(&key), Ok(()));
    assert_eq!(
        (key.to_string(), note.to_string()),
        (EXAMPLE_KEY.into(), EXAMPLE_NOTE.into())
    );
    let altered = parse(&EXAMPLE_NOTE.replacen("example", "examplf", 1)).unwrap();
    assert_eq!(altered.verify(&key), Err(VerifyError::BadSignature));
}

#[test]
fn another_implementation_reads_our_keys_and_notes_and_we_read_its() {
    let ours = log_key(1);
    let theirs = StandardSigner::new(&ours.secret_text()).unwrap();
    let list = || {
        VerifierList::new(vec![Box::new(
            StandardVerifier::new(&ours.public().to_string()).unwrap(),
        )])
    };

    let note = SignedNote::sign("one\n\ntwo\n".into(), &ours);
    let other = OtherNote::from_bytes(note.to_string().as_bytes()).unwrap();
    assert!(other.verify(&list()).is_ok());

    let mut other = OtherNote::new(b"one\n\ntwo\n", &[]).unwrap();
    other.add_sigs(&[&theirs]).unwrap();
    assert_eq!(SignedNote::parse(&other.to_bytes()), Ok(note.clone()));
    assert_eq!(note.verify(ours.public()), Ok(()));
}

#[test]
fn the_text_ends_at_the_last_empty_line() {
    let note = SignedNote::sign("one\n\n\ntwo\n\n".into(), &log_key(1));
    let read = parse(&note.to_string()).unwrap();
    assert_eq!(read.text(), "one\n\n\ntwo\n\n");
    assert_eq!(read.verify(log_key(1).public()), Ok(()));
}

#[test]
fn what_is_almost_a_note_is_refused() {
    let line = "— a AAAAAAA=\n";
    assert!(parse(&format!("text\n\n{line}")).is_ok());
    let malformed = |line| Err(NoteError::MalformedSignature { line });
    for (bad, why) in [
        ("", Err(NoteError::NoSignatures)),
        ("text\n", Err(NoteError::NoSignatures)),
        ("text\n\n", Err(NoteError::NoSignatures)),
        (&format!("text\n{line}"), Err(NoteError::NoSignatures)),
        (
            &format!("text\n\n{}", line.trim_end()),
            Err(NoteError::NoSignatures),
        ),
        (&format!("text\n\n{line}\n"), Err(NoteError::NoSignatures)),
        (&format!("te\txt\n\n{line}"), Err(NoteError::NotText)),
        (&format!("text\r\n\n{line}"), Err(NoteError::NotText)),
        ("text\n\n- a AAAAAAA=\n", malformed(1)),
        ("text\n\n—  a AAAAAAA=\n", malformed(1)),
        ("text\n\n— a  AAAAAAA=\n", malformed(1)),
        ("text\n\n— a AAAAAAA= \n", malformed(1)),
        ("text\n\n— a AAAAAAA\n", malformed(1)),
        ("text\n\n— a AAAAAAB=\n", malformed(1)),
        ("text\n\n— a AAAAAA==\n", malformed(1)), // an id and no signature
        ("text\n\n— a AAAA\n", malformed(1)),
        ("text\n\n— AAAAAAA=\n", malformed(1)),
        ("text\n\n— a+b AAAAAAA=\n", malformed(1)),
        ("text\n\n— a\u{2003}b AAAAAAA=\n", malformed(1)),
        (&format!("text\n\n{line}x\n"), malformed(2)),
    ] {
        assert_eq!(parse(bad), why, "{bad:?}");
    }
    assert_eq!(SignedNote::parse(b"te\xffxt\n\n"), Err(NoteError::NotText));
}

#[test]
fn a_note_beyond_the_limits_is_refused() {
    let lines = |n| format!("text\n\n{}", "— a AAAAAAA=\n".repeat(n));
    assert!(parse(&lines(NOTE_SIGNATURES_MAX)).is_ok());
    assert_eq!(
        parse(&lines(NOTE_SIGNATURES_MAX + 1)),
        Err(NoteError::TooManySignatures)
    );
    let tail = "\n\n— a AAAAAAA=\n";
    let long = format!("{}{tail}", "x".repeat(NOTE_BYTES_MAX - tail.len()));
    assert!(parse(&long).is_ok());
    let bytes = NOTE_BYTES_MAX + 1;
    assert_eq!(parse(&format!("x{long}")), Err(NoteError::TooLong { bytes }));
}

#[test]
fn a_signature_counts_only_with_name_and_id_of_the_key() {
    let (ours, other) = (log_key(1), log_key(2));
    let note = SignedNote::sign("text\n".into(), &ours);
    assert_eq!(note.verify(other.public()), Err(VerifyError::NotSigned));
    let renamed = SigningKey::from_seed("other.example/log", &[1; 32]).unwrap();
    assert_eq!(note.verify(renamed.public()), Err(VerifyError::NotSigned));
    // Somebody else's signature under an id that happens to be ours is not ours, so it is not a bad one of ours.
    let same_id = parse(&note.to_string().replace("— skm", "— other")).unwrap();
    assert_eq!(same_id.signatures()[0].key_id(), ours.public().id());
    assert_eq!(same_id.verify(ours.public()), Err(VerifyError::NotSigned));
}

#[test]
fn one_bad_signature_in_the_name_of_the_key_spoils_the_note() {
    let ours = log_key(1);
    let note = SignedNote::sign("text\n".into(), &ours);
    let other_text = SignedNote::sign("other\n".into(), &ours);
    let both = format!("{note}{}", other_text.signatures()[0]);
    assert_eq!(
        parse(&both).unwrap().verify(ours.public()),
        Err(VerifyError::BadSignature)
    );
    let short = Signature::parse_lines(&both.replace("text\n\n", "")).unwrap();
    assert_eq!(short.len(), 2);
}

#[test]
fn a_signature_that_only_some_verifiers_take_is_refused() {
    use ed25519_dalek::Verifier;

    // Made with the secret of key 1 and the neutral element in place of a random point: the equation holds.
    let line = "— skm.example/log FH7H0gEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAN3dXGUDue\
        +n4/04J4ftvB0DSyk6Aamq0wNbzW93xnA8=\n";
    let note = parse(&format!("text\n\n{line}")).unwrap();
    let key = log_key(1);
    let lenient = ed25519_dalek::VerifyingKey::from_bytes(&key.public().bytes()).unwrap();
    let signature = ed25519_dalek::Signature::from_slice(note.signatures()[0].bytes()).unwrap();
    assert!(lenient.verify(b"text\n", &signature).is_ok());
    assert_eq!(note.verify(key.public()), Err(VerifyError::BadSignature));
}

#[test]
fn adding_a_signature_twice_changes_nothing() {
    let mut note = SignedNote::sign("text\n".into(), &log_key(1));
    let before = note.clone();
    assert!(!note.add(before.signatures()[0].clone()));
    assert_eq!(note, before);
    let second = SignedNote::sign("text\n".into(), &log_key(2)).signatures()[0].clone();
    assert!(note.add(second));
    assert_eq!(note.verify(log_key(2).public()), Ok(()));
}

#[test]
fn a_key_is_read_back_from_its_text_forms() {
    let key = log_key(1);
    assert_eq!(key.public().to_string().parse().as_ref(), Ok(key.public()));
    let again = SigningKey::from_secret_text(&key.secret_text()).unwrap();
    assert_eq!(again.public(), key.public());
    assert_eq!(again.secret_text(), key.secret_text());
    let witness = witness_key(1);
    assert_eq!(
        witness.public().to_string().parse().as_ref(),
        Ok(witness.public())
    );
    let again = CosigningKey::from_secret_text(&witness.secret_text()).unwrap();
    assert_eq!(again.public(), witness.public());
}

#[test]
fn a_key_of_one_kind_is_not_taken_for_another() {
    let log = log_key(1);
    let other_type = KeyError::Type {
        expected: 4,
        actual: 1,
    };
    assert_eq!(log.public().to_string().parse::<CosignerKey>(), Err(other_type));
    assert_eq!(
        CosigningKey::from_secret_text(&log.secret_text()).unwrap_err(),
        other_type
    );
    // The same bytes under the same name: other ids, and neither verifies what the other signed.
    let witness = CosigningKey::from_seed(log.public().name(), &[1; 32]).unwrap();
    assert_eq!(witness.public().bytes(), log.public().bytes());
    assert_ne!(witness.public().id(), log.public().id());
    let mut cosigned = checkpoint(3);
    let cosignature = witness.cosign(&cosigned, at(7));
    cosigned.add(cosignature);
    assert_eq!(cosigned.note().signatures().len(), 2);
    assert_eq!(cosigned.verify(log.public()), Ok(()));
    assert_eq!(witness.public().verify_cosignature(&cosigned), Ok(at(7)));
}

#[test]
fn what_is_almost_a_key_is_refused() {
    let parse = |text: &str| text.parse::<VerifierKey>().unwrap_err();
    let (name, rest) = EXAMPLE_KEY.split_once('+').unwrap();
    assert_eq!(parse(""), KeyError::Malformed);
    assert_eq!(parse(name), KeyError::Malformed);
    assert_eq!(parse(&format!("{EXAMPLE_KEY}=")), KeyError::Malformed);
    assert_eq!(parse(&format!("{EXAMPLE_KEY}\n")), KeyError::Malformed);
    assert_eq!(parse(&EXAMPLE_KEY.replace("U2k", "")), KeyError::Malformed);
    assert_eq!(parse(&format!("+{rest}")), KeyError::Name);
    assert_eq!(parse(&format!("a b+{rest}")), KeyError::Name);
    assert_eq!(
        parse(&format!("{}+{rest}", "a".repeat(KEY_NAME_BYTES_MAX + 1))),
        KeyError::Name
    );
    assert_eq!(parse(&format!("x{EXAMPLE_KEY}")), KeyError::Id);
    assert_eq!(parse(&EXAMPLE_KEY.replace("530d903a", "530D903A")), KeyError::Id);
    assert_eq!(parse(&EXAMPLE_KEY.replace("530d903a", "0530d903a")), KeyError::Id);
    let secret = log_key(1).secret_text();
    for bad in [
        &secret[1..],
        &secret.replace("PRIVATE+KEY+skm", "PRIVATE+KEY+SKM"),
    ] {
        assert!(SigningKey::from_secret_text(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_key_that_is_no_sound_point_is_refused() {
    let parse = |key: [u8; 32]| {
        let text = format!("a+00000000+{}", base64(&[&[1], &key[..]].concat()));
        text.parse::<VerifierKey>().unwrap_err()
    };
    // The neutral element, which makes one signature fit every text.
    let mut key = [0; 32];
    key[0] = 1;
    assert_eq!(parse(key), KeyError::Unsound);
    // Second spellings: coordinates from p up, which decode to a point all the same.
    let mut key = [0xff; 32];
    key[31] = 0x7f;
    let mut respelled = 0;
    for low in 0xed..=0xff {
        key[0] = low;
        respelled += usize::from(ed25519_dalek::VerifyingKey::from_bytes(&key).is_ok());
        assert_eq!(parse(key), KeyError::Unsound, "{low:#x}");
    }
    assert!(respelled > 2, "some of them are points");
}

#[test]
fn a_secret_is_not_shown() {
    let key = log_key(1);
    let shown = format!("{key:?}");
    assert!(shown.contains("public") && !shown.contains("AQEB"), "{shown}");
    assert!(!shown.contains("[1, 1, 1"), "{shown}");
}
