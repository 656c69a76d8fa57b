//! Copying a living log. The file itself must not be copied while it is written; a read transaction sees
//! one moment of it for as long as the copying takes.

use std::{ops::Range, path::Path};

use redb::{Database, ReadableTable, Table};

use super::{
    Options,
    open::{self, Unfinished},
    reader::Snapshot,
    tables::{self, IDS, Ordered, STREAMS, TAGS, Tables},
    tree::{Growth, Tree},
};
use crate::{Head, LogError, RecordedEvent};

/// Events that are copied in one transaction.
const EVENTS_PER_COMMIT: u64 = 20_000;

/// A crash here leaves a file under a temporary name, which the next copy to the same place overwrites.
pub(crate) fn copy(
    from: &Snapshot,
    path: &Path,
    mut progress: impl FnMut(u64, u64),
) -> Result<Head, LogError> {
    let unfinished = Unfinished::new(path)?;
    let copy = open::create_empty(&unfinished, &Options::default())?;
    let head = tables::head(&from.events)?;
    let mut done = 0;
    let mut growth = Growth::default();
    while done < head.size {
        let until = head.size.min(done + EVENTS_PER_COMMIT);
        copy_events(from, &copy, &mut growth, done..until)?;
        done = until;
        progress(done, head.size);
    }
    copy_indexes(from, &copy)?;
    open::close(copy)?;
    unfinished.finish()?;
    Ok(head)
}

fn copy_events(
    from: &Snapshot,
    copy: &Database,
    growth: &mut Growth,
    positions: Range<u64>,
) -> Result<(), LogError> {
    let transaction = copy.begin_write()?;
    let mut tables = Tables::open(&transaction)?;
    let leaves = from.every_row(positions, |position, stored| {
        // A copy of a damaged entry would be one more damaged entry.
        let leaf_hash = RecordedEvent::from_stored(position, stored)?.leaf_hash();
        tables.events.insert(position.0, stored)?;
        Ok(leaf_hash)
    })?;
    leaves.into_iter().for_each(|leaf| growth.add(leaf));
    // The nodes are made anew, and are what stands in the log, or one of the two was changed.
    growth.agrees(&Tree::of(from)?)?;
    growth.write(&transaction)?;
    drop(tables);
    transaction.commit()?;
    Ok(())
}

fn copy_indexes(from: &Snapshot, copy: &Database) -> Result<(), LogError> {
    let transaction = copy.begin_write()?;
    let mut tables = Tables::open(&transaction)?;
    copy_rows(&from.transaction.open_table(IDS)?, &mut tables.ids)?;
    copy_rows(&from.transaction.open_table(STREAMS)?, &mut tables.streams)?;
    copy_rows(&from.transaction.open_table(TAGS)?, &mut tables.tags)?;
    drop(tables);
    transaction.commit()?;
    Ok(())
}

fn copy_rows<K: redb::Key, V: redb::Value>(
    from: &impl ReadableTable<K, V>,
    to: &mut Table<'_, K, V>,
) -> Result<(), LogError> {
    let mut ordered = Ordered::default();
    for row in from.iter()? {
        let (key, value) = row?;
        if !ordered.follows(K::as_bytes(&key.value()).as_ref()) {
            return Err(LogError::Storage("the rows of an index are out of order".into()));
        }
        to.insert(key.value(), value.value())?;
    }
    Ok(())
}
