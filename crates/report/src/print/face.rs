//! Typefaces: how wide a text is, which glyphs it is set in, and what these look like.
//!
//! The fonts are cut down to Latin and built in, so that a page looks the same wherever it is made and opened; see
//! `fonts/README.md`.

use std::{fmt::Write as _, sync::LazyLock};

use ttf_parser::{
    GlyphId, OutlineBuilder, Tag,
    gpos::{PairAdjustment, PositioningSubtable},
};

/// A typeface, by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Face {
    /// Noto Serif Bold.
    Title,
    /// Noto Sans Regular.
    Text,
    /// Noto Sans Bold.
    Strong,
}

/// A glyph in its place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    /// What it stands for.
    pub(crate) c: char,
    /// How far it lies from the glyph before, by itself.
    pub(crate) advance: i32,
    /// By how much the next one moves closer, or away.
    pub(crate) kerning: i32,
}

static FONTS: LazyLock<[ttf_parser::Face<'static>; 3]> = LazyLock::new(|| {
    Face::ALL.map(|face| ttf_parser::Face::parse(face.file(), 0).expect("the built-in fonts are whole"))
});

impl Face {
    pub(crate) const ALL: [Self; 3] = [Self::Title, Self::Text, Self::Strong];

    /// Its font file.
    pub(crate) const fn file(self) -> &'static [u8] {
        match self {
            Self::Title => include_bytes!("../../fonts/NotoSerif-Bold.ttf"),
            Self::Text => include_bytes!("../../fonts/NotoSans-Regular.ttf"),
            Self::Strong => include_bytes!("../../fonts/NotoSans-Bold.ttf"),
        }
    }

    /// Its name in a document.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Title => "NotoSerif-Bold",
            Self::Text => "NotoSans-Regular",
            Self::Strong => "NotoSans-Bold",
        }
    }

    pub(crate) fn font(self) -> &'static ttf_parser::Face<'static> {
        &FONTS[match self {
            Self::Title => 0,
            Self::Text => 1,
            Self::Strong => 2,
        }]
    }

    /// How many of its units make the size of a text.
    pub(crate) fn units_per_em(self) -> i32 {
        self.font().units_per_em().into()
    }

    /// The glyphs of a text, in order. A letter that the font does not have is a box, which everybody sees is wrong.
    pub(crate) fn glyphs(self, text: &str) -> Vec<Glyph> {
        let font = self.font();
        let id = |c| font.glyph_index(c).unwrap_or_default();
        let mut letters = text.chars().peekable();
        let mut glyphs = Vec::with_capacity(text.len());
        while let Some(c) = letters.next() {
            let this = id(c);
            glyphs.push(Glyph {
                id: this.0,
                c,
                advance: font.glyph_hor_advance(this).unwrap_or_default().into(),
                kerning: letters.peek().map_or(0, |next| self.kerning(this, id(*next))),
            });
        }
        glyphs
    }

    /// How wide a text of a size is.
    pub(crate) fn width_um(self, text: &str, size_um: i32) -> i32 {
        let units: i32 = self
            .glyphs(text)
            .iter()
            .map(|glyph| glyph.advance + glyph.kerning)
            .sum();
        scaled(units, size_um, self.units_per_em())
    }

    /// The outline of a glyph in units of the font, upwards, as the path of an SVG.
    pub(crate) fn outline(self, id: u16) -> String {
        let mut path = Path(String::new());
        self.font().outline_glyph(GlyphId(id), &mut path);
        path.0
    }

    fn kerning(self, left: GlyphId, right: GlyphId) -> i32 {
        let Some(positions) = self.font().tables().gpos else {
            return 0;
        };
        let kern = Tag::from_bytes(b"kern");
        let features = positions
            .features
            .into_iter()
            .filter(|feature| feature.tag == kern);
        let lookups = features.flat_map(|feature| feature.lookup_indices);
        // Only the first feature: each script has one of its own, and they are alike.
        let first = lookups.take(1).filter_map(|index| positions.lookups.get(index));
        let subtables = first.flat_map(|lookup| lookup.subtables.into_iter::<PositioningSubtable<'_>>());
        let adjusted = |subtable| match subtable {
            PositioningSubtable::Pair(pair) => pair_kerning(&pair, left, right),
            PositioningSubtable::Single(_)
            | PositioningSubtable::Cursive(_)
            | PositioningSubtable::MarkToBase(_)
            | PositioningSubtable::MarkToLigature(_)
            | PositioningSubtable::MarkToMark(_)
            | PositioningSubtable::Context(_)
            | PositioningSubtable::ChainContext(_) => None,
        };
        subtables.into_iter().find_map(adjusted).unwrap_or(0)
    }
}

/// The built-in font files, for whoever draws a chart's text: Noto Serif Bold, Noto Sans, Noto Sans Bold.
#[must_use]
pub fn font_files() -> [&'static [u8]; 3] {
    Face::ALL.map(Face::file)
}

fn pair_kerning(pair: &PairAdjustment<'_>, left: GlyphId, right: GlyphId) -> Option<i32> {
    let covered = pair.coverage().get(left)?;
    let (first, _) = match pair {
        PairAdjustment::Format1 { sets, .. } => sets.get(covered)?.get(right)?,
        PairAdjustment::Format2 { classes, matrix, .. } => {
            matrix.get((classes.0.get(left), classes.1.get(right)))?
        }
    };
    Some(first.x_advance.into())
}

/// So many units at a size, rounded towards nothing.
pub(crate) fn scaled(units: i32, size_um: i32, units_per_em: i32) -> i32 {
    let um = i64::from(units) * i64::from(size_um) / i64::from(units_per_em);
    i32::try_from(um).expect("a text is shorter than two kilometres")
}

/// Coordinates are whole units in these fonts, and are written as such.
struct Path(String);

impl Path {
    fn write(&mut self, command: char, numbers: &[f32]) {
        self.0.push(command);
        for (at, number) in numbers.iter().enumerate() {
            let between = if at > 0 && *number >= 0.0 { " " } else { "" };
            write!(self.0, "{between}{number}").expect("writing to a string does not fail");
        }
    }
}

impl OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.write('M', &[x, y]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.write('L', &[x, y]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.write('Q', &[x1, y1, x, y]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.write('C', &[x1, y1, x2, y2, x, y]);
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_letters_are_kerned() {
        let apart: i32 = ["A", "V"]
            .iter()
            .map(|letter| Face::Strong.width_um(letter, 10_000))
            .sum();
        assert!(Face::Strong.width_um("AV", 10_000) < apart);
        assert_eq!(
            Face::Strong.width_um("HH", 10_000),
            2 * Face::Strong.width_um("H", 10_000)
        );
    }

    #[test]
    fn every_letter_of_indonesian_names_has_a_glyph() {
        let letters = ('!'..='~').chain("àâäçèéêëîïôöùûüñãõåøæ–—‘’“”…".chars());
        for face in Face::ALL {
            for c in letters.clone() {
                assert_ne!(face.glyphs(&c.to_string())[0].id, 0, "{face:?} {c}");
                assert!(
                    face.outline(face.glyphs(&c.to_string())[0].id).ends_with('Z'),
                    "{c}"
                );
            }
            assert_eq!(
                face.glyphs("\u{a9b2}")[0].id,
                0,
                "no Javanese in the built-in fonts"
            );
        }
    }
}
