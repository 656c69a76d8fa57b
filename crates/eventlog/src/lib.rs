//! The append-only log: streams of immutable events, each with a dense position.
//!
//! # Promises
//! 1. Positions are dense from 0 and never change; versions are dense from 0 within a stream.
//! 2. An append writes all of its events or none, and only if the stream is at the expected version.
//! 3. An event id is in the log at most once, for ever. Appending the same id again writes nothing.
//! 4. An append is acknowledged after the sync that makes it durable, never before.
//! 5. `recorded_at` never decreases with the position.
//! 6. Stored bytes are returned exactly as they were stored, or the read fails: each entry carries its
//!    leaf hash, which is checked on every read.
//! 7. The Merkle tree of RFC 6962 over the stored bytes grows with the log, in the same step: at any moment
//!    there is a root of, and a proof in, the tree of any size that the log has reached.
//!
//! The log knows bytes, streams and tags; it does not know what an event means.

#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod entry;
mod face;
mod ids;
mod limits;
mod memory;
mod prepared;
mod recorded;
mod redb_log;
mod tree;

pub use entry::{EntryError, NewEvent};
pub use face::{
    Append, AppendError, Appended, Clock, EventLog, ExpectedVersion, Head, LogError, PendingAppend,
    ReadEvents, RecordedAt,
};
pub use ids::{Actor, EventId, IdError, Position, StreamId, Tag, TimestampMs, Version};
pub use limits::{
    ACTOR_BYTES_MAX, EVENT_TYPE_BYTES_MAX, EVENTS_PER_APPEND_MAX, PAYLOAD_BYTES_MAX, STREAM_ID_BYTES_MAX,
    TAG_BYTES_MAX, TAGS_PER_EVENT_MAX,
};
pub use memory::MemoryLog;
pub use recorded::RecordedEvent;
pub use redb_log::{LogReader, Options, Problem, RedbLog, Report};
pub use tree::{ReadTree, TreeError};
