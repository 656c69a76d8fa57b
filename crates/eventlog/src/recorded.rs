//! An event as it stands in the log, read back from its stored bytes.

use tlog::{Hash, leaf_hash};
use uuid::Uuid;

use crate::{
    EntryError, EventId, LogError, Position, TimestampMs, Version,
    entry::{self, FORMAT},
};

/// An event as it stands in the log: its stored bytes, and where in them each part lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent {
    position: Position,
    leaf_hash: Hash,
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
        let (hash, entry) = entry::split(position, stored)?;
        Self::from_entry(position, hash, entry.into()).map_err(|error| LogError::Damaged {
            position,
            what: error.to_string(),
        })
    }

    /// Reads an entry and checks it against the leaf hash that was stored with it.
    ///
    /// # Errors
    /// If the hash disagrees or the bytes do not follow the format.
    pub fn from_entry(position: Position, hash: Hash, entry: Box<[u8]>) -> Result<Self, EntryError> {
        if leaf_hash(&entry) != hash {
            return Err(EntryError::Malformed("hash daun tidak sesuai dengan entri"));
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
    pub const fn leaf_hash(&self) -> Hash {
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
        let end = u32::try_from(entry.len()).map_err(|_| EntryError::Malformed("lebih dari 4 GiB"))?;
        let mut reader = Reader { bytes: entry, at: 0 };
        let [format] = reader.array()?;
        if format != FORMAT {
            return Err(EntryError::Malformed("bita format tidak dikenal"));
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
        self.at = end.ok_or(EntryError::Malformed("terpotong"))?;
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
        let name = &self.bytes[start as usize..end as usize];
        // All of it, without stopping early: the compiler checks many bytes at a time.
        if name
            .iter()
            .fold(true, |fine, byte| fine & byte.is_ascii_graphic())
        {
            Ok((start, end))
        } else {
            Err(EntryError::Malformed(
                "sebuah nama memuat bita di luar ASCII yang tercetak",
            ))
        }
    }

    fn id(&mut self) -> Result<Option<EventId>, EntryError> {
        match self.array()? {
            [0] => Ok(None),
            [1] => Ok(Some(EventId(Uuid::from_bytes(self.array()?)))),
            [_] => Err(EntryError::Malformed(
                "sebuah nomor yang boleh kosong tidak diawali 0 atau 1",
            )),
        }
    }
}
