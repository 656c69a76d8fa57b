//! Comparisons that raise no alarm say how often chance alone would do as much. Method: chance itself, dealt out with
//! whole numbers by code that shares nothing with the formulas: every way where there are few, many ways else.

use survey::{Channel, Sighting, channel_gap, weekday_chance};

use crate::patterns::{Chance, answers, at, quarter, sighting};

/// Nine answers that add up to this.
fn of_sum(sum: u64, second: i64, kiosk: bool) -> Sighting {
    let mut left = sum;
    let given = answers(|| {
        // As even as it goes; the last takes the rest.
        let score = (left / 9).clamp(1, 4);
        let score = if !left.is_multiple_of(9) && score < 4 {
            score + 1
        } else {
            score
        };
        left -= score;
        left += left / 9;
        u8::try_from(score).unwrap()
    });
    sighting(at(0, second), kiosk, given, 60)
}

fn total(sighting: &Sighting) -> u64 {
    sighting
        .answers
        .iter()
        .map(|(_, score)| u64::from(score.get()))
        .sum()
}

fn sums(sightings: &[Sighting], channel: Channel) -> Vec<u64> {
    let of_it = sightings.iter().filter(|sighting| sighting.channel == channel);
    of_it.map(total).collect()
}

/// How far two sums lie from what a fair share would be, times the number of all.
fn distance(part: u64, size: usize, whole: u64, all: usize) -> u64 {
    (part * all as u64).abs_diff(whole * size as u64)
}

#[test]
fn of_twenty_answers_it_is_the_part_of_all_ways_to_deal_out_the_labels() {
    for shift in 0..6 {
        let sightings: Vec<_> = (0..20)
            .map(|n| of_sum(18 + n * 7 % 11 + if n < 10 { shift } else { 0 }, n as i64, n < 10))
            .collect();
        let found = channel_gap(&sightings).unwrap();
        assert_eq!((found.kiosk, found.qr), (10, 10));
        let scores: Vec<u64> = sightings.iter().map(total).collect();
        let whole = scores.iter().sum();
        let seen = distance(scores[..10].iter().sum(), 10, whole, 20);
        let (mut ways, mut as_far, mut further) = (0_u32, 0_u32, 0_u32);
        for mask in 0_u32..1 << 20 {
            if mask.count_ones() != 10 {
                continue;
            }
            let part = (0..20)
                .filter(|at| mask >> at & 1 == 1)
                .map(|at| scores[at])
                .sum();
            let distance = distance(part, 10, whole, 20);
            ways += 1;
            as_far += u32::from(distance >= seen);
            further += u32::from(distance > seen);
        }
        // Whole scores come in steps: the smooth curve lies between with the step and without it.
        let part = |count: u32| f64::from(count) / f64::from(ways);
        assert!(
            (part(further) - 0.01..=part(as_far) + 0.01).contains(&found.chance),
            "{shift}: {} to {}, found {}",
            part(further),
            part(as_far),
            found.chance
        );
    }
}

#[test]
fn of_a_quarter_it_is_the_part_of_many_shuffles() {
    const SHUFFLES: u32 = 4000;
    for seed in [3, 8, 21] {
        let sightings = quarter(seed);
        let found = channel_gap(&sightings).unwrap();
        let (kiosk, qr) = (sums(&sightings, Channel::Kiosk), sums(&sightings, Channel::Qr));
        let mut scores: Vec<u64> = kiosk.iter().chain(&qr).copied().collect();
        let (whole, all) = (scores.iter().sum(), scores.len());
        let seen = distance(kiosk.iter().sum(), kiosk.len(), whole, all);
        let mut chance = Chance(seed);
        let mut as_far = 0;
        for _ in 0..SHUFFLES {
            for at in 0..kiosk.len() {
                let other = at + usize::try_from(chance.below((all - at) as u64)).unwrap();
                scores.swap(at, other);
            }
            let part = scores[..kiosk.len()].iter().sum();
            as_far += u32::from(distance(part, kiosk.len(), whole, all) >= seen);
        }
        let shuffled = f64::from(as_far) / f64::from(SHUFFLES);
        assert!(
            (shuffled - found.chance).abs() < 0.03,
            "{shuffled} {}",
            found.chance
        );
    }
}

#[test]
fn a_kiosk_that_somebody_flatters_stands_out() {
    let sightings: Vec<_> = (0..80)
        .map(|n| of_sum(if n % 2 == 0 { 34 } else { 26 } + n % 3, n as i64, n % 2 == 0))
        .collect();
    assert!(channel_gap(&sightings).unwrap().chance < 1e-12);
}

#[test]
fn of_few_answers_and_of_one_channel_nothing_is_said_and_equal_answers_are_no_wonder() {
    let few: Vec<_> = (0..19).map(|n| of_sum(27, n, n < 9)).collect();
    assert_eq!(channel_gap(&few), None);
    let one: Vec<_> = (0..40).map(|n| of_sum(27, n, true)).collect();
    assert_eq!(channel_gap(&one), None);
    let equal: Vec<_> = (0..40).map(|n| of_sum(27, n, n < 15)).collect();
    assert_eq!(channel_gap(&equal).unwrap().chance, 1.0);
}

/// A quarter of working days with so many answers on each.
fn days(mut count: impl FnMut(i64) -> u64) -> Vec<Sighting> {
    let mut found = Vec::new();
    let given = answers(|| 3);
    for day in (0..91).filter(|day| day % 7 < 5) {
        for n in 0..count(day) {
            found.push(sighting(
                at(day, i64::try_from(n * 60).unwrap()),
                true,
                given.clone(),
                60,
            ));
        }
    }
    found
}

#[test]
fn of_days_that_are_alike_every_chance_comes_as_often_as_it_says() {
    const QUARTERS: u64 = 200;
    let chances: Vec<f64> = (1..=QUARTERS)
        .map(|seed| {
            let mut chance = Chance(seed * 2_654_435_761);
            weekday_chance(&days(|_| 4 + chance.below(14))).unwrap()
        })
        .collect();
    for level in [0.05, 0.25, 0.5, 0.75] {
        let below = chances.iter().filter(|chance| **chance < level).count() as f64;
        let part = below / QUARTERS as f64;
        // Three times what so many tosses of such a coin differ by.
        let spread = (level * (1.0 - level) / QUARTERS as f64).sqrt();
        assert!((part - level).abs() < 3.0 * spread, "{level}: {part}");
    }
}

#[test]
fn a_crowded_monday_stands_out_and_equal_days_do_not() {
    let mut chance = Chance(5);
    let crowded = days(|day| 4 + chance.below(14) + if day % 7 == 0 { 12 } else { 0 });
    assert!(weekday_chance(&crowded).unwrap() < 1e-4);
    assert_eq!(weekday_chance(&days(|_| 6)), Some(1.0));
    let nine: Vec<_> = days(|_| 1).into_iter().take(9).collect();
    assert_eq!(weekday_chance(&nine), None);
}
