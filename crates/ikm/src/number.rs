//! Published figures: non-negative decimals of fixed places, and the one rounding that makes them.

use std::{fmt, str::FromStr};

use num_bigint::BigUint;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A figure in hundredths, as an IKM or an NRR is published: `7874` is 78.74.
pub type Hundredths = Decimal<2>;

/// A figure in thousandths, as an NRR tertimbang is printed: `379` is 0.379.
pub type Thousandths = Decimal<3>;

/// A non-negative number with `PLACES` digits (1 or more) after the point, kept as a whole number of its last
/// digit.
///
/// As text and in JSON it is `"78.74"`, with a point and every place; on screens it is
/// [`id_id`](Self::id_id), `78,74`. Reading takes that one form only, so that what is stored is what is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal<const PLACES: usize>(u64);

/// The text is no such figure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a number with exactly {places} digits after a point, such as {example:?}")]
pub struct DecimalError {
    /// What was read.
    pub text: String,
    /// How many digits there must be after the point.
    pub places: usize,
    /// A text that would have been accepted.
    pub example: String,
}

impl<const PLACES: usize> Decimal<PLACES> {
    /// How many of the last digit make one: 100 for hundredths.
    #[expect(clippy::cast_possible_truncation, reason = "a handful of places")]
    pub const ONE: u64 = 10u64.pow(PLACES as u32);

    /// The figure of so many hundredths (thousandths).
    #[must_use]
    pub const fn new(units: u64) -> Self {
        Self(units)
    }

    /// How many hundredths (thousandths) it is.
    #[must_use]
    pub const fn units(self) -> u64 {
        self.0
    }

    /// `numerator / denominator`, rounded half up.
    ///
    /// # Panics
    /// If the denominator is zero, or the figure does not fit: callers have checked both.
    #[must_use]
    pub(crate) fn round(numerator: u128, denominator: u128) -> Self {
        let (whole, rest) = (
            numerator * u128::from(Self::ONE) / denominator,
            numerator * u128::from(Self::ONE) % denominator,
        );
        // Half up: the rest decides, compared without doubling so that nothing overflows.
        let units = whole + u128::from(rest >= denominator - rest);
        Self(u64::try_from(units).expect("callers keep figures small"))
    }

    /// `numerator / denominator` of any size, rounded half up.
    ///
    /// # Panics
    /// As [`round`](Self::round).
    #[must_use]
    pub(crate) fn round_big(numerator: &BigUint, denominator: &BigUint) -> Self {
        let doubled = numerator * (2 * Self::ONE) + denominator;
        let units = doubled / (denominator * 2u32);
        Self(u64::try_from(units).expect("callers keep figures small"))
    }

    /// The figure as Indonesian readers write it: `78,74`.
    #[must_use]
    pub fn id_id(self) -> String {
        self.to_string().replace('.', ",")
    }
}

impl<const PLACES: usize> fmt::Display for Decimal<PLACES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:0PLACES$}", self.0 / Self::ONE, self.0 % Self::ONE))
    }
}

impl<const PLACES: usize> FromStr for Decimal<PLACES> {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (whole, places) = text.split_once('.')?;
            let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
            let leading_zero = whole.len() > 1 && whole.starts_with('0');
            if !digits(whole) || !digits(places) || places.len() != PLACES || leading_zero {
                return None;
            }
            let whole: u64 = whole.parse().ok()?;
            whole.checked_mul(Self::ONE)?.checked_add(places.parse().ok()?)
        };
        read().map(Self).ok_or_else(|| DecimalError {
            text: text.into(),
            places: PLACES,
            example: Self(78 * Self::ONE + Self::ONE / 4).to_string(),
        })
    }
}

impl<const PLACES: usize> Serialize for Decimal<PLACES> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const PLACES: usize> Deserialize<'de> for Decimal<PLACES> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_hundredth_is_rounded_up_and_less_is_not() {
        assert_eq!(Hundredths::round(1, 8).to_string(), "0.13");
        assert_eq!(Hundredths::round(1249, 10_000).to_string(), "0.12");
        assert_eq!(Hundredths::round(88_305, 1000).to_string(), "88.31");
        assert_eq!(Hundredths::round(1, 1).to_string(), "1.00");
    }

    #[test]
    fn both_roundings_agree_around_every_half() {
        for denominator in 1..=40u32 {
            for numerator in 0..=400u32 {
                let small = Hundredths::round(numerator.into(), denominator.into());
                let big = Hundredths::round_big(&numerator.into(), &denominator.into());
                assert_eq!(small, big, "{numerator}/{denominator}");
            }
        }
    }

    #[test]
    fn text_and_json_keep_every_place() {
        let figure = Hundredths::new(7804);
        assert_eq!(figure.to_string(), "78.04");
        assert_eq!(figure.id_id(), "78,04");
        assert_eq!(serde_json::to_string(&figure).unwrap(), r#""78.04""#);
        assert_eq!(serde_json::from_str::<Hundredths>(r#""78.04""#).unwrap(), figure);
    }

    #[test]
    fn only_the_one_form_is_read() {
        for text in [
            "78", "78.0", "78.040", "78,04", "+78.04", "078.04", "-1.00", ".50", "1.+1", "",
        ] {
            assert!(text.parse::<Hundredths>().is_err(), "{text:?} was read");
        }
    }
}
