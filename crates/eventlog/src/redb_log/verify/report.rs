//! What a verification found.

use std::ops::Range;

use tlog::Hash;

use crate::{Head, LogError, Position, TimestampMs};

/// Problems that a report lists one by one; beyond that it only counts.
const PROBLEMS_LISTED_MAX: usize = 100;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How far the log goes.
    pub head: Head,
    /// The root of the tree over all events, made anew from their stored bytes; `None` where an event is
    /// missing or is not what its leaf hash says.
    pub root: Option<Hash>,
    /// The first hundred problems.
    pub problems: Vec<Problem>,
    /// How many problems there are in all.
    pub problem_count: u64,
}

/// One thing that disagrees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, if it is about one event or those from there on.
    pub position: Option<Position>,
    /// What disagrees with what, in Bahasa Indonesia: it is shown as it stands.
    pub what: String,
}

impl Report {
    /// Whether every promise holds.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.problem_count == 0
    }

    pub(super) fn add(&mut self, position: impl Into<Option<Position>>, what: impl Into<String>) {
        self.problem_count += 1;
        if self.problems.len() < PROBLEMS_LISTED_MAX {
            self.problems.push(Problem {
                position: position.into(),
                what: what.into(),
            });
        }
    }

    /// Adds the problems that another part of the work found.
    pub(super) fn add_all(&mut self, found: Self) {
        self.problem_count += found.problem_count;
        let room = PROBLEMS_LISTED_MAX - self.problems.len();
        self.problems.extend(found.problems.into_iter().take(room));
    }

    /// Damage is a problem like any other; only what keeps us from looking is an error.
    pub(super) fn note<T>(&mut self, outcome: Result<T, LogError>) -> Result<Option<T>, LogError> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(LogError::Damaged { position, what }) => {
                self.add(position, what);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// No event has these positions.
    pub(super) fn add_gap(&mut self, gap: Range<u64>) {
        let what = format!("posisi {} sampai {} tidak ada", gap.start, gap.end - 1);
        self.add(Position(gap.start), what);
    }

    /// An event must not be recorded before the one in front of it.
    pub(super) fn check_time(&mut self, position: Position, at: TimestampMs, before: TimestampMs) {
        if at < before {
            let what = format!("dicatat pada {at}, lebih awal daripada peristiwa di depannya ({before})");
            self.add(position, what);
        }
    }
}
