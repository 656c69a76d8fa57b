//! Which devices are there: what each said of itself last. In memory only: a heartbeat is no event, and after a
//! restart each says it again within a minute.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use survey::DeviceCode;

/// What a device said of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Beat {
    /// When, by our clock.
    pub(crate) seen_at: Timestamp,
    /// Answers that wait on it.
    pub(crate) queue: u64,
    /// Answers that were refused for good and lie on it, until somebody saves them as a file.
    pub(crate) refused: u64,
    /// The version of its page.
    pub(crate) version: String,
    /// By how much its clock is ahead of ours, if it said what it shows.
    pub(crate) ahead: Option<SignedDuration>,
}

/// The last word of each device.
#[derive(Debug, Default)]
pub(crate) struct Presence(Mutex<HashMap<DeviceCode, Beat>>);

impl Presence {
    /// A device says that it is there. Only enrolled ones are heard, so there are never more than these.
    pub(crate) fn heard(&self, device: DeviceCode, beat: Beat) {
        let mut beats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        beats.insert(device, beat);
    }

    /// What a device said last; `None` if nothing since the start of the program.
    pub(crate) fn of(&self, device: &DeviceCode) -> Option<Beat> {
        let beats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        beats.get(device).cloned()
    }
}
