//! Every limit of the audit, in one place.

/// Findings of one part that are listed; the others are counted.
pub const FINDINGS_LISTED_MAX: usize = 100;
/// Events that are read at once.
pub const EVENTS_AT_ONCE: usize = 4096;
/// Checkpoints that are read from the archive at once.
pub const CHECKPOINTS_AT_ONCE: usize = 1024;
/// Largest file of checkpoints of an exported directory, in bytes: some years of one a minute.
pub const CHECKPOINTS_BYTES_MAX: u64 = 1 << 30;
/// Largest other file of an exported directory that is read, in bytes: an entry bundle of 256 entries, each as long as can be.
pub const FILE_BYTES_MAX: u64 = 256 * (2 + 65_535);
/// Largest evidence, unpacked, in bytes: some hundred thousand answers with their proofs.
pub const EVIDENCE_BYTES_MAX: u64 = 1 << 30;
/// Most files in it.
pub const EVIDENCE_FILES_MAX: usize = 200;
/// By how much a claimed time may lie outside of what witnesses stated, unless the inspector says otherwise, in minutes:
/// clocks that are not quite right, and the time that a cosignature takes.
pub const SKEW_MINUTES: u32 = 10;
