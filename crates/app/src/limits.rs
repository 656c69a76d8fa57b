//! Every limit of the application, in one place.

use std::time::Duration;

use jiff::SignedDuration;

/// Fewest respondents for which the public sees an index.
pub const PUBLIC_N_MIN: u64 = 10;
/// Fewest respondents of a group for which staff see an index.
pub const GROUP_N_MIN: u64 = 5;
/// Fewest respondents for which an index is not marked as unreliable inside: the SPKP/SPAK minimum.
pub const RELIABLE_N_MIN: u64 = 30;
/// Most rows of one imported file.
pub const IMPORT_ROWS_MAX: usize = 1_000_000;
/// Flags appended at once: few, so that the queue of the log stays free for answers.
pub const FLAGS_AT_ONCE: usize = 64;
/// How long a batch waits for room in the log before it asks again: about one sync of a disk.
pub const LOG_BUSY_PAUSE: Duration = Duration::from_millis(1);
/// Most appends queued at once by one caller; more would not fit the log's queue.
pub const APPENDS_AT_ONCE: usize = 1000;
/// Devices that may ask to be taken in at a time.
pub const PAIRINGS_MAX: usize = 64;
/// How long a device shows its code before it must ask again.
pub const PAIRING_LIFE: SignedDuration = SignedDuration::from_mins(15);
/// Passwords hashed at a time: each takes 19 MiB and some thirty milliseconds of a core.
pub const HASHES_AT_ONCE: usize = 2;
/// How long an invitation is good: it is printed and handed over.
pub const INVITATION_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Sessions at a time; the longest idle one gives way.
pub const SESSIONS_MAX: usize = 1000;
/// Sessions of one account at a time; its longest idle one gives way.
pub const SESSIONS_PER_ACCOUNT_MAX: usize = 10;
/// A session ends after so long without a request.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_hours(1);
/// A session ends after so long in any case.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(12);
/// Most forms of one stack of paper.
pub const PAPER_BATCH_MAX: usize = 500;
