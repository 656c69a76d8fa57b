//! QR codes: a text as black and white modules, error correction M or better, small enough to be read from afar.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use crate::svg::escape;

/// Largest symbol: 33 modules a side. A larger one has smaller modules on the same paper.
pub const QR_VERSION_MAX: u8 = 4;
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
    /// The smallest symbol that holds a text; where a better correction costs no room, it has that.
    pub(crate) fn of(text: &str) -> Result<Self, QrTooLong> {
        let symbol = QrCode::encode_segments_advanced(
            &QrSegment::make_segments(text),
            QrCodeEcc::Medium,
            Version::MIN,
            Version::new(QR_VERSION_MAX),
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
                let length = i32::try_from(length).expect("at most 33");
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

/// A text as a QR code for a screen: an SVG with its quiet zone, named by a title.
///
/// # Errors
/// If the text is too long for a symbol that is read from afar.
pub fn qr_svg(text: &str, title: &str) -> Result<String, QrTooLong> {
    let qr = Qr::of(text)?;
    let modules = qr.modules();
    let mut svg = format!(
        "<svg viewBox=\"0 0 {modules} {modules}\" role=\"img\" shape-rendering=\"crispEdges\"><title>{}</title>\
         <path fill=\"#fff\" d=\"M0 0h{modules}v{modules}H0z\"/><path fill=\"#000\" d=\"",
        escape(title)
    );
    for (x, y, length) in qr.runs() {
        write!(svg, "M{x} {y}h{length}v1h-{length}z").expect("writing to a string does not fail");
    }
    svg.push_str("\"/></svg>");
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_address_in_capitals_makes_a_small_symbol() {
        let modules = |text: &str| Qr::of(text).unwrap().modules();
        assert_eq!(modules("HTTPS://SKM.SUKAMAJU.GO.ID/S/DISDUKCAPIL"), 29 + 8);
        assert_eq!(modules("HTTPS://SKM.SUKAMAJU.GO.ID/K/4F7K9QX2M8TDV3RB"), 29 + 8);
        assert_eq!(modules(&"A".repeat(90)), 33 + 8);
    }

    #[test]
    fn a_symbol_for_a_screen_is_named_and_has_its_quiet_zone() {
        let svg = qr_svg("HTTPS://SKM.SUKAMAJU.GO.ID/K/4F7K9QX2M8TDV3RB", "Kode & tiket").unwrap();
        assert!(
            svg.starts_with("<svg viewBox=\"0 0 37 37\" role=\"img\""),
            "{svg}"
        );
        assert!(svg.contains("<title>Kode &amp; tiket</title>") && svg.contains("M4 4h7v1h-7z"));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(Qr::of(&"A".repeat(91)).is_err());
        assert!(Qr::of(&"a".repeat(63)).is_err());
    }

    #[test]
    fn the_quiet_zone_is_white_and_the_corners_have_their_squares() {
        let qr = Qr::of("HTTPS://SKM.SUKAMAJU.GO.ID/S/DISDUKCAPIL").unwrap();
        let first: Vec<_> = qr.runs().filter(|(_, y, _)| *y == QUIET_MODULES).collect();
        assert_eq!(first[0], (4, 4, 7));
        assert_eq!(*first.last().unwrap(), (4 + 29 - 7, 4, 7));
        assert!(
            qr.runs()
                .all(|(x, y, length)| x >= 4 && y >= 4 && x + length <= 33 && y < 33)
        );
    }
}
