//! Every limit of a witness, in one place.

/// Longest request, in bytes: a consistency proof, and a checkpoint with sixteen signatures of the longest kind.
pub const REQUEST_BYTES_MAX: usize = 64 * 1024;
/// Most keys of one log. A log changes its key now and then.
pub const KEYS_MAX: usize = 16;
/// Most second histories of one log that are kept. One is proof enough; whoever has the log's key can make more.
pub const FORKS_MAX: usize = 16;
