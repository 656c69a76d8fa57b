//! Control limits and flags against what others computed, a series with a known shift, and pure noise.
//!
//! Noise is drawn from a fixed seed. `tests/independent/statistics.py` computes limits, flags, differences and rates with
//! nothing of ours.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "noise is drawn in floats"
)]

use std::{
    io::Write,
    process::{Command, Stdio},
};

use ikm::{
    Change, Control, Difference, Family, Hundredths, Moments, RespondentMean, Rule, Score, on_index_scale,
};
use serde_json::{Value, json};

fn series(figures: &[u64]) -> Vec<Hundredths> {
    figures.iter().copied().map(Hundredths::new).collect()
}

/// NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2 "Individuals Control Charts": ten flow rates, centre 50.81,
/// limits 45.8159 and 55.8041. The handbook divides by 1.128 where we multiply by 2.66, a difference behind the second
/// place.
#[test]
fn the_worked_example_of_the_nist_handbook_is_reproduced() {
    let flow_rates = [
        4_960, 4_760, 4_990, 5_130, 4_780, 5_120, 5_260, 5_240, 5_360, 5_210,
    ];
    let control = Control::of(&series(&flow_rates)).unwrap();
    assert_eq!(control.mean, Hundredths::new(5_081));
    assert_eq!(control.low, Hundredths::new(4_582));
    assert_eq!(control.high, Hundredths::new(5_580));
    assert_eq!(control.signals(&series(&flow_rates)), []);
}

/// Numbers that look like chance and are the same everywhere: Park and Miller's minimal standard.
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0 * 16_807 % 2_147_483_647;
        self.0 as f64 / 2_147_483_647.0
    }

    /// Twelve uniforms less six: a bell of standard deviation 1.
    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// An index around a mean, both in hundredths.
    fn index(&mut self, mean: f64, deviation: f64) -> Hundredths {
        Hundredths::new((mean + deviation * self.bell() + 0.5) as u64)
    }
}

/// After a year of calm the index rises by three standard deviations and stays: each shifted series is flagged, four in five of
/// them within two months, and none of the marks of a shift lies wholly before it.
#[test]
fn a_lasting_shift_of_three_deviations_is_flagged_soon_and_where_it_began() {
    const SERIES: usize = 1_000;
    let mut noise = Noise(20_261_122);
    let (mut flagged, mut soon, mut one_side) = (0, 0, 0);
    for _ in 0..SERIES {
        let calm: Vec<_> = (0..12).map(|_| noise.index(8_000.0, 150.0)).collect();
        let shifted: Vec<_> = (0..12).map(|_| noise.index(8_450.0, 150.0)).collect();
        let points = [calm, shifted].concat();
        let control = Control::of_baseline(&points).unwrap();
        let signals = control.signals(&points);
        flagged += usize::from(signals.iter().any(|signal| signal.last >= 12));
        let early = |rule| {
            signals
                .iter()
                .any(|signal| signal.rule == rule && (11..=13).contains(&signal.first))
        };
        soon += usize::from(early(Rule::Outside) || early(Rule::NearLimit));
        one_side += usize::from(signals.iter().any(|signal| {
            signal.rule == Rule::OneSide && signal.last == 23 && (10..=13).contains(&signal.first)
        }));
    }
    assert_eq!(flagged, SERIES);
    assert!(soon > SERIES * 4 / 5, "soon: {soon}");
    assert!(one_side > SERIES * 4 / 5, "on one side to the end: {one_side}");
}

/// Of twelve calm months after a calm year, so many are marked by each rule though nothing happened. The limits come from
/// twelve points, so they are themselves uncertain; that is why they are wider than those of certain knowledge need be.
#[test]
fn calm_series_are_flagged_no_more_often_than_their_known_rate() {
    const SERIES: usize = 4_000;
    let mut noise = Noise(7);
    let mut by_rule = [0usize; 4];
    let mut any = 0;
    for _ in 0..SERIES {
        let points: Vec<_> = (0..24).map(|_| noise.index(8_000.0, 150.0)).collect();
        let control = Control::of_baseline(&points).unwrap();
        let later: Vec<_> = control
            .signals(&points)
            .into_iter()
            .filter(|signal| signal.last >= 12)
            .collect();
        any += usize::from(!later.is_empty());
        for (place, rule) in [Rule::Outside, Rule::OneSide, Rule::Trend, Rule::NearLimit]
            .into_iter()
            .enumerate()
        {
            by_rule[place] += usize::from(later.iter().any(|signal| signal.rule == rule));
        }
    }
    let percent = |count: usize| count as f64 * 100.0 / SERIES as f64;
    let rates = by_rule.map(percent);
    assert!(
        (27.0..=33.0).contains(&percent(any)),
        "any: {:.1} %",
        percent(any)
    );
    for (rate, (low, high)) in rates.into_iter().zip(KNOWN) {
        assert!((low..=high).contains(&rate), "{rates:.1?} against {KNOWN:?}");
    }
}

/// Per cent of calm years in which a rule marks something, as `tests/independent/statistics.py` finds them, give or take
/// a fifth (15.1, 13.5, 0.4 and 11.8; 29.9 by any): outside, one side, trend, near a limit.
const KNOWN: [(f64, f64); 4] = [(12.1, 18.1), (10.8, 16.2), (0.2, 0.7), (9.4, 14.2)];

/// What the script says of something.
fn independently(asked: &str, given: &Value) -> Vec<Value> {
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/independent/statistics.py"
    );
    let mut python = Command::new("python3")
        .args(["-I", script, asked])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3; scripts/test says what the tests need");
    let mut input = python.stdin.take().unwrap();
    input.write_all(given.to_string().as_bytes()).unwrap();
    drop(input);
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn limits_and_flags_are_those_of_an_independent_computation() {
    let mut noise = Noise(99);
    let all: Vec<Vec<Hundredths>> = (0..400)
        .map(|at| {
            let drift = f64::from(at % 7) * 12.0;
            let length = 2 + at % 40;
            (0..length)
                .map(|month| noise.index(7_900.0 + drift * f64::from(month), 160.0))
                .collect()
        })
        .collect();
    let units: Vec<Vec<u64>> = all
        .iter()
        .map(|points| points.iter().map(|point| point.units()).collect())
        .collect();
    let theirs = independently("limits", &json!(units));
    assert_eq!(theirs.len(), all.len());
    for (points, theirs) in all.iter().zip(theirs) {
        let control = Control::of_baseline(points).unwrap();
        let signals = control.signals(points).into_iter();
        let flags: Vec<_> = signals
            .map(|signal| json!([signal.rule, signal.first, signal.last]))
            .collect();
        let limits = [control.mean, control.low, control.high].map(Hundredths::units);
        assert_eq!(json!({"limits": limits, "flags": flags}), theirs, "{points:?}");
    }
}

/// Whose own means are whole scores, so that they are the same for both.
#[test]
fn the_difference_of_two_means_is_that_of_an_independent_computation() {
    let mut noise = Noise(5);
    let mut sample = |size: usize, lean: f64| -> Vec<u8> {
        (0..size)
            .map(|_| (3.0 + lean + noise.bell() * 0.8).clamp(1.0, 4.0).round() as u8)
            .collect()
    };
    let pairs: Vec<[Vec<u8>; 2]> = (0..60)
        .map(|at| [sample(8 + at, 0.0), sample(12 + 3 * at, (at % 5) as f64 * 0.1)])
        .collect();
    let theirs = independently("differences", &json!(pairs));
    let mut real = 0;
    for ([before, after], theirs) in pairs.iter().zip(theirs) {
        let (of_before, of_after) = (asked(before), asked(after));
        let found = Difference::of_indexes(
            Family::ONE,
            (of_before.0, &of_before.1, None),
            (of_after.0, &of_after.1, None),
        );
        let (low, high) = found.interval.unwrap();
        for (ours, theirs) in [found.change, low, high]
            .into_iter()
            .zip(theirs.as_array().unwrap())
        {
            let off = (ours as f64 - theirs.as_f64().unwrap()).abs();
            // Two rounded figures, and the quantile within a thousandth.
            assert!(
                off <= 2.0 + (high - low) as f64 / 1_000.0,
                "{ours} against {theirs}"
            );
        }
        real += usize::from(found.verdict() != Change::Noise);
    }
    assert!((5..55).contains(&real), "both verdicts occur: {real}");
}

/// Respondents who answered one question each, and their index.
fn asked(scores: &[u8]) -> (Hundredths, Moments) {
    let mut moments = Moments::default();
    for &score in scores {
        moments.add(RespondentMean::of([Score::new(score).unwrap()]).unwrap());
    }
    let sum = scores.iter().copied().map(u64::from).sum();
    (on_index_scale(sum, scores.len() as u64), moments)
}
