//! How sure an index is: its 95 % interval, and the letters it may just as well have.
//!
//! Floating point is allowed here: an interval is an estimate that is never published as a figure. Only sums,
//! products, quotients and square roots are used, which give the same bits on every machine.

#![expect(clippy::float_arithmetic, reason = "an estimate, see above")]

use std::fmt;

use serde::Serialize;

use crate::{Bands, Family, Hundredths, Moments, Mutu, quantile::student_t, standard_error::Estimate};

/// The 95 % interval of an index.
///
/// It measures who happened to answer, nothing else: not a biased choice of respondents, and not the rounding
/// of weights. When all respondents agree it has no width, however few they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Interval {
    /// Lower end, never below the scale.
    pub low: Hundredths,
    /// Upper end, never above the scale.
    pub high: Hundredths,
}

impl Interval {
    /// The interval around an index, from the spread of the respondents' own means (Student's t, n - 1 degrees
    /// of freedom); none for fewer than two respondents.
    ///
    /// `visits` is the number of people who were served, where known: the more of them answered, the narrower
    /// the interval (finite population correction). A number below that of the respondents cannot be right and
    /// is not used.
    #[must_use]
    pub fn around(ikm: Hundredths, moments: &Moments, visits: Option<u64>) -> Option<Self> {
        Self::among(Family::ONE, ikm, moments, visits)
    }

    /// The same for one of several indexes that are compared, so wide that all of them hold at once in 95 % of cases.
    #[must_use]
    pub fn among(family: Family, ikm: Hundredths, moments: &Moments, visits: Option<u64>) -> Option<Self> {
        let half_width = half_width(moments, visits, family)?;
        let lowest = Hundredths::new(2_500).min(ikm);
        let highest = Hundredths::new(10_000).max(ikm);
        Some(Self {
            low: Hundredths::new(ikm.units().saturating_sub(half_width)).max(lowest),
            high: Hundredths::new(ikm.units() + half_width).min(highest),
        })
    }
}

/// Half the width of the interval in hundredths of the index.
fn half_width(moments: &Moments, visits: Option<u64>, family: Family) -> Option<u64> {
    let estimate = Estimate::of_respondents(moments, visits)?;
    Some(rounded(
        student_t(estimate.degrees(), family) * estimate.standard_error(),
    ))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "scores lie within 1 to 4: a half-width is positive and far below what a u64 holds"
)]
pub(crate) fn rounded(hundredths: f64) -> u64 {
    (hundredths + 0.5) as u64
}

/// A letter with those that the interval reaches: "B", or "B (mungkin C)".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MutuRange {
    /// The letter of the index itself.
    pub mutu: Mutu,
    /// The best letter within the interval.
    pub best: Mutu,
    /// The worst letter within the interval.
    pub worst: Mutu,
}

impl MutuRange {
    /// The letters of an index and of its interval.
    #[must_use]
    pub fn new(bands: &Bands, ikm: Hundredths, interval: Option<Interval>) -> Self {
        let mutu = bands.classify(ikm);
        Self {
            mutu,
            best: interval.map_or(mutu, |i| bands.classify(i.high)),
            worst: interval.map_or(mutu, |i| bands.classify(i.low)),
        }
    }

    /// Whether the interval stays within the letter.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.best == self.worst
    }
}

impl fmt::Display for MutuRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others: Vec<_> = Mutu::ALL
            .into_iter()
            .filter(|mutu| (self.best..=self.worst).contains(mutu) && *mutu != self.mutu)
            .map(|mutu| mutu.to_string())
            .collect();
        match others.split_last() {
            None => write!(f, "{}", self.mutu),
            Some((last, [])) => write!(f, "{} (mungkin {last})", self.mutu),
            Some((last, first)) => write!(f, "{} (mungkin {} atau {last})", self.mutu, first.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Method, RespondentMean, Score};

    /// Respondents who answered one question each.
    fn moments(scores: &[u8]) -> Moments {
        let mut moments = Moments::default();
        for &score in scores {
            moments.add(RespondentMean::of([Score::new(score).unwrap()]).unwrap());
        }
        moments
    }

    fn around(ikm: u64, scores: &[u8], visits: Option<u64>) -> Interval {
        Interval::around(Hundredths::new(ikm), &moments(scores), visits).unwrap()
    }

    #[test]
    fn a_hand_computed_interval_is_reproduced() {
        // Scores 3, 3, 4, 4: variance 1/3, standard error 0.288675, times 3.1587 (t) times 25 = 22.80.
        let interval = around(8_750, &[3, 3, 4, 4], None);
        assert_eq!(interval.low, Hundredths::new(8_750 - 2_280));
        assert_eq!(interval.high, Hundredths::new(10_000));
    }

    #[test]
    fn an_interval_ends_where_the_scale_does_and_always_holds_its_index() {
        let interval = around(3_000, &[1, 2, 1, 1], None);
        assert_eq!(interval.low, Hundredths::new(2_500));
        // Nine weights of 0.11 reach below 25.00; the interval then begins at the index.
        let interval = around(2_475, &[1, 2, 1, 1], None);
        assert_eq!(interval.low, Hundredths::new(2_475));
    }

    #[test]
    fn more_of_the_visitors_asked_means_narrower_until_all_were() {
        let width = |visits| {
            let interval = around(6_250, &[2, 3, 2, 3, 2, 3, 2, 3], visits);
            interval.high.units() - interval.low.units()
        };
        assert!(width(Some(20)) < width(Some(1_000)));
        assert!(width(Some(1_000)) < width(None));
        assert_eq!(width(Some(8)), 0);
        assert_eq!(width(Some(3)), width(None));
    }

    #[test]
    fn one_respondent_has_no_interval() {
        assert_eq!(
            Interval::around(Hundredths::new(7_500), &moments(&[3]), None),
            None
        );
    }

    #[test]
    fn tiny_differences_between_a_million_respondents_are_not_lost() {
        let one = moments(&[3; 999]);
        let mut all = Moments::default();
        for _ in 0..1_000 {
            all.merge(&one);
            all.merge(&moments(&[4]));
        }
        // Variance 0.000999: standard error 0.0000316, times 1.96 times 25 = 0.0015, which rounds to nothing.
        assert_eq!(half_width(&all, None, Family::ONE), Some(0));
        // Among a thousand, one who differs is seen: standard error 0.001, times 1.9623 times 25 = 0.049.
        let mut thousand = one;
        thousand.merge(&moments(&[4]));
        assert_eq!(half_width(&thousand, None, Family::ONE), Some(5));
    }

    #[test]
    fn letters_that_the_interval_reaches_are_named() {
        let range = |ikm, low, high| {
            let [low, high] = [low, high].map(Hundredths::new);
            let range = MutuRange::new(
                Method::exact().bands(),
                Hundredths::new(ikm),
                Some(Interval { low, high }),
            );
            range.to_string()
        };
        assert_eq!(range(8_000, 7_900, 8_100), "B");
        assert_eq!(range(7_700, 7_500, 7_900), "B (mungkin C)");
        assert_eq!(range(8_800, 8_700, 8_900), "B (mungkin A)");
        assert_eq!(range(8_000, 7_500, 8_831), "B (mungkin A atau C)");
        assert_eq!(range(7_000, 6_000, 9_000), "C (mungkin A, B atau D)");
    }
}
