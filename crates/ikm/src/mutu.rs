//! Mutu: the quality letter of an index, and the bands that give it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Hundredths;

/// The quality of a service, A (best) to D.
///
/// The order is that of the letters: `Mutu::A < Mutu::D`, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "a letter says it; its label is `kinerja`")]
pub enum Mutu {
    A,
    B,
    C,
    D,
}

impl Mutu {
    /// All letters, best first.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// The label of the unit's performance; the same in the tables of 2004, 2014 and 2017.
    #[must_use]
    pub const fn kinerja(self) -> &'static str {
        match self {
            Self::A => "Sangat Baik",
            Self::B => "Baik",
            Self::C => "Kurang Baik",
            Self::D => "Tidak Baik",
        }
    }
}

impl fmt::Display for Mutu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        })
    }
}

/// The lowest index of each letter; D has all that is left.
///
/// The printed tables have gaps (76,60 ends C, 76,61 begins B), so an index is first rounded to hundredths and
/// then classified. D has no lower bound of its own: with nine weights of 0,11 the worst possible index is
/// 24,75, below the printed 25,00, and it is still D.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BandsData", into = "BandsData")]
pub struct Bands {
    a: Hundredths,
    b: Hundredths,
    c: Hundredths,
}

/// The bounds do not fall from A to C within 25.00 to 100.00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("bands must fall within 100.00 to 25.00, but A begins at {a}, B at {b}, C at {c}")]
#[expect(missing_docs, reason = "the message says it")]
pub struct BandsError {
    pub a: Hundredths,
    pub b: Hundredths,
    pub c: Hundredths,
}

impl Bands {
    /// Bands from the lowest index of A, B and C.
    ///
    /// # Errors
    /// If they do not fall from A to C, or leave the scale of 25.00 to 100.00.
    pub fn new(a: Hundredths, b: Hundredths, c: Hundredths) -> Result<Self, BandsError> {
        let falling = Hundredths::new(10_000) >= a && a > b && b > c && c > Hundredths::new(2_500);
        if falling {
            Ok(Self { a, b, c })
        } else {
            Err(BandsError { a, b, c })
        }
    }

    /// The letter of a rounded index.
    #[must_use]
    pub fn classify(&self, ikm: Hundredths) -> Mutu {
        if ikm >= self.a {
            Mutu::A
        } else if ikm >= self.b {
            Mutu::B
        } else if ikm >= self.c {
            Mutu::C
        } else {
            Mutu::D
        }
    }

    /// The lowest index of a letter; for D 25.00, the lowest of the scale.
    #[must_use]
    pub const fn lowest(&self, mutu: Mutu) -> Hundredths {
        match mutu {
            Mutu::A => self.a,
            Mutu::B => self.b,
            Mutu::C => self.c,
            Mutu::D => Hundredths::new(2_500),
        }
    }
}

/// How bands are written: `{"A": "88.31", "B": "76.61", "C": "65.00"}`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BandsData {
    #[serde(rename = "A")]
    a: Hundredths,
    #[serde(rename = "B")]
    b: Hundredths,
    #[serde(rename = "C")]
    c: Hundredths,
}

impl TryFrom<BandsData> for Bands {
    type Error = BandsError;

    fn try_from(data: BandsData) -> Result<Self, Self::Error> {
        Self::new(data.a, data.b, data.c)
    }
}

impl From<Bands> for BandsData {
    fn from(bands: Bands) -> Self {
        Self {
            a: bands.a,
            b: bands.b,
            c: bands.c,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands_2017() -> Bands {
        Bands::new(
            Hundredths::new(8_831),
            Hundredths::new(7_661),
            Hundredths::new(6_500),
        )
        .unwrap()
    }

    #[test]
    fn each_printed_bound_belongs_to_its_letter() {
        let printed = [
            (10_000, Mutu::A),
            (8_831, Mutu::A),
            (8_830, Mutu::B),
            (7_661, Mutu::B),
            (7_660, Mutu::C),
            (6_500, Mutu::C),
            (6_499, Mutu::D),
            (2_500, Mutu::D),
            (2_475, Mutu::D),
        ];
        for (ikm, mutu) in printed {
            assert_eq!(bands_2017().classify(Hundredths::new(ikm)), mutu, "{ikm}");
        }
    }

    #[test]
    fn bands_that_do_not_fall_are_refused() {
        let [high, middle, low] = [8_000, 7_000, 6_000].map(Hundredths::new);
        assert!(Bands::new(middle, high, low).is_err());
        assert!(Bands::new(high, high, low).is_err());
        assert!(Bands::new(high, middle, Hundredths::new(2_500)).is_err());
        assert!(Bands::new(Hundredths::new(10_001), middle, low).is_err());
    }
}
