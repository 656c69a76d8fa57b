//! Every limit of the vault, in one place.

/// Longest text, in bytes. Room for a comment, a letter of complaint, a name with contacts.
pub const TEXT_BYTES_MAX: usize = 16 * 1024;
/// Most jobs that wait for the disk; one more is answered with "busy".
pub const QUEUE_JOBS_MAX: usize = 1024;
/// Most texts that share one sync.
pub const BATCH_TEXTS_MAX: usize = 512;
/// Memory for pages of one file, in bytes.
pub const CACHE_BYTES: usize = 32 * 1024 * 1024;
