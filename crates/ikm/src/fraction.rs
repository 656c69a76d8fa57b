//! An exact sum of fractions of any size.
//!
//! The denominators of an index are the numbers of answers, a different one for each unsur, so their product
//! soon leaves every machine integer. Nothing is reduced on the way: a few multiplications of a few words each
//! are cheaper than greatest common divisors, and one division at the end makes the figure.

use std::fmt;

use num_bigint::BigUint;

/// `numerator / denominator`, not reduced.
#[derive(Clone, Debug)]
pub(crate) struct Sum {
    numerator: BigUint,
    denominator: BigUint,
}

impl Default for Sum {
    fn default() -> Self {
        Self {
            numerator: BigUint::ZERO,
            denominator: BigUint::from(1u32),
        }
    }
}

impl Sum {
    /// Adds a fraction whose denominator is not 0.
    pub(crate) fn add(&mut self, numerator: u128, denominator: u128) {
        self.numerator = &self.numerator * denominator + &self.denominator * numerator;
        self.denominator *= denominator;
    }

    pub(crate) fn is_one(&self) -> bool {
        self.numerator == self.denominator
    }

    pub(crate) const fn numerator(&self) -> &BigUint {
        &self.numerator
    }

    pub(crate) const fn denominator(&self) -> &BigUint {
        &self.denominator
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}
