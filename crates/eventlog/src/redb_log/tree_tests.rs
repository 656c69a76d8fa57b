//! What only a tree in a file can show: that its nodes are stored, survive a reopening, and cannot be changed
//! without `verify` and a backup naming the place.

use redb::{ReadableTable, ReadableTableMetadata};
use tempfile::TempDir;
use tlog::{Hash, empty_root, leaf_hash, node_hash};

use super::{
    disk::Disk,
    open,
    tables::{META, NODES, Node, Tables},
    tests::small,
    *,
};
use crate::{
    conformance::samples::{TestClock, append, event},
    entry,
};

/// Past two full tiles.
const EVENTS: u64 = 600;

fn open(disk: &Disk) -> RedbLog {
    RedbLog::open_backend(disk.clone(), TestClock::default().clock(), &small()).unwrap()
}

/// Appends until the log has so many events.
fn grow(log: &RedbLog, size: u64) {
    while log.head().size < size {
        let from = log.head().size;
        let until = size.min(from + crate::EVENTS_PER_APPEND_MAX as u64);
        let append = append(&format!("s{from}"), 0, (from..until).map(event).collect());
        log.append(append).wait().unwrap();
    }
}

fn filled(size: u64) -> Disk {
    let disk = Disk::default();
    grow(&open(&disk), size);
    disk
}

/// By the definition, from the entries.
fn defined(log: &impl ReadEvents) -> Hash {
    fn over(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => empty_root(),
            [leaf] => *leaf,
            _ => {
                let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
                node_hash(&over(left), &over(right))
            }
        }
    }
    let events = log.read_all(Position(0), usize::MAX).unwrap();
    let leaves: Vec<_> = events.iter().map(|event| leaf_hash(event.entry())).collect();
    over(&leaves)
}

/// A log whose file somebody changed.
fn change(
    disk: &Disk,
    change: impl FnOnce(&mut Tables<'_>, &mut redb::Table<'_, Node, [u8; 32]>),
) -> LogReader {
    let database = open::open_backend(disk.clone(), &small()).unwrap();
    let transaction = database.begin_write().unwrap();
    change(
        &mut Tables::open(&transaction).unwrap(),
        &mut transaction.open_table(NODES).unwrap(),
    );
    transaction.commit().unwrap();
    LogReader::new(Arc::new(database), Arc::default())
}

fn change_nodes(disk: &Disk, damage: impl FnOnce(&mut redb::Table<'_, Node, [u8; 32]>)) -> LogReader {
    change(disk, |_, nodes| damage(nodes))
}

/// The only problem that verify finds, and what it says.
#[track_caller]
fn only_problem(reader: &LogReader) -> (u64, String) {
    let report = reader.verify(|_, _| {}).unwrap();
    let [problem] = &report.problems[..] else {
        panic!("{report:#?}");
    };
    (problem.position.unwrap().0, problem.what.clone())
}

#[track_caller]
fn refuses_to_copy(reader: &LogReader, position: u64) {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("copy");
    let refusal = reader.backup(&path, |_, _| {}).unwrap_err();
    assert!(
        matches!(refusal, LogError::Damaged { position: at, .. } if at.0 == position),
        "{refusal}"
    );
    assert!(!path.exists());
}

#[test]
fn a_log_that_is_reopened_at_any_size_goes_on_with_the_same_tree() {
    for size in [0, 1, 2, 255, 256, 257, 511, 512, 513] {
        let disk = filled(size);
        let log = open(&disk);
        assert_eq!(log.root(size).unwrap(), defined(&log), "{size}");
        grow(&log, EVENTS);
        assert_eq!(log.root(EVENTS).unwrap(), defined(&log), "grown from {size}");
        let report = log.verify(|_, _| {}).unwrap();
        assert!(report.is_clean(), "{report:?}");
        assert_eq!(report.root, Some(defined(&log)), "verify makes the root anew");
    }
}

#[test]
fn a_copy_has_the_tree_of_the_log() {
    let log = open(&filled(EVENTS));
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("copy.redb");
    log.backup(&path, |_, _| {}).unwrap();
    let copy = RedbLog::open(&path, TestClock::default().clock(), &small()).unwrap();
    assert!(copy.verify(|_, _| {}).unwrap().is_clean());
    assert_eq!(copy.hashes(1, 0..2).unwrap(), log.hashes(1, 0..2).unwrap());
    assert_eq!(copy.root(EVENTS).unwrap(), log.root(EVENTS).unwrap());
}

#[test]
fn nodes_of_the_second_level_stand_there_too_and_are_checked() {
    const SIZE: u64 = 65_536 + 300;
    let disk = filled(SIZE);
    let log = open(&disk);
    let root = log.root(SIZE).unwrap();
    assert_eq!(root, defined(&log));
    assert_eq!(log.hashes(2, 0..1).unwrap(), [log.root(65_536).unwrap()]);
    drop(log);
    let reader = change_nodes(&disk, |nodes| {
        assert_eq!(
            nodes.len().unwrap(),
            256 + 1 + 1,
            "one row for each complete subtree"
        );
        let mut hash = nodes.get((2, 0)).unwrap().unwrap().value();
        hash[0] ^= 1;
        nodes.insert((2, 0), hash).unwrap();
    });
    let (position, what) = only_problem(&reader);
    assert_eq!(position, 0);
    assert!(
        what.contains("simpul 0 di tingkat 2 pohon tidak sesuai"),
        "{what}"
    );
    assert_eq!(
        reader.verify(|_, _| {}).unwrap().root,
        Some(root),
        "the entries are unharmed"
    );
    refuses_to_copy(&reader, 0);
}

#[test]
fn no_single_bit_of_a_node_can_flip_unseen() {
    let disk = filled(EVENTS);
    for bit in 0..256 {
        let flip = |nodes: &mut redb::Table<'_, Node, [u8; 32]>| {
            let mut hash = nodes.get((1, 1)).unwrap().unwrap().value();
            hash[bit / 8] ^= 1 << (bit % 8);
            nodes.insert((1, 1), hash).unwrap();
        };
        let (position, what) = only_problem(&change_nodes(&disk, flip));
        assert_eq!(position, 256, "bit {bit}");
        assert!(
            what.contains("simpul 1 di tingkat 1 pohon tidak sesuai"),
            "{what}"
        );
        // And back.
        change_nodes(&disk, flip);
    }
    refuses_to_copy(
        &change_nodes(&disk, |nodes| drop(nodes.insert((1, 1), [0; 32]).unwrap())),
        256,
    );
}

#[test]
fn a_missing_node_is_found_by_verify_and_by_whoever_needs_it() {
    let reader = change_nodes(&filled(EVENTS), |nodes| drop(nodes.remove((1, 0)).unwrap()));
    let (position, what) = only_problem(&reader);
    assert_eq!((position, &*what), (0, "simpul 0 di tingkat 1 pohon tidak ada"));
    let answers = [
        reader.root(EVENTS).map(drop),
        reader.hashes(1, 0..2).map(drop),
        reader.inclusion_proof(Position(300), EVENTS).map(drop),
    ];
    for answer in answers {
        assert!(
            matches!(answer, Err(TreeError::Log(LogError::Damaged { .. }))),
            "{answer:?}"
        );
    }
    refuses_to_copy(&reader, 0);
}

#[test]
fn a_node_for_events_that_are_not_there_is_found() {
    for node in [(1, 2), (2, 0), (0, 5), (7, 1), (8, 0), (255, u64::MAX)] {
        let reader = change_nodes(&filled(EVENTS), |nodes| {
            drop(nodes.insert(node, [0; 32]).unwrap());
        });
        let (_, what) = only_problem(&reader);
        assert!(
            what.contains("stands for events that are not there"),
            "{node:?}: {what}"
        );
    }
}

/// The entry says the same as its leaf hash and all indexes are right: only the tree tells.
#[test]
fn an_event_that_was_rewritten_with_its_leaf_hash_is_found_by_the_tree() {
    let reader = change(&filled(EVENTS), |tables, _| {
        let mut stored = tables.events.get(300).unwrap().unwrap().value().to_vec();
        *stored.last_mut().unwrap() ^= 1;
        let recorded_at = TimestampMs(0);
        entry::seal(&mut stored, recorded_at);
        tables.events.insert(300, stored.as_slice()).unwrap();
    });
    let (position, what) = only_problem(&reader);
    assert_eq!(position, 256);
    assert!(
        what.contains("simpul 1 di tingkat 1 pohon tidak sesuai"),
        "{what}"
    );
    refuses_to_copy(&reader, 256);
}

/// Verify looks at several thousand events at a time: nothing hides where one piece ends and the next begins.
#[test]
fn what_is_wrong_between_two_pieces_is_found() {
    const EDGE: u64 = 4096;
    let clock = TestClock::default();
    clock.set(1000);
    let disk = Disk::default();
    let log = RedbLog::open_backend(disk.clone(), clock.clock(), &small()).unwrap();
    grow(&log, EDGE + 300);
    drop(log);
    let back_in_time = |tables: &mut Tables<'_>, position: u64| {
        let mut stored = tables.events.get(position).unwrap().unwrap().value().to_vec();
        entry::seal(&mut stored, TimestampMs(999));
        tables.events.insert(position, stored.as_slice()).unwrap();
    };
    let content = disk.content();
    let found = |damage: &dyn Fn(&mut Tables<'_>)| {
        let reader = change(&Disk::holding(content.clone()), |tables, _| damage(tables));
        let report = reader.verify(|_, _| {}).unwrap();
        let named = |problem: &Problem| (problem.position.unwrap().0, problem.what.clone());
        report.problems.iter().map(named).collect::<Vec<_>>()
    };
    let problems = found(&|tables| back_in_time(tables, EDGE));
    let what = "dicatat pada 999, lebih awal daripada peristiwa di depannya (1000)";
    assert!(problems.contains(&(EDGE, what.into())), "{problems:#?}");
    for missing in [EDGE - 1..EDGE, EDGE..EDGE + 1, EDGE - 2..EDGE + 2] {
        let problems = found(&|tables| {
            for position in missing.clone() {
                tables.events.remove(position).unwrap();
            }
        });
        let what = format!("posisi {} sampai {} tidak ada", missing.start, missing.end - 1);
        assert!(problems.contains(&(missing.start, what)), "{problems:#?}");
    }
}

#[test]
fn a_row_at_the_last_position_that_there_is_keeps_nobody_waiting() {
    let reader = change(&filled(EVENTS), |tables, _| {
        let stored = tables.events.get(0).unwrap().unwrap().value().to_vec();
        tables.events.insert(u64::MAX, stored.as_slice()).unwrap();
    });
    let report = reader.verify(|_, _| {}).unwrap();
    let gap = format!("posisi {EVENTS} sampai {} tidak ada", u64::MAX - 1);
    assert!(
        report.problems.iter().any(|problem| problem.what == gap),
        "{report:#?}"
    );
    assert_eq!(report.root, None);
}

#[test]
fn a_log_of_another_format_is_refused_with_its_number() {
    for format in [1, 3] {
        let disk = filled(1);
        let database = open::open_backend(disk.clone(), &small()).unwrap();
        let transaction = database.begin_write().unwrap();
        transaction
            .open_table(META)
            .unwrap()
            .insert("format", format)
            .unwrap();
        transaction.commit().unwrap();
        drop(database);
        let refusal = open::open_backend(disk, &small()).unwrap_err().to_string();
        assert!(
            refusal.contains(&format!("this log is in format {format}")),
            "{refusal}"
        );
    }
}
