//! Where the parts of a trend stand.

use std::{collections::BTreeSet, ops::Range};

use ikm::Hundredths;

use super::{
    Reading, Trend,
    key::{KeyItem, key},
};
use crate::svg::DEMO_PX;

/// Left of the plot, in pixels of the page like all here.
pub(super) const LEFT: i32 = 32;
/// Right of the plot: letters and bounds of the bands.
pub(super) const RIGHT: i32 = 46;
/// Height of the plot.
pub(super) const PLOT: i32 = 220;
/// Height of a row of marks or text.
pub(super) const ROW: i32 = 20;
const PADDING: i32 = 8;

/// Where things stand. Heights in pixels of the page, `x` and `y` in the chart's own coordinates.
pub(super) struct Layout {
    pub(super) width: i32,
    /// From one point to the next.
    pub(super) step: i32,
    /// Of the rows of event marks.
    pub(super) events_top: i32,
    /// Of the plot.
    pub(super) top: i32,
    /// Place of a point is `2 * at + 1`, so that a whole step lies around each.
    pub(super) x: Range<i32>,
    /// Hundredths of the index.
    pub(super) y: Range<i32>,
    /// Place, number and row of each event that is drawn.
    pub(super) events: Vec<(usize, usize, i32)>,
    pub(super) key: Vec<KeyItem>,
}

impl Layout {
    pub(super) fn of(trend: &Trend, marked: &BTreeSet<usize>, width: i32) -> Self {
        let count = i32::try_from(trend.points.len().max(1)).unwrap_or(i32::MAX / 4);
        let step = (width - LEFT - RIGHT) / count;
        let events = arrange_events(trend, step);
        let rows = events.iter().map(|(_, _, row)| row + 1).max().unwrap_or(0);
        let events_top = if trend.demo { DEMO_PX } else { 0 };
        Self {
            width,
            step,
            events_top,
            top: events_top + rows * ROW + PADDING,
            x: 0..2 * count,
            y: value_range(trend),
            events,
            key: key(trend, marked, width),
        }
    }

    pub(super) fn key_top(&self) -> i32 {
        self.top + PLOT + ROW + PADDING / 2
    }

    pub(super) fn height(&self) -> i32 {
        let rows = self.key.last().map_or(0, |item| item.row + 1);
        self.key_top() + rows * ROW
    }
}

/// Coordinate of a point.
pub(super) fn place(at: usize) -> i32 {
    i32::try_from(at).map_or(i32::MAX / 4, |at| 2 * at + 1)
}

/// How far apart two points are drawn, in pixels of the page.
pub(super) fn distance(one: usize, other: usize, step: i32) -> i32 {
    i32::try_from(one.abs_diff(other)).map_or(i32::MAX, |steps| steps.saturating_mul(step))
}

/// Coordinate of a figure.
pub(super) fn coordinate(figure: Hundredths) -> i32 {
    i32::try_from(figure.units()).unwrap_or(i32::MAX / 4)
}

/// What the vertical axis must show: everything that is drawn, in steps of five points, at least twenty of
/// them. A narrower axis would make noise look like news.
fn value_range(trend: &Trend) -> Range<i32> {
    let mut figures = Vec::new();
    for point in &trend.points {
        if let Reading::Known { ikm, interval, .. } = point.reading {
            figures.extend([Some(ikm), interval.map(|i| i.low), interval.map(|i| i.high)]);
        }
    }
    for limits in &trend.limits {
        figures.extend([Some(limits.control.low), Some(limits.control.high)]);
    }
    let figures = || {
        figures
            .iter()
            .flatten()
            .map(|figure| coordinate(*figure).clamp(2_400, 10_000))
    };
    let low = figures().min().unwrap_or(6_500) - 100;
    let high = figures().max().unwrap_or(9_900) + 100;
    let start = low.div_euclid(500) * 500;
    let end = ((high + 499).div_euclid(500) * 500).min(10_000);
    let end = end.max(start + 2_000).min(10_000);
    start.min(end - 2_000)..end
}

/// Gives each event the lowest row in which its mark touches no other.
fn arrange_events(trend: &Trend, step: i32) -> Vec<(usize, usize, i32)> {
    let mut arranged: Vec<(usize, usize, i32)> = Vec::new();
    for (event, number) in trend.events.iter().zip(1..) {
        if event.at >= trend.points.len() {
            continue;
        }
        let touches = |other: usize| distance(other, event.at, step) < ROW;
        let taken = |row: i32| {
            arranged
                .iter()
                .any(|(at, _, other)| *other == row && touches(*at))
        };
        let row = (0..).find(|row| !taken(*row)).expect("rows do not run out");
        arranged.push((event.at, number, row));
    }
    arranged
}
