//! What can be set when a log is opened. The defaults are what docs/decisions/0002 measured.

use std::time::Duration;

/// Settings of one open log. None of them changes what stands in the file for good.
#[derive(Clone, Debug)]
pub struct Options {
    /// Appends that may wait. One more is refused as busy.
    pub queue_appends_max: usize,
    /// Bytes that may wait, so that few large appends cannot fill the memory either.
    pub queue_bytes_max: usize,
    /// Appends that share one commit, and with it one wait for the disk.
    pub batch_appends_max: usize,
    /// Events that the index tables may lag behind. More make appends cheaper, and the one commit in
    /// many that writes the indexes longer.
    pub tail_events_max: u64,
    /// Quiet time after which the indexes catch up and the file is made ready for a quick reopening.
    pub settle_after: Duration,
    /// Memory that redb may use to hold pages.
    pub cache_bytes: usize,
    /// A bug to switch on, so that a test can see that it is found.
    #[cfg(test)]
    pub(crate) sabotage: Option<Sabotage>,
}

/// Bugs that a durability suite must find.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sabotage {
    /// Says "it is on disk" before the sync.
    AcknowledgeBeforeSync,
    /// Commits without any sync.
    NoSync,
    /// Takes a commit that failed for one that did not.
    IgnoreFailure,
    /// Writes the nodes of the tree with the commit after the one that completes them.
    NodesLate,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            queue_appends_max: 4096,
            queue_bytes_max: 64 << 20,
            batch_appends_max: 4096,
            tail_events_max: 4096,
            settle_after: Duration::from_millis(50),
            cache_bytes: 256 << 20,
            #[cfg(test)]
            sabotage: None,
        }
    }
}
