//! Pages as SVG. Letters are outlines, so that a page looks the same in every program, also where no font is.

use std::{
    collections::BTreeSet,
    fmt::{self, Write as _},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::{
    print::{
        face::Face,
        qr::Qr,
        sheet::{Ink, Mark, Point, Sheet, Step},
    },
    svg::escape,
};

type Glyphs = BTreeSet<(Face, u16)>;

impl Sheet {
    /// The page as a file of its own.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut glyphs = Glyphs::new();
        self.collect(&mut glyphs);
        self.picture(&definitions(&glyphs))
    }

    /// Pages for one document, which defines the letters of all of them once: first the definitions, then each page.
    #[must_use]
    pub fn svg_of_all(sheets: &[Self]) -> String {
        let mut glyphs = Glyphs::new();
        sheets.iter().for_each(|sheet| sheet.collect(&mut glyphs));
        let defined = definitions(&glyphs);
        let mut text = format!("<svg width=\"0\" height=\"0\" aria-hidden=\"true\">{defined}</svg>\n");
        for sheet in sheets {
            text.push_str(&sheet.picture(""));
            text.push('\n');
        }
        text
    }

    /// Pages as a document of its own, to be opened and printed from a browser.
    #[must_use]
    pub fn html_of_all(sheets: &[Self]) -> String {
        let Some(first) = sheets.first() else {
            return String::new();
        };
        let (width, height) = (Thousandths(first.width_um), Thousandths(first.height_um));
        // A hair less than the page: what is as high as it is spills over onto the next.
        let fits = Thousandths(first.height_um - 100);
        format!(
            "<!doctype html>\n<html lang=\"id\"><head><meta charset=\"utf-8\"><title>{}</title><style>\
             @page{{size:{width}mm {height}mm;margin:0}}body{{margin:0}}svg{{display:block;margin:0 auto}}\
             @media print{{svg[viewBox]{{height:{fits}mm;break-after:page}}svg:last-child{{break-after:auto}}}}\
             </style></head><body>{}</body></html>\n",
            escape(&first.title),
            Self::svg_of_all(sheets)
        )
    }

    fn collect(&self, glyphs: &mut Glyphs) {
        for mark in &self.marks {
            if let Mark::Text { face, text, .. } = mark {
                glyphs.extend(face.glyphs(text).iter().map(|glyph| (*face, glyph.id)));
            }
        }
    }

    fn picture(&self, defined: &str) -> String {
        let (width, height) = (self.width_um, self.height_um);
        let mut text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {width} {height}\" \
             width=\"{}mm\" height=\"{}mm\"><title>{}</title>{defined}\
             <path fill=\"#fff\" d=\"M0 0h{width}v{height}H0z\"/>",
            Thousandths(width),
            Thousandths(height),
            escape(&self.title),
        );
        for mark in &self.marks {
            draw(&mut text, mark).expect("writing to a string does not fail");
        }
        text.push_str("</svg>");
        text
    }
}

fn definitions(glyphs: &Glyphs) -> String {
    let mut text = String::from("<defs>");
    for (face, id) in glyphs {
        write!(
            text,
            "<path id=\"{}\" d=\"{}\"/>",
            Name(*face, *id),
            face.outline(*id)
        )
        .expect("writing to a string does not fail");
    }
    text + "</defs>"
}

fn draw(out: &mut String, mark: &Mark) -> fmt::Result {
    match mark {
        Mark::Text {
            at,
            face,
            size_um,
            ink,
            text,
        } => {
            let scale = Thousandths(size_um * 1000 / face.units_per_em());
            let (x, y) = at;
            write!(
                out,
                "<g fill=\"{}\" transform=\"translate({x} {y}) scale({scale} -{scale})\">",
                Colour(*ink)
            )?;
            let mut pen = 0;
            for glyph in face.glyphs(text) {
                if glyph.c != ' ' {
                    write!(out, "<use href=\"#{}\" x=\"{pen}\"/>", Name(*face, glyph.id))?;
                }
                pen += glyph.advance + glyph.kerning;
            }
            out.write_str("</g>")
        }
        Mark::Fill { ink, steps } => {
            write!(out, "<path fill=\"{}\" d=\"{}\"/>", Colour(*ink), Steps(steps))
        }
        Mark::Stroke {
            ink,
            width_um,
            dash_um,
            steps,
        } => {
            write!(
                out,
                "<path fill=\"none\" stroke=\"{}\" stroke-width=\"{width_um}\" stroke-linecap=\"round\"",
                Colour(*ink)
            )?;
            if *dash_um > 0 {
                write!(out, " stroke-dasharray=\"{dash_um}\"")?;
            }
            write!(out, " d=\"{}\"/>", Steps(steps))
        }
        Mark::Symbol { at, module_um, qr } => draw_symbol(out, *at, *module_um, qr),
        Mark::Picture {
            at: (x, y),
            width_um,
            height_um,
            picture,
        } => {
            let data = BASE64_STANDARD.encode(picture.png());
            write!(
                out,
                "<image x=\"{x}\" y=\"{y}\" width=\"{width_um}\" height=\"{height_um}\" \
                 href=\"data:image/png;base64,{data}\"/>"
            )
        }
    }
}

fn draw_symbol(out: &mut String, at: Point, module_um: i32, qr: &Qr) -> fmt::Result {
    let (modules, (x, y)) = (qr.modules(), at);
    write!(
        out,
        "<g transform=\"translate({x} {y}) scale({module_um})\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{modules}v{modules}H0z\"/><path d=\""
    )?;
    for (x, y, length) in qr.runs() {
        write!(out, "M{x} {y}h{length}v1h-{length}z")?;
    }
    out.write_str("\"/></g>")
}

/// The id of a glyph's outline. Begins with what no page's own ids begin with.
struct Name(Face, u16);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let face = match self.0 {
            Face::Title => 'j',
            Face::Text => 't',
            Face::Strong => 's',
        };
        write!(f, "g{face}{}", self.1)
    }
}

/// Micrometres as millimetres, or any thousandths as a number with a point.
struct Thousandths(i32);

impl fmt::Display for Thousandths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        if rest == 0 {
            write!(f, "{whole}")
        } else {
            write!(f, "{whole}.{rest:03}")
        }
    }
}

struct Colour(Ink);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0.rgb();
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

struct Steps<'a>(&'a [Step]);

impl fmt::Display for Steps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in self.0 {
            match step {
                Step::Move((x, y)) => write!(f, "M{x} {y}")?,
                Step::Line((x, y)) => write!(f, "L{x} {y}")?,
                Step::Cubic((a, b), (c, d), (x, y)) => write!(f, "C{a} {b} {c} {d} {x} {y}")?,
                Step::Close => f.write_str("Z")?,
            }
        }
        Ok(())
    }
}
