//! The index over time: what it was, how sure that is, whether anything really changed, and what the unit did.

mod chart;
mod key;
mod layout;
mod words;

use std::collections::BTreeSet;

use ikm::{Bands, Control, Hundredths, Interval, Rule, Signal};

/// A series of an index, oldest first, in equal steps.
#[derive(Clone, Debug)]
pub struct Trend {
    /// What the chart is called.
    pub title: String,
    /// The periods, one after the other, those without data included.
    pub points: Vec<TrendPoint>,
    /// What the unit did, numbered in this order.
    pub events: Vec<TrendEvent>,
    /// The bands of the method that the indexes were computed by.
    pub bands: Bands,
    /// Mean and control limits, if they are to be shown: [`Control::of_baseline`] of the
    /// [`known`](Trend::known) figures, or of those since a recorded reason to begin again.
    pub control: Option<Control>,
    /// Whether the figures are made up.
    pub demo: bool,
}

/// One period.
#[derive(Clone, Debug)]
pub struct TrendPoint {
    /// Its name, such as "Mar 2026". Short: it stands under the chart.
    pub label: String,
    /// Number of respondents; always shown.
    pub n: u64,
    /// Its index.
    pub reading: Reading,
}

/// The index of one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// There is none: nobody answered, or not every unsur was answered.
    None,
    /// There is one that is not shown, because too few answered.
    Withheld,
    /// The index.
    Known {
        /// The figure.
        ikm: Hundredths,
        /// Its 95 % interval.
        interval: Option<Interval>,
        /// Whether enough people answered to rely on it; if not, the mark is hollow.
        reliable: bool,
    },
}

/// Something that happened to the service, to be seen beside what happened to the index.
#[derive(Clone, Debug)]
pub struct TrendEvent {
    /// Place of its period among the points, from 0. An event at no point is listed but not drawn.
    pub at: usize,
    /// What happened.
    pub text: String,
}

/// A line of the list beside the chart: a number drawn in it, and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendLegend {
    /// The number, from 1.
    pub number: usize,
    /// Its period, empty if that is outside the chart.
    pub period: String,
    /// What happened.
    pub text: String,
}

impl Trend {
    /// The known indexes without the gaps: what control limits are computed of.
    pub fn known(points: &[TrendPoint]) -> Vec<Hundredths> {
        indexed(points).map(|(_, ikm)| ikm).collect()
    }

    /// The list of the numbered events, for the page to print beside the chart.
    #[must_use]
    pub fn legend(&self) -> Vec<TrendLegend> {
        let line = |(event, number): (&TrendEvent, usize)| TrendLegend {
            number,
            period: self
                .points
                .get(event.at)
                .map_or_else(String::new, |point| point.label.clone()),
            text: event.text.clone(),
        };
        self.events.iter().zip(1..).map(line).collect()
    }

    /// The signals of the control limits, their places counted among all points.
    fn signals(&self) -> Vec<Signal> {
        let (places, known): (Vec<usize>, Vec<Hundredths>) = indexed(&self.points).unzip();
        let signals = self
            .control
            .map_or_else(Vec::new, |control| control.signals(&known));
        let placed = |signal: Signal| Signal {
            first: places[signal.first],
            last: places[signal.last],
            ..signal
        };
        signals.into_iter().map(placed).collect()
    }

    /// The points at which something changed: all that are outside the limits, and where a run begins. A run
    /// that begins with the series is no change, there is nothing before it.
    fn marked(&self, signals: &[Signal]) -> BTreeSet<usize> {
        let start = indexed(&self.points).next().map(|(at, _)| at);
        let places = |signal: &Signal| match signal.rule {
            Rule::Outside => signal.first..=signal.last,
            Rule::OneSide | Rule::Trend | Rule::NearLimit => signal.first..=signal.first,
        };
        let is_change = |signal: &&Signal| signal.rule == Rule::Outside || Some(signal.first) != start;
        let known = |at: &usize| matches!(self.points[*at].reading, Reading::Known { .. });
        signals
            .iter()
            .filter(is_change)
            .flat_map(places)
            .filter(known)
            .collect()
    }
}

/// The known indexes with their places.
fn indexed(points: &[TrendPoint]) -> impl Iterator<Item = (usize, Hundredths)> {
    points
        .iter()
        .enumerate()
        .filter_map(|(at, point)| match point.reading {
            Reading::Known { ikm, .. } => Some((at, ikm)),
            Reading::None | Reading::Withheld => None,
        })
}
