//! Goal: an index is exactly what the regulation's formula says, for any tallies and any weights.
//!
//! Method: the formula again, as slowly and plainly as it is printed: a list of single answers, reduced
//! fractions, and a rounding that looks at digits. It shares no code with the crate but the types.

use std::collections::BTreeMap;

use ikm::{Bands, Hundredths, Method, Score, Tallies, Tally, UnsurCode, Weight, compute};
use num_bigint::BigInt;
use num_rational::Ratio;
use proptest::prelude::*;

type Rational = Ratio<BigInt>;

fn rational(numerator: u64, denominator: u64) -> Rational {
    Rational::new(numerator.into(), denominator.into())
}

/// NRR tertimbang, summed and times 25.
fn ikm_by_the_book(tallies: &[Tally], weights: &[Rational]) -> Rational {
    let mut skm = rational(0, 1);
    for (tally, weight) in tallies.iter().zip(weights) {
        let (mut answers, mut scores) = (rational(0, 1), rational(0, 1));
        for (at, count) in tally.counts().into_iter().enumerate() {
            answers += rational(count, 1);
            scores += rational(count, 1) * rational(at as u64 + 1, 1);
        }
        skm += scores / answers * weight;
    }
    skm * rational(25, 1)
}

/// Rounding as it is taught: write three places, look at the third, carry.
fn round_by_the_book(exact: &Rational) -> String {
    let thousandths = (exact * rational(1000, 1)).to_integer();
    let third_place: BigInt = &thousandths % 10;
    let mut hundredths: BigInt = thousandths / 10;
    if third_place >= BigInt::from(5) {
        hundredths += 1;
    }
    let digits = format!("{hundredths:0>3}");
    let (whole, places) = digits.split_at(digits.len() - 2);
    format!("{whole}.{places}")
}

fn codes(count: usize) -> Vec<UnsurCode> {
    (0..count)
        .map(|at| UnsurCode::new(&format!("unsur-{at}")).expect("well formed"))
        .collect()
}

fn collect(unsur: &[UnsurCode], each: &[Tally]) -> Tallies {
    let mut tallies = Tallies::default();
    for (code, tally) in unsur.iter().zip(each) {
        tallies.merge_one(*code, tally);
    }
    tallies
}

/// Tallies of at least one answer each, from a handful to a trillion.
fn answered(count: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Vec<Tally>> {
    let counts = prop_oneof![
        prop::array::uniform4(0..8u64),
        prop::array::uniform4(0..1_000u64),
        prop::array::uniform4(0..1_000_000_000_000u64),
    ];
    let tally = counts
        .prop_filter("at least one answer", |counts| counts.iter().sum::<u64>() > 0)
        .prop_map(Tally::from_counts);
    prop::collection::vec(tally, count)
}

/// Shares of a thousand that sum to it.
fn shares() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::btree_set(1..1_000u64, 1..10).prop_map(|cuts| {
        let mut cuts: Vec<u64> = cuts.into_iter().collect();
        cuts.insert(0, 0);
        cuts.push(1_000);
        cuts.windows(2).map(|pair| pair[1] - pair[0]).collect()
    })
}

/// As many respondents as any tally could need.
const ENOUGH: u64 = u64::MAX;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn equal_weights_give_the_books_index(tallies in answered(1..=14)) {
        let unsur = codes(tallies.len());
        let index = compute(Method::exact(), &unsur, &collect(&unsur, &tallies), ENOUGH).unwrap();
        let weights = vec![rational(1, tallies.len() as u64); tallies.len()];
        prop_assert_eq!(index.ikm.to_string(), round_by_the_book(&ikm_by_the_book(&tallies, &weights)));
    }

    #[test]
    fn printed_weights_give_the_books_index(tallies in answered(9)) {
        let unsur = codes(9);
        for (id, weight) in [("bobot-0.111", rational(111, 1000)), ("bobot-0.11", rational(11, 100))] {
            let method = Method::by_id(id).unwrap();
            let index = compute(method, &unsur, &collect(&unsur, &tallies), ENOUGH).unwrap();
            let weights = vec![weight; 9];
            prop_assert_eq!(index.ikm.to_string(), round_by_the_book(&ikm_by_the_book(&tallies, &weights)));
        }
    }

    #[test]
    fn weights_per_unsur_give_the_books_index((shares, tallies) in shares().prop_flat_map(|shares| {
        let count = shares.len();
        (Just(shares), answered(count))
    })) {
        let unsur = codes(shares.len());
        let weights: BTreeMap<UnsurCode, Weight> = unsur
            .iter()
            .zip(&shares)
            .map(|(code, share)| (*code, format!("{share}/1000").parse().unwrap()))
            .collect();
        let bands = *Method::exact().bands();
        let method = Method::custom("khusus", "Bobot khusus", weights, bands).unwrap();
        let index = compute(&method, &unsur, &collect(&unsur, &tallies), ENOUGH).unwrap();
        let weights: Vec<_> = shares.iter().map(|&share| rational(share, 1000)).collect();
        prop_assert_eq!(index.ikm.to_string(), round_by_the_book(&ikm_by_the_book(&tallies, &weights)));
    }

    #[test]
    fn each_nrr_and_its_weighted_value_are_the_books(tallies in answered(9)) {
        let unsur = codes(9);
        let index = compute(Method::exact(), &unsur, &collect(&unsur, &tallies), ENOUGH).unwrap();
        for (nrr, tally) in index.unsur.iter().zip(&tallies) {
            let exact = ikm_by_the_book(&[*tally], &[rational(1, 1)]) / rational(25, 1);
            prop_assert_eq!(nrr.nrr.to_string(), round_by_the_book(&exact));
            // One place more: the same rounding of ten times as much, with the point moved back.
            let tenfold = round_by_the_book(&(&exact * rational(10, 1))).replace('.', "");
            prop_assert_eq!(nrr.nrr_3.to_string().replace('.', ""), tenfold);
            let tenfold: u64 = round_by_the_book(&(exact / rational(9, 1) * rational(10, 1))).replace('.', "").parse().unwrap();
            prop_assert_eq!(nrr.tertimbang.units(), tenfold);
        }
    }

    #[test]
    fn the_order_of_unsur_and_of_answers_does_not_matter(tallies in answered(9), turn in 0..9usize) {
        let unsur = codes(9);
        let mut turned = unsur.clone();
        turned.rotate_left(turn);
        let all = collect(&unsur, &tallies);
        let straight = compute(Method::exact(), &unsur, &all, ENOUGH).unwrap();
        let other = compute(Method::exact(), &turned, &all, ENOUGH).unwrap();
        prop_assert_eq!(straight.ikm, other.ikm);
        for nrr in &other.unsur {
            prop_assert!(straight.unsur.contains(nrr));
        }
    }

    #[test]
    fn a_better_answer_never_lowers_the_index(tallies in answered(9), at in 0..9usize, from in 1..=3u8) {
        let unsur = codes(9);
        let mut all = collect(&unsur, &tallies);
        let mut better = all.clone();
        all.add(unsur[at], Score::new(from).unwrap());
        better.add(unsur[at], Score::new(from + 1).unwrap());
        let before = compute(Method::exact(), &unsur, &all, ENOUGH).unwrap();
        let after = compute(Method::exact(), &unsur, &better, ENOUGH).unwrap();
        prop_assert!(before.ikm <= after.ikm && before.mutu >= after.mutu);
    }

    #[test]
    fn an_exact_index_stays_on_its_scale(tallies in answered(1..=14)) {
        let unsur = codes(tallies.len());
        let index = compute(Method::exact(), &unsur, &collect(&unsur, &tallies), ENOUGH).unwrap();
        prop_assert!((Hundredths::new(2_500)..=Hundredths::new(10_000)).contains(&index.ikm));
    }

    #[test]
    fn the_letter_is_that_of_the_printed_table(ikm in 2_475..=10_000u64) {
        let letter = match ikm {
            8_831.. => "A",
            7_661..=8_830 => "B",
            6_500..=7_660 => "C",
            _ => "D",
        };
        let bands: &Bands = Method::exact().bands();
        prop_assert_eq!(bands.classify(Hundredths::new(ikm)).to_string(), letter);
    }
}
