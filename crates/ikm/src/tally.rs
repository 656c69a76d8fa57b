//! Counts of scores: all that an index needs to know of the answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Score, UnsurCode};

/// How often each score was given for one unsur.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tally {
    counts: [u64; 4],
}

impl Tally {
    /// A tally from the counts of the scores 1, 2, 3, 4.
    #[must_use]
    pub const fn from_counts(counts: [u64; 4]) -> Self {
        Self { counts }
    }

    /// How often the scores 1, 2, 3, 4 were given.
    #[must_use]
    pub const fn counts(&self) -> [u64; 4] {
        self.counts
    }

    /// Number of filled answers.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Sum of the scores.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.counts
            .iter()
            .zip(1..)
            .map(|(count, score)| count * score)
            .sum()
    }

    /// Counts one answer.
    pub fn add(&mut self, score: Score) {
        self.counts[usize::from(score.get() - 1)] += 1;
    }

    /// Takes one answer out again.
    ///
    /// # Panics
    /// If no such answer was counted: the caller's books are wrong.
    pub fn remove(&mut self, score: Score) {
        let count = &mut self.counts[usize::from(score.get() - 1)];
        *count = count
            .checked_sub(1)
            .expect("only an answer that was counted is taken out");
    }

    /// Adds all answers of another tally.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
    }
}

/// A tally for each unsur, by code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tallies(BTreeMap<UnsurCode, Tally>);

impl Tallies {
    /// Counts one answer.
    pub fn add(&mut self, unsur: UnsurCode, score: Score) {
        self.0.entry(unsur).or_default().add(score);
    }

    /// The tally of one unsur; empty if nobody answered it.
    #[must_use]
    pub fn get(&self, unsur: UnsurCode) -> Tally {
        self.0.get(&unsur).copied().unwrap_or_default()
    }

    /// Adds a whole tally to that of one unsur.
    pub fn merge_one(&mut self, unsur: UnsurCode, tally: &Tally) {
        self.0.entry(unsur).or_default().merge(tally);
    }

    /// Adds all answers of other tallies.
    pub fn merge(&mut self, other: &Self) {
        for (unsur, tally) in &other.0 {
            self.merge_one(*unsur, tally);
        }
    }

    /// Every unsur that was answered, with its tally, in order of code.
    pub fn iter(&self) -> impl Iterator<Item = (UnsurCode, &Tally)> {
        self.0.iter().map(|(unsur, tally)| (*unsur, tally))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(number: u8) -> Score {
        Score::new(number).unwrap()
    }

    #[test]
    fn count_and_sum_follow_every_answer_in_and_out() {
        let mut tally = Tally::default();
        for number in [1, 4, 4, 2] {
            tally.add(score(number));
        }
        assert_eq!(
            (tally.counts(), tally.count(), tally.sum()),
            ([1, 1, 0, 2], 4, 11)
        );
        tally.remove(score(4));
        assert_eq!((tally.counts(), tally.count(), tally.sum()), ([1, 1, 0, 1], 3, 7));
    }

    #[test]
    #[should_panic(expected = "only an answer that was counted")]
    fn taking_out_what_was_never_counted_is_a_bug() {
        Tally::from_counts([1, 0, 0, 0]).remove(score(2));
    }

    #[test]
    fn merging_is_counting_together() {
        let [waktu, biaya] = ["waktu", "biaya"].map(|code| UnsurCode::new(code).unwrap());
        let (mut one, mut other, mut both) = (Tallies::default(), Tallies::default(), Tallies::default());
        for (unsur, number) in [(waktu, 1), (biaya, 4)] {
            one.add(unsur, score(number));
            both.add(unsur, score(number));
        }
        other.add(waktu, score(3));
        both.add(waktu, score(3));
        one.merge(&other);
        assert_eq!(one, both);
        assert_eq!(one.get(waktu).counts(), [1, 0, 1, 0]);
        assert_eq!(
            one.iter().map(|(unsur, _)| unsur).collect::<Vec<_>>(),
            [biaya, waktu]
        );
    }
}
