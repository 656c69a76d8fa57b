//! The store: rows come back as they were written, a login name belongs to one account, an invitation is good once and
//! for a time, and no file holds a secret.

use std::{collections::BTreeMap, fs};

use credentials::{Credentials, Entry, Error, Login, LoginTaken, PasswordHash, Reader, TotpSecret};
use proptest::prelude::*;
use uuid::Uuid;

use crate::key;

fn entry(login: &str) -> Entry {
    Entry {
        login: Login::new(login).unwrap(),
        changed: 0,
        password: None,
        totp: None,
        totp_step: None,
    }
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

#[test]
fn a_row_comes_back_as_it_was_written_also_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("credentials.redb");
    let whole = Entry {
        changed: 3,
        password: Some(PasswordHash::of("kuda baterai pokok lem", [1; 16], &key())),
        totp: Some(TotpSecret::new([9; 20]).seal(id(1), [2; 12], &key())),
        totp_step: Some(56_666_667),
        ..entry("budi")
    };
    let store = Credentials::open(&path).unwrap();
    store.put(id(1), &whole).unwrap();
    drop(store);
    let store = Credentials::open(&path).unwrap();
    assert_eq!(store.entry(id(1)).unwrap(), Some(whole.clone()));
    assert_eq!(
        store.account_of(&Login::new(" BUDI ").unwrap()).unwrap(),
        Some(id(1))
    );
    assert_eq!(store.entry(id(2)).unwrap(), None);
    // Beside the writer, and in a copy.
    let reader = Reader::open(&path).unwrap();
    assert_eq!(reader.entry(id(1)).unwrap(), Some(whole.clone()));
    let copy = dir.path().join("copy.redb");
    reader.copy(&copy).unwrap();
    let copy = Credentials::open(&copy).unwrap();
    assert_eq!(copy.entry(id(1)).unwrap(), Some(whole));
    assert_eq!(
        copy.account_of(&Login::new("budi").unwrap()).unwrap(),
        Some(id(1))
    );
}

#[test]
fn a_login_name_belongs_to_one_account_and_is_free_once_that_has_another() {
    let dir = tempfile::tempdir().unwrap();
    let store = Credentials::open(&dir.path().join("credentials.redb")).unwrap();
    store.put(id(1), &entry("budi")).unwrap();
    assert!(matches!(store.put(id(2), &entry("budi")), Err(LoginTaken::Taken)));
    assert_eq!(store.entry(id(2)).unwrap(), None);
    store.put(id(1), &entry("budi.s")).unwrap();
    store.put(id(2), &entry("budi")).unwrap();
    assert_eq!(
        store.account_of(&Login::new("budi").unwrap()).unwrap(),
        Some(id(2))
    );
}

#[test]
fn an_invitation_is_good_until_it_is_answered_replaced_or_too_old() {
    let dir = tempfile::tempdir().unwrap();
    let store = Credentials::open(&dir.path().join("credentials.redb")).unwrap();
    let invite = |secret: u8| store.invite(id(1), &entry("budi"), &[secret; 32], 1000).unwrap();
    invite(1);
    assert_eq!(store.invitation(&[1; 32], 999).unwrap(), Some(id(1)));
    assert_eq!(store.invitation(&[1; 32], 1000).unwrap(), None, "too old");
    assert_eq!(store.invitation(&[2; 32], 0).unwrap(), None, "another");
    invite(2);
    assert_eq!(store.invitation(&[1; 32], 0).unwrap(), None, "replaced");
    assert_eq!(store.invitation(&[2; 32], 0).unwrap(), Some(id(1)));
    store.activate(id(1), &entry("budi")).unwrap();
    assert_eq!(store.invitation(&[2; 32], 0).unwrap(), None, "answered");
}

#[test]
fn links_of_a_demo_and_invitations_are_not_copied() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("credentials.redb");
    let store = Credentials::open(&path).unwrap();
    store.invite(id(1), &entry("budi"), &[1; 32], 1000).unwrap();
    store.add_demo_link(&[2; 32], id(1)).unwrap();
    assert_eq!(store.demo_link(&[2; 32]).unwrap(), Some(id(1)));
    let copy = dir.path().join("copy.redb");
    Reader::open(&path).unwrap().copy(&copy).unwrap();
    let copy = Credentials::open(&copy).unwrap();
    assert_eq!(copy.invitation(&[1; 32], 0).unwrap(), None);
    assert_eq!(copy.demo_link(&[2; 32]).unwrap(), None);
    assert!(copy.entry(id(1)).unwrap().is_some());
}

#[test]
fn the_file_holds_no_password_and_no_second_factor() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("credentials.redb");
    let store = Credentials::open(&path).unwrap();
    let (password, secret) = ("kuda baterai pokok lem", *b"ABCDEFGHIJKLMNOPQRST");
    let whole = Entry {
        password: Some(PasswordHash::of(password, [1; 16], &key())),
        totp: Some(TotpSecret::new(secret).seal(id(1), [2; 12], &key())),
        ..entry("budi")
    };
    store.put(id(1), &whole).unwrap();
    drop(store);
    let bytes = fs::read(&path).unwrap();
    let holds = |what: &[u8]| bytes.windows(what.len()).any(|part| part == what);
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert!(holds(b"budi"), "the test looks where the row is");
    assert!(!holds(password.as_bytes()) && !holds(hex(password.as_bytes()).as_bytes()));
    assert!(!holds(&secret) && !holds(hex(&secret).as_bytes()));
}

#[test]
fn another_file_and_one_in_use_are_refused_with_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("credentials.redb");
    let store = Credentials::open(&path).unwrap();
    assert!(matches!(Credentials::open(&path), Err(Error::InUse(_))));
    drop(store);
    fs::write(&path, b"bukan basis data, hanya teks biasa yang cukup panjang").unwrap();
    let refused = Credentials::open(&path).unwrap_err();
    assert!(matches!(&refused, Error::Format { .. }), "{refused}");
}

/// What one may do to the store.
#[derive(Clone, Debug)]
enum Step {
    Put(u128, u8),
    Invite(u128, u8, u8),
    Activate(u128, u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..3_u8, 1..4_u128, 0..4_u8, 0..4_u8).prop_map(|(what, account, login, secret)| match what {
        0 => Step::Put(account, login),
        1 => Step::Invite(account, login, secret),
        _ => Step::Activate(account, login),
    });
    prop::collection::vec(step, 0..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Against maps in memory.
    #[test]
    fn the_store_is_the_maps_that_it_stands_for(steps in steps()) {
        let dir = tempfile::tempdir().unwrap();
        let store = Credentials::open(&dir.path().join("credentials.redb")).unwrap();
        let (mut rows, mut invitations) = (BTreeMap::<u128, u8>::new(), BTreeMap::<u8, u128>::new());
        for step in steps {
            let (account, login) = match step {
                Step::Put(account, login) | Step::Invite(account, login, _) | Step::Activate(account, login) => (account, login),
            };
            let taken = rows.iter().any(|(of, held)| *held == login && *of != account);
            let row = entry(&format!("login-{login}"));
            let outcome = match step {
                Step::Put(..) => store.put(id(account), &row),
                Step::Invite(_, _, secret) => store.invite(id(account), &row, &[secret; 32], 1),
                Step::Activate(..) => store.activate(id(account), &row),
            };
            prop_assert_eq!(outcome.is_err(), taken);
            if taken {
                continue;
            }
            rows.insert(account, login);
            if !matches!(step, Step::Put(..)) {
                invitations.retain(|_, of| *of != account);
            }
            if let Step::Invite(_, _, secret) = step {
                invitations.insert(secret, account);
            }
        }
        for login in 0..4 {
            let holder = rows.iter().find(|(_, held)| **held == login).map(|(of, _)| id(*of));
            let found = store.account_of(&Login::new(&format!("login-{login}")).unwrap()).unwrap();
            prop_assert_eq!(found, holder);
        }
        for secret in 0..4 {
            let holder = invitations.get(&secret).copied().map(id);
            prop_assert_eq!(store.invitation(&[secret; 32], 0).unwrap(), holder);
        }
    }
}
