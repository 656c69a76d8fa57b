//! Two comparisons that honest reasons move, too, and that therefore raise no alarm: kiosk beside QR code, and the days
//! of the week beside each other. Each says how often chance alone would do as much.

#![expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "probabilities, and means of far fewer than 2^53 answers"
)]

use std::collections::BTreeMap;

use ikm::{Moments, RespondentMean};
use jiff::civil::Date;

use super::{PATTERN_GROUP_MIN, Sighting, chance::gamma_tail};
use crate::Channel;

/// What kiosks and QR codes give for the same office.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChannelGap {
    /// Answers from kiosks.
    pub kiosk: u64,
    /// Answers by QR code.
    pub qr: u64,
    /// How likely chance alone parts them as far, either way.
    pub chance: f64,
}

/// Kiosk beside QR code; nothing with fewer than [`PATTERN_GROUP_MIN`] of either.
///
/// If it were all the same how somebody answered, every way of dealing out the two labels would be as likely. Over all
/// of these the difference of the two mean scores has mean 0 and variance `s² (1/k + 1/q)`, `s²` the variance of all
/// answers together, and with ten or more of each it is near enough to normal: `p` is good to a hundredth where it
/// matters, less so far out, where it says no more than *hardly ever*.
pub fn channel_gap<'a>(sightings: impl IntoIterator<Item = &'a Sighting>) -> Option<ChannelGap> {
    let (mut kiosk, mut qr) = (Moments::default(), Moments::default());
    for sighting in sightings {
        let side = match sighting.channel {
            Channel::Kiosk => &mut kiosk,
            Channel::Qr => &mut qr,
            Channel::Web | Channel::Assisted | Channel::Paper | Channel::Import => continue,
        };
        if let Some(mean) = RespondentMean::of(sighting.answers.iter().map(|(_, score)| score)) {
            side.add(mean);
        }
    }
    if kiosk.n().min(qr.n()) < PATTERN_GROUP_MIN {
        return None;
    }
    Some(ChannelGap {
        kiosk: kiosk.n(),
        qr: qr.n(),
        chance: gap_chance(&kiosk, &qr),
    })
}

/// How likely the two samples lie as far apart, if the labels are dealt out by chance.
fn gap_chance(one: &Moments, other: &Moments) -> f64 {
    let mean = |moments: &Moments| moments.parts().1 as f64 / moments.n() as f64;
    let mut all = *one;
    all.merge(other);
    let n = all.n() as f64;
    let variance = (all.parts().2 as f64 - n * mean(&all).powi(2)) / (n - 1.0);
    let spread = variance * (1.0 / one.n() as f64 + 1.0 / other.n() as f64);
    // All the same but for how floating point rounds it.
    if variance <= f64::EPSILON * mean(&all).powi(2) * n {
        return 1.0;
    }
    let square = (mean(one) - mean(other)).powi(2) / spread;
    // The square of a normal variable has one degree of freedom.
    gamma_tail(0.5, square / 2.0)
}

/// How likely chance alone makes the days of the week as unlike in how many answer on them: the rank test of Kruskal
/// and Wallis over the days on which somebody did, because a day has its own reasons and counts as one. Nothing with
/// fewer than [`PATTERN_GROUP_MIN`] days or fewer than two days of the week.
pub fn weekday_chance<'a>(sightings: impl IntoIterator<Item = &'a Sighting>) -> Option<f64> {
    let mut days: BTreeMap<Date, u64> = BTreeMap::new();
    for sighting in sightings {
        *days.entry(sighting.given_on).or_default() += 1;
    }
    if (days.len() as u64) < PATTERN_GROUP_MIN {
        return None;
    }
    let counts: Vec<u64> = days.values().copied().collect();
    let n = counts.len() as f64;
    let mut groups: BTreeMap<i8, (f64, f64)> = BTreeMap::new();
    for (day, count) in &days {
        let weekday = groups.entry(day.weekday().to_monday_one_offset()).or_default();
        weekday.0 += 1.0;
        weekday.1 += rank(&counts, *count);
    }
    if groups.len() < 2 {
        return None;
    }
    let squares: f64 = groups.values().map(|(size, ranks)| ranks.powi(2) / size).sum();
    let unlike = 12.0 / (n * (n + 1.0)) * squares - 3.0 * (n + 1.0);
    let ties = ties(&counts) / (n.powi(3) - n);
    if ties >= 1.0 {
        return Some(1.0);
    }
    let freedom = (groups.len() - 1) as f64;
    Some(gamma_tail(freedom / 2.0, unlike.max(0.0) / (1.0 - ties) / 2.0))
}

/// The rank of a count among all, from 1; those that are equal share the middle of theirs.
fn rank(counts: &[u64], count: u64) -> f64 {
    let below = counts.iter().filter(|other| **other < count).count() as f64;
    let equal = counts.iter().filter(|other| **other == count).count() as f64;
    below + (equal + 1.0) / 2.0
}

/// The sum of `t³ - t` over every `t` counts that are equal.
fn ties(counts: &[u64]) -> f64 {
    let mut sizes: BTreeMap<u64, u64> = BTreeMap::new();
    for count in counts {
        *sizes.entry(*count).or_default() += 1;
    }
    let of = |size: &u64| (*size as f64).powi(3) - *size as f64;
    sizes.values().map(of).sum()
}
