//! How far a mean may lie from that of everybody who was served: its variance, from exact sums.
//!
//! Floating point, as in `interval`: an estimate, never a published figure.

#![expect(clippy::float_arithmetic, reason = "an estimate, see above")]
#![expect(
    clippy::cast_precision_loss,
    reason = "what is cast is exact, and an estimate needs no more than its first digits"
)]

use crate::{Moments, RESPONDENT_SCALE, Tally};

/// The variance of a mean in squared hundredths of the index, and how many respondents it rests on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Estimate {
    variance: f64,
    n: u64,
}

impl Estimate {
    /// Of the mean of respondents' own means; none for fewer than two of them.
    pub(crate) fn of_respondents(moments: &Moments, visits: Option<u64>) -> Option<Self> {
        let (n, sum, sum_of_squares) = moments.parts();
        // Exact up to here: squares of sums would lose the small differences between respondents in a float.
        let deviations = u128::from(n) * sum_of_squares - u128::from(sum).pow(2);
        let scale = f64::from(RESPONDENT_SCALE);
        Self::new(n, deviations as f64 / scale / scale, visits)
    }

    /// Of the mean score of one unsur; none for fewer than two answers.
    pub(crate) fn of_answers(tally: &Tally, visits: Option<u64>) -> Option<Self> {
        let square = |(count, score): (u64, u128)| u128::from(count) * score * score;
        let squares: u128 = tally.counts().into_iter().zip(1..).map(square).sum();
        let deviations = u128::from(tally.count()) * squares - u128::from(tally.sum()).pow(2);
        Self::new(tally.count(), deviations as f64, visits)
    }

    /// `deviations` is n times the sum of squares less the square of the sum.
    fn new(n: u64, deviations: f64, visits: Option<u64>) -> Option<Self> {
        if n < 2 {
            return None;
        }
        let n_float = n as f64;
        let correction = match visits {
            Some(visits) if visits >= n => (visits - n) as f64 / (visits - 1) as f64,
            Some(_) | None => 1.0,
        };
        // 25 of the index are one of the score; 100 hundredths are one of the index.
        let on_index = 2_500.0 * 2_500.0;
        let variance = deviations / n_float / (n_float - 1.0) / n_float * correction * on_index;
        Some(Self { variance, n })
    }

    /// In hundredths of the index.
    pub(crate) fn standard_error(self) -> f64 {
        self.variance.sqrt()
    }

    pub(crate) const fn degrees(self) -> u64 {
        self.n - 1
    }

    /// Of the difference of two independent means, in hundredths of the index, with its degrees of freedom (Welch and
    /// Satterthwaite, rounded down).
    pub(crate) fn of_difference(self, other: Self) -> (f64, u64) {
        let sum = self.variance + other.variance;
        let part = |estimate: Self| estimate.variance * estimate.variance / estimate.degrees() as f64;
        let parts = part(self) + part(other);
        // Without any spread at all the degrees do not matter.
        let degrees = if parts > 0.0 { sum * sum / parts } else { 1.0 };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between the smaller n - 1 and the sum of both"
        )]
        let degrees = degrees as u64;
        (sum.sqrt(), degrees.max(1))
    }
}
