//! The index over time: what it was, how sure that is, whether anything really changed, and what the unit did.

mod chart;
mod judge;
mod key;
mod layout;
mod words;

use std::{collections::BTreeSet, ops::Range};

use ikm::{Bands, Hundredths, Interval, Rule, Signal};

pub use judge::{Limits, is_flagged};

/// A series of an index, oldest first, in equal steps.
#[derive(Clone, Debug)]
pub struct Trend {
    /// What the chart is called.
    pub title: String,
    /// The periods from the first on, one after the other, those without data included: all that the latest is judged
    /// beside, whatever is drawn of them.
    pub points: Vec<TrendPoint>,
    /// How many of the first points are not drawn.
    pub earlier: usize,
    /// How many of the last points are not drawn.
    pub later: usize,
    /// How many of the last points are of a period that still runs: drawn, and judged when it is over.
    pub running: usize,
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
    /// The limits of a series: of its first points ([`ikm::Control::of_baseline`]), and anew from each place that `rebased`
    /// names in ascending order, because somebody recorded a reason; the last `running` points have no part in them.
    /// Stretches with fewer than two known figures have none.
    #[must_use]
    pub fn limits(points: &[TrendPoint], running: usize, rebased: &[usize]) -> Vec<Limits> {
        judge::limits(&over(points, running), rebased)
    }

    /// How many known figures are drawn.
    #[must_use]
    pub fn known_drawn(&self) -> usize {
        indexed(&self.points[self.drawn()]).count()
    }

    /// Places of the points that are drawn.
    #[must_use]
    pub fn drawn(&self) -> Range<usize> {
        let end = self.points.len().saturating_sub(self.later);
        self.earlier.min(end)..end
    }

    /// The known figures of periods that are over, and gaps for all others.
    fn judged(&self) -> Vec<Option<Hundredths>> {
        over(&self.points, self.running)
    }

    /// Whether the period of a point still runs.
    fn runs(&self, at: usize) -> bool {
        at + self.running >= self.points.len()
    }

    /// What of it is drawn, as a trend of its own: with its own places, and nothing left to judge.
    fn cut(&self) -> Self {
        let drawn = self.drawn();
        let place = |at: usize| at.checked_sub(drawn.start).unwrap_or(usize::MAX);
        let holds = |(limits, end): &(&Limits, usize)| limits.from < drawn.end && *end > drawn.start;
        let limits = self.stretches().filter(holds).map(|(limits, _)| Limits {
            from: limits.from.saturating_sub(drawn.start),
            ..*limits
        });
        let event = |event: &TrendEvent| TrendEvent {
            at: place(event.at),
            text: event.text.clone(),
        };
        Self {
            title: self.title.clone(),
            points: self.points[drawn.clone()].to_vec(),
            earlier: 0,
            later: 0,
            running: self.running.saturating_sub(self.later),
            events: self.events.iter().map(event).collect(),
            bands: self.bands,
            limits: limits.collect(),
            demo: self.demo,
        }
    }

    /// The limits by which a point is judged.
    fn limits_at(&self, at: usize) -> Option<&Limits> {
        self.limits.iter().rev().find(|limits| limits.from <= at)
    }

    /// Each limits with the place where they end.
    fn stretches(&self) -> impl Iterator<Item = (&Limits, usize)> {
        judge::stretches(&self.limits, self.points.len())
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
        judge::signals(&self.judged(), &self.limits)
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

/// The known figures without those of the last `running` points, with gaps.
fn over(points: &[TrendPoint], running: usize) -> Vec<Option<Hundredths>> {
    let over = &points[..points.len().saturating_sub(running)];
    let known = |point: &TrendPoint| match point.reading {
        Reading::Known { ikm, .. } => Some(ikm),
        Reading::None | Reading::Withheld => None,
    };
    over.iter().map(known).collect()
}
