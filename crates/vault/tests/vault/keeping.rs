//! What is put is kept, in nobody's sight, and given back only whole.

use std::{fs, sync::Arc, thread};

use uuid::Uuid;
use vault::{Error, PutError, SealSecrets, Vault, limits, seal};

use crate::support::{Sample, assert_kept, put_all, traces_in};

#[test]
fn a_text_reads_as_it_was_put_also_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    put_all(&vault, 0..20);
    assert_kept(&vault, 3);
    drop(vault);
    let vault = Vault::open(dir.path()).unwrap();
    for number in 0..20 {
        assert_kept(&vault, number);
    }
    assert_eq!(vault.read(Uuid::from_u128(99)).unwrap(), None);
}

#[test]
fn a_text_stands_in_no_file_in_clear_and_its_key_not_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    put_all(&vault, [1]);
    drop(vault);
    let traces = traces_in(dir.path(), &Sample::new(1));
    assert_eq!(traces, ["keys.redb: key", "keys.redb: salt", "texts.redb: nonce"]);
}

#[test]
fn only_the_text_that_was_committed_to_matches() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    let sample = Sample::new(1);
    let committed = sample.sealed().commitment();
    let matches = |candidate: &str| vault.matches(sample.content(), &committed, candidate).unwrap();
    assert_eq!(matches(&sample.text), None);
    put_all(&vault, [1]);
    assert_eq!(matches(&sample.text), Some(true));
    assert_eq!(matches("Loket 1 lambat."), Some(false));
    vault.erase([sample.content()]).unwrap();
    assert_eq!(matches(&sample.text), None);
}

#[test]
fn a_content_id_is_put_once() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    put_all(&vault, [1]);
    let sample = Sample::new(1);
    let other = |text| {
        let secrets = SealSecrets {
            content: sample.content(),
            key: [9; 32],
            salt: [9; 32],
            aead_nonce: [9; 12],
        };
        vault.put(seal(text, secrets))
    };
    // Both wait in the queue together, so the second may meet the first within one transaction.
    let refused = [other("Teks lain."), other("Teks lain lagi.")];
    for put in refused {
        assert_eq!(put.wait(), Err(PutError::Taken(sample.content())));
    }
    assert_kept(&vault, 1);
}

#[test]
fn of_two_texts_under_one_id_in_one_batch_the_first_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    // While the disk is busy with the first, the others gather in one batch.
    let ahead = vault.put(Sample::new(0).sealed());
    let pairs: Vec<_> = (1..200)
        .map(|number| {
            let sample = Sample::new(number);
            (vault.put(sample.sealed()), vault.put(sample.sealed()), sample)
        })
        .collect();
    ahead.wait().unwrap();
    for (first, second, sample) in pairs {
        assert_eq!(first.wait(), Ok(()));
        assert_eq!(second.wait(), Err(PutError::Taken(sample.content())));
    }
}

#[test]
fn a_text_longer_than_the_limit_is_refused_with_its_length() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    let put = |bytes: usize| {
        let secrets = SealSecrets {
            content: Uuid::from_u128(bytes as u128),
            key: [1; 32],
            salt: [2; 32],
            aead_nonce: [3; 12],
        };
        vault.put(seal(&"a".repeat(bytes), secrets)).wait()
    };
    assert_eq!(put(limits::TEXT_BYTES_MAX), Ok(()));
    let longer = limits::TEXT_BYTES_MAX + 1;
    assert_eq!(put(longer), Err(PutError::TooLong(longer)));
}

#[test]
fn a_second_opening_is_refused_while_the_first_lives() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    let refused = Vault::open(dir.path()).unwrap_err();
    assert_eq!(refused, Error::InUse(dir.path().into()));
    assert!(refused.to_string().contains("sedang dipakai proses lain"));
    drop(vault);
    Vault::open(dir.path()).unwrap();
}

#[test]
fn dropping_the_vault_finishes_what_is_queued() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    let pending: Vec<_> = (0..300)
        .map(|number| vault.put(Sample::new(number).sealed()))
        .collect();
    drop(vault);
    for put in pending {
        put.wait().unwrap();
    }
    assert_eq!(Vault::open(dir.path()).unwrap().contents().unwrap().len(), 300);
}

#[test]
fn sixteen_writers_share_the_vault() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Arc::new(Vault::open(dir.path()).unwrap());
    thread::scope(|scope| {
        for writer in 0..16 {
            let vault = &vault;
            scope.spawn(move || {
                for number in writer * 20..writer * 20 + 20 {
                    put_all(vault, [number]);
                    assert_kept(vault, number);
                }
            });
        }
    });
    assert_eq!(vault.contents().unwrap().len(), 320);
}

#[test]
fn a_put_can_be_awaited() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(vault.put(Sample::new(1).sealed())).unwrap();
    assert_kept(&vault, 1);
}

#[test]
fn a_flipped_bit_in_a_ciphertext_is_damage_not_another_text() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    put_all(&vault, [1]);
    drop(vault);
    let sample = Sample::new(1);
    let file = dir.path().join("texts.redb");
    let mut bytes = fs::read(&file).unwrap();
    let [_, _, (_, nonce), _] = sample.traces();
    // The nonce stands before the ciphertext; damage both, wherever copies of the page lie.
    for at in 0..bytes.len() - nonce.len() {
        if bytes[at..].starts_with(&nonce) {
            bytes[at] ^= 1;
        }
    }
    fs::write(&file, bytes).unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    let damaged = Error::Damaged {
        content: sample.content(),
    };
    assert_eq!(vault.read(sample.content()), Err(damaged));
}
