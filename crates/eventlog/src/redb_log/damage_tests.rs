//! Every way to change the file behind the log's back that the log's own promises can show.
//!
//! Each test opens the file as redb does, changes rows, and requires `verify` to say what disagrees, and
//! where. Changes to the tree, and those that only the tree can tell, are in [`tree_tests`](super::tree_tests).

use redb::{ReadableDatabase, ReadableTable};
use tempfile::TempDir;

use super::disk::Disk;
use super::{
    open,
    tables::{Tables, stream_key, tag_key},
    tests::small,
    *,
};
use crate::{
    conformance::samples::{TestClock, append, event_id, stream, tag, tagged},
    entry,
};

/// Ten events in each of three streams; those up to `indexed` are in the index tables.
fn filled(indexed: u64) -> Disk {
    let disk = Disk::default();
    let options = Options {
        tail_events_max: indexed,
        settle_after: std::time::Duration::MAX,
        ..small()
    };
    let log = RedbLog::open_backend(disk.clone(), TestClock::default().clock(), &options).unwrap();
    for number in 0..30 {
        let event = tagged(number, &["t", &format!("t{}", number % 3)]);
        log.append(append(&format!("s{}", number % 3), number / 3, vec![event]))
            .wait()
            .unwrap();
    }
    let crashed = Disk::holding(disk.content());
    drop(log);
    crashed
}

fn change(disk: &Disk, change: impl FnOnce(&mut Tables<'_>)) -> LogReader {
    let database = open::open_backend(disk.clone(), &small()).unwrap();
    let transaction = database.begin_write().unwrap();
    change(&mut Tables::open(&transaction).unwrap());
    transaction.commit().unwrap();
    assert!(database.begin_read().is_ok());
    LogReader::new(Arc::new(database), Arc::default())
}

/// What verify says about a log of thirty events whose indexes cover all of them, or the first twenty.
fn found(indexed: u64, damage: impl FnOnce(&mut Tables<'_>)) -> Vec<(Option<u64>, String)> {
    let reader = change(&filled(indexed), damage);
    let problems = reader.verify(|_, _| {}).unwrap().problems;
    problems
        .into_iter()
        .map(|problem| (problem.position.map(|at| at.0), problem.what))
        .collect()
}

#[track_caller]
fn names(problems: &[(Option<u64>, String)], position: impl Into<Option<u64>>, words: &str) {
    let position = position.into();
    let named = |(at, what): &(Option<u64>, String)| *at == position && what.contains(words);
    assert!(
        problems.iter().any(named),
        "{position:?} {words:?} is not among {problems:#?}"
    );
}

fn stored(tables: &Tables<'_>, position: u64) -> Vec<u8> {
    tables.events.get(position).unwrap().unwrap().value().to_vec()
}

#[test]
fn an_unchanged_log_is_clean() {
    for indexed in [30, 20] {
        assert_eq!(found(indexed, |_| {}), []);
    }
}

#[test]
fn a_flipped_bit_in_an_event_is_found_by_verify_and_by_every_read() {
    let reader = change(&filled(30), |tables| {
        let mut bytes = stored(tables, 7);
        *bytes.last_mut().unwrap() ^= 4;
        tables.events.insert(7, bytes.as_slice()).unwrap();
    });
    let report = reader.verify(|_, _| {}).unwrap();
    assert_eq!(report.problem_count, 1, "{report:?}");
    assert_eq!(report.problems[0].position, Some(Position(7)));
    let directory = TempDir::new().unwrap();
    let reads = [
        reader.read_all(Position(0), 100).map(drop),
        reader.read_stream(&stream("s1"), Version(0), 100).map(drop),
        reader.read_tag(&tag("t1"), Position(0), 100).map(drop),
        reader.backup(&directory.path().join("copy"), |_, _| {}).map(drop),
    ];
    for read in reads {
        assert!(
            matches!(
                read,
                Err(LogError::Damaged {
                    position: Position(7),
                    ..
                })
            ),
            "{read:?}"
        );
    }
    assert!(
        !directory.path().join("copy").exists(),
        "no copy of a damaged log"
    );
    assert_eq!(
        reader.read_all(Position(8), 100).unwrap().len(),
        22,
        "the rest can still be read"
    );
}

#[test]
fn a_missing_event_is_found() {
    let problems = found(30, |tables| drop(tables.events.remove(7).unwrap()));
    names(&problems, 7, "posisi 7 sampai 7 tidak ada");
    let problems = found(30, |tables| drop(tables.events.remove(0).unwrap()));
    names(&problems, 0, "posisi 0 sampai 0 tidak ada");
    let problems = found(20, |tables| drop(tables.events.remove(25).unwrap()));
    names(&problems, 25, "posisi 25 sampai 25 tidak ada");
    let reader = change(&filled(30), |tables| drop(tables.events.remove(7).unwrap()));
    let read = reader.read_all(Position(0), 100);
    assert!(
        matches!(
            read,
            Err(LogError::Damaged {
                position: Position(7),
                ..
            })
        ),
        "{read:?}"
    );
}

#[test]
fn a_log_cut_short_is_found_by_its_indexes() {
    let problems = found(30, |tables| drop(tables.events.remove(29).unwrap()));
    names(
        &problems,
        None,
        "indeks nomor memuat 30 baris; dari peristiwa mengikuti 29",
    );
    names(
        &problems,
        None,
        "indeks aliran memuat 30 baris; dari peristiwa mengikuti 29",
    );
    names(
        &problems,
        None,
        "indeks label memuat 60 baris; dari peristiwa mengikuti 58",
    );
}

#[test]
fn events_in_each_others_places_are_found() {
    let problems = found(30, |tables| {
        let (one, other) = (stored(tables, 3), stored(tables, 6));
        tables.events.insert(3, other.as_slice()).unwrap();
        tables.events.insert(6, one.as_slice()).unwrap();
    });
    names(&problems, 3, "menunjuk posisi 6");
    names(&problems, 6, "menunjuk posisi 3");
}

#[test]
fn a_time_before_that_of_the_event_in_front_is_found() {
    let clock = TestClock::default();
    let disk = Disk::default();
    let log = RedbLog::open_backend(disk.clone(), clock.clock(), &small()).unwrap();
    for number in 0..5 {
        clock.set(1000 + number);
        log.append(append("s", number, vec![tagged(number, &[])]))
            .wait()
            .unwrap();
    }
    drop(log);
    let reader = change(&disk, |tables| {
        let mut bytes = stored(tables, 3);
        entry::seal(&mut bytes, TimestampMs(1001));
        tables.events.insert(3, bytes.as_slice()).unwrap();
    });
    let report = reader.verify(|_, _| {}).unwrap();
    assert_eq!(report.problem_count, 1);
    assert_eq!(report.problems[0].position, Some(Position(3)));
}

#[test]
fn an_id_that_is_there_twice_is_found() {
    let doubled = |tables: &mut Tables<'_>| {
        let bytes = stored(tables, 5);
        tables.events.insert(30, bytes.as_slice()).unwrap();
    };
    for indexed in [30, 20] {
        let problems = found(indexed, doubled);
        names(&problems, 30, "ada dua kali di log");
        names(&problems, 30, "versi 1 aliran s2 ada dua kali");
    }
}

#[test]
fn a_version_that_skips_one_is_found() {
    let skipped = |tables: &mut Tables<'_>| {
        let given = tagged(99, &[]);
        let mut bytes = given.to_stored(&stream("s0"), Version(11)).unwrap();
        entry::seal(&mut bytes, TimestampMs(0));
        tables.events.insert(30, bytes.as_slice()).unwrap();
    };
    for indexed in [30, 20] {
        names(&found(indexed, skipped), 30, "aliran s0 tidak memuat versi 10");
    }
    let problems = found(30, |tables| {
        skipped(tables);
        tables.ids.insert(event_id(99).0.into_bytes(), 30).unwrap();
        tables
            .streams
            .insert(stream_key("s0", Version(11)).as_slice(), 30)
            .unwrap();
    });
    names(
        &problems,
        30,
        "aliran s0 berlanjut dengan versi 11; versi 10 tidak ada",
    );
}

/// The indexes say the same as the events, so only the order of the log tells.
#[test]
fn versions_of_a_stream_in_the_wrong_order_are_found() {
    let problems = found(30, |tables| {
        let (one, other) = (stored(tables, 3), stored(tables, 6));
        tables.events.insert(3, other.as_slice()).unwrap();
        tables.events.insert(6, one.as_slice()).unwrap();
        for (number, position) in [(3, 6), (6, 3)] {
            let (id, version) = (event_id(number).0.into_bytes(), Version(number / 3));
            tables.ids.insert(id, position).unwrap();
            let key = stream_key("s0", version);
            tables.streams.insert(key.as_slice(), position).unwrap();
        }
    });
    let [problem] = &problems[..] else {
        panic!("{problems:#?}")
    };
    assert_eq!(problem.0, Some(3));
    assert!(
        problem.1.contains("versi 2 aliran s0 berada di depan"),
        "{problem:?}"
    );
}

#[test]
fn an_index_row_that_is_missing_is_found() {
    let problems = found(30, |tables| {
        tables.ids.remove(event_id(4).0.into_bytes()).unwrap();
    });
    names(&problems, 4, "tidak ada di indeks");
    let key = stream_key("s1", Version(1));
    let problems = found(30, |tables| drop(tables.streams.remove(key.as_slice()).unwrap()));
    names(&problems, 4, "versi 1 aliran s1 tidak ada di indeks");
    let key = tag_key("t1", Position(4));
    let problems = found(30, |tables| drop(tables.tags.remove(key.as_slice()).unwrap()));
    names(&problems, 4, "labelnya t1 tidak ada di indeks");
}

#[test]
fn an_index_row_that_leads_astray_is_found_by_verify_and_not_followed_by_a_read() {
    let lead_astray = |tables: &mut Tables<'_>| {
        let key = stream_key("s1", Version(1));
        tables.streams.insert(key.as_slice(), 8).unwrap();
        tables.ids.insert(event_id(4).0.into_bytes(), 8).unwrap();
        tables.tags.remove(tag_key("t1", Position(4)).as_slice()).unwrap();
        tables
            .tags
            .insert(tag_key("t1", Position(5)).as_slice(), ())
            .unwrap();
    };
    let problems = found(30, lead_astray);
    names(&problems, 4, "menunjuk posisi 8");
    let reader = change(&filled(30), lead_astray);
    let read = reader.read_stream(&stream("s1"), Version(0), 100);
    assert!(
        matches!(
            read,
            Err(LogError::Damaged {
                position: Position(8),
                ..
            })
        ),
        "{read:?}"
    );
    let read = reader.read_tag(&tag("t1"), Position(0), 100);
    assert!(
        matches!(
            read,
            Err(LogError::Damaged {
                position: Position(5),
                ..
            })
        ),
        "{read:?}"
    );
}

#[test]
fn an_index_row_without_an_event_is_found() {
    let problems = found(30, |tables| {
        tables
            .tags
            .insert(tag_key("planted", Position(4)).as_slice(), ())
            .unwrap();
    });
    names(
        &problems,
        None,
        "indeks label memuat 61 baris; dari peristiwa mengikuti 60",
    );
    let problems = found(30, |tables| {
        tables.streams.insert(b"no key".as_slice(), 4).unwrap();
    });
    names(&problems, None, "indeks aliran memuat 31 baris");
    names(&problems, 4, "rusak");
}

#[test]
fn more_problems_than_a_report_lists_are_still_counted() {
    let reader = change(&filled(30), |tables| {
        for position in 100..300 {
            tables.events.insert(position, b"short".as_slice()).unwrap();
        }
    });
    let report = reader.verify(|_, _| {}).unwrap();
    assert_eq!(report.problems.len(), 100);
    assert_eq!(
        report.problem_count, 201,
        "a gap, and two hundred entries that are none"
    );
}
