//! What all charts share: colours, sizes, and how wide a text may be.

use plotters::style::RGBColor;

/// Pixels of the drawing for each pixel on the page: plotters places everything on whole pixels, and a quarter
/// of one is fine enough for the eye.
pub(crate) const SCALE: i32 = 4;

/// Values. Tells from [`ORANGE`] by everyone's eyes and in print, on white and on black.
pub(crate) const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xB2);

/// What asks for attention; always with a shape of its own too.
pub(crate) const ORANGE: RGBColor = RGBColor(0xD5, 0x5E, 0x00);

/// Everything else: the colour of the page's text, whichever that is (dark pages, forced colours). It stands
/// for `currentColor`, which plotters cannot write; see `svg::tidy`.
pub(crate) const INK: RGBColor = RGBColor(1, 2, 3);

/// [`INK`], dashed.
pub(crate) const DASHED_INK: RGBColor = RGBColor(1, 2, 4);

/// Size of text in pixels of the page: at 360 px on a phone it stays legible.
pub(crate) const TEXT_PX: i32 = 12;

/// How wide a chart is drawn. A page may hold both and show the one that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartWidth {
    /// 360 px, for phones: the same text size, fewer labels.
    Phone,
    /// 720 px.
    Page,
}

impl ChartWidth {
    pub(crate) const fn px(self) -> i32 {
        match self {
            Self::Phone => 360,
            Self::Page => 720,
        }
    }
}

/// About how wide a text is at [`TEXT_PX`], in pixels of the page. The page chooses the font, so this is the
/// width of a wide one (DejaVu Sans): better room to spare than words that touch.
pub(crate) fn text_width_px(text: &str) -> i32 {
    i32::try_from(text.chars().count()).map_or(i32::MAX / 16, |chars| chars * 7)
}

/// A text cut to a width in pixels of the page.
pub(crate) fn shortened(text: &str, width_px: i32) -> String {
    if text_width_px(text) <= width_px {
        return text.into();
    }
    let mut short = String::new();
    for c in text.chars() {
        if text_width_px(&short) + 14 > width_px {
            break;
        }
        short.push(c);
    }
    format!("{}\u{2026}", short.trim_end())
}
