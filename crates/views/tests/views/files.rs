//! The file of the views may be lost, old, torn by a crash or of another log. Method: do that to it, open it.

use std::{fs, path::Path, sync::Arc};

use eventlog::EventLog;
use redb::{Database, ReadableDatabase, TableDefinition};
use survey::{Month, Unit};
use views::{StateHash, Views, ViewsError, catch_up};

use crate::{
    as_of::long,
    history::{Act, History},
    support::{decoded, folded, projector},
};

const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");

fn caught_up(file: &Path, log: &Arc<dyn EventLog>) -> Result<StateHash, ViewsError> {
    let views = Arc::new(Views::open(file)?);
    let mut projector = projector(&views, log)?;
    catch_up(&mut projector, &**log, log.head().size, |_| ())?;
    projector.sync()?;
    views.state_hash()
}

#[test]
fn rows_of_an_older_format_are_made_anew() {
    let (dir, history) = (tempfile::tempdir().unwrap(), History::of(&long(300)));
    let file = dir.path().join("views.redb");
    let hash = caught_up(&file, history.log()).unwrap();
    {
        let database = Database::open(&file).unwrap();
        let write = database.begin_write().unwrap();
        write.open_table(META).unwrap().insert("format", 0).unwrap();
        // An older program had other tables, and other rows in tables of the same name.
        let gone = TableDefinition::<u8, u8>::new("gone");
        write.open_table(gone).unwrap().insert(1, 1).unwrap();
        let ledger = TableDefinition::<u64, u64>::new("ledger");
        write.delete_table(ledger).unwrap();
        write.open_table(ledger).unwrap().insert(1, 1).unwrap();
        write.commit().unwrap();
    }
    let views = Views::open(&file).unwrap();
    assert_eq!(views.progress(), 0);
    drop(views);
    assert_eq!(caught_up(&file, history.log()).unwrap(), hash);
}

#[test]
fn after_a_crash_in_the_middle_the_rows_catch_up_to_the_same_state() {
    let (dir, history) = (tempfile::tempdir().unwrap(), History::of(&long(800)));
    let (file, torn) = (dir.path().join("views.redb"), dir.path().join("torn.redb"));
    let (log, size) = (history.log(), history.log().head().size);
    let views = Arc::new(Views::open(&file).unwrap());
    let mut projector = projector(&views, log).unwrap();
    projector.apply(&decoded(log, 0, 300)).unwrap();
    projector.sync().unwrap();
    for (from, to) in [(300, 500), (500, size)] {
        projector.apply(&decoded(log, from, to)).unwrap();
    }
    // What a power cut leaves: the file as it is, while the program still has it open.
    fs::copy(&file, &torn).unwrap();
    let survived = Views::open(&torn).unwrap();
    assert_eq!(survived.progress(), 300, "the batches after the sync are gone");
    drop(survived);
    assert_eq!(caught_up(&torn, log).unwrap(), folded(log).state_hash().unwrap());
}

#[test]
fn a_projector_dropped_without_a_sync_goes_on_where_its_rows_end() {
    let (dir, history) = (tempfile::tempdir().unwrap(), History::of(&long(800)));
    let (file, log) = (dir.path().join("views.redb"), history.log());
    {
        let views = Arc::new(Views::open(&file).unwrap());
        let mut projector = projector(&views, log).unwrap();
        projector.apply(&decoded(log, 0, 411)).unwrap();
    }
    assert_eq!(caught_up(&file, log).unwrap(), folded(log).state_hash().unwrap());
}

#[test]
fn the_months_with_answers_are_known_while_rows_come_and_after_opening_again() {
    let (dir, history) = (tempfile::tempdir().unwrap(), History::of(&long(800)));
    let (file, log) = (dir.path().join("views.redb"), history.log());
    {
        let views = Arc::new(Views::open(&file).unwrap());
        let mut projector = projector(&views, log).unwrap();
        for (from, to) in [(0, 400), (400, log.head().size)] {
            projector.apply(&decoded(log, from, to)).unwrap();
            assert_eq!(spans(&views), spans_by_counting(&views));
        }
        projector.sync().unwrap();
    }
    let views = Arc::new(Views::open(&file).unwrap());
    projector(&views, log).unwrap();
    assert!(
        spans(&views)
            .iter()
            .any(|span| span.is_some_and(|(first, last)| first < last))
    );
    assert_eq!(spans(&views), spans_by_counting(&views));
}

/// The first and the last month with answers of each unit, and of all of them.
fn spans(views: &Views) -> Vec<Option<(Month, Month)>> {
    let registry = views.registry();
    let units = registry.units();
    let alone = units.iter().map(|unit| views.months_with_answers(&[unit]));
    alone.chain([views.months_with_answers(&units)]).collect()
}

fn spans_by_counting(views: &Views) -> Vec<Option<(Month, Month)>> {
    let (registry, session) = (views.registry(), views.session().unwrap());
    let units = registry.units();
    let span = |units: &[&Unit]| {
        let months = (0..u16::MAX).filter_map(Month::from_number);
        let answered: Vec<Month> = months
            .filter(|month| session.received(units, *month, *month).unwrap() > 0)
            .collect();
        answered.first().copied().zip(answered.last().copied())
    };
    units
        .iter()
        .map(|unit| span(&[*unit]))
        .chain([span(&units)])
        .collect()
}

fn refusal(views: &Arc<Views>, log: &Arc<dyn EventLog>) -> ViewsError {
    match projector(views, log) {
        Ok(_) => panic!("views of another log were taken"),
        Err(error) => error,
    }
}

#[test]
fn rows_of_more_events_than_the_log_has_are_refused() {
    let (longer, shorter) = (History::of(&long(50)), History::of(&long(20)));
    let error = refusal(&folded(longer.log()), shorter.log());
    assert!(matches!(error, ViewsError::OtherLog { .. }), "{error}");
    let text = error.to_string();
    assert!(
        text.contains("skm verify") && text.contains("hapus views.redb"),
        "{text}"
    );
}

#[test]
fn rows_of_another_log_are_refused_even_if_that_is_longer() {
    let (mut one, mut other) = (History::new(), History::new());
    one.play(&Act::Rename(1));
    (0..5).for_each(|which| other.play(&Act::Rename(which)));
    let error = refusal(&folded(one.log()), other.log());
    assert!(matches!(error, ViewsError::OtherLog { .. }), "{error}");
}

#[test]
fn no_two_programs_open_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("views.redb");
    let _first = Views::open(&file).unwrap();
    assert!(matches!(Views::open(&file), Err(ViewsError::Storage(_))));
}

#[test]
fn a_file_of_something_else_is_an_error_that_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("views.redb");
    fs::write(&file, vec![0x5a; 20_000]).unwrap();
    let Err(error) = Views::open(&file) else {
        panic!("opened")
    };
    assert!(error.to_string().contains("Hapus berkas views.redb"), "{error}");
}

#[test]
fn every_table_is_there_from_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("views.redb");
    drop(Views::open(&file).unwrap());
    let database = Database::open(&file).unwrap();
    assert_eq!(database.begin_read().unwrap().list_tables().unwrap().count(), 16);
}
