//! Every limit of the log, in one place.

/// Longest stream id, in bytes.
pub const STREAM_ID_BYTES_MAX: usize = 96;
/// Longest tag, in bytes.
pub const TAG_BYTES_MAX: usize = 64;
/// Longest name of an event type, in bytes.
pub const EVENT_TYPE_BYTES_MAX: usize = 48;
/// Longest pseudonym of an actor, in bytes.
pub const ACTOR_BYTES_MAX: usize = 64;
/// Most tags on one event.
pub const TAGS_PER_EVENT_MAX: usize = 8;
/// Most events in one append.
pub const EVENTS_PER_APPEND_MAX: usize = 64;
/// Largest payload of one event, in bytes: with the longest names around it the entry keeps
/// [`tlog::limits::ENTRY_BYTES_MAX`]. An instrument takes a fifth of it; its translations are events of their own.
pub const PAYLOAD_BYTES_MAX: usize = 64_000;
