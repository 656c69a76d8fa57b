//! A published result: figures frozen in an event that names everything they are made of.

use ikm::{Hundredths, Mutu, UnsurCode};
use serde::{Deserialize, Serialize};

use crate::{InstrumentRef, Period, RootHash, UnitCode};

/// One line of a published result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedNrr {
    /// The unsur.
    pub code: UnsurCode,
    /// Filled answers.
    pub n: u64,
    /// Sum of their scores. The NRR is `sum / n`, exactly.
    pub sum: u64,
}

impl PublishedNrr {
    /// The NRR, rounded half up.
    #[must_use]
    pub fn nrr(&self) -> Hundredths {
        ikm::mean_score(self.sum, self.n)
    }

    /// NRR x 25, rounded half up once.
    #[must_use]
    pub fn value(&self) -> Hundredths {
        ikm::on_index_scale(self.sum, self.n)
    }
}

/// What is counted of the responses that came or changed after their month was over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultBasis {
    /// All of it. So were publications until one person's answer could be read off the difference to a dashboard.
    #[default]
    Exact,
    /// In steps of ten, as dashboards show it.
    Shown,
}

impl ResultBasis {
    const fn is_exact(&self) -> bool {
        matches!(self, Self::Exact)
    }
}

/// `result_published`: these figures were made public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultPublished {
    /// The unit.
    pub unit: UnitCode,
    /// The period.
    pub period: Period,
    /// The method, by id.
    pub method: String,
    /// Every version of the instrument that the answers were given to.
    pub instruments: Vec<InstrumentRef>,
    /// Number of respondents that count.
    pub n: u64,
    /// Excluded respondents, whose answers are not in the figures.
    pub n_excluded: u64,
    /// Figures by unsur, in the order of the instrument.
    pub unsur: Vec<PublishedNrr>,
    /// The index.
    pub ikm: Hundredths,
    /// Its letter.
    pub mutu: Mutu,
    /// How many events of the log the figures are made of: the first so many.
    pub log_size: u64,
    /// The root over those events: whoever holds them can check that they are the same. Unknown in publications of
    /// version 1.
    #[serde(deserialize_with = "Option::deserialize")]
    pub log_root: Option<RootHash>,
    /// Version of the program that computed them.
    pub program: String,
    /// What is counted of late responses; absent where that is all.
    #[serde(default, skip_serializing_if = "ResultBasis::is_exact")]
    pub basis: ResultBasis,
}
