//! Every limit of the application, in one place.

use std::time::Duration;

use jiff::SignedDuration;

/// Fewest respondents for which the public sees an index.
pub const PUBLIC_N_MIN: u64 = 10;
/// Fewest respondents of a group for which staff see an index.
pub const GROUP_N_MIN: u64 = 5;
/// Fewest respondents for which an index is not marked as unreliable inside: the SPKP/SPAK minimum.
pub const RELIABLE_N_MIN: u64 = 30;
/// Largest workbook that is read, in bytes.
pub const WORKBOOK_BYTES_MAX: u64 = 64 << 20;
/// How many unsur are proposed as priorities, the lowest first.
pub const PRIORITIES: usize = 3;
/// Most service events or follow-ups of a unit that are listed, the newest first.
pub const SUBJECTS_LISTED_MAX: usize = 500;
/// Most follow-ups and answers that the public page of a unit shows, the last first.
pub const PUBLIC_ACTS_MAX: usize = 12;
/// Events of a unit that are read at a time.
pub(crate) const EVENTS_AT_ONCE: usize = 1024;
/// Most lines of a table of units, services and surveys.
pub const BULK_ROWS_MAX: usize = 5000;
/// Most indexes of a unit's period that are kept, and series of them: 300 units with ten years of months, quarters and
/// years, all of which control limits look back on. Each index takes some two kilobytes.
pub const INDEXES_KEPT_MAX: usize = 60_000;
/// Most comments that one search reads: each is opened from the vault.
pub const COMMENTS_SEARCHED_MAX: usize = 5_000;
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
/// Most responses of evidence that is made while somebody waits for it; the command line has no such limit.
pub const EVIDENCE_RESPONSES_MAX: u64 = 20_000;
/// Most publications of a period whose documents go along with evidence, the last ones: each has seven files.
pub const EVIDENCE_PUBLICATIONS_MAX: usize = 20;
/// Most responses that one look for patterns takes in; of more, the newest.
pub const PATTERN_RESPONSES_MAX: usize = 20_000;
/// How long responses that were opened for a purpose can be read under it.
pub const READING_LIFE: SignedDuration = SignedDuration::from_hours(2);
