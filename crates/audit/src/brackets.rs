//! Between which moments an event was recorded, by what witnesses stated.
//!
//! A witness that cosigned N events saw that event N - 1 was there, and was shown no event N. So an event was recorded
//! after the nearest witnessed head that lacks it, and before the nearest that has it. The log can delay a signature
//! and so widen a bracket; it cannot move an event out of one.

use eventlog::TimestampMs;
use jiff::{SignedDuration, Timestamp};

use crate::limits::SKEW_MINUTES;

/// How far a claimed time may lie outside of a bracket before it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skew(pub SignedDuration);

impl Default for Skew {
    fn default() -> Self {
        Self(SignedDuration::from_mins(SKEW_MINUTES.into()))
    }
}

/// A head that witnesses have seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Witnessed {
    /// How many events.
    pub(crate) size: u64,
    /// The earliest time at which these can have been all. Where the log says that it signed earlier than it was
    /// cosigned, that is its claim: a witness that is visited once a week cannot say more.
    pub(crate) from: Timestamp,
    /// The latest time that a witness stated.
    pub(crate) until: Timestamp,
}

/// The moments between which an event was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bracket {
    /// Which of the witnessed heads is the first to have it; how many there are if none has.
    pub(crate) number: usize,
    pub(crate) after: Option<Timestamp>,
    pub(crate) before: Option<Timestamp>,
}

/// Every head that witnesses have seen, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Brackets(Vec<Witnessed>);

impl Brackets {
    pub(crate) fn new(mut witnessed: Vec<Witnessed>) -> Self {
        witnessed.sort_by_key(|head| (head.size, head.until));
        witnessed.dedup_by_key(|head| head.size);
        // A smaller head was signed before a larger one: when a witness is behind, that says nothing of the log.
        let (mut from, mut until) = (Timestamp::MAX, Timestamp::MAX);
        for head in witnessed.iter_mut().rev() {
            from = from.min(head.from);
            until = until.min(head.until);
            (head.from, head.until) = (from, until);
        }
        Self(witnessed)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The bracket of the event at a position.
    pub(crate) fn around(&self, position: u64) -> Bracket {
        let number = self.0.partition_point(|head| head.size <= position);
        Bracket {
            number,
            after: number.checked_sub(1).map(|below| self.0[below].from),
            before: self.0.get(number).map(|above| above.until),
        }
    }

    /// The longest time between two witnessed heads.
    pub(crate) fn widest(&self) -> Option<SignedDuration> {
        let gaps = self
            .0
            .windows(2)
            .map(|pair| pair[1].until.duration_since(pair[0].until));
        gaps.max()
    }
}

/// A time of the log, as people write it.
pub(crate) fn moment(at: TimestampMs) -> Timestamp {
    let ms = i64::try_from(at.0).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn seen(size: u64, from: i64, until: i64) -> Witnessed {
        Witnessed {
            size,
            from: at(from),
            until: at(until),
        }
    }

    #[test]
    fn an_event_lies_between_the_head_that_lacks_it_and_the_one_that_has_it() {
        let brackets = Brackets::new(vec![seen(10, 100, 100), seen(4, 50, 51), seen(20, 200, 200)]);
        let around = |position| {
            let found = brackets.around(position);
            (found.after, found.before)
        };
        assert_eq!(around(0), (None, Some(at(51))));
        assert_eq!(around(3), (None, Some(at(51))));
        assert_eq!(around(4), (Some(at(50)), Some(at(100))));
        assert_eq!(around(19), (Some(at(100)), Some(at(200))));
        assert_eq!(around(20), (Some(at(200)), None));
        assert_eq!(brackets.widest(), Some(SignedDuration::from_secs(100)));
    }

    #[test]
    fn a_witness_that_is_behind_says_nothing_of_the_log() {
        let brackets = Brackets::new(vec![seen(10, 100, 100), seen(4, 300, 300)]);
        assert_eq!(brackets.around(3).before, Some(at(100)));
        assert_eq!(brackets.around(4).after, Some(at(100)));
        assert_eq!(brackets.around(10).after, Some(at(100)));
    }

    #[test]
    fn without_witnesses_there_is_no_bracket() {
        assert_eq!(Brackets::default().around(7), Bracket::default());
    }
}
