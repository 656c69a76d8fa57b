//! What is erased is gone from every live file, and nothing else is.

use std::{
    collections::HashSet,
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use vault::{Error, Vault, VaultReader};

use crate::support::{Sample, assert_kept, put_all, traces_in};

#[test]
fn an_erased_text_leaves_no_trace_in_any_live_file() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    for round in 0..10 {
        put_all(&vault, round * 50..round * 50 + 50);
    }
    let erased = [0, 123, 499];
    for number in erased {
        assert!(!traces_in(dir.path(), &Sample::new(number)).is_empty());
    }
    vault
        .erase(erased.map(|number| Sample::new(number).content()))
        .unwrap();
    for number in erased {
        let sample = Sample::new(number);
        assert_eq!(traces_in(dir.path(), &sample), [""; 0]);
        assert_eq!(vault.read(sample.content()).unwrap(), None);
    }
    for number in (0..500).filter(|number| !erased.contains(number)) {
        assert_kept(&vault, number);
    }
    assert_eq!(vault.contents().unwrap().len(), 497);
}

#[test]
fn after_erasing_the_vault_takes_texts_and_reopens_as_before() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    put_all(&vault, 0..10);
    vault.erase([Sample::new(4).content()]).unwrap();
    put_all(&vault, 10..20);
    drop(vault);
    let vault = Vault::open(dir.path()).unwrap();
    for number in (0..20).filter(|number| *number != 4) {
        assert_kept(&vault, number);
    }
    assert_eq!(traces_in(dir.path(), &Sample::new(4)), [""; 0]);
    assert_eq!(vault.read(Sample::new(4).content()).unwrap(), None);
}

#[test]
fn erasing_what_is_not_there_changes_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    put_all(&vault, [1]);
    let files = || ["keys.redb", "texts.redb"].map(|file| fs::read(dir.path().join(file)).unwrap());
    let before = files();
    vault.erase([Sample::new(2).content()]).unwrap();
    assert!(files() == before);
}

#[test]
fn a_text_that_waits_when_its_erasure_is_asked_is_erased_too() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    let pending: Vec<_> = (0..200)
        .map(|number| vault.put(Sample::new(number).sealed()))
        .collect();
    vault.erase([Sample::new(199).content()]).unwrap();
    for put in pending {
        put.wait().unwrap();
    }
    assert_eq!(traces_in(dir.path(), &Sample::new(199)), [""; 0]);
    assert_eq!(vault.contents().unwrap().len(), 199);
}

#[test]
fn readers_and_writers_go_on_while_texts_are_erased() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Arc::new(Vault::open(dir.path()).unwrap());
    put_all(&vault, 0..100);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                for number in 50..100 {
                    assert_kept(&vault, number);
                }
            }
        });
        scope.spawn(|| put_all(&vault, 100..200));
        for number in 0..20 {
            vault.erase([Sample::new(number).content()]).unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(vault.contents().unwrap().len(), 180);
}

#[test]
fn a_sweep_removes_what_no_event_names_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = Vault::open(dir.path()).unwrap();
    put_all(&vault, 0..10);
    let named: HashSet<_> = (0..8).map(|number| Sample::new(number).content()).collect();
    assert_eq!(vault.sweep(&named), Ok(2));
    for number in 0..8 {
        assert_kept(&vault, number);
    }
    assert_eq!(traces_in(dir.path(), &Sample::new(9)), [""; 0]);
    assert_eq!(vault.sweep(&named), Ok(0));
}

#[test]
fn a_backup_opens_as_a_vault_and_is_never_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let copy = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    put_all(&vault, 0..10);
    vault.erase([Sample::new(4).content()]).unwrap();
    let reader = VaultReader::open(dir.path()).unwrap();
    assert_eq!(reader.backup(copy.path()).unwrap().len(), 9);
    let again = reader.backup(copy.path());
    assert_eq!(again, Err(Error::BackupExists(copy.path().into())));
    drop(reader);
    put_all(&vault, 10..20);
    assert_eq!(traces_in(copy.path(), &Sample::new(4)), [""; 0]);
    let read = VaultReader::open(copy.path())
        .unwrap()
        .read(Sample::new(3).content());
    assert_eq!(read.unwrap().as_deref(), Some(Sample::new(3).text.as_str()));
    assert_eq!(
        fs::read_dir(copy.path()).unwrap().count(),
        2,
        "reading left something"
    );
    let copied = Vault::open(copy.path()).unwrap();
    for number in (0..10).filter(|number| *number != 4) {
        assert_kept(&copied, number);
    }
    assert_eq!(copied.contents().unwrap().len(), 9);
}

#[test]
fn a_vault_that_is_read_from_beside_takes_texts_but_erases_none() {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    put_all(&vault, 0..10);
    let held = VaultReader::open(dir.path()).unwrap();
    thread::scope(|scope| {
        let erasing = scope.spawn(|| vault.erase([Sample::new(4).content()]));
        thread::sleep(Duration::from_millis(50));
        put_all(&vault, 10..20);
        assert!(!erasing.is_finished());
        assert_kept(&vault, 4);
        // What came in meanwhile is seen from beside, too.
        let late = Sample::new(15);
        assert_eq!(
            held.read(late.content()).unwrap().as_deref(),
            Some(late.text.as_str())
        );
        drop(held);
        erasing.join().unwrap().unwrap();
    });
    assert_eq!(vault.read(Sample::new(4).content()).unwrap(), None);
}
