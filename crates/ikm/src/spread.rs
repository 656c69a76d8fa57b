//! How far respondents differ: exact sums that views can keep, add to and take from.

use serde::{Deserialize, Serialize};

use crate::Score;

/// Most answers of one respondent that a mean is kept for.
pub const RESPONDENT_ANSWERS_MAX: usize = 16;

/// A mean score of 1 is kept as this whole number: the least common multiple of 1 to
/// [`RESPONDENT_ANSWERS_MAX`], so that the mean of any number of filled answers is whole too.
pub const RESPONDENT_SCALE: u32 = 720_720;

/// The mean score of one respondent over the answers that were filled, in `1 / RESPONDENT_SCALE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RespondentMean(u32);

impl RespondentMean {
    /// The mean of the answers; none if there are no answers or more than [`RESPONDENT_ANSWERS_MAX`].
    #[must_use]
    pub fn of(answers: impl IntoIterator<Item = Score>) -> Option<Self> {
        let (mut count, mut sum) = (0u32, 0u32);
        for score in answers {
            count += 1;
            sum += u32::from(score.get());
            if usize::try_from(count).ok()? > RESPONDENT_ANSWERS_MAX {
                return None;
            }
        }
        (count > 0).then(|| Self(sum * (RESPONDENT_SCALE / count)))
    }

    /// The mean times [`RESPONDENT_SCALE`].
    #[must_use]
    pub const fn scaled(self) -> u32 {
        self.0
    }
}

/// Number, sum and sum of squares of respondents' means: all that an interval needs to know of them.
///
/// Whole numbers, so that adding and taking out in any order gives the same bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(u64, u64, u128)", into = "(u64, u64, u128)")]
pub struct Moments {
    n: u64,
    sum: u64,
    sum_of_squares: u128,
}

impl Moments {
    /// Counts one respondent.
    pub fn add(&mut self, mean: RespondentMean) {
        self.n += 1;
        self.sum += u64::from(mean.0);
        self.sum_of_squares += u128::from(mean.0).pow(2);
    }

    /// Takes one respondent out again.
    ///
    /// # Panics
    /// If there was no such respondent: the caller's books are wrong.
    pub fn remove(&mut self, mean: RespondentMean) {
        let less = || {
            Some(Self {
                n: self.n.checked_sub(1)?,
                sum: self.sum.checked_sub(mean.0.into())?,
                sum_of_squares: self.sum_of_squares.checked_sub(u128::from(mean.0).pow(2))?,
            })
        };
        *self = less().expect("only a respondent who was counted is taken out");
    }

    /// Adds all respondents of other moments.
    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.sum_of_squares += other.sum_of_squares;
    }

    /// Number of respondents, sum of their scaled means, sum of the squares of these.
    #[must_use]
    pub const fn parts(&self) -> (u64, u64, u128) {
        (self.n, self.sum, self.sum_of_squares)
    }

    /// Number of respondents.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }
}

/// No respondents have these three numbers: whatever kept them has been damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no {0} respondents have means of sum {1} and sum of squares {2}")]
pub struct MomentsError(pub u64, pub u64, pub u128);

impl TryFrom<(u64, u64, u128)> for Moments {
    type Error = MomentsError;

    /// Takes back what [`Moments::parts`] gave.
    fn try_from((n, sum, sum_of_squares): (u64, u64, u128)) -> Result<Self, Self::Error> {
        // Cauchy and Schwarz; an interval relies on it.
        let possible = u128::from(n)
            .checked_mul(sum_of_squares)
            .is_some_and(|product| product >= u128::from(sum).pow(2) && (n > 0 || sum_of_squares == 0));
        if possible {
            Ok(Self {
                n,
                sum,
                sum_of_squares,
            })
        } else {
            Err(MomentsError(n, sum, sum_of_squares))
        }
    }
}

impl From<Moments> for (u64, u64, u128) {
    fn from(moments: Moments) -> Self {
        moments.parts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(scores: &[u8]) -> RespondentMean {
        RespondentMean::of(scores.iter().map(|&score| Score::new(score).unwrap())).unwrap()
    }

    #[test]
    fn the_scale_makes_every_mean_whole() {
        for count in 1..=RESPONDENT_ANSWERS_MAX {
            assert_eq!(
                RESPONDENT_SCALE % u32::try_from(count).unwrap(),
                0,
                "{count} answers"
            );
        }
        assert_eq!(mean(&[1, 2, 4]).scaled(), 7 * 240_240);
    }

    #[test]
    fn no_answers_and_too_many_have_no_mean() {
        assert_eq!(RespondentMean::of([]), None);
        assert_eq!(
            RespondentMean::of(vec![Score::ALL[3]; RESPONDENT_ANSWERS_MAX + 1]),
            None
        );
    }

    #[test]
    fn taking_out_undoes_counting_and_merging_is_counting_together() {
        let (first, second) = (mean(&[1, 2, 3]), mean(&[4, 4, 3, 4]));
        let (mut one, mut other, mut both) = (Moments::default(), Moments::default(), Moments::default());
        one.add(first);
        other.add(second);
        both.add(second);
        both.add(first);
        one.merge(&other);
        assert_eq!(one, both);
        both.remove(first);
        assert_eq!(both, other);
    }

    #[test]
    #[should_panic(expected = "only a respondent who was counted")]
    fn taking_out_what_was_never_counted_is_a_bug() {
        Moments::default().remove(mean(&[1]));
    }

    #[test]
    fn moments_survive_json_and_impossible_ones_are_refused() {
        let mut moments = Moments::default();
        // Enough respondents that the squares leave 64 bits.
        for _ in 0..4_000_000 {
            moments.add(mean(&[4]));
        }
        let json = serde_json::to_string(&moments).unwrap();
        assert_eq!(serde_json::from_str::<Moments>(&json).unwrap(), moments);
        let (n, sum, sum_of_squares) = moments.parts();
        assert!(sum_of_squares > u64::MAX.into());
        assert!(Moments::try_from((n, sum, sum_of_squares - 1)).is_err());
        assert!(Moments::try_from((0, 0, 1)).is_err());
    }
}
