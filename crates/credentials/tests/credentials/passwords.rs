//! Passwords: recognised by their hash under one key, refused if everybody tries them first, never for their letters.

use credentials::{Key, PasswordHash, WeakPassword, Work, check_password};

use crate::key;

#[test]
fn a_password_is_recognised_under_the_key_it_was_hashed_with() {
    let hash = PasswordHash::of("kuda baterai pokok lem", [1; 16], &key());
    assert!(hash.matches("kuda baterai pokok lem", &key()));
    assert!(!hash.matches("kuda baterai pokok len", &key()));
    assert!(!hash.matches("kuda baterai pokok lem", &Key::new([8; 32])));
}

#[test]
fn the_work_is_what_owasp_asks_for_and_stands_in_the_row() {
    assert_eq!(
        Work::TODAY,
        Work {
            memory_kib: 19 * 1024,
            passes: 2,
            lanes: 1
        }
    );
    let hash = PasswordHash::of("kuda baterai pokok lem", [1; 16], &key());
    let row = serde_json::to_string(&hash).unwrap();
    assert!(
        row.starts_with(r#"{"work":{"memory_kib":19456,"passes":2,"lanes":1},"salt":"0101"#),
        "{row}"
    );
    let read: PasswordHash = serde_json::from_str(&row).unwrap();
    assert_eq!(read, hash);
    // A row that asks for work that there is not recognises nothing, and is no panic.
    let broken: PasswordHash = serde_json::from_str(&row.replace("19456", "1")).unwrap();
    assert!(!broken.matches("kuda baterai pokok lem", &key()));
}

#[test]
fn equal_passwords_have_unequal_hashes() {
    let (one, two) = (
        PasswordHash::of("kuda baterai pokok lem", [1; 16], &key()),
        PasswordHash::of("kuda baterai pokok lem", [2; 16], &key()),
    );
    assert_ne!(one, two);
}

#[test]
fn length_decides_and_no_rule_asks_for_digits_or_capitals() {
    let known = ["budi.santoso", "Kabupaten Sukamaju"];
    for good in [
        "kuda baterai pokok lem",
        "huruf kecil saja cukup",
        "P7$xq!9wLz2v",
        "tembakau biru melompat",
        "ᮊᮩᮛᮩᮏᮩᮀ ᮞᮥᮔ᮪ᮓ ᮘᮥᮠᮥᮔ᮪",
    ] {
        assert_eq!(check_password(good, &known), Ok(()), "{good}");
    }
    assert_eq!(check_password("kuda bater", &known), Err(WeakPassword::TooShort));
    assert_eq!(check_password("", &known), Err(WeakPassword::TooShort));
    let longest = "kuda baterai pokok lem ".repeat(20);
    assert_eq!(check_password(&longest[..256], &known), Ok(()));
    assert_eq!(
        check_password(&longest[..257], &known),
        Err(WeakPassword::TooLong)
    );
}

#[test]
fn what_everybody_tries_first_is_refused() {
    let known = ["budi.santoso", "Kabupaten Sukamaju"];
    for obvious in [
        "password1234",
        "Password1234!",
        "passw0rd2026!!",
        "123456789012",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "Indonesia2026!",
        "administrator1",
        "kepuasanmasyarakat",
        "budisantoso123",
        "Sukamaju-2026-Sukamaju",
        "merdeka1945merdeka",
        "abcdefghijkl",
        "asdfghjklasdf",
        "bismillah12345",
    ] {
        assert_eq!(
            check_password(obvious, &known),
            Err(WeakPassword::Obvious),
            "{obvious}"
        );
    }
}
