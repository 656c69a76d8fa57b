//! The stored bytes of one event, which are also its leaf in the Merkle tree. Layout: `docs/format.md`.
//!
//! ```text
//! entry = format:u8(=1) recorded_at_ms:u64 event_id:[16] version:u64 type_version:u16
//!         stream:s type:s actor:s causation:id? correlation:id? tag_count:u8 tag:s* payload:rest
//! s     = length:u8 bytes          id? = 0x00 | 0x01 [16]          integers are big-endian
//! ```

use std::ops::Range;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Actor, EventId, LogError, Position, StreamId, Tag, TimestampMs, Version,
    limits::{EVENT_TYPE_BYTES_MAX, PAYLOAD_BYTES_MAX, TAGS_PER_EVENT_MAX},
};

const FORMAT: u8 = 1;

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
    #[error("entry does not follow the format: {0}")]
    Malformed(&'static str),
}

/// SHA-256 of `0x00 || entry`: the leaf hash of RFC 6962, section 2.1.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> [u8; 32] {
    Sha256::new_with_prefix([0x00])
        .chain_update(entry)
        .finalize()
        .into()
}

/// Bytes of the leaf hash that the log stores in front of each entry.
pub(crate) const LEAF_HASH_BYTES: usize = 32;

/// Where the two parts of an entry lie that the log decides on, not the writer.
const RECORDED_AT: Range<usize> = 1..9;
const VERSION: Range<usize> = 25..33;

/// Writes the recorded time into `leaf_hash || entry`, and then the hash, which it returns.
pub(crate) fn seal(stored: &mut [u8], recorded_at: TimestampMs) -> [u8; 32] {
    let (hash, entry) = stored.split_at_mut(LEAF_HASH_BYTES);
    entry[RECORDED_AT].copy_from_slice(&recorded_at.0.to_be_bytes());
    let leaf_hash = leaf_hash(entry);
    hash.copy_from_slice(&leaf_hash);
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

/// An event as it stands in the log: its stored bytes, and where in them each part lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent {
    position: Position,
    leaf_hash: [u8; 32],
    entry: Box<[u8]>,
    parts: Parts,
}

type Span = (u32, u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Parts {
    recorded_at: TimestampMs,
    id: EventId,
    version: Version,
    type_version: u16,
    causation: Option<EventId>,
    correlation: Option<EventId>,
    stream: Span,
    event_type: Span,
    actor: Span,
    tags: Span,
    payload: Span,
}

impl RecordedEvent {
    /// Reads `leaf_hash || entry`, as the log stores it.
    pub(crate) fn from_stored(position: Position, stored: &[u8]) -> Result<Self, LogError> {
        let damaged = |what: String| LogError::Damaged { position, what };
        let (hash, entry) = stored
            .split_first_chunk()
            .ok_or_else(|| damaged("shorter than a leaf hash".into()))?;
        Self::from_entry(position, *hash, entry.into()).map_err(|error| damaged(error.to_string()))
    }

    /// Reads an entry and checks it against the leaf hash that was stored with it.
    ///
    /// # Errors
    /// If the hash disagrees or the bytes do not follow the format.
    pub fn from_entry(position: Position, hash: [u8; 32], entry: Box<[u8]>) -> Result<Self, EntryError> {
        if leaf_hash(&entry) != hash {
            return Err(EntryError::Malformed("the leaf hash disagrees with the entry"));
        }
        let parts = Parts::read(&entry)?;
        Ok(Self {
            position,
            leaf_hash: hash,
            entry,
            parts,
        })
    }

    /// Place in the whole log.
    #[must_use]
    pub const fn position(&self) -> Position {
        self.position
    }

    /// Leaf hash of the entry (RFC 6962).
    #[must_use]
    pub const fn leaf_hash(&self) -> [u8; 32] {
        self.leaf_hash
    }

    /// The stored bytes: the leaf.
    #[must_use]
    pub const fn entry(&self) -> &[u8] {
        &self.entry
    }

    /// When the log took it.
    #[must_use]
    pub const fn recorded_at(&self) -> TimestampMs {
        self.parts.recorded_at
    }

    /// Its identity.
    #[must_use]
    pub const fn id(&self) -> EventId {
        self.parts.id
    }

    /// Place in its stream.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.parts.version
    }

    /// Version of the payload's shape.
    #[must_use]
    pub const fn type_version(&self) -> u16 {
        self.parts.type_version
    }

    /// The event that led to this one.
    #[must_use]
    pub const fn causation(&self) -> Option<EventId> {
        self.parts.causation
    }

    /// What binds several events into one act.
    #[must_use]
    pub const fn correlation(&self) -> Option<EventId> {
        self.parts.correlation
    }

    /// The id of its stream.
    #[must_use]
    pub fn stream(&self) -> &str {
        self.text(self.parts.stream)
    }

    /// Stored name of its type.
    #[must_use]
    pub fn event_type(&self) -> &str {
        self.text(self.parts.event_type)
    }

    /// Who caused it: a pseudonym.
    #[must_use]
    pub fn actor(&self) -> &str {
        self.text(self.parts.actor)
    }

    /// The labels it is indexed under.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        let mut reader = Reader {
            bytes: self.slice(self.parts.tags),
            at: 0,
        };
        std::iter::from_fn(move || {
            let (start, end) = reader.text().ok()?;
            std::str::from_utf8(&reader.bytes[start as usize..end as usize]).ok()
        })
    }

    /// The bytes that say what happened.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        self.slice(self.parts.payload)
    }

    fn slice(&self, (start, end): Span) -> &[u8] {
        &self.entry[start as usize..end as usize]
    }

    fn text(&self, span: Span) -> &str {
        std::str::from_utf8(self.slice(span)).expect("read as printable ASCII")
    }
}

impl Parts {
    fn read(entry: &[u8]) -> Result<Self, EntryError> {
        let end = u32::try_from(entry.len()).map_err(|_| EntryError::Malformed("longer than 4 GiB"))?;
        let mut reader = Reader { bytes: entry, at: 0 };
        let [format] = reader.array()?;
        if format != FORMAT {
            return Err(EntryError::Malformed("unknown format byte"));
        }
        let recorded_at = TimestampMs(u64::from_be_bytes(reader.array()?));
        let id = EventId(Uuid::from_bytes(reader.array()?));
        let version = Version(u64::from_be_bytes(reader.array()?));
        let type_version = u16::from_be_bytes(reader.array()?);
        let stream = reader.text()?;
        let event_type = reader.text()?;
        let actor = reader.text()?;
        let causation = reader.id()?;
        let correlation = reader.id()?;
        let [tag_count] = reader.array()?;
        let tags_start = reader.at;
        for _ in 0..tag_count {
            reader.text()?;
        }
        let tags = (tags_start, reader.at);
        Ok(Self {
            recorded_at,
            id,
            version,
            type_version,
            causation,
            correlation,
            stream,
            event_type,
            actor,
            tags,
            payload: (reader.at, end),
        })
    }
}

/// Takes the parts of an entry one after the other.
struct Reader<'a> {
    bytes: &'a [u8],
    at: u32,
}

impl Reader<'_> {
    fn take(&mut self, length: u32) -> Result<Span, EntryError> {
        let start = self.at;
        let end = start
            .checked_add(length)
            .filter(|&end| end as usize <= self.bytes.len());
        self.at = end.ok_or(EntryError::Malformed("cut short"))?;
        Ok((start, self.at))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], EntryError> {
        let (start, end) = self.take(u32::try_from(N).expect("a handful of bytes"))?;
        Ok(self.bytes[start as usize..end as usize]
            .try_into()
            .expect("taken with this length"))
    }

    fn text(&mut self) -> Result<Span, EntryError> {
        let [length] = self.array()?;
        let (start, end) = self.take(u32::from(length))?;
        if self.bytes[start as usize..end as usize]
            .iter()
            .all(u8::is_ascii_graphic)
        {
            Ok((start, end))
        } else {
            Err(EntryError::Malformed(
                "a name holds bytes that are not printable ASCII",
            ))
        }
    }

    fn id(&mut self) -> Result<Option<EventId>, EntryError> {
        match self.array()? {
            [0] => Ok(None),
            [1] => Ok(Some(EventId(Uuid::from_bytes(self.array()?)))),
            [_] => Err(EntryError::Malformed(
                "an optional id starts with neither 0 nor 1",
            )),
        }
    }
}
