//! The names and numbers of the log: positions, versions, stream ids, event ids, tags, actors, times.

use std::fmt;

use uuid::Uuid;

use crate::limits::{ACTOR_BYTES_MAX, STREAM_ID_BYTES_MAX, TAG_BYTES_MAX};

/// Place in the whole log, from 0, without gaps. Equals the index of the event's leaf in the Merkle tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

/// Place in one stream, from 0, without gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u64);

/// Milliseconds since 1970-01-01T00:00:00Z by the clock of the machine that holds the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimestampMs(pub u64);

/// Identity of one event, chosen by its writer; the log holds each id at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub Uuid);

impl Position {
    /// The position after this one. No log grows to the last number, but a damaged file may name it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Version {
    /// The version after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

macro_rules! display_inner {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}
display_inner!(Position, Version, TimestampMs, EventId, StreamId, Tag, Actor);

/// Why a text is no stream id, tag or actor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} {text:?} must be 1 to {bytes_max} bytes of printable ASCII without spaces")]
pub struct IdError {
    /// Which kind of name was refused.
    pub what: &'static str,
    /// The refused text.
    pub text: String,
    /// The limit in bytes.
    pub bytes_max: usize,
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Checks and keeps the text.
            ///
            /// # Errors
            /// If the text is empty, too long, or holds anything but printable ASCII without spaces.
            pub fn new(text: impl Into<Box<str>>) -> Result<Self, IdError> {
                let text = text.into();
                let fits = !text.is_empty() && text.len() <= $max;
                if fits && text.bytes().all(|b| b.is_ascii_graphic()) {
                    Ok(Self(text))
                } else {
                    Err(IdError { what: $what, text: text.into(), bytes_max: $max })
                }
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

name!(
    /// The ordered events of one subject, for example `unit-DISDUKCAPIL` or `response-<uuid>`.
    ///
    /// Ids that sort by time (UUIDv7 after the category) keep appends next to each other on disk.
    StreamId,
    "stream id",
    STREAM_ID_BYTES_MAX
);
name!(
    /// A label under which events are indexed for reading, for example `unit:DISDUKCAPIL`.
    Tag,
    "tag",
    TAG_BYTES_MAX
);
name!(
    /// Who caused an event: a pseudonym, never a person's name.
    Actor,
    "actor",
    ACTOR_BYTES_MAX
);
