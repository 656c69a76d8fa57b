//! What was entered about one subject, in order. The newest entry can be withdrawn with a reason, and then the one
//! before it: so every slip can be mended, nothing is ever lost, and what stands is always a beginning of what was
//! entered.

use jiff::Timestamp;

use crate::Refusal;

/// Something entered, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<E> {
    /// What was entered.
    pub event: E,
    /// When the log took it.
    pub at: Timestamp,
}

/// An entry that no longer stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawnEntry<E> {
    /// What had been entered.
    pub entry: Entry<E>,
    /// Why it was withdrawn.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// The entries about one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trail<E> {
    standing: Vec<Entry<E>>,
    withdrawn: Vec<WithdrawnEntry<E>>,
}

impl<E> Default for Trail<E> {
    fn default() -> Self {
        Self {
            standing: Vec::new(),
            withdrawn: Vec::new(),
        }
    }
}

impl<E> Trail<E> {
    /// The entries that stand, in order.
    #[must_use]
    pub fn standing(&self) -> &[Entry<E>] {
        &self.standing
    }

    /// The entries that were withdrawn, in the order in which they were.
    #[must_use]
    pub fn withdrawn(&self) -> &[WithdrawnEntry<E>] {
        &self.withdrawn
    }

    /// Everything that was ever entered: what stands, then what was withdrawn.
    pub(crate) fn ever(&self) -> impl Iterator<Item = &E> {
        let withdrawn = self.withdrawn.iter().map(|withdrawn| &withdrawn.entry.event);
        self.standing.iter().map(|entry| &entry.event).chain(withdrawn)
    }

    /// How many events made it: whoever changes it says how many they have seen.
    #[must_use]
    pub fn seen(&self) -> usize {
        self.standing.len() + 2 * self.withdrawn.len()
    }

    pub(crate) fn enter(&mut self, event: E, at: Timestamp) {
        self.standing.push(Entry { event, at });
    }

    pub(crate) fn withdraw(&mut self, reason: String, at: Timestamp) {
        let newest = self.standing.pop();
        self.withdrawn
            .extend(newest.map(|entry| WithdrawnEntry { entry, reason, at }));
    }

    /// Checks that nobody changed it since it was looked at.
    pub(crate) fn check_seen(&self, seen: usize) -> Result<(), Refusal> {
        if seen == self.seen() {
            Ok(())
        } else {
            Err(Refusal::ChangedMeanwhile)
        }
    }
}
