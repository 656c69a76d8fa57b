//! Is it really another figure? The difference of two means of different respondents, with its 95 % interval.
//!
//! Floating point, as in `interval`: an estimate, never a published figure.

#![expect(clippy::float_arithmetic, reason = "an estimate, see above")]

use serde::Serialize;

use crate::{
    Family, Hundredths, Moments, Tally, index::on_index_scale, interval::rounded, quantile::student_t,
    standard_error::Estimate,
};

/// How a figure differs from an earlier one, beyond what chance alone does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Really higher.
    Up,
    /// Really lower.
    Down,
    /// Within what chance alone does, or too few respondents to tell.
    Noise,
}

/// The difference of two figures on the scale of the index, the later less the earlier, in hundredths; with the 95 %
/// interval of that difference (Welch).
///
/// Like an [`Interval`](crate::Interval) it measures who happened to answer and nothing else: neither what else
/// happened meanwhile, nor that other people were asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The later figure less the earlier.
    pub change: i64,
    /// Lower end of the interval; `None` where fewer than two respondents stand behind one of them.
    pub interval: Option<(i64, i64)>,
}

impl Difference {
    /// Of two indexes, each with the respondents behind it and the people served in its time, where known.
    #[must_use]
    pub fn of_indexes(
        family: Family,
        (before, moments_before, visits_before): (Hundredths, &Moments, Option<u64>),
        (after, moments_after, visits_after): (Hundredths, &Moments, Option<u64>),
    ) -> Self {
        let estimates = (
            Estimate::of_respondents(moments_before, visits_before),
            Estimate::of_respondents(moments_after, visits_after),
        );
        Self::new(family, (before, after), estimates)
    }

    /// Of two mean scores of one unsur.
    #[must_use]
    pub fn of_unsur(family: Family, before: &Tally, after: &Tally) -> Self {
        let value = |tally: &Tally| on_index_scale(tally.sum(), tally.count());
        let estimates = (
            Estimate::of_answers(before, None),
            Estimate::of_answers(after, None),
        );
        Self::new(family, (value(before), value(after)), estimates)
    }

    fn new(
        family: Family,
        (before, after): (Hundredths, Hundredths),
        estimates: (Option<Estimate>, Option<Estimate>),
    ) -> Self {
        let moved = i64::try_from(after.units().abs_diff(before.units())).unwrap_or(i64::MAX);
        let change = if after >= before { moved } else { -moved };
        let interval = estimates.0.zip(estimates.1).map(|(before, after)| {
            let (standard_error, degrees) = before.of_difference(after);
            let reach =
                i64::try_from(rounded(student_t(degrees, family) * standard_error)).unwrap_or(i64::MAX);
            (change.saturating_sub(reach), change.saturating_add(reach))
        });
        Self { change, interval }
    }

    /// Real only if the interval lies wholly on one side of no difference.
    #[must_use]
    pub fn verdict(&self) -> Change {
        match self.interval {
            Some((low, _)) if low > 0 => Change::Up,
            Some((_, high)) if high < 0 => Change::Down,
            Some(_) | None => Change::Noise,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RespondentMean, Score};

    fn score(number: u8) -> Score {
        Score::new(number).unwrap()
    }

    /// Respondents who answered one question each, and their index.
    fn asked(scores: &[u8]) -> (Hundredths, Moments) {
        let mut moments = Moments::default();
        for &number in scores {
            moments.add(RespondentMean::of([score(number)]).unwrap());
        }
        let sum = scores.iter().map(|score| u64::from(*score)).sum();
        (on_index_scale(sum, scores.len() as u64), moments)
    }

    fn between(before: &[u8], after: &[u8], visits: Option<u64>) -> Difference {
        let ((before, of_before), (after, of_after)) = (asked(before), asked(after));
        Difference::of_indexes(
            Family::ONE,
            (before, &of_before, visits),
            (after, &of_after, visits),
        )
    }

    /// Welch by hand: variances 1/3 and 3/10 over 4 and 5, standard error sqrt(1/12 + 3/50) = 0.378594; degrees
    /// 0.0205444 / (0.00694444 / 3 + 0.0036 / 4) = 6.39, so 6; t 2.447; times 25 = 23.16.
    #[test]
    fn a_hand_computed_difference_is_reproduced() {
        let found = between(&[3, 3, 4, 4], &[1, 2, 2, 1, 1], None);
        let (low, high) = found.interval.unwrap();
        assert_eq!(found.change, 3_500 - 8_750);
        let reach = (high - low) / 2;
        assert!((reach - 2_316).abs() <= 3, "{reach}");
        assert_eq!(found.verdict(), Change::Down);
    }

    #[test]
    fn a_difference_is_real_only_beyond_chance() {
        assert_eq!(
            between(&[3, 3, 4, 4], &[3, 4, 4, 4], None).verdict(),
            Change::Noise
        );
        let (low, high) = ([3, 3, 3, 4].repeat(50), [3, 4, 4, 4].repeat(50));
        assert_eq!(between(&low, &high, None).verdict(), Change::Up);
        assert_eq!(between(&high, &low, None).verdict(), Change::Down);
        assert_eq!(between(&high, &high, None).verdict(), Change::Noise);
    }

    #[test]
    fn one_respondent_proves_nothing() {
        let found = between(&[1], &[4, 4, 4, 4], None);
        assert_eq!(
            (found.change, found.interval, found.verdict()),
            (7_500, None, Change::Noise)
        );
    }

    #[test]
    fn who_asked_everybody_knows_the_difference() {
        let found = between(&[3, 3, 4, 4], &[3, 4, 4, 4], Some(4));
        assert_eq!((found.interval, found.verdict()), (Some((625, 625)), Change::Up));
    }

    /// 6.25 of the index between 200 and 200 answers is real by itself, and is not when three hundred are compared.
    #[test]
    fn among_many_a_difference_must_be_larger() {
        let (low, high) = ([3, 3, 3, 4].repeat(20), [3, 3, 4, 4, 3].repeat(16));
        let ((before, of_before), (after, of_after)) = (asked(&low), asked(&high));
        let verdict = |family| {
            Difference::of_indexes(family, (before, &of_before, None), (after, &of_after, None)).verdict()
        };
        assert_eq!(verdict(Family::ONE), Change::Up);
        assert_eq!(verdict(Family::of(300)), Change::Noise);
    }

    #[test]
    fn an_unsur_differs_as_its_answers_do() {
        let tally = |counts| Tally::from_counts(counts);
        let found = |before, after| Difference::of_unsur(Family::of(9), &before, &after);
        let better = found(tally([0, 40, 40, 20]), tally([0, 10, 50, 40]));
        assert_eq!((better.change, better.verdict()), (1_250, Change::Up));
        assert_eq!(
            found(tally([0, 4, 4, 2]), tally([0, 1, 5, 4])).verdict(),
            Change::Noise
        );
        assert_eq!(found(tally([0, 0, 0, 0]), tally([0, 1, 5, 4])).interval, None);
    }
}
