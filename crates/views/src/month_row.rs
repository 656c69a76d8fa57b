//! A unit's month: its sums now, and which of the latest lines are held back from view.
//!
//! Nobody may read one citizen's answer off a moving figure, so what people see advances in steps of
//! [`PENDING_STEP`] responses, or when the month is over: an answer and the flag on it are two lines of one response, and
//! one that came and was excluded before anybody saw it moves no figure. Lines that arrive after the month is over wait
//! for a step of their own. What staff entered from paper or a file they know already: it waits for nothing, unless an
//! answer given on a screen is waiting. Published results hold the same back (`docs/format.md`, "A published result"), so
//! these rules stand for ever.

use eventlog::Position;
use ikm::RespondentMean;
use serde::{Deserialize, Serialize};
use survey::Standing;

use crate::{
    figures::{Cells, Facets},
    ledger::Delta,
};

/// How many responses a figure that people see moves by at least.
pub const PENDING_STEP: usize = 10;

/// A copy of a unit's month is kept every so many of its lines, so that an earlier state is at most so many
/// lines away.
pub const SNAPSHOT_EVERY: u64 = 256;

/// What is kept of a unit's month for all its respondents together: all that a dashboard reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Total {
    /// Lines applied.
    pub(crate) lines: u64,
    /// Position after the last line applied.
    pub(crate) until: u64,
    /// True once a line has arrived that was recorded after the month was over.
    closed: bool,
    /// True once such a line was about an answer that staff do not know: from then on the groups of the month stand.
    settled: bool,
    /// The latest lines, held back from view; those of one response as one.
    pending: Vec<Held>,
    /// The sums with every line.
    pub(crate) cells: Cells,
}

/// What changed about one response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    response: u64,
    delta: Delta,
}

impl Held {
    /// It counts where people do not see it counted, or no longer counts where they do.
    fn moves_figures(&self) -> bool {
        counts(self.delta.from()) != counts(self.delta.to())
    }

    /// It is something else than people see: a flag alone is nothing else.
    fn differs(&self) -> bool {
        self.moves_figures() || self.delta.from().is_none() != self.delta.to().is_none()
    }
}

/// Whether figures are made of a response of a standing.
pub(crate) const fn counts(standing: Option<Standing>) -> bool {
    matches!(standing, Some(Standing::Plain | Standing::Flagged))
}

/// All that is kept of a unit's month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MonthRow {
    pub(crate) total: Total,
    pub(crate) facets: Facets,
}

/// One line on its way into a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// The position at which the response was submitted.
    pub(crate) response: u64,
    pub(crate) delta: Delta,
    /// Recorded after the month was over.
    pub(crate) late: bool,
    /// Entered by staff, who know it.
    pub(crate) known_to_staff: bool,
}

impl MonthRow {
    /// True if this line settles the groups of the month: they are kept as they are before it.
    pub(crate) const fn settles(&self, line: &Line) -> bool {
        line.late && !line.known_to_staff && !self.total.settled
    }

    /// Takes a line in. True if a snapshot is due after it.
    pub(crate) fn apply(&mut self, line: Line, position: u64) -> bool {
        let mean = line.delta.contribution.mean();
        self.facets.apply(&line.delta, mean);
        self.total.apply_mean(line, mean, position);
        self.total.lines.is_multiple_of(SNAPSHOT_EVERY)
    }

    /// The month as people see it; `over` says whether it is over for them.
    pub(crate) fn shown(mut self, over: bool) -> Self {
        for delta in self.total.hidden(over) {
            self.facets.apply(&delta, delta.contribution.mean());
        }
        self.total = self.total.shown(over);
        self
    }
}

impl Total {
    /// Takes a line in.
    pub(crate) fn apply(&mut self, line: Line, position: u64) {
        let mean = line.delta.contribution.mean();
        self.apply_mean(line, mean, position);
    }

    fn apply_mean(&mut self, line: Line, mean: RespondentMean, position: u64) {
        self.settled |= line.late && !line.known_to_staff;
        self.cells.apply(&line.delta, mean);
        self.lines += 1;
        self.until = position + 1;
        self.hold_back(line);
    }

    fn hold_back(&mut self, line: Line) {
        if line.late && !self.closed {
            self.closed = true;
            self.pending.clear();
        }
        if line.known_to_staff && !self.pending.iter().any(Held::differs) {
            self.pending.clear();
            return;
        }
        match self
            .pending
            .iter_mut()
            .find(|held| held.response == line.response)
        {
            Some(held) => held.delta.then(&line.delta),
            None => self.pending.push(Held {
                response: line.response,
                delta: line.delta,
            }),
        }
        let those = |is: fn(&Held) -> bool| self.pending.iter().filter(|held| is(held)).count();
        let enough = match those(Held::moves_figures) {
            0 => those(Held::differs) >= PENDING_STEP,
            moving => moving >= PENDING_STEP,
        };
        if enough {
            self.pending.clear();
        }
    }

    /// True if people do not see yet what the last lines say of the response submitted at a position.
    pub(crate) fn hides(&self, response: u64, over: bool) -> bool {
        self.held(over).iter().any(|held| held.response == response)
    }

    fn held(&self, over: bool) -> &[Held] {
        if over && !self.closed { &[] } else { &self.pending }
    }

    /// Where the responses stand that are something else than people see.
    pub(crate) fn waiting(&self, over: bool) -> impl Iterator<Item = Position> {
        let held = self.held(over).iter().filter(|held| held.differs());
        held.map(|held| Position(held.response))
    }

    /// The responses of which people do not see the last lines: how they see each, and how it is.
    pub(crate) fn held_back(
        &self,
        over: bool,
    ) -> impl Iterator<Item = (u64, (Option<Standing>, Option<Standing>))> {
        let held = self.held(over).iter();
        held.map(|held| (held.response, (held.delta.from(), held.delta.to())))
    }

    /// What takes back the lines that people do not see yet.
    fn hidden(&self, over: bool) -> Vec<Delta> {
        self.held(over).iter().map(|held| held.delta.reversed()).collect()
    }

    /// Whether a line was recorded only after the month was over.
    pub(crate) const fn is_late(&self) -> bool {
        self.closed
    }

    /// As people see it.
    pub(crate) fn shown(mut self, over: bool) -> Self {
        for delta in self.hidden(over) {
            self.cells.apply(&delta, delta.contribution.mean());
        }
        self
    }
}
