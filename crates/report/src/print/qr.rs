//! QR codes: a text as black and white modules, error correction M or better, small enough to be read from afar.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// Largest symbol: 33 modules a side. A larger one has smaller modules on the same paper.
pub const QR_VERSION_MAX: u8 = 4;
/// Largest symbol that is read from an arm's length: 65 modules a side.
pub(crate) const QR_NEAR_VERSION_MAX: u8 = 12;
/// White modules around a symbol, by ISO/IEC 18004.
pub(crate) const QUIET_MODULES: i32 = 4;

/// The text is too long for a symbol that is read from afar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} terlalu panjang untuk kode QR yang mudah dipindai; gunakan alamat situs yang lebih pendek")]
pub struct QrTooLong(pub String);

/// A symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Qr {
    size: i32,
    /// Black modules in a row: row, first column, how many. Without the quiet zone.
    runs: Vec<(i32, i32, i32)>,
}

impl Qr {
    /// The smallest symbol that holds a text and is read from afar; where a better correction costs no room, it has
    /// that.
    pub(crate) fn of(text: &str) -> Result<Self, QrTooLong> {
        Self::within(text, QR_VERSION_MAX)
    }

    /// The same, as large as it may be.
    pub(crate) fn within(text: &str, version_max: u8) -> Result<Self, QrTooLong> {
        let symbol = QrCode::encode_segments_advanced(
            &segments(text),
            QrCodeEcc::Medium,
            Version::MIN,
            Version::new(version_max),
            None,
            true,
        );
        let symbol = symbol.map_err(|_| QrTooLong(text.into()))?;
        let size = symbol.size();
        let mut runs = Vec::new();
        for y in 0..size {
            let mut x = 0;
            while x < size {
                let length = (x..size).take_while(|x| symbol.get_module(*x, y)).count();
                let length = i32::try_from(length).expect("at most 177");
                if length > 0 {
                    runs.push((y, x, length));
                }
                x += length + 1;
            }
        }
        Ok(Self { size, runs })
    }

    /// Modules a side, the quiet zone on both sides included.
    pub(crate) const fn modules(&self) -> i32 {
        self.size + 2 * QUIET_MODULES
    }

    /// Black modules in a row: left, top, and how many, from the corner of the quiet zone.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (i32, i32, i32)> {
        self.runs
            .iter()
            .map(|(y, x, length)| (x + QUIET_MODULES, y + QUIET_MODULES, *length))
    }
}

/// A text in parts, each in the densest way of writing it: capitals, digits and some signs take less than six bits each,
/// anything else eight.
fn segments(text: &str) -> Vec<QrSegment> {
    let dense = |c: char| QrSegment::is_alphanumeric(c.encode_utf8(&mut [0; 4]));
    let mut parts: Vec<(bool, String)> = Vec::new();
    for c in text.chars() {
        match parts.last_mut() {
            Some((is_dense, part)) if *is_dense == dense(c) => part.push(c),
            _ => parts.push((dense(c), c.into())),
        }
    }
    let segment = |(is_dense, part): (bool, String)| match is_dense {
        true => QrSegment::make_alphanumeric(&part),
        false => QrSegment::make_bytes(part.as_bytes()),
    };
    parts.into_iter().map(segment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_address_in_capitals_makes_a_small_symbol() {
        let modules = |text: &str| Qr::of(text).unwrap().modules();
        assert_eq!(modules("HTTPS://SKM.SUKAMAJU.GO.ID/s/DISDUKCAPIL"), 29 + 8);
        assert_eq!(modules("HTTPS://SKM.SUKAMAJU.GO.ID/k/4F7K9QX2M8TDV3RB"), 29 + 8);
        assert_eq!(modules(&"A".repeat(90)), 33 + 8);
    }

    /// The longest address of a site with the longest code of a survey.
    #[test]
    fn the_longest_address_of_a_survey_fits() {
        let site = format!("HTTPS://{}", "A".repeat(50 - 8));
        Qr::of(&format!("{site}/s/{}", "A".repeat(32))).unwrap();
        Qr::of(&format!("{site}/k/{}", "A".repeat(16))).unwrap();
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(Qr::of(&"A".repeat(91)).is_err());
        assert!(Qr::of(&"a".repeat(63)).is_err());
    }

    #[test]
    fn the_quiet_zone_is_white_and_the_corners_have_their_squares() {
        let qr = Qr::of("HTTPS://SKM.SUKAMAJU.GO.ID/s/DISDUKCAPIL").unwrap();
        let first: Vec<_> = qr.runs().filter(|(_, y, _)| *y == QUIET_MODULES).collect();
        assert_eq!(first[0], (4, 4, 7));
        assert_eq!(*first.last().unwrap(), (4 + 29 - 7, 4, 7));
        assert!(
            qr.runs()
                .all(|(x, y, length)| x >= 4 && y >= 4 && x + length <= 33 && y < 33)
        );
    }
}
