//! What a series is judged by, and what that says of it: limits of its first points, and the signals they give.
//!
//! A series is all there is of it, gaps included, from its first point on, whatever part of it is drawn: limits of the
//! points that happen to be in a picture would move with the picture.

use ikm::{Control, Hundredths, Signal};

/// Control limits from one point on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Place of the first point that they judge, from 0.
    pub from: usize,
    /// Mean and limits.
    pub control: Control,
}

/// The limits of a series: of its first points ([`Control::of_baseline`]), and anew from each place that `rebased` names
/// in ascending order, because somebody recorded a reason. Stretches with fewer than two known figures have none.
pub(super) fn limits(series: &[Option<Hundredths>], rebased: &[usize]) -> Vec<Limits> {
    let mut starts = vec![0];
    starts.extend(rebased.iter().copied().filter(|at| *at > 0 && *at < series.len()));
    let ends = starts.iter().skip(1).copied().chain([series.len()]);
    let limits = |(&from, end): (&usize, usize)| {
        let known: Vec<Hundredths> = series[from..end].iter().flatten().copied().collect();
        let control = Control::of_baseline(&known)?;
        Some(Limits { from, control })
    };
    starts.iter().zip(ends).filter_map(limits).collect()
}

/// Each limits with the place where they end, in a series of so many points.
pub(super) fn stretches(limits: &[Limits], count: usize) -> impl Iterator<Item = (&Limits, usize)> {
    let ends = limits.iter().skip(1).map(|next| next.from);
    limits.iter().zip(ends.chain([count]))
}

/// The signals of the limits, their places counted among all points.
pub(super) fn signals(series: &[Option<Hundredths>], limits: &[Limits]) -> Vec<Signal> {
    let mut all = Vec::new();
    for (limits, end) in stretches(limits, series.len()) {
        let (places, known): (Vec<usize>, Vec<Hundredths>) = known(series)
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

/// Whether the latest known figure of a series belongs to a signal: whether there is anything to say of it. `rebased` as
/// for [`Trend::limits`](super::Trend::limits).
#[must_use]
pub fn is_flagged(series: &[Option<Hundredths>], rebased: &[usize]) -> bool {
    let limits = limits(series, rebased);
    let latest = known(series).last().map(|(at, _)| at);
    signals(series, &limits)
        .iter()
        .any(|signal| Some(signal.last) == latest)
}

/// The known figures with their places.
pub(super) fn known(series: &[Option<Hundredths>]) -> impl Iterator<Item = (usize, Hundredths)> {
    series
        .iter()
        .enumerate()
        .filter_map(|(at, ikm)| Some((at, (*ikm)?)))
}
