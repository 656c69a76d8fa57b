//! Pages as PDF: text is text, in fonts that the file carries, so that it can be searched, copied and read aloud.

use std::{collections::BTreeSet, io::Write as _};

use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::{
    Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{CidFontType, FontFlags, LineCapStyle, SystemInfo, UnicodeCmap},
};

use crate::print::{
    face::Face,
    picture::Picture,
    qr::Qr,
    sheet::{Ink, Mark, Point, Sheet, Step},
};

const SYSTEM: SystemInfo<'_> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};
const CMAP_SYSTEM: SystemInfo<'_> = SystemInfo {
    ordering: Str(b"UCS"),
    ..SYSTEM
};

impl Sheet {
    /// Pages as one file, named by the first.
    #[must_use]
    pub fn pdf_of_all(sheets: &[Self]) -> Vec<u8> {
        let mut ids = Ids(0);
        let (catalog, tree, info) = (ids.next(), ids.next(), ids.next());
        let fonts = Face::ALL.map(|face| (face, ids.next()));
        let mut pdf = Pdf::new();
        let title = sheets.first().map_or("", |sheet| sheet.title.as_str());
        pdf.document_info(info).title(TextStr(title));
        let pages: Vec<Ref> = sheets.iter().map(|_| ids.next()).collect();
        let mut root = pdf.catalog(catalog);
        root.pages(tree).lang(TextStr("id"));
        root.viewer_preferences().display_doc_title(true);
        root.finish();
        let count = i32::try_from(pages.len()).expect("fewer pages than paper");
        pdf.pages(tree).kids(pages.iter().copied()).count(count);
        // A logo stands on every page of a stack, and once in the file.
        let mut embedded: Vec<(&Picture, Ref)> = Vec::new();
        for (sheet, id) in sheets.iter().zip(&pages) {
            let content = ids.next();
            let mut page = pdf.page(*id);
            page.parent(tree).contents(content);
            page.media_box(Rect::new(
                0.0,
                0.0,
                points(sheet.width_um),
                points(sheet.height_um),
            ));
            let mut resources = page.resources();
            let mut of_page = resources.fonts();
            for (face, font) in &fonts {
                of_page.pair(Name(face.name().as_bytes()), *font);
            }
            of_page.finish();
            let known = embedded.len();
            let pictures = sheet.pictures().map(|picture| {
                let before = embedded.iter().find(|(other, _)| other.is_same(picture));
                if let Some((_, id)) = before {
                    return *id;
                }
                embedded.push((picture, ids.next()));
                embedded[embedded.len() - 1].1
            });
            let pictures: Vec<Ref> = pictures.collect();
            if !pictures.is_empty() {
                let mut of_page = resources.x_objects();
                for (at, id) in pictures.iter().enumerate() {
                    of_page.pair(Name(picture_name(at).as_bytes()), *id);
                }
                of_page.finish();
            }
            resources.finish();
            page.finish();
            for (picture, id) in &embedded[known..] {
                embed_picture(&mut pdf, &mut ids, picture, *id);
            }
            let drawn = compressed(&sheet.content());
            pdf.stream(content, &drawn).filter(Filter::FlateDecode);
        }
        for (face, id) in fonts {
            embed(&mut pdf, &mut ids, face, id, sheets);
        }
        pdf.finish()
    }

    fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Picture { picture, .. } => Some(picture),
            Mark::Text { .. } | Mark::Fill { .. } | Mark::Stroke { .. } | Mark::Symbol { .. } => None,
        })
    }

    fn content(&self) -> Vec<u8> {
        let mut content = Content::new();
        let page = Page {
            height_um: self.height_um,
        };
        let mut pictures = 0;
        for mark in &self.marks {
            page.draw(&mut content, mark, &mut pictures);
        }
        content.finish().into_vec()
    }
}

struct Ids(i32);

impl Ids {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// PDF counts upwards, from the lower edge.
struct Page {
    height_um: i32,
}

impl Page {
    fn at(&self, (x, y): Point) -> (f32, f32) {
        (points(x), points(self.height_um - y))
    }

    /// Draws a mark; `pictures` counts those of the page so far.
    fn draw(&self, content: &mut Content, mark: &Mark, pictures: &mut usize) {
        match mark {
            Mark::Text {
                at,
                face,
                size_um,
                ink,
                text,
            } => {
                let (x, y) = self.at(*at);
                fill(content, *ink);
                content.begin_text();
                content.set_font(Name(face.name().as_bytes()), points(*size_um));
                content.set_text_matrix([1.0, 0.0, 0.0, 1.0, x, y]);
                show(content, *face, text);
                content.end_text();
            }
            Mark::Fill { ink, steps } => {
                fill(content, *ink);
                self.path(content, steps);
                content.fill_nonzero();
            }
            Mark::Stroke {
                ink,
                width_um,
                dash_um,
                steps,
            } => {
                let [red, green, blue] = ink.rgb().map(share);
                content.save_state();
                content.set_stroke_rgb(red, green, blue);
                content.set_line_width(points(*width_um));
                content.set_line_cap(LineCapStyle::RoundCap);
                if *dash_um > 0 {
                    content.set_dash_pattern([points(*dash_um)], 0.0);
                }
                self.path(content, steps);
                content.stroke();
                content.restore_state();
            }
            Mark::Symbol { at, module_um, qr } => self.symbol(content, *at, *module_um, qr),
            Mark::Picture {
                at,
                width_um,
                height_um,
                ..
            } => {
                // The unit square of a picture is laid over its place on the page.
                let (left, bottom) = self.at((at.0, at.1 + height_um));
                let matrix = [points(*width_um), 0.0, 0.0, points(*height_um), left, bottom];
                content.save_state();
                content.transform(matrix);
                content.x_object(Name(picture_name(*pictures).as_bytes()));
                content.restore_state();
                *pictures += 1;
            }
        }
    }

    fn path(&self, content: &mut Content, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Move(to) => {
                    let (x, y) = self.at(*to);
                    content.move_to(x, y);
                }
                Step::Line(to) => {
                    let (x, y) = self.at(*to);
                    content.line_to(x, y);
                }
                Step::Cubic(first, second, to) => {
                    let ((a, b), (c, d), (x, y)) = (self.at(*first), self.at(*second), self.at(*to));
                    content.cubic_to(a, b, c, d, x, y);
                }
                Step::Close => {
                    content.close_path();
                }
            }
        }
    }

    /// All black modules are one shape, so that no program leaves hairs of white between them.
    fn symbol(&self, content: &mut Content, at: Point, module_um: i32, qr: &Qr) {
        let square = |content: &mut Content, x: i32, y: i32, wide: i32, high: i32| {
            let (left, bottom) = self.at((at.0 + x * module_um, at.1 + (y + high) * module_um));
            content.rect(left, bottom, points(wide * module_um), points(high * module_um));
        };
        fill(content, Ink::White);
        square(content, 0, 0, qr.modules(), qr.modules());
        content.fill_nonzero();
        fill(content, Ink::Black);
        for (x, y, length) in qr.runs() {
            square(content, x, y, length, 1);
        }
        content.fill_nonzero();
    }
}

/// Shows a text glyph by glyph, kerned.
fn show(content: &mut Content, face: Face, text: &str) {
    let mut line = content.show_positioned();
    let mut items = line.items();
    let mut run: Vec<u8> = Vec::new();
    for glyph in face.glyphs(text) {
        run.extend(glyph.id.to_be_bytes());
        if glyph.kerning != 0 {
            items.show(Str(&run));
            // Counted to the left.
            items.adjust(thousandths(-glyph.kerning, face));
            run.clear();
        }
    }
    if !run.is_empty() {
        items.show(Str(&run));
    }
}

fn fill(content: &mut Content, ink: Ink) {
    let [red, green, blue] = ink.rgb().map(share);
    content.set_fill_rgb(red, green, blue);
}

/// Writes a font with what a reader needs to show it and to know which letters it shows.
fn embed(pdf: &mut Pdf, ids: &mut Ids, face: Face, id: Ref, sheets: &[Sheet]) {
    let (descendant, descriptor, to_unicode, file) = (ids.next(), ids.next(), ids.next(), ids.next());
    let (font, name) = (face.font(), Name(face.name().as_bytes()));
    pdf.type0_font(id)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(to_unicode);

    let glyphs: BTreeSet<_> = sheets
        .iter()
        .flat_map(|sheet| &sheet.marks)
        .filter_map(|mark| match mark {
            Mark::Text { face: of, text, .. } if *of == face => Some(face.glyphs(text)),
            Mark::Text { .. }
            | Mark::Fill { .. }
            | Mark::Stroke { .. }
            | Mark::Symbol { .. }
            | Mark::Picture { .. } => None,
        })
        .flatten()
        .map(|glyph| (glyph.id, glyph.c, glyph.advance))
        .collect();
    let mut cid = pdf.cid_font(descendant);
    cid.subtype(CidFontType::Type2)
        .base_font(name)
        .system_info(SYSTEM)
        .font_descriptor(descriptor)
        .cid_to_gid_map_predefined(Name(b"Identity"));
    let mut widths = cid.widths();
    for (id, _, advance) in &glyphs {
        widths.same(*id, *id, thousandths(*advance, face));
    }
    widths.finish();
    cid.finish();

    let flags = match face {
        Face::Title => FontFlags::SYMBOLIC | FontFlags::SERIF,
        Face::Text | Face::Strong => FontFlags::SYMBOLIC,
    };
    let units = |units: i16| thousandths(units.into(), face);
    let bounds = font.global_bounding_box();
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(flags)
        .bbox(Rect::new(
            units(bounds.x_min),
            units(bounds.y_min),
            units(bounds.x_max),
            units(bounds.y_max),
        ))
        .italic_angle(0.0)
        .ascent(units(font.ascender()))
        .descent(units(font.descender()))
        .cap_height(units(font.capital_height().unwrap_or_else(|| font.ascender())))
        .stem_v(if face == Face::Text { 80.0 } else { 140.0 })
        .font_file2(file);

    let mut letters = UnicodeCmap::new(Name(b"Letters"), CMAP_SYSTEM);
    for (id, c, _) in glyphs {
        letters.pair(id, c);
    }
    let letters = compressed(&letters.finish().into_vec());
    pdf.stream(to_unicode, &letters).filter(Filter::FlateDecode);
    let length = i32::try_from(face.file().len()).expect("some kilobytes");
    let packed = compressed(face.file());
    let mut stream = pdf.stream(file, &packed);
    stream.filter(Filter::FlateDecode);
    stream.pair(Name(b"Length1"), length);
}

/// What the pictures of a page are called in it.
fn picture_name(at: usize) -> String {
    format!("Im{at}")
}

/// Writes a picture, and how much of the paper each of its pixels covers.
fn embed_picture(pdf: &mut Pdf, ids: &mut Ids, picture: &Picture, id: Ref) {
    let side = |px: u32| i32::try_from(px).expect("a picture has a limit");
    let (width, height) = (side(picture.width_px), side(picture.height_px));
    let cover = picture.alpha.as_ref().map(|alpha| (ids.next(), alpha));
    let packed = compressed(&picture.rgb);
    let mut image = pdf.image_xobject(id, &packed);
    image.filter(Filter::FlateDecode);
    image.width(width).height(height).bits_per_component(8);
    image.color_space().device_rgb();
    if let Some((mask, _)) = cover {
        image.s_mask(mask);
    }
    image.finish();
    if let Some((mask, alpha)) = cover {
        let packed = compressed(alpha);
        let mut image = pdf.image_xobject(mask, &packed);
        image.filter(Filter::FlateDecode);
        image.width(width).height(height).bits_per_component(8);
        image.color_space().device_gray();
        image.finish();
    }
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("writing to memory does not fail")
}

#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "PDF counts in points, of which 72 make an inch; a page has fewer micrometres than f32 has whole numbers"
)]
fn points(um: i32) -> f32 {
    um as f32 * 72.0 / 25_400.0
}

#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "PDF counts glyphs in thousandths of their size"
)]
fn thousandths(units: i32, face: Face) -> f32 {
    units as f32 * 1000.0 / face.units_per_em() as f32
}

#[expect(clippy::float_arithmetic, reason = "PDF counts colours from 0 to 1")]
fn share(byte: u8) -> f32 {
    f32::from(byte) / 255.0
}
