//! Where an index stands between 25 and 100: bands, interval and mark, drawn from integers.
//!
//! Positions are percentages of the width, so the drawing fits a phone and a hall screen with letters of
//! one size. It repeats what the words beside it say and is hidden from screen readers.

/// Lowest index, in hundredths.
const LOW: u16 = 2500;
/// Highest index, in hundredths.
const HIGH: u16 = 10000;

/// One quality band of the method.
#[derive(Clone, Debug)]
pub struct Band {
    /// Its letter, A to D.
    pub mutu: String,
    /// Where it begins, in hundredths of the index (6500 for C of 2017).
    pub from: u16,
}

/// An index on its scale.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Bands of the method, lowest first; each ends where the next begins.
    pub bands: Vec<Band>,
    /// The index in hundredths, 2500 to 10000.
    pub ikm: u16,
    /// The interval's ends in hundredths, if there is one.
    pub interval: Option<(u16, u16)>,
}

/// One band as drawn.
pub(crate) struct DrawnBand<'a> {
    pub(crate) mutu: &'a str,
    pub(crate) x: String,
    pub(crate) middle: String,
    pub(crate) width: String,
    pub(crate) here: bool,
}

impl Scale {
    pub(crate) fn drawn(&self) -> Vec<DrawnBand<'_>> {
        let ends = self.bands.iter().skip(1).map(|band| band.from).chain([HIGH + 1]);
        let drawn = self.bands.iter().zip(ends).map(|(band, end)| DrawnBand {
            mutu: &band.mutu,
            x: percent(band.from),
            middle: percent(band.from.midpoint(end)),
            width: percent(LOW + end.saturating_sub(band.from)),
            here: (band.from..end).contains(&self.ikm),
        });
        drawn.collect()
    }

    pub(crate) fn mark(&self) -> String {
        percent(self.ikm)
    }

    pub(crate) fn whisker(&self) -> Option<(String, String)> {
        self.interval.map(|(low, high)| (percent(low), percent(high)))
    }
}

/// Where an index in hundredths lies between 25 and 100, in percent with two decimals: `53.33`.
pub(crate) fn percent(index: u16) -> String {
    let along = u32::from(index.clamp(LOW, HIGH) - LOW) * 10_000 / u32::from(HIGH - LOW);
    format!("{}.{:02}", along / 100, along % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(ikm: u16) -> Scale {
        let band = |mutu: &str, from| Band {
            mutu: mutu.into(),
            from,
        };
        let bands = vec![band("D", 2500), band("C", 6500), band("B", 7661), band("A", 8831)];
        Scale {
            bands,
            ikm,
            interval: None,
        }
    }

    fn standing(ikm: u16) -> String {
        scale(ikm)
            .drawn()
            .iter()
            .filter(|band| band.here)
            .map(|band| band.mutu)
            .collect()
    }

    #[test]
    fn the_ends_of_the_scale_are_the_ends_of_the_drawing() {
        assert_eq!((percent(2500), percent(10000)), ("0.00".into(), "100.00".into()));
        assert_eq!(percent(6500), "53.33");
        assert_eq!(
            (percent(99), percent(20000)),
            ("0.00".into(), "100.00".into()),
            "off the scale stays on the paper"
        );
    }

    #[test]
    fn an_index_stands_in_exactly_one_band() {
        for (ikm, mutu) in [
            (2500, "D"),
            (6499, "D"),
            (6500, "C"),
            (8830, "B"),
            (8831, "A"),
            (10000, "A"),
        ] {
            assert_eq!(standing(ikm), mutu, "{ikm}");
        }
    }
}
