//! What stands in the file: one table of events, the nodes of the tree over them, three indexes into them, and
//! the format. See docs/format.md.
//!
//! The indexes may lag behind: they cover the positions below the number of rows in [`IDS`], as every
//! event has one id. What they do not cover yet is the [tail](super::tail).

use std::ops::Bound;

use redb::{
    Key, ReadTransaction, ReadableTable, ReadableTableMetadata, Table, TableDefinition, TableError, Value,
    WriteTransaction,
};
use tlog::Hash;

use crate::{EventId, Head, LogError, Position, RecordedEvent, StreamId, Tag, Version};

/// `position -> leaf_hash || entry`. The truth; everything else can be made from it.
pub(crate) const EVENTS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("events");
/// `level, index -> root of the subtree of 256^level events`, from level 1 on, once the subtree is complete.
pub(crate) const NODES: TableDefinition<'_, Node, [u8; Hash::BYTES]> = TableDefinition::new("nodes");
/// `event id -> position`.
pub(crate) const IDS: TableDefinition<'_, [u8; 16], u64> = TableDefinition::new("ids");
/// `stream 0x00 version -> position`.
pub(crate) const STREAMS: TableDefinition<'_, &[u8], u64> = TableDefinition::new("streams");
/// `tag 0x00 position -> nothing`.
pub(crate) const TAGS: TableDefinition<'_, &[u8], ()> = TableDefinition::new("tags");
/// `name -> value`; so far only `format`.
pub(crate) const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");

/// Level and index of a stored node of the tree.
pub(crate) type Node = (u8, u64);

const FORMAT_KEY: &str = "format";
/// Format 1 had no nodes and took entries that no entry bundle can hold. No log of it was ever in use.
const FORMAT: u64 = 2;

/// The key of one version of a stream. No stream id holds a zero byte, so no stream's keys mix with another's.
pub(crate) fn stream_key(stream: &str, version: Version) -> Vec<u8> {
    numbered(stream, version.0)
}

/// The key of one position under a tag.
pub(crate) fn tag_key(tag: &str, position: Position) -> Vec<u8> {
    numbered(tag, position.0)
}

fn numbered(name: &str, number: u64) -> Vec<u8> {
    let mut key = Vec::with_capacity(name.len() + 9);
    put_numbered(&mut key, name, number);
    key
}

/// Puts the key of a number under a name in place of what was there.
pub(crate) fn put_numbered(key: &mut Vec<u8>, name: &str, number: u64) {
    key.clear();
    key.extend(name.as_bytes());
    key.push(0);
    key.extend(number.to_be_bytes());
}

/// The name and the number of an index key, `None` if it is no such key.
pub(crate) fn split_key(key: &[u8]) -> Option<(&str, u64)> {
    let (rest, number) = key.split_last_chunk()?;
    let name = rest.strip_suffix(&[0])?;
    Some((std::str::from_utf8(name).ok()?, u64::from_be_bytes(*number)))
}

/// All tables, within one write transaction.
pub(crate) struct Tables<'txn> {
    pub(crate) events: Table<'txn, u64, &'static [u8]>,
    pub(crate) ids: Table<'txn, [u8; 16], u64>,
    pub(crate) streams: Table<'txn, &'static [u8], u64>,
    pub(crate) tags: Table<'txn, &'static [u8], ()>,
}

impl<'txn> Tables<'txn> {
    pub(crate) fn open(transaction: &'txn WriteTransaction) -> Result<Self, LogError> {
        Ok(Self {
            events: transaction.open_table(EVENTS)?,
            ids: transaction.open_table(IDS)?,
            streams: transaction.open_table(STREAMS)?,
            tags: transaction.open_table(TAGS)?,
        })
    }
}

/// Adds new rows, in the order of their keys. Rows that come to stand next to each other are written in one
/// go, which is what makes a late index cheaper than a prompt one.
pub(crate) fn insert_sorted<'a, K: Key + 'static, V: Value + 'static>(
    table: &mut Table<'_, K, V>,
    rows: impl Iterator<Item = (K::SelfType<'a>, V::SelfType<'a>)>,
) -> Result<(), LogError> {
    let mut rows = rows.peekable();
    while let Some((first, value)) = rows.next() {
        let mut cursor = table.lower_bound_mut(Bound::Included(&first))?;
        let next = cursor
            .peek_next()?
            .map(|(key, _)| K::as_bytes(&key.value()).as_ref().to_vec());
        let fits = |key: &K::SelfType<'a>| {
            next.as_ref()
                .is_none_or(|next| K::compare(K::as_bytes(key).as_ref(), next).is_lt())
        };
        // A row that is there already is refused by redb: the indexes are not what they should be.
        cursor.insert_before(first, value)?;
        while let Some((key, value)) = rows.next_if(|(key, _)| fits(key)) {
            cursor.insert_before(key, value)?;
        }
        cursor.close()?;
    }
    Ok(())
}

/// Sees to it that rows come in the order of their keys: in a damaged file a walk may go round in circles.
#[derive(Debug, Default)]
pub(crate) struct Ordered(Vec<u8>);

impl Ordered {
    /// Whether this key comes after the one before, as all keys of the indexes do: byte by byte.
    pub(crate) fn follows(&mut self, key: &[u8]) -> bool {
        let follows = self.0.is_empty() || self.0.as_slice() < key;
        self.0.clear();
        self.0.extend(key);
        follows
    }
}

/// Makes the tables and says what format they are in.
pub(crate) fn write_format(transaction: &WriteTransaction) -> Result<(), LogError> {
    Tables::open(transaction)?;
    transaction.open_table(NODES)?;
    transaction.open_table(META)?.insert(FORMAT_KEY, FORMAT)?;
    Ok(())
}

/// Refuses a file that is no log or of another format.
pub(crate) fn check_format(transaction: &ReadTransaction) -> Result<(), LogError> {
    let no_log = || LogError::Format("this file is no event log".into());
    let meta = match transaction.open_table(META) {
        Ok(meta) => meta,
        Err(TableError::Storage(error)) => return Err(error.into()),
        Err(_) => return Err(no_log()),
    };
    match meta.get(FORMAT_KEY)?.map(|row| row.value()) {
        Some(FORMAT) => Ok(()),
        Some(other) => Err(LogError::Format(format!(
            "this log is in format {other}; this program knows format {FORMAT}: use the program that wrote it"
        ))),
        None => Err(no_log()),
    }
}

/// How far the events go, by the last of them.
pub(crate) fn head(events: &impl ReadableTable<u64, &'static [u8]>) -> Result<Head, LogError> {
    let Some((position, stored)) = events.last()? else {
        return Ok(Head::default());
    };
    let last = RecordedEvent::from_stored(Position(position.value()), stored.value())?;
    Ok(Head {
        size: last.position().next().0,
        recorded_at: last.recorded_at(),
    })
}

/// The number of events that the index tables cover.
pub(crate) fn indexed(ids: &impl ReadableTable<[u8; 16], u64>) -> Result<u64, LogError> {
    Ok(ReadableTableMetadata::len(ids)?)
}

/// The key under which [`IDS`] knows an event.
pub(crate) fn id_key(id: EventId) -> [u8; 16] {
    id.0.into_bytes()
}

/// The keys of a stream from one version on.
pub(crate) fn stream_range(stream: &StreamId, from: Version) -> std::ops::RangeInclusive<Vec<u8>> {
    stream_key(stream.as_str(), from)..=stream_key(stream.as_str(), Version(u64::MAX))
}

/// The keys of a tag from one position on.
pub(crate) fn tag_range(tag: &Tag, from: Position) -> std::ops::RangeInclusive<Vec<u8>> {
    tag_key(tag.as_str(), from)..=tag_key(tag.as_str(), Position(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_key_comes_back_in_its_parts() {
        assert_eq!(split_key(&stream_key("unit-A", Version(7))), Some(("unit-A", 7)));
        assert_eq!(split_key(b"unit-A\x01\0\0\0\0\0\0\0\x07"), None);
        assert_eq!(split_key(b"\0\0\0"), None);
    }

    #[test]
    fn keys_of_a_name_that_begins_another_name_do_not_mix() {
        let short = stream_key("unit-A", Version(u64::MAX));
        let long = stream_key("unit-AB", Version(0));
        assert!(short < long);
        assert!(stream_key("unit-A", Version(255)) < stream_key("unit-A", Version(256)));
    }
}
