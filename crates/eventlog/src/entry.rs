//! The stored bytes of one event, which are also its leaf in the Merkle tree. Layout: `docs/format.md`.
//!
//! ```text
//! entry = format:u8(=1) recorded_at_ms:u64 event_id:[16] version:u64 type_version:u16
//!         stream:s type:s actor:s causation:id? correlation:id? tag_count:u8 tag:s* payload:rest
//! s     = length:u8 bytes          id? = 0x00 | 0x01 [16]          integers are big-endian
//! ```

use std::ops::Range;

use tlog::{Hash, leaf_hash};

use crate::{
    Actor, EventId, LogError, Position, StreamId, Tag, TimestampMs, Version,
    limits::{EVENT_TYPE_BYTES_MAX, PAYLOAD_BYTES_MAX, TAGS_PER_EVENT_MAX},
};

pub(crate) const FORMAT: u8 = 1;

/// An event that is about to be appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// Its identity, chosen once by the writer.
    pub id: EventId,
    /// Stored name of its type, for example `response_submitted`.
    pub event_type: &'static str,
    /// Version of the payload's shape, from 1.
    pub type_version: u16,
    /// Who caused it.
    pub actor: Actor,
    /// The event that led to this one.
    pub causation: Option<EventId>,
    /// What binds several events into one act.
    pub correlation: Option<EventId>,
    /// Labels to index it under.
    pub tags: Vec<Tag>,
    /// The bytes that say what happened. Stored exactly as given.
    pub payload: Vec<u8>,
}

/// Why an event cannot be stored, or stored bytes cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The payload is larger than the log takes.
    #[error("payload of {bytes} bytes; the limit is {PAYLOAD_BYTES_MAX}")]
    PayloadTooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The event has more tags than the log takes.
    #[error("{count} tags; the limit is {TAGS_PER_EVENT_MAX}")]
    TooManyTags {
        /// How many.
        count: usize,
    },
    /// The type name is empty, too long or not of `[a-z0-9_]`.
    #[error("event type {0:?} must be 1 to {EVENT_TYPE_BYTES_MAX} of a-z, 0-9 and _")]
    EventType(String),
    /// Two events of one append have the same id. Choose ids once per event.
    #[error("event id {0} twice in one append")]
    RepeatedId(EventId),
    /// An append has no events, or more than the log takes at once.
    #[error("an append takes 1 to {max} events, not {count}", max = crate::limits::EVENTS_PER_APPEND_MAX)]
    EventCount {
        /// How many.
        count: usize,
    },
    /// Stored bytes do not follow the format.
    #[error("entri tidak sesuai format: {0}")]
    Malformed(&'static str),
}

/// Bytes of the leaf hash that the log stores in front of each entry.
pub(crate) const LEAF_HASH_BYTES: usize = Hash::BYTES;

/// The two parts of `leaf_hash || entry`. Whether they agree is not looked at.
pub(crate) fn split(position: Position, stored: &[u8]) -> Result<(Hash, &[u8]), LogError> {
    let (hash, entry) = stored.split_first_chunk().ok_or_else(|| LogError::Damaged {
        position,
        what: "lebih pendek daripada hash daun".into(),
    })?;
    Ok((Hash(*hash), entry))
}

/// Where the two parts of an entry lie that the log decides on, not the writer.
const RECORDED_AT: Range<usize> = 1..9;
const VERSION: Range<usize> = 25..33;

/// Writes the recorded time into `leaf_hash || entry`, and then the hash, which it returns.
pub(crate) fn seal(stored: &mut [u8], recorded_at: TimestampMs) -> Hash {
    let (hash, entry) = stored.split_at_mut(LEAF_HASH_BYTES);
    entry[RECORDED_AT].copy_from_slice(&recorded_at.0.to_be_bytes());
    let leaf_hash = leaf_hash(entry);
    hash.copy_from_slice(&leaf_hash.0);
    leaf_hash
}

/// Whether two entries tell the same event of the same stream, whenever and wherever it was taken.
pub(crate) fn same_content(one: &[u8], other: &[u8]) -> bool {
    one.get(..RECORDED_AT.start) == other.get(..RECORDED_AT.start)
        && one.get(RECORDED_AT.end..VERSION.start) == other.get(RECORDED_AT.end..VERSION.start)
        && one.get(VERSION.end..) == other.get(VERSION.end..)
}

impl NewEvent {
    /// `leaf_hash || entry` as the log stores it, but not [sealed](seal) yet.
    ///
    /// # Errors
    /// If the event breaks a limit.
    pub(crate) fn to_stored(&self, stream: &StreamId, version: Version) -> Result<Vec<u8>, EntryError> {
        self.check()?;
        let mut stored = Vec::with_capacity(self.stored_bytes(stream));
        stored.extend([0; LEAF_HASH_BYTES]);
        stored.push(FORMAT);
        stored.extend([0; RECORDED_AT.end - RECORDED_AT.start]);
        stored.extend(self.id.0.as_bytes());
        stored.extend(version.0.to_be_bytes());
        stored.extend(self.type_version.to_be_bytes());
        put_text(&mut stored, stream.as_str());
        put_text(&mut stored, self.event_type);
        put_text(&mut stored, self.actor.as_str());
        put_id(&mut stored, self.causation);
        put_id(&mut stored, self.correlation);
        stored.push(u8::try_from(self.tags.len()).expect("checked against TAGS_PER_EVENT_MAX"));
        for tag in &self.tags {
            put_text(&mut stored, tag.as_str());
        }
        stored.extend(&self.payload);
        Ok(stored)
    }

    /// At most this many bytes; exact but for ids that are missing.
    fn stored_bytes(&self, stream: &StreamId) -> usize {
        let tags: usize = self.tags.iter().map(|tag| 1 + tag.as_str().len()).sum();
        let names = 3 + stream.as_str().len() + self.event_type.len() + self.actor.as_str().len();
        LEAF_HASH_BYTES + VERSION.end + 2 + names + 2 * 17 + 1 + tags + self.payload.len()
    }

    fn check(&self) -> Result<(), EntryError> {
        let name = self.event_type;
        let well_formed = name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if name.is_empty() || name.len() > EVENT_TYPE_BYTES_MAX || !well_formed {
            return Err(EntryError::EventType(name.into()));
        }
        if self.tags.len() > TAGS_PER_EVENT_MAX {
            return Err(EntryError::TooManyTags {
                count: self.tags.len(),
            });
        }
        if self.payload.len() > PAYLOAD_BYTES_MAX {
            return Err(EntryError::PayloadTooLarge {
                bytes: self.payload.len(),
            });
        }
        Ok(())
    }
}

fn put_text(stored: &mut Vec<u8>, text: &str) {
    stored.push(u8::try_from(text.len()).expect("every name's limit is under 256 bytes"));
    stored.extend(text.as_bytes());
}

fn put_id(stored: &mut Vec<u8>, id: Option<EventId>) {
    match id {
        None => stored.push(0),
        Some(id) => {
            stored.push(1);
            stored.extend(id.0.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::RecordedEvent;

    /// The example in docs/format.md. These bytes are frozen: a log that was written once is read for ever.
    const EXAMPLE: &str = concat!(
        "01",                               // format
        "000001a0c4d2e400",                 // recorded_at_ms
        "0199e2a41c007abc8def0123456789ab", // event_id
        "0000000000000002",                 // version
        "0001",                             // type_version
        "06",
        "756e69742d41", // stream "unit-A"
        "0c",
        "756e69745f72656e616d6564", // type "unit_renamed"
        "05",
        "61646d696e", // actor "admin"
        "01",
        "0199e2a41c007abc8def0123456789aa", // causation
        "00",                               // no correlation
        "02",
        "06",
        "756e69743a41",
        "05",
        "6b696e643a",               // tags "unit:A", "kind:"
        "7b226e616d65223a2241227d", // payload {"name":"A"}
    );
    const EXAMPLE_LEAF_HASH: &str = "5fa71e412eb70cc7441be5ac9a8ec97e1ae453ce3c4945ad8162162e582ca471";

    fn hex(text: &str) -> Vec<u8> {
        let digits = text
            .as_bytes()
            .chunks(2)
            .map(|pair| std::str::from_utf8(pair).unwrap());
        digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
    }

    fn id(text: &str) -> EventId {
        EventId(Uuid::from_slice(&hex(text)).unwrap())
    }

    fn example() -> Vec<u8> {
        let event = NewEvent {
            id: id("0199e2a41c007abc8def0123456789ab"),
            event_type: "unit_renamed",
            type_version: 1,
            actor: Actor::new("admin").unwrap(),
            causation: Some(id("0199e2a41c007abc8def0123456789aa")),
            correlation: None,
            tags: vec![Tag::new("unit:A").unwrap(), Tag::new("kind:").unwrap()],
            payload: br#"{"name":"A"}"#.to_vec(),
        };
        let mut stored = event
            .to_stored(&StreamId::new("unit-A").unwrap(), Version(2))
            .unwrap();
        seal(&mut stored, TimestampMs(0x01a0_c4d2_e400));
        stored
    }

    #[test]
    fn the_example_of_the_format_is_written_as_it_stands_there() {
        let stored = example();
        assert_eq!(stored[LEAF_HASH_BYTES..], hex(EXAMPLE));
        assert_eq!(stored[..LEAF_HASH_BYTES], hex(EXAMPLE_LEAF_HASH));
        assert_eq!(documented(), format!("{EXAMPLE}{EXAMPLE_LEAF_HASH}"));
    }

    /// The hexadecimal words of the example, without what is said beside them.
    fn documented() -> String {
        let page = include_str!("../../../docs/format.md");
        let example = page
            .split("```text\n")
            .find_map(|block| block.split_once("\n```"));
        let lines = example.expect("an example on the page").0.lines();
        let hex = |word: &&str| word.bytes().all(|b| b.is_ascii_hexdigit()) && word.len().is_multiple_of(2);
        lines
            .flat_map(|line| line.trim_start_matches("leaf hash ").split("  ").next())
            .flat_map(|numbers| numbers.split(' ').filter(hex))
            .collect()
    }

    #[test]
    fn the_example_of_the_format_is_read_back_in_its_parts() {
        let entry = hex(EXAMPLE).into_boxed_slice();
        let event = RecordedEvent::from_entry(Position(9), leaf_hash(&entry), entry).unwrap();
        assert_eq!(
            (event.stream(), event.version(), event.type_version()),
            ("unit-A", Version(2), 1)
        );
        assert_eq!((event.event_type(), event.actor()), ("unit_renamed", "admin"));
        assert_eq!(event.recorded_at(), TimestampMs(0x01a0_c4d2_e400));
        assert_eq!(event.causation(), Some(id("0199e2a41c007abc8def0123456789aa")));
        assert_eq!(event.correlation(), None);
        assert_eq!(event.tags().collect::<Vec<_>>(), ["unit:A", "kind:"]);
        assert_eq!(event.payload(), br#"{"name":"A"}"#);
    }

    #[test]
    fn no_single_bit_of_a_stored_event_can_flip_unseen() {
        let stored = example();
        assert!(RecordedEvent::from_stored(Position(0), &stored).is_ok());
        for bit in 0..stored.len() * 8 {
            let mut damaged = stored.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            let read = RecordedEvent::from_stored(Position(0), &damaged);
            assert!(matches!(read, Err(LogError::Damaged { .. })), "bit {bit}");
        }
    }

    /// With a hash that agrees, as whoever rewrites an entry would compute it.
    #[test]
    fn an_entry_cut_short_or_of_another_format_is_refused_without_a_panic() {
        let entry = hex(EXAMPLE);
        let read = |bytes: &[u8]| RecordedEvent::from_entry(Position(0), leaf_hash(bytes), bytes.into());
        let payload_at = entry.len() - 12;
        for length in 0..payload_at {
            assert!(
                matches!(read(&entry[..length]), Err(EntryError::Malformed(_))),
                "{length} bytes"
            );
        }
        for (at, byte) in [(0, 2), (36, 0x20), (36, 0xc3), (61, 2)] {
            let mut other = entry.clone();
            other[at] = byte;
            assert!(
                matches!(read(&other), Err(EntryError::Malformed(_))),
                "byte {at} as {byte}"
            );
        }
    }
}
