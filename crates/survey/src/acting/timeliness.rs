//! Whether complaints were dealt with in time: one answer for every page and document that counts them.

use jiff::civil::Date;

use super::{
    Complaint, ComplaintClosed, ComplaintEvent, ComplaintForwarded, ComplaintWithdrawn, Deadline, Entry,
    day::day_at,
};
use crate::Registry;

/// Whether a complaint was dealt with in time: within three working days somebody took it up, and within those of its kind
/// it was answered, or ended without an answer. What was late once stays late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeliness {
    /// It is dealt with, and no deadline passed before.
    InTime,
    /// A deadline passed first.
    Late,
    /// It may still be dealt with in time.
    Pending,
}

impl Complaint {
    /// Whether it was dealt with in time, as of a day; [`Timeliness::Pending`] before it was received.
    #[must_use]
    pub fn timeliness(&self, registry: &Registry, today: Date) -> Timeliness {
        let past = |deadline: Option<Deadline>, day: Date| deadline.is_some_and(|deadline| day > deadline.on);
        let steps = self.trail().standing().iter().skip(1);
        let day = |entry: &Entry<ComplaintEvent>| self.day_of(registry, entry);
        let taken_up = steps.clone().map(day).min();
        let ended = steps
            .filter(|entry| {
                matches!(
                    entry.event,
                    ComplaintEvent::Answered(_) | ComplaintEvent::Closed(_)
                )
            })
            .map(day)
            .min();
        if past(self.take_up_by(registry), taken_up.unwrap_or(today))
            || past(self.answer_by(registry), ended.unwrap_or(today))
        {
            Timeliness::Late
        } else if ended.is_some() {
            Timeliness::InTime
        } else {
            Timeliness::Pending
        }
    }

    /// The day of an entry: the one that it states, else the one on which it was entered.
    fn day_of(&self, registry: &Registry, entry: &Entry<ComplaintEvent>) -> Date {
        match &entry.event {
            ComplaintEvent::Received(received) => received.on,
            ComplaintEvent::Answered(answered) => answered.on,
            ComplaintEvent::Forwarded(ComplaintForwarded { unit, .. })
            | ComplaintEvent::Closed(ComplaintClosed { unit, .. })
            | ComplaintEvent::Withdrawn(ComplaintWithdrawn { unit, .. }) => day_at(registry, unit, entry.at),
        }
    }
}
