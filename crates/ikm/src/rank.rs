//! Rank ranges: which places a unit may hold among others, as far as chance lets anybody tell.
//!
//! A league table of close figures ranks luck. With intervals that all hold at once ([`Interval::among`]), a unit's
//! true place lies between 1 + those surely above it and all less those surely below it (Klein, Wright and Wieczorek,
//! "A joint confidence region for an overall ranking of populations", 2020).

use serde::Serialize;

use crate::Interval;

/// The places that a unit may hold, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RankRange {
    /// The best place.
    pub best: usize,
    /// The worst place.
    pub worst: usize,
}

/// The rank range of each, in the order given. The highest index has place 1.
#[must_use]
pub fn rank_ranges(intervals: &[Interval]) -> Vec<RankRange> {
    let mut lows: Vec<_> = intervals.iter().map(|interval| interval.low).collect();
    let mut highs: Vec<_> = intervals.iter().map(|interval| interval.high).collect();
    lows.sort_unstable();
    highs.sort_unstable();
    let range = |interval: &Interval| {
        let surely_above = lows.len() - lows.partition_point(|low| *low <= interval.high);
        let surely_below = highs.partition_point(|high| *high < interval.low);
        RankRange {
            best: 1 + surely_above,
            worst: intervals.len() - surely_below,
        }
    };
    intervals.iter().map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Hundredths;

    fn ranges(intervals: &[(u64, u64)]) -> Vec<(usize, usize)> {
        let intervals: Vec<_> = intervals
            .iter()
            .map(|(low, high)| Interval {
                low: Hundredths::new(*low),
                high: Hundredths::new(*high),
            })
            .collect();
        rank_ranges(&intervals)
            .into_iter()
            .map(|range| (range.best, range.worst))
            .collect()
    }

    #[test]
    fn those_that_chance_cannot_tell_apart_share_their_places() {
        assert_eq!(
            ranges(&[(8_000, 8_400), (8_300, 8_700), (7_000, 7_500)]),
            [(1, 2), (1, 2), (3, 3)]
        );
        assert_eq!(
            ranges(&[(7_000, 9_000), (8_000, 8_100), (7_200, 7_300)]),
            [(1, 3), (1, 2), (2, 3)]
        );
        assert_eq!(ranges(&[]), []);
    }

    #[test]
    fn intervals_that_touch_are_not_told_apart() {
        assert_eq!(ranges(&[(8_000, 8_400), (8_400, 8_700)]), [(1, 2), (1, 2)]);
    }

    #[test]
    fn every_place_is_within_somebodys_range_and_each_range_is_one() {
        let intervals: Vec<(u64, u64)> = (0..50)
            .map(|at| (7_000 + at * 37 % 500, 7_200 + at * 53 % 700))
            .collect();
        let found = ranges(&intervals);
        assert!(
            found
                .iter()
                .all(|(best, worst)| 1 <= *best && best <= worst && *worst <= 50)
        );
        assert!((1..=50).all(|place| {
            found
                .iter()
                .any(|(best, worst)| (*best..=*worst).contains(&place))
        }));
    }
}
