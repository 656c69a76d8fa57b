//! The state hash covers every row of every table. Method: change one byte of one row in the file, table by
//! table, and ask again.

use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

use redb::{
    Database, Key, ReadableDatabase, ReadableTable, TableDefinition, TableHandle, Value, WriteTransaction,
};
use views::{StateHash, Views, catch_up};

use crate::{as_of::long, history::History, support::projector};

const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");
const DICTIONARY: TableDefinition<'_, (u8, u32), &str> = TableDefinition::new("dictionary");
type Rows<K> = TableDefinition<'static, K, &'static [u8]>;
const TOTALS: Rows<(u32, u16)> = Rows::new("totals");
const FACETS: Rows<(u32, u16)> = Rows::new("facets");
const LEDGER: Rows<(u32, u16, u64)> = Rows::new("ledger");
const SNAPSHOTS: Rows<(u32, u16, u64)> = Rows::new("snapshots");
const SERVICE_EVENTS: Rows<(u32, u64)> = Rows::new("service_events");
const RESULTS: Rows<(u32, u64)> = Rows::new("results");
const DEVICES: Rows<&str> = Rows::new("devices");
const SUBJECTS: TableDefinition<'_, (u8, u32, u64), &str> = TableDefinition::new("subjects");
const CLOSED_FACETS: Rows<(u32, u16)> = Rows::new("closed_facets");
const COMMENTS: TableDefinition<'_, (u32, u16, u64), u128> = TableDefinition::new("comments");
const VISITS: TableDefinition<'_, (u32, u16, u64), (u64, Option<u64>)> = TableDefinition::new("visits");
const TOKENS: TableDefinition<'_, [u8; 16], &str> = TableDefinition::new("tokens");
const BATCHES: TableDefinition<'_, (&str, u64), (u64, u64, u64)> = TableDefinition::new("batches");
const TOKENS_USED: TableDefinition<'_, (&str, u64), u64> = TableDefinition::new("tokens_used");

fn hash(file: &Path) -> StateHash {
    Views::open(file).unwrap().state_hash().unwrap()
}

/// Changes one bit of the last row of a table.
fn change_last<K: Key + 'static>(write: &WriteTransaction, table: Rows<K>) {
    let mut table = write.open_table(table).unwrap();
    let (key, mut row) = {
        let (key, row) = table.last().unwrap().expect("the history fills every table");
        (K::as_bytes(&key.value()).as_ref().to_vec(), row.value().to_vec())
    };
    *row.last_mut().unwrap() ^= 1;
    table.insert(K::from_bytes(&key), row.as_slice()).unwrap();
}

/// Removes the first row of a table.
fn remove_first<K: Key + 'static, V: Value + 'static>(
    write: &WriteTransaction,
    table: TableDefinition<'_, K, V>,
) {
    let mut table = write.open_table(table).unwrap();
    assert!(table.pop_first().unwrap().is_some());
}

/// A table's name, and a change of one of its rows.
type Change = (String, Box<dyn Fn(&WriteTransaction)>);

fn change<K: Key + 'static, V: Value + 'static>(
    table: TableDefinition<'static, K, V>,
    change: impl Fn(&WriteTransaction, TableDefinition<'static, K, V>) + 'static,
) -> Change {
    (
        table.name().to_owned(),
        Box::new(move |write| change(write, table)),
    )
}

fn changes() -> Vec<Change> {
    fn insert(name: &'static str) -> Change {
        change(META, move |write, table| {
            write.open_table(table).unwrap().insert(name, 7).unwrap();
        })
    }
    let code = |key: (u8, u32)| {
        change(DICTIONARY, move |write, table| {
            write.open_table(table).unwrap().insert(key, "x=y").unwrap();
        })
    };
    let mut changes = vec![insert("progress"), insert("last"), code((0, 0)), code((5, 4_000))];
    for table in [TOTALS, FACETS, CLOSED_FACETS] {
        changes.extend([change(table, change_last), change(table, remove_first)]);
    }
    for table in [LEDGER, SNAPSHOTS] {
        changes.extend([change(table, change_last), change(table, remove_first)]);
    }
    for table in [SERVICE_EVENTS, RESULTS] {
        changes.extend([change(table, change_last), change(table, remove_first)]);
    }
    changes.extend([change(SUBJECTS, remove_first)]);
    changes.extend([
        change(TOKENS, |write, table| {
            write.open_table(table).unwrap().insert([0; 16], "S-KEL").unwrap();
        }),
        change(BATCHES, |write, table| {
            write
                .open_table(table)
                .unwrap()
                .insert(("S-KEC", 0), (10, 0, 0))
                .unwrap();
        }),
        change(TOKENS_USED, |write, table| {
            write.open_table(table).unwrap().insert(("S-KEC", 7), 7).unwrap();
        }),
    ]);
    changes.extend([change(TOKENS, remove_first), change(BATCHES, remove_first)]);
    changes.push(change(TOKENS_USED, remove_first));
    changes.extend([
        change(COMMENTS, |write, table| {
            write.open_table(table).unwrap().insert((0, 0, 0), 7).unwrap();
        }),
        change(VISITS, |write, table| {
            let mut table = write.open_table(table).unwrap();
            table.insert((0, 0, 0), (7, None)).unwrap();
        }),
        change(VISITS, remove_first),
    ]);
    changes.extend([change(DEVICES, change_last), change(DEVICES, remove_first)]);
    changes
}

#[test]
fn a_change_of_one_row_in_any_table_changes_the_hash() {
    let dir = tempfile::tempdir().unwrap();
    let (file, copy) = (dir.path().join("views.redb"), dir.path().join("copy.redb"));
    let history = History::of(&long(3000));
    {
        let views = Arc::new(Views::open(&file).unwrap());
        let mut projector = projector(&views, history.log()).unwrap();
        catch_up(
            &mut projector,
            &**history.log(),
            history.log().head().size,
            |_| (),
        )
        .unwrap();
    }
    let before = hash(&file);
    let mut covered = BTreeSet::new();
    for (table, change) in changes() {
        fs::copy(&file, &copy).unwrap();
        let database = Database::open(&copy).unwrap();
        let write = database.begin_write().unwrap();
        change(&write);
        write.commit().unwrap();
        drop(database);
        assert_ne!(hash(&copy), before, "a row of {table} was changed");
        covered.insert(table);
    }
    let database = Database::open(&file).unwrap();
    let read = database.begin_read().unwrap();
    let tables = read.list_tables().unwrap();
    let tables: BTreeSet<String> = tables.map(|table| table.name().to_owned()).collect();
    assert_eq!(covered, tables, "every table is covered");
}

#[test]
fn the_hash_reads_as_64_hex_digits_and_opening_the_file_again_keeps_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("views.redb");
    let empty = hash(&file).to_string();
    assert_eq!(empty.len(), 64);
    assert!(empty.bytes().all(|digit| digit.is_ascii_hexdigit()));
    assert_eq!(hash(&file).to_string(), empty);
}
