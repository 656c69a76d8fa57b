//! Has anything really changed? A control chart of single values (XmR) over the months of one unit.
//!
//! A monthly index moves without anything having happened. Limits drawn from its own month-to-month movement
//! tell such noise from a signal, so that nobody is praised or blamed for chance.

use serde::Serialize;

use crate::Hundredths;

/// Below this number of points limits are provisional.
pub const CONTROL_POINTS_MIN: usize = 12;

/// Points in a row on one side of the mean, or rising or falling, that make a signal.
pub const CONTROL_RUN: usize = 7;

/// Mean and control limits of a series: mean +- 2.66 times the mean moving range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Control {
    /// Mean of the points.
    pub mean: Hundredths,
    /// Lower limit, never below 0.
    pub low: Hundredths,
    /// Upper limit; may lie above 100.00, where no point can cross it.
    pub high: Hundredths,
    /// Whether there are too few points to rely on the limits.
    pub provisional: bool,
}

/// Why points are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A point beyond a limit.
    Outside,
    /// Seven or more in a row on one side of the mean.
    OneSide,
    /// Seven or more in a row, each higher than the one before, or each lower.
    Trend,
    /// Two of three in the outer third between mean and limit, on one side.
    NearLimit,
}

/// A run of points that chance does not explain well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// Why.
    pub rule: Rule,
    /// Place of the first point of the run, from 0.
    pub first: usize,
    /// Place of its last point.
    pub last: usize,
}

impl Control {
    /// Limits of a series without its gaps, oldest first; none for fewer than two points.
    ///
    /// Whole numbers throughout, each limit rounded half up once.
    #[must_use]
    pub fn of(points: &[Hundredths]) -> Option<Self> {
        let ranges = u128::try_from(points.len())
            .ok()?
            .checked_sub(1)
            .filter(|&ranges| ranges > 0)?;
        let count = ranges + 1;
        let sum: u128 = points.iter().map(|point| u128::from(point.units())).sum();
        let moved: u128 = points
            .windows(2)
            .map(|pair| u128::from(pair[0].units().abs_diff(pair[1].units())))
            .sum();
        // Everything over the common denominator 100 * count * ranges.
        let mean = sum * 100 * ranges;
        let reach = moved * 266 * count;
        let rounded = |above| Hundredths::round(above, 100 * 100 * count * ranges);
        Some(Self {
            mean: rounded(mean),
            low: rounded(mean.saturating_sub(reach)),
            high: rounded(mean + reach),
            provisional: points.len() < CONTROL_POINTS_MIN,
        })
    }

    /// Limits of the first [`CONTROL_POINTS_MIN`] points, or of all while there are fewer: what a series is
    /// judged by until somebody records a reason to begin again. Limits that include a lasting change hide it
    /// and cry wolf on both sides of it.
    #[must_use]
    pub fn of_baseline(points: &[Hundredths]) -> Option<Self> {
        Self::of(&points[..points.len().min(CONTROL_POINTS_MIN)])
    }

    /// All signals in a series, by rule and then oldest first.
    #[must_use]
    pub fn signals(&self, points: &[Hundredths]) -> Vec<Signal> {
        let mut signals = Vec::new();
        let mut mark = |rule, runs: Vec<(usize, usize)>| {
            signals.extend(runs.into_iter().map(|(first, last)| Signal { rule, first, last }));
        };
        let above = |at: usize| points[at] > self.mean;
        let below = |at: usize| points[at] < self.mean;
        let outside = |at: usize| points[at] > self.high || points[at] < self.low;
        mark(Rule::Outside, runs(0..points.len(), 1, outside));
        mark(Rule::OneSide, runs(0..points.len(), CONTROL_RUN, above));
        mark(Rule::OneSide, runs(0..points.len(), CONTROL_RUN, below));
        // A run of steps from `first` to `last` is one of points from `first - 1` to `last`.
        let rising = |at: usize| points[at] > points[at - 1];
        let falling = |at: usize| points[at] < points[at - 1];
        for steps in [
            runs(1..points.len(), CONTROL_RUN - 1, rising),
            runs(1..points.len(), CONTROL_RUN - 1, falling),
        ] {
            mark(
                Rule::Trend,
                steps.into_iter().map(|(first, last)| (first - 1, last)).collect(),
            );
        }
        // Beyond two thirds of the way, compared in thirds so that nothing is rounded again.
        let far_above = |at: usize| points[at].units() * 3 > self.mean.units() + 2 * self.high.units();
        let far_below = |at: usize| points[at].units() * 3 < self.mean.units() + 2 * self.low.units();
        mark(Rule::NearLimit, two_of_three(points.len(), far_above));
        mark(Rule::NearLimit, two_of_three(points.len(), far_below));
        signals
    }
}

/// The maximal runs of at least `length` places that all `hold`.
fn runs(places: std::ops::Range<usize>, length: usize, holds: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for at in places.filter(|&at| holds(at)) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == at => *last = at,
            Some(_) | None => runs.push((at, at)),
        }
    }
    runs.retain(|(first, last)| last - first + 1 >= length);
    runs
}

/// The stretches in which two of three neighbours `hold`, each from the first to the last of them.
fn two_of_three(count: usize, holds: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    let places: Vec<usize> = (0..count).filter(|&at| holds(at)).collect();
    for pair in places.windows(2).filter(|pair| pair[1] - pair[0] <= 2) {
        match stretches.last_mut() {
            Some((_, last)) if *last == pair[0] => *last = pair[1],
            Some(_) | None => stretches.push((pair[0], pair[1])),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(points: &[u64]) -> Vec<Hundredths> {
        points.iter().copied().map(Hundredths::new).collect()
    }

    fn control() -> Control {
        let [mean, low, high] = [8_000, 7_700, 8_300].map(Hundredths::new);
        Control {
            mean,
            low,
            high,
            provisional: false,
        }
    }

    fn signals(points: &[u64]) -> Vec<Signal> {
        control().signals(&series(points))
    }

    #[test]
    fn limits_are_the_mean_and_2_66_mean_moving_ranges() {
        // Mean 80.20; moving ranges 1, 2, 1, 2 with mean 1.5; 2.66 * 1.5 = 3.99.
        let control = Control::of(&series(&[8_000, 8_100, 7_900, 8_000, 8_200])).unwrap();
        assert_eq!(control.mean, Hundredths::new(8_040));
        assert_eq!(control.low, Hundredths::new(8_040 - 399));
        assert_eq!(control.high, Hundredths::new(8_040 + 399));
    }

    #[test]
    fn limits_are_provisional_until_twelve_points() {
        assert!(Control::of(&series(&[8_000; 11])).unwrap().provisional);
        assert!(!Control::of(&series(&[8_000; 12])).unwrap().provisional);
        assert_eq!(Control::of(&series(&[8_000])), None);
    }

    #[test]
    fn a_baseline_is_the_first_twelve_points_and_later_ones_do_not_move_it() {
        let mut points = vec![
            8_000, 8_100, 7_900, 8_000, 8_200, 8_000, 8_100, 7_900, 8_000, 8_200, 8_000, 8_100,
        ];
        let before = Control::of_baseline(&series(&points));
        assert_eq!(before, Control::of(&series(&points)));
        points.extend([9_000; 12]);
        assert_eq!(Control::of_baseline(&series(&points)), before);
        assert_eq!(Control::of_baseline(&[]), None);
    }

    #[test]
    fn noise_around_the_mean_is_no_signal() {
        assert_eq!(
            signals(&[8_050, 7_950, 8_100, 7_900, 8_020, 7_980, 8_000, 8_050, 7_950]),
            []
        );
    }

    #[test]
    fn a_point_outside_the_limits_is_a_signal_and_one_on_them_is_not() {
        let expected = Signal {
            rule: Rule::Outside,
            first: 1,
            last: 1,
        };
        assert_eq!(signals(&[8_000, 8_301, 8_000]), [expected]);
        assert_eq!(signals(&[8_000, 8_300, 8_000]), []);
        let expected = Signal {
            rule: Rule::Outside,
            first: 2,
            last: 2,
        };
        assert_eq!(signals(&[8_000, 8_000, 7_699]), [expected]);
    }

    #[test]
    fn seven_on_one_side_are_a_signal_and_six_are_not() {
        let high = [8_010, 8_020, 8_010, 8_020, 8_010, 8_020, 8_010];
        assert_eq!(
            signals(&high),
            [Signal {
                rule: Rule::OneSide,
                first: 0,
                last: 6
            }]
        );
        assert_eq!(signals(&high[1..]), []);
        let low = [8_000, 7_990, 7_980, 7_990, 7_980, 7_990, 7_980, 7_990, 7_980];
        assert_eq!(
            signals(&low),
            [Signal {
                rule: Rule::OneSide,
                first: 1,
                last: 8
            }]
        );
    }

    #[test]
    fn seven_rising_or_falling_are_a_signal_and_six_are_not() {
        let rising = [7_970, 7_980, 7_990, 8_000, 8_010, 8_020, 8_030];
        assert_eq!(
            signals(&rising),
            [Signal {
                rule: Rule::Trend,
                first: 0,
                last: 6
            }]
        );
        assert_eq!(signals(&rising[1..]), []);
        let mut falling = rising;
        falling.reverse();
        assert_eq!(
            signals(&falling),
            [Signal {
                rule: Rule::Trend,
                first: 0,
                last: 6
            }]
        );
    }

    #[test]
    fn two_of_three_near_one_limit_are_a_signal_and_on_both_sides_are_not() {
        assert_eq!(
            signals(&[8_000, 8_250, 8_000, 8_250, 7_990]),
            [Signal {
                rule: Rule::NearLimit,
                first: 1,
                last: 3
            }]
        );
        assert_eq!(
            signals(&[8_250, 8_000, 8_250, 8_250, 8_000]),
            [Signal {
                rule: Rule::NearLimit,
                first: 0,
                last: 3
            }],
            "overlapping pairs are one stretch"
        );
        assert_eq!(signals(&[8_250, 8_000, 8_000, 8_250]), []);
        assert_eq!(signals(&[8_000, 8_250, 7_750, 8_000]), []);
        assert_eq!(signals(&[8_200, 8_200]), []);
    }
}
