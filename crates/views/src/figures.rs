//! Sums over respondents: in rows by number, outside by code.

use std::collections::BTreeMap;

use ikm::{Moments, RespondentMean, Tallies, Tally, UnsurCode};
use serde::{Deserialize, Serialize};
use survey::Standing;

use crate::{
    FacetKind,
    dictionary::{Dictionary, Kind},
    ledger::{Contribution, Delta},
};

/// Respondents of one standing, summed: a row's form, with unsur by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cell {
    moments: Moments,
    tallies: Vec<Tally>,
}

/// A cell for each standing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cells([Cell; 3]);

/// Kind and number of a facet.
pub(crate) type FacetKey = (u8, u32);

/// Cells told apart by facets, in order of their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facets(Vec<(FacetKey, Cells)>);

impl Cell {
    fn add(&mut self, contribution: &Contribution, mean: RespondentMean) {
        self.moments.add(mean);
        // Once, not unsur by unsur.
        let last = contribution.answers.iter().map(|(unsur, _)| *unsur).max();
        last.map(|last| self.tally(last));
        for &(unsur, score) in &contribution.answers {
            self.tally(unsur).add(score);
        }
    }

    fn remove(&mut self, contribution: &Contribution, mean: RespondentMean) {
        self.moments.remove(mean);
        for &(unsur, score) in &contribution.answers {
            self.tally(unsur).remove(score);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.moments.merge(&other.moments);
        if self.tallies.len() < other.tallies.len() {
            self.tallies.resize(other.tallies.len(), Tally::default());
        }
        for (tally, more) in self.tallies.iter_mut().zip(&other.tallies) {
            tally.merge(more);
        }
    }

    fn tally(&mut self, unsur: u32) -> &mut Tally {
        let at = usize::try_from(unsur).expect("a dictionary number");
        if self.tallies.len() <= at {
            self.tallies.resize(at + 1, Tally::default());
        }
        &mut self.tallies[at]
    }

    /// Rows must not remember an unsur that nobody counts for any more.
    fn trim(&mut self) {
        while self.tallies.last().is_some_and(|tally| tally.count() == 0) {
            self.tallies.pop();
        }
    }
}

impl Cells {
    pub(crate) fn apply(&mut self, delta: &Delta, mean: RespondentMean) {
        if let Some(from) = delta.from() {
            let cell = &mut self.0[place(from)];
            cell.remove(&delta.contribution, mean);
            cell.trim();
        }
        if let Some(to) = delta.to() {
            self.0[place(to)].add(&delta.contribution, mean);
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (cell, more) in self.0.iter_mut().zip(&other.0) {
            cell.merge(more);
        }
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|cell| cell.moments.n() == 0)
    }

    /// Everybody, however they count.
    pub(crate) fn respondents(&self) -> u64 {
        self.0.iter().map(|cell| cell.moments.n()).sum()
    }

    /// Those of one standing.
    pub(crate) const fn n(&self, standing: Standing) -> u64 {
        self.0[place(standing)].moments.n()
    }

    /// Everybody who counts.
    pub(crate) const fn counted(&self) -> u64 {
        self.n(Standing::Plain) + self.n(Standing::Flagged)
    }

    pub(crate) fn samples(&self, dictionary: &Dictionary) -> Samples {
        let mut samples = Samples::default();
        for (cell, sample) in self.0.iter().zip(&mut samples.0) {
            sample.moments = cell.moments;
            for (tally, number) in cell
                .tallies
                .iter()
                .zip(0..)
                .filter(|(tally, _)| tally.count() > 0)
            {
                let code = dictionary
                    .code(Kind::Unsur, number)
                    .and_then(|code| UnsurCode::new(code).ok());
                sample
                    .tallies
                    .merge_one(code.expect("numbers come from the dictionary"), tally);
            }
        }
        samples
    }
}

impl Facets {
    pub(crate) fn apply(&mut self, delta: &Delta, mean: RespondentMean) {
        for &facet in &delta.contribution.facets {
            let at = self.place(facet);
            let cells = &mut self.0[at].1;
            cells.apply(delta, mean);
            if cells.is_empty() {
                self.0.remove(at);
            }
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (facet, more) in &other.0 {
            let at = self.place(*facet);
            self.0[at].1.merge(more);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (FacetKey, &Cells)> {
        self.0.iter().map(|(key, cells)| (*key, cells))
    }

    /// Where the cells of a facet stand; makes room for them if there are none.
    fn place(&mut self, facet: FacetKey) -> usize {
        let found = self.0.binary_search_by_key(&facet, |(key, _)| *key);
        found.unwrap_or_else(|at| {
            self.0.insert(at, (facet, Cells::default()));
            at
        })
    }
}

const fn place(standing: Standing) -> usize {
    match standing {
        Standing::Plain => 0,
        Standing::Flagged => 1,
        Standing::Excluded => 2,
    }
}

/// Respondents summed: how many, how they differ, how often each score was given for each unsur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// Number of respondents, and the spread of their mean scores.
    pub moments: Moments,
    /// Scores by unsur.
    pub tallies: Tallies,
}

impl Sample {
    /// Number of respondents.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.moments.n()
    }

    /// Adds the respondents of another sample.
    pub fn merge(&mut self, other: &Self) {
        self.moments.merge(&other.moments);
        self.tallies.merge(&other.tallies);
    }
}

/// Respondents by how they count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Samples([Sample; 3]);

impl Samples {
    /// The respondents of one standing.
    #[must_use]
    pub const fn of(&self, standing: Standing) -> &Sample {
        &self.0[place(standing)]
    }

    /// Everybody who counts: what an index is made of.
    #[must_use]
    pub fn counted(&self) -> Sample {
        self.sum(&[Standing::Plain, Standing::Flagged])
    }

    /// How many count: without adding their scores up.
    #[must_use]
    pub const fn n_counted(&self) -> u64 {
        self.of(Standing::Plain).n() + self.of(Standing::Flagged).n()
    }

    /// The spread of the mean scores of everybody who counts.
    #[must_use]
    pub fn counted_moments(&self) -> Moments {
        let mut moments = self.of(Standing::Plain).moments;
        moments.merge(&self.of(Standing::Flagged).moments);
        moments
    }

    /// Everybody who counts and does not look suspicious.
    #[must_use]
    pub const fn unsuspicious(&self) -> &Sample {
        self.of(Standing::Plain)
    }

    /// Everybody, those excluded as well.
    #[must_use]
    pub fn everybody(&self) -> Sample {
        self.sum(&Standing::ALL)
    }

    fn sum(&self, standings: &[Standing]) -> Sample {
        let mut sum = Sample::default();
        for standing in standings {
            sum.merge(self.of(*standing));
        }
        sum
    }

    /// Adds the respondents of others, standing by standing.
    pub fn merge(&mut self, other: &Self) {
        for (mine, more) in self.0.iter_mut().zip(&other.0) {
            mine.merge(more);
        }
    }
}

/// By what respondents are told apart, and which of them are meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facet {
    /// By what.
    pub kind: FacetKind,
    /// Which: a service's code, a channel's stored name, `id@version`, or `question=option`.
    pub value: String,
}

/// Respondents of a unit or several, all together and told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// All together.
    pub total: Samples,
    /// Told apart.
    pub facets: BTreeMap<Facet, Samples>,
}

impl Figures {
    /// The respondents told apart by one kind of facet, in order of value.
    pub fn by(&self, kind: FacetKind) -> impl Iterator<Item = (&str, &Samples)> {
        self.facets
            .iter()
            .filter(move |(facet, _)| facet.kind == kind)
            .map(|(facet, samples)| (facet.value.as_str(), samples))
    }

    pub(crate) fn new(total: &Cells, facets: &Facets, dictionary: &Dictionary) -> Self {
        let facets = facets
            .iter()
            .map(|(key, cells)| (facet(key, dictionary), cells.samples(dictionary)));
        Self {
            total: total.samples(dictionary),
            facets: facets.collect(),
        }
    }
}

/// A facet by its code.
pub(crate) fn facet((kind, number): FacetKey, dictionary: &Dictionary) -> Facet {
    let kind = Kind::from_number(kind).expect("rows hold known kinds");
    let value = dictionary.code(kind, number);
    Facet {
        kind: FacetKind::of(kind).expect("rows hold facets"),
        value: value.expect("numbers come from the dictionary").into(),
    }
}
