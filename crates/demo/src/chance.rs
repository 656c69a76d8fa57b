//! Chance that is the same on every machine: seeded, and in whole numbers only.
//!
//! Each purpose draws from a stream of its own, so that a change in one leaves the others as they were.

use rand_chacha::{
    ChaCha12Rng,
    rand_core::{Rng, SeedableRng},
};

/// Thousandths: of a score, or of a probability.
pub(crate) type Milli = i32;

/// What chance is drawn for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// Nonces, ids and keys.
    Edge = 0,
    /// How units differ.
    Units = 1,
    /// Who comes when.
    Calendar = 2,
    /// What people answer.
    Citizens = 3,
    /// What staff do with it afterwards.
    Review = 4,
    /// What offices do with their results.
    Acting = 5,
}

/// A source of chance for one purpose.
pub(crate) struct Chance(ChaCha12Rng);

impl Chance {
    pub(crate) fn new(seed: u64, purpose: Purpose) -> Self {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        rng.set_stream(purpose as u64);
        Self(rng)
    }

    pub(crate) fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }

    /// One of `0..count`; `count` must not be 0.
    pub(crate) fn below(&mut self, count: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(count);
        u64::try_from(wide >> 64).expect("less than count")
    }

    /// One of `first..=last`.
    pub(crate) fn between(&mut self, first: u32, last: u32) -> u32 {
        let span = u64::from(last - first) + 1;
        first + u32::try_from(self.below(span)).expect("within a span of u32")
    }

    /// True in so many of a thousand cases.
    pub(crate) fn in_thousand(&mut self, cases: u32) -> bool {
        self.below(1000) < u64::from(cases)
    }

    /// Roughly normal around 0: the sum of four even draws, never further than 3.5 standard deviations.
    pub(crate) fn around_zero(&mut self, deviation: Milli) -> Milli {
        const DRAWS_MEAN: i64 = 2 * 65_535;
        // 65536 times the square root of 4 / 12.
        const DRAWS_DEVIATION: i64 = 37_837;
        let bytes = self.0.next_u64().to_le_bytes();
        let draws = bytes
            .chunks_exact(2)
            .map(|pair| i64::from(u16::from_le_bytes([pair[0], pair[1]])));
        let sum: i64 = draws.sum();
        let drawn = (sum - DRAWS_MEAN) * i64::from(deviation) / DRAWS_DEVIATION;
        Milli::try_from(drawn).expect("at most 3.5 times the deviation")
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.place(from.len())]
    }

    /// A place in a list of that length.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).expect("less than a usize")
    }

    /// The place of one of the weights, each as likely as it weighs.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let sum = weights.iter().map(|weight| u64::from(*weight)).sum();
        let mut left = self.below(sum);
        for (place, weight) in weights.iter().enumerate() {
            match left.checked_sub(u64::from(*weight)) {
                None => return place,
                Some(less) => left = less,
            }
        }
        unreachable!("the draw is less than the sum of the weights")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_and_another_purpose_does_not() {
        let draw = |seed, purpose| {
            let mut chance = Chance::new(seed, purpose);
            [0; 8].map(|_| chance.below(1000))
        };
        assert_eq!(draw(7, Purpose::Units), draw(7, Purpose::Units));
        assert_ne!(draw(7, Purpose::Units), draw(7, Purpose::Citizens));
        assert_ne!(draw(7, Purpose::Units), draw(8, Purpose::Units));
    }

    #[test]
    fn draws_have_the_mean_and_the_deviation_that_they_say() {
        let mut chance = Chance::new(1, Purpose::Units);
        let drawn: Vec<i64> = (0..20_000).map(|_| i64::from(chance.around_zero(400))).collect();
        let count = 20_000;
        let mean = drawn.iter().sum::<i64>() / count;
        let variance = drawn.iter().map(|x| x * x).sum::<i64>() / count;
        assert!(mean.abs() < 15, "{mean}");
        assert!((150_000..170_000).contains(&variance), "{variance}");
        let heavy = (0..10_000)
            .filter(|_| chance.weighted(&[300, 0, 700]) == 2)
            .count();
        assert!((6_700..7_300).contains(&heavy), "{heavy}");
    }
}
