//! Every limit of the notary, in one place.

/// Most events that are hashed anew when signing begins, some seconds of work. Of a longer log only what came after the
/// last signed head is; `skm verify` hashes all of it.
pub const REHASHED_EVENTS_MAX: u64 = 1_000_000;
/// Events that are read at once for hashing.
pub const ENTRIES_AT_ONCE: u64 = 1024;
/// Memory for pages of the archive, in bytes.
pub const ARCHIVE_CACHE_BYTES: usize = 8 << 20;
/// Checkpoints that are read from the archive at once.
pub const CHECKPOINTS_AT_ONCE: usize = 1024;
