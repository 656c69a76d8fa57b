//! Every limit of the application, in one place.

/// Fewest respondents for which the public sees an index.
pub const PUBLIC_N_MIN: u64 = 10;
/// Fewest respondents of a group for which staff see an index.
pub const GROUP_N_MIN: u64 = 5;
/// Fewest respondents for which an index is not marked as unreliable inside: the SPKP/SPAK minimum.
pub const RELIABLE_N_MIN: u64 = 30;
/// Most rows of one imported file.
pub const IMPORT_ROWS_MAX: usize = 1_000_000;
/// Most appends queued at once by one caller; more would not fit the log's queue.
pub const APPENDS_AT_ONCE: usize = 1000;
