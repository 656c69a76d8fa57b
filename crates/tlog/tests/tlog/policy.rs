//! Goal: policies are those of C2SP tlog-policy. Method: the document's example, its rules one by one, and every
//! subset of witnesses against the rule computed by hand.

use tlog::limits::{POLICY_BYTES_MAX, POLICY_ITEMS_MAX};
use tlog::note::{KeyError, VerifyError};
use tlog::policy::{Mistake, Policy, PolicyError, PolicyFailure};

use crate::support::{ORIGIN, at, checkpoint, cosigned, log_key, witness_key};

/// The document's example, with keys: two of X1 to X3, and one of Y1 to Y3.
fn example() -> String {
    let mut text = format!("# A comment.\nlog {}\n\n", log_key(1).public());
    for (name, seed) in [("X1", 1), ("X2", 2), ("X3", 3), ("Y1", 4), ("Y2", 5), ("Y3", 6)] {
        text += &format!("  witness\t{name}  {} \n", witness_key(seed).public());
    }
    text + "group X-witnesses 2 X1 X2 X3\n\t# Another comment.\ngroup Y-witnesses any Y1 Y2 Y3\n\
            group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n"
}

fn parse(text: &str) -> Result<Policy, PolicyError> {
    Policy::parse(text.as_bytes())
}

fn mistake(text: &str) -> (usize, Mistake) {
    let error = parse(text).unwrap_err();
    (error.line, error.mistake)
}

#[test]
fn every_subset_of_witnesses_meets_the_quorum_exactly_if_the_rule_says_so() {
    let policy = parse(&example()).unwrap();
    for subset in 0..64u8 {
        let witnesses: Vec<u8> = (1..=6).filter(|seed| subset >> (seed - 1) & 1 == 1).collect();
        let x = witnesses.iter().filter(|seed| **seed <= 3).count();
        let y = witnesses.len() - x;
        let checked = policy.check(&cosigned(3, &witnesses));
        let cosigned = match (x >= 2 && y >= 1, checked) {
            (true, Ok(satisfied)) => satisfied.cosigned,
            (
                false,
                Err(PolicyFailure::Quorum {
                    cosigned,
                    witnesses: 6,
                }),
            ) => cosigned,
            (_, other) => panic!("{witnesses:?}: {other:?}"),
        };
        let times: Vec<_> = cosigned.iter().map(|(_, at)| *at).collect();
        let expected: Vec<_> = witnesses.iter().map(|seed| at(u64::from(*seed))).collect();
        assert_eq!(times, expected);
    }
}

#[test]
fn a_policy_that_was_written_is_read_back() {
    let policy = parse(&example()).unwrap();
    let written = policy.to_bytes();
    assert_eq!(Policy::parse(&written), Ok(policy));
    let urls = format!(
        "log {} https://log.example\nwitness w {} https://w.example/\u{e9}\nquorum none\n",
        log_key(1).public(),
        witness_key(1).public()
    );
    assert_eq!(parse(&urls).unwrap().to_bytes(), urls.as_bytes());
    let policy = parse(&urls).unwrap();
    assert_eq!(
        policy.logs()[0].url.as_ref().unwrap().to_string(),
        "https://log.example"
    );
    assert_eq!(policy.witnesses()[0].name.as_bytes(), b"w");
}

#[test]
fn a_quorum_of_none_asks_for_the_log_alone() {
    let policy = parse(&format!("log {}\nquorum none\n", log_key(1).public())).unwrap();
    assert!(policy.check(&checkpoint(3)).unwrap().cosigned.is_empty());
}

#[test]
fn any_log_of_the_policy_will_do_and_no_other() {
    let two = format!(
        "log {}\nlog {}\nquorum none\n",
        log_key(2).public(),
        log_key(1).public()
    );
    assert_eq!(
        parse(&two).unwrap().check(&checkpoint(3)).unwrap().log,
        *log_key(1).public()
    );

    let unknown = parse("quorum none\n").unwrap().check(&checkpoint(3));
    assert_eq!(
        unknown,
        Err(PolicyFailure::UnknownLog {
            origin: ORIGIN.into()
        })
    );
    let other_key = parse(&format!("log {}\nquorum none\n", log_key(2).public())).unwrap();
    let origin = ORIGIN.to_owned();
    let error = VerifyError::NotSigned;
    assert_eq!(
        other_key.check(&checkpoint(3)),
        Err(PolicyFailure::Log { origin, error })
    );
}

#[test]
fn a_false_cosignature_spoils_a_quorum_that_is_met_without_it() {
    let text = format!(
        "log {}\nwitness a {}\nwitness b {}\ngroup g any a b\nquorum g\n",
        log_key(1).public(),
        witness_key(1).public(),
        witness_key(2).public()
    );
    let mut checkpoint = cosigned(3, &[1]);
    let elsewhere = cosigned(4, &[2]).note().signatures()[1].clone();
    checkpoint.add(elsewhere);
    let failure = parse(&text).unwrap().check(&checkpoint).unwrap_err();
    assert_eq!(
        failure.to_string(),
        "the cosignature in the name of witness b is not valid"
    );
}

#[test]
fn each_rule_of_the_document_is_kept() {
    let (log, a, b) = (log_key(1), witness_key(1), witness_key(2));
    let (log, a, b) = (log.public(), a.public(), b.public());
    let two = format!("witness a {a}\nwitness b {b}\n");
    let item = |name: &str| name.to_owned();
    let shown = |(line, mistake): (usize, Mistake)| (line, mistake.to_string());

    assert_eq!(mistake(""), (0, Mistake::Quorum));
    assert_eq!(mistake(&two), (2, Mistake::Quorum));
    assert_eq!(mistake("quorum none\nquorum none\n"), (2, Mistake::Quorum));
    assert_eq!(mistake("quorum none"), (1, Mistake::Unended));
    assert_eq!(mistake("quorum none\r\n"), (1, Mistake::ControlCharacter));
    assert_eq!(mistake("quorum\u{b}none\n"), (1, Mistake::ControlCharacter));
    assert_eq!(mistake("# \u{7f}\nquorum none\n"), (1, Mistake::ControlCharacter));
    for shape in [
        "qourum none",
        "quorum",
        "quorum a b",
        "log",
        "witness a",
        "group g",
        "group g all",
        "Log x",
    ] {
        assert_eq!(mistake(&format!("{shape}\n")), (1, Mistake::Shape), "{shape}");
    }
    assert_eq!(mistake(&format!("log {log} u v\n")), (1, Mistake::Shape));
    assert_eq!(mistake("log x\n"), (1, Mistake::Key(KeyError::Malformed)));
    let swapped = Mistake::Key(KeyError::Type {
        expected: 1,
        actual: 4,
    });
    assert_eq!(mistake(&format!("log {a}\n")), (1, swapped));
    assert_eq!(
        mistake(&format!("log {log}\nlog {log}\n")),
        (2, Mistake::DuplicateKey)
    );
    assert_eq!(
        mistake(&format!("witness a {a}\nwitness b {a}\n")),
        (2, Mistake::DuplicateKey)
    );
    for (bad, line, what) in [
        (
            format!("witness a {a}\nwitness a {b}\n"),
            2,
            item("the name a is taken"),
        ),
        (format!("witness none {a}\n"), 1, item("the name none is taken")),
        (format!("{two}group a all b\n"), 3, item("the name a is taken")),
        (
            format!("{two}group g all none\n"),
            3,
            item("no earlier line defines none"),
        ),
        (
            format!("{two}group g all g\n"),
            3,
            item("no earlier line defines g"),
        ),
        (
            format!("group g all a\n{two}"),
            1,
            item("no earlier line defines a"),
        ),
        (format!("quorum a\n{two}"), 1, item("no earlier line defines a")),
        (
            format!("{two}group g all a a\n"),
            3,
            item("a is a member already"),
        ),
        (
            format!("{two}group g all a\ngroup h all a b\n"),
            4,
            item("a is a member already"),
        ),
    ] {
        assert_eq!(shown(mistake(&bad)), (line, what), "{bad}");
    }
    for threshold in ["0", "3", "01", "-1", "some", "ALL"] {
        let text = format!("{two}group g {threshold} a b\n");
        assert_eq!(mistake(&text), (3, Mistake::Threshold), "{threshold}");
    }
}

#[test]
fn names_are_bytes() {
    // A Kelvin sign is not a K, and a name need not be UTF-8.
    let (a, b) = (witness_key(1), witness_key(2));
    let mut text = format!("witness K {}\nwitness \u{212a} {}\n", a.public(), b.public()).into_bytes();
    text.extend(b"group \xff all K \xe2\x84\xaa\nquorum \xff\n");
    let policy = Policy::parse(&text).unwrap();
    assert_eq!(Policy::parse(&policy.to_bytes()), Ok(policy));
}

#[test]
fn a_policy_beyond_the_limits_is_refused() {
    let comment = |bytes: usize| format!("#{}\nquorum none\n", "x".repeat(bytes - 14));
    assert!(parse(&comment(POLICY_BYTES_MAX)).is_ok());
    assert_eq!(mistake(&comment(POLICY_BYTES_MAX + 1)), (1, Mistake::TooMuch));
    let witness = witness_key(1);
    let groups = |n: usize| {
        let mut text = format!("witness g0 {}\n", witness.public());
        (1..=n).for_each(|i| text += &format!("group g{i} all g{}\n", i - 1));
        text + "quorum none\n"
    };
    assert!(parse(&groups(POLICY_ITEMS_MAX)).is_ok());
    assert_eq!(
        mistake(&groups(POLICY_ITEMS_MAX + 1)),
        (POLICY_ITEMS_MAX + 2, Mistake::TooMuch)
    );
}
