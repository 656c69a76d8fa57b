//! The weight of one unsur, kept exactly as the method writes it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Most digits after the point of a weight.
pub const WEIGHT_PLACES_MAX: usize = 9;

/// A weight above 0 and at most 1: a decimal such as `0.111` or a fraction such as `1/9`.
///
/// Offices that print 0,111 and offices that compute 1/9 publish different figures, so the two are different
/// weights and neither is turned into the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    numerator: u32,
    denominator: u32,
}

/// The text is no weight.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "weight {0:?} must be above 0 and at most 1, as \"0.111\" (at most {WEIGHT_PLACES_MAX} places) or \"1/9\""
)]
pub struct WeightError(pub String);

impl Weight {
    /// The weight of one among so many equals.
    ///
    /// # Panics
    /// If there are none.
    #[must_use]
    pub const fn one_of(count: u32) -> Self {
        assert!(count > 0, "a share of nothing");
        Self {
            numerator: 1,
            denominator: count,
        }
    }

    /// What stands above the line of the fraction.
    #[must_use]
    pub const fn numerator(self) -> u32 {
        self.numerator
    }

    /// What stands below it.
    #[must_use]
    pub const fn denominator(self) -> u32 {
        self.denominator
    }

    fn read(text: &str) -> Option<Self> {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let (numerator, denominator) = if let Some((above, below)) = text.split_once('/') {
            (digits(above) && digits(below)).then_some(())?;
            (above.parse().ok()?, below.parse().ok()?)
        } else {
            let (whole, places) = text.split_once('.').unwrap_or((text, ""));
            (digits(whole) && (places.is_empty() || digits(places))).then_some(())?;
            (places.len() <= WEIGHT_PLACES_MAX && !text.ends_with('.')).then_some(())?;
            let denominator = 10u32.pow(u32::try_from(places.len()).ok()?);
            let numerator = format!("{whole}{places}").parse().ok()?;
            (numerator, denominator)
        };
        (0 < numerator && numerator <= denominator).then_some(Self {
            numerator,
            denominator,
        })
    }
}

impl FromStr for Weight {
    type Err = WeightError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text).ok_or_else(|| WeightError(text.into()))
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.denominator.ilog10();
        let text = if self.denominator != 10u32.pow(places) {
            format!("{}/{}", self.numerator, self.denominator)
        } else if places == 0 {
            "1".to_owned()
        } else {
            let width = usize::try_from(places).expect("at most nine");
            let (whole, rest) = (
                self.numerator / self.denominator,
                self.numerator % self.denominator,
            );
            format!("{whole}.{rest:0width$}")
        };
        f.pad(&text)
    }
}

impl Serialize for Weight {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_written_as_it_was_read() {
        for text in [
            "0.111",
            "0.11",
            "1/9",
            "1/14",
            "1",
            "0.100",
            "1.00",
            "3/20",
            "0.000000001",
        ] {
            assert_eq!(text.parse::<Weight>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_share_of_one_is_refused() {
        for text in [
            "",
            "0",
            "0.0",
            "0/9",
            "10/9",
            "1/0",
            "1.01",
            "-0.1",
            "0,11",
            ".5",
            "1.",
            "1/",
            "+1/9",
            "0.1111111111",
            "1/99999999999",
        ] {
            assert!(text.parse::<Weight>().is_err(), "{text:?} was read");
        }
    }
}
