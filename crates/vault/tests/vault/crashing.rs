//! What a crash can leave, laid out by hand as it would stand on the disk, then opened.
//!
//! The files are the vault's own, taken before and after a step and put together as the order of its steps
//! allows. That the steps do stand in that order is tested apart, by letting one of them fail or wait.

use std::{fs, path::Path};

use redb::{Database, TableDefinition};
use vault::{Error, Vault};

use crate::support::{Sample, assert_kept, put_all, traces_in};

fn copy(from: &Path, file: &str, to: &Path, name: &str) {
    fs::copy(from.join(file), to.join(name)).unwrap();
}

/// A closed vault with ten texts.
fn ten_texts() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    put_all(&Vault::open(dir.path()).unwrap(), 0..10);
    dir
}

#[test]
fn a_crash_between_both_files_of_a_put_leaves_nothing_that_can_be_read() {
    let before = ten_texts();
    let after = ten_texts();
    put_all(&Vault::open(after.path()).unwrap(), [10]);
    copy(after.path(), "texts.redb", before.path(), "texts.redb");
    let mut vault = Vault::open(before.path()).unwrap();
    assert_eq!(vault.read(Sample::new(10).content()), Ok(None));
    assert_eq!(vault.contents().unwrap().len(), 10);
    let named = vault.contents().unwrap().into_iter().collect();
    assert_eq!(vault.sweep(&named), Ok(1));
    assert_eq!(traces_in(before.path(), &Sample::new(10)), [""; 0]);
}

#[test]
fn a_crash_before_the_rename_leaves_the_old_file_and_no_copy_of_its_keys() {
    let dir = ten_texts();
    copy(dir.path(), "keys.redb", dir.path(), "keys.unfinished");
    fs::write(dir.path().join("texts.unfinished"), b"half").unwrap();
    let vault = Vault::open(dir.path()).unwrap();
    for number in 0..10 {
        assert_kept(&vault, number);
    }
    let mut files: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    files.sort();
    assert_eq!(files, ["keys.redb", "lock", "still", "texts.redb"]);
}

#[test]
fn a_crash_between_both_files_of_an_erasure_leaves_an_unreadable_rest_that_erasing_again_removes() {
    let before = ten_texts();
    let after = ten_texts();
    let erased = Sample::new(4);
    Vault::open(after.path())
        .unwrap()
        .erase([erased.content()])
        .unwrap();
    copy(after.path(), "keys.redb", before.path(), "keys.redb");
    let vault = Vault::open(before.path()).unwrap();
    assert_eq!(vault.read(erased.content()), Ok(None));
    assert_eq!(traces_in(before.path(), &erased), ["texts.redb: nonce"]);
    vault.erase([erased.content()]).unwrap();
    assert_eq!(traces_in(before.path(), &erased), [""; 0]);
    assert_eq!(vault.contents().unwrap().len(), 9);
}

#[test]
fn an_erasure_that_fails_half_way_has_destroyed_the_keys_and_stops_the_vault() {
    let dir = ten_texts();
    let erased = Sample::new(4);
    let vault = Vault::open(dir.path()).unwrap();
    // Where the new texts file is to be made stands a directory.
    let in_the_way = dir.path().join("texts.unfinished");
    fs::create_dir(&in_the_way).unwrap();
    let failed = vault.erase([erased.content()]).unwrap_err();
    assert!(matches!(failed, Error::Storage(_)), "{failed}");
    fs::remove_dir(&in_the_way).unwrap();
    assert_eq!(traces_in(dir.path(), &erased), ["texts.redb: nonce"]);

    let closed = Error::Closed(failed.to_string());
    assert_eq!(vault.erase([erased.content()]), Err(closed.clone()));
    assert_eq!(vault.put(Sample::new(10).sealed()).wait(), Err(closed.into()));
    assert_kept(&vault, 3);
    drop(vault);
    let vault = Vault::open(dir.path()).unwrap();
    vault.erase([erased.content()]).unwrap();
    assert_eq!(traces_in(dir.path(), &erased), [""; 0]);
}

#[test]
fn a_crash_while_the_vault_is_begun_is_begun_again() {
    let begun = tempfile::tempdir().unwrap();
    drop(Vault::open(begun.path()).unwrap());
    fs::remove_file(begun.path().join("keys.redb")).unwrap();
    put_all(&Vault::open(begun.path()).unwrap(), [1]);
}

#[test]
fn a_lost_file_is_reported_and_not_begun_anew() {
    for lost in ["keys.redb", "texts.redb"] {
        let dir = ten_texts();
        fs::remove_file(dir.path().join(lost)).unwrap();
        let refused = Vault::open(dir.path()).unwrap_err();
        assert!(
            matches!(&refused, Error::Format { file, .. } if file.ends_with(lost)),
            "{refused}"
        );
        assert!(!dir.path().join(lost).exists());
    }
}

#[test]
fn a_file_in_the_place_of_the_other_or_of_a_newer_format_is_refused() {
    let dir = ten_texts();
    copy(dir.path(), "texts.redb", dir.path(), "keys.redb");
    assert!(matches!(Vault::open(dir.path()), Err(Error::Format { .. })));

    let dir = ten_texts();
    let format: TableDefinition<'_, (), &str> = TableDefinition::new("format");
    let database = Database::open(dir.path().join("texts.redb")).unwrap();
    let write = database.begin_write().unwrap();
    write
        .open_table(format)
        .unwrap()
        .insert((), "skm vault texts 2")
        .unwrap();
    write.commit().unwrap();
    drop(database);
    let refused = Vault::open(dir.path()).unwrap_err().to_string();
    assert!(refused.contains("skm vault texts 2"), "{refused}");
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let dir = ten_texts();
    fs::write(dir.path().join("keys.redb"), b"bukan basis data").unwrap();
    assert!(Vault::open(dir.path()).is_err());
    assert_eq!(
        fs::read(dir.path().join("keys.redb")).unwrap(),
        b"bukan basis data"
    );
}
