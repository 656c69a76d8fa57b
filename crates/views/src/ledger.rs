//! The ledger: one signed line for each event that changes what counts. Every figure is a sum of such lines.

use ikm::{RespondentMean, Score};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use survey::Standing;

use crate::figures::FacetKey;

/// What one response adds to the sums it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Contribution {
    pub(crate) facets: SmallVec<[FacetKey; 8]>,
    pub(crate) answers: SmallVec<[(u32, Score); 9]>,
}

impl Contribution {
    pub(crate) fn mean(&self) -> RespondentMean {
        let scores = self.answers.iter().map(|(_, score)| *score);
        RespondentMean::of(scores).expect("checked when it was applied")
    }
}

/// A response moves from one standing to another; from none when it is submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Delta {
    from: u8,
    to: u8,
    pub(crate) contribution: Contribution,
}

impl Delta {
    pub(crate) fn new(from: Option<Standing>, to: Option<Standing>, contribution: Contribution) -> Self {
        Self {
            from: number(from),
            to: number(to),
            contribution,
        }
    }

    pub(crate) fn from(&self) -> Option<Standing> {
        standing(self.from)
    }

    pub(crate) fn to(&self) -> Option<Standing> {
        standing(self.to)
    }

    /// This, and then another of the same response, as one.
    pub(crate) const fn then(&mut self, next: &Self) {
        self.to = next.to;
    }

    pub(crate) fn reversed(&self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            contribution: self.contribution.clone(),
        }
    }
}

const fn number(standing: Option<Standing>) -> u8 {
    match standing {
        None => 0,
        Some(Standing::Plain) => 1,
        Some(Standing::Flagged) => 2,
        Some(Standing::Excluded) => 3,
    }
}

const fn standing(number: u8) -> Option<Standing> {
    match number {
        1 => Some(Standing::Plain),
        2 => Some(Standing::Flagged),
        3 => Some(Standing::Excluded),
        _ => None,
    }
}
