//! A unit's month: its sums now, and which of the latest lines are held back from view.
//!
//! Nobody may read one citizen's answer off a moving figure, so what people see advances in steps of
//! [`PENDING_STEP`] lines, or when the month is over. Lines that arrive after the month is over wait for a step
//! of their own. What staff entered from paper or a file they know already: it waits for nothing, unless an
//! answer given on a screen is waiting.

use serde::{Deserialize, Serialize};

use crate::{
    figures::{Cells, Sums},
    ledger::Delta,
};

/// How many lines a figure that people see moves by at least.
pub const PENDING_STEP: usize = 10;

/// A copy of a unit's month is kept every so many of its lines, so that an earlier state is at most so many
/// lines away.
pub const SNAPSHOT_EVERY: u64 = 256;

/// What is kept of a unit's month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MonthRow {
    /// Lines applied.
    pub(crate) lines: u64,
    /// Position after the last line applied.
    pub(crate) until: u64,
    /// True once a line has arrived that was recorded after the month was over.
    pub(crate) closed: bool,
    /// The latest lines, held back from view.
    pub(crate) pending: Vec<Delta>,
    /// The sums with every line.
    pub(crate) sums: Sums,
}

/// One line on its way into a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) delta: Delta,
    /// Recorded after the month was over.
    pub(crate) late: bool,
    /// Entered by staff, who know it.
    pub(crate) known_to_staff: bool,
}

impl MonthRow {
    /// Takes a line in. True if a snapshot is due after it.
    pub(crate) fn apply(&mut self, line: &Line, position: u64) -> bool {
        if line.late && !self.closed {
            self.closed = true;
            self.pending.clear();
        }
        self.sums.apply(&line.delta);
        self.lines += 1;
        self.until = position + 1;
        if !(line.known_to_staff && self.pending.is_empty()) {
            self.pending.push(line.delta.clone());
            if self.pending.len() >= PENDING_STEP {
                self.pending.clear();
            }
        }
        self.lines.is_multiple_of(SNAPSHOT_EVERY)
    }

    /// The sums that people see; `over` says whether the month is over.
    pub(crate) fn shown(mut self, over: bool) -> Sums {
        for delta in self.held_back(over).rev() {
            self.sums.apply(&delta);
        }
        self.sums
    }

    /// The sums over all respondents that people see, of a row that was read without its facets.
    pub(crate) fn shown_total(mut self, over: bool) -> Cells {
        for delta in self.held_back(over).rev() {
            self.sums.total.apply(&delta, delta.contribution.mean());
        }
        self.sums.total
    }

    /// What takes the lines out again that people do not see yet, in the order in which they came.
    fn held_back(&mut self, over: bool) -> impl DoubleEndedIterator<Item = Delta> + use<> {
        let pending = std::mem::take(&mut self.pending);
        let held_back = if over && !self.closed { Vec::new() } else { pending };
        held_back.into_iter().map(|delta| delta.reversed())
    }
}
