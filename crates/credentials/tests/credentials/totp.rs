//! Second factors: the vectors of RFC 6238, appendix B, cut to six digits; a code opens once; a row of another account
//! or under another key opens nothing.

use credentials::{Key, TotpSecret};
use uuid::Uuid;

use crate::key;

/// The secret of the published vectors.
fn published() -> TotpSecret {
    TotpSecret::new(*b"12345678901234567890")
}

#[test]
fn codes_are_those_of_rfc_6238() {
    let vectors = [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ];
    for (seconds, eight_digits) in vectors {
        assert_eq!(published().code_at(seconds), eight_digits[2..], "at {seconds}");
    }
}

#[test]
fn a_code_of_the_step_before_now_or_after_is_taken_and_no_other() {
    let now = 1_700_000_010;
    for (seconds, taken) in [
        (now - 60, false),
        (now - 30, true),
        (now, true),
        (now + 30, true),
        (now + 60, false),
    ] {
        let code = published().code_at(seconds);
        let step = published().step_of(&code, now, None);
        assert_eq!(step.is_some(), taken, "{seconds}");
    }
    for wrong in ["", "000000", "12345", "1234567", "abcdef"] {
        assert_eq!(published().step_of(wrong, now, None), None, "{wrong}");
    }
}

#[test]
fn a_code_opens_once_and_no_earlier_one_after_it() {
    let now = 1_700_000_010;
    let (code, before) = (published().code_at(now), published().code_at(now - 30));
    let used = published().step_of(&code, now, None).unwrap();
    assert_eq!(published().step_of(&code, now, Some(used)), None);
    assert_eq!(published().step_of(&before, now, Some(used)), None);
    let next = published().code_at(now + 30);
    assert_eq!(published().step_of(&next, now, Some(used)), Some(used + 1));
}

#[test]
fn a_phone_reads_the_secret_and_whose_it_is() {
    let uri = published().uri("SKM Kabupaten Sukamaju", "budi.s");
    assert_eq!(
        uri,
        "otpauth://totp/SKM%20Kabupaten%20Sukamaju:budi.s?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
         &issuer=SKM%20Kabupaten%20Sukamaju"
    );
    assert_eq!(
        published().for_people(),
        "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    );
}

#[test]
fn a_sealed_secret_opens_for_its_account_under_its_key_alone() {
    let (account, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let sealed = published().seal(account, [3; 12], &key());
    assert!(sealed.open(account, &key()) == Some(published()));
    assert!(sealed.open(other, &key()).is_none());
    assert!(sealed.open(account, &Key::new([8; 32])).is_none());
    let row = serde_json::to_string(&sealed).unwrap();
    assert!(!row.contains("3132333435"), "{row}");
    assert!(!format!("{:?}", published()).contains("49"));
}
