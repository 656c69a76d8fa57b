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
    /// Mean and control limits, oldest first, each until the next begins: [`Trend::limits`].
    pub limits: Vec<Limits>,
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

/// Control limits from one point on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Place of the first point that they judge, from 0.
    pub from: usize,
    /// Mean and limits.
    pub control: Control,
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

    /// The limits of a series: of its first points ([`Control::of_baseline`]), and anew from each place that `rebased`
    /// names in ascending order, because somebody recorded a reason. Stretches with fewer than two known figures have
    /// none.
    #[must_use]
    pub fn limits(points: &[TrendPoint], rebased: &[usize]) -> Vec<Limits> {
        let mut starts = vec![0];
        starts.extend(rebased.iter().copied().filter(|at| *at > 0 && *at < points.len()));
        let ends = starts.iter().skip(1).copied().chain([points.len()]);
        let limits = |(&from, end): (&usize, usize)| {
            let control = Control::of_baseline(&Self::known(&points[from..end]))?;
            Some(Limits { from, control })
        };
        starts.iter().zip(ends).filter_map(limits).collect()
    }

    /// The limits by which a point is judged.
    fn limits_at(&self, at: usize) -> Option<&Control> {
        let begun = self.limits.iter().rev().find(|limits| limits.from <= at);
        begun.map(|limits| &limits.control)
    }

    /// Each limits with the place where they end.
    fn stretches(&self) -> impl Iterator<Item = (&Limits, usize)> {
        let ends = self.limits.iter().skip(1).map(|next| next.from);
        self.limits.iter().zip(ends.chain([self.points.len()]))
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
        let mut all = Vec::new();
        for (limits, end) in self.stretches() {
            let (places, known): (Vec<usize>, Vec<Hundredths>) = indexed(&self.points)
                .filter(|(at, _)| (limits.from..end).contains(at))
                .unzip();
            let signals = limits.control.signals(&known).into_iter();
            all.extend(signals.map(|signal| Signal {
                first: places[signal.first],
                last: places[signal.last],
                ..signal
            }));
        }
        all
    }

    /// The points at which something changed: all that are outside the limits, and where a run begins. A run
    /// that begins with the series is no change, there is nothing before it.
    fn marked(&self, signals: &[Signal]) -> BTreeSet<usize> {
        let starts: BTreeSet<usize> = self
            .stretches()
            .filter_map(|(limits, _)| {
                indexed(&self.points)
                    .map(|(at, _)| at)
                    .find(|at| *at >= limits.from)
            })
            .collect();
        let places = |signal: &Signal| match signal.rule {
            Rule::Outside => signal.first..=signal.last,
            Rule::OneSide | Rule::Trend | Rule::NearLimit => signal.first..=signal.first,
        };
        let is_change = |signal: &&Signal| signal.rule == Rule::Outside || !starts.contains(&signal.first);
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
