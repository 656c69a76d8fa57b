//! From drawing to picture: plotters draws the shapes, this adds what it leaves out.
//!
//! plotters' SVG has no title, description or role, names a font, and knows no colour of the page. So shapes
//! come from plotters, text is written here (it inherits the page's font and colour), and the whole is wrapped
//! so that it scales and can be read aloud. The same input gives the same bytes.

use std::fmt::Write as _;

use plotters::{
    coord::Shift,
    drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea},
    prelude::SVGBackend,
};

use crate::theme::{SCALE, TEXT_PX};

pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(crate) type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// What a picture is, apart from its shapes.
pub(crate) struct Frame<'a> {
    pub(crate) width_px: i32,
    pub(crate) height_px: i32,
    /// Its name, as a screen reader announces it.
    pub(crate) title: &'a str,
    /// What it shows, in words: the verdict.
    pub(crate) desc: &'a str,
    /// Whether the figures are made up: then the picture says so.
    pub(crate) demo: bool,
}

/// Height of the line that says DATA CONTOH, in pixels of the page.
pub(crate) const DEMO_PX: i32 = 16;

/// Draws a picture.
pub(crate) fn picture(frame: &Frame<'_>, paint: impl FnOnce(&Area<'_>, &mut Labels) -> Drawn) -> String {
    let (width, height) = (frame.width_px * SCALE, frame.height_px * SCALE);
    let size = (width.unsigned_abs(), height.unsigned_abs());
    let mut labels = Labels::default();
    if frame.demo {
        let place = (width, DEMO_PX * SCALE / 2);
        labels.put(place, "DATA CONTOH", Label::END.faint());
    }
    let mut shapes = String::new();
    let area = SVGBackend::with_string(&mut shapes, size).into_drawing_area();
    paint(&area, &mut labels)
        .and_then(|()| area.present())
        .expect("a string takes every drawing");
    drop(area);

    let demo = if frame.demo { "DATA CONTOH. " } else { "" };
    let (title, desc) = (escape(frame.title), escape(frame.desc));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" viewBox=\"0 0 {width} {height}\" \
         width=\"{}\" height=\"{}\"><title>{title}</title><desc>{demo}{desc}</desc>{}\
         <g fill=\"currentColor\" font-size=\"{}\">{}</g></svg>",
        frame.width_px,
        frame.height_px,
        tidy(&shapes),
        TEXT_PX * SCALE,
        labels.0,
    )
}

/// plotters' shapes without its own frame, with the page's colours, without what is so anyway.
///
/// Safe on any drawing: the shapes hold numbers and names only, no text of ours.
fn tidy(shapes: &str) -> String {
    let inside = shapes.split_once('\n').map_or("", |(_frame, inside)| inside);
    let inside = inside.trim_end().trim_end_matches("</svg>");
    inside
        .replace("\"#010203\"", "\"currentColor\"")
        .replace("\"#010204\"", "\"currentColor\" stroke-dasharray=\"12 16\"")
        .replace(" opacity=\"1\"", "")
        .replace(" stroke=\"none\"", "")
        .replace(" \"/>", "\"/>")
        .replace('\n', "")
}

/// Text for XML, without the control characters that XML forbids.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() || c == '\u{FFFE}' || c == '\u{FFFF}' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The text of a picture.
#[derive(Default)]
pub(crate) struct Labels(String);

/// How a text stands at its place and looks.
#[derive(Clone, Copy)]
pub(crate) struct Label {
    anchor: &'static str,
    weight: &'static str,
    opacity: &'static str,
}

impl Label {
    /// Begins at its place.
    pub(crate) const START: Self = Self {
        anchor: "",
        weight: "",
        opacity: "",
    };
    /// Has its middle there.
    pub(crate) const MIDDLE: Self = Self {
        anchor: " text-anchor=\"middle\"",
        ..Self::START
    };
    /// Ends there.
    pub(crate) const END: Self = Self {
        anchor: " text-anchor=\"end\"",
        ..Self::START
    };

    pub(crate) const fn bold(self) -> Self {
        Self {
            weight: " font-weight=\"700\"",
            ..self
        }
    }

    /// Steps back, and still has contrast enough to be read.
    pub(crate) const fn faint(self) -> Self {
        Self {
            opacity: " opacity=\".75\"",
            ..self
        }
    }
}

impl Labels {
    /// Writes a text, vertically centred on its place (in pixels of the drawing).
    pub(crate) fn put(&mut self, (x, y): (i32, i32), text: &str, label: Label) {
        let Label {
            anchor,
            weight,
            opacity,
        } = label;
        let text = escape(text);
        // Not `dominant-baseline`: programs that turn SVG into paper often ignore it.
        let baseline = y + TEXT_PX * SCALE * 35 / 100;
        write!(
            self.0,
            "<text x=\"{x}\" y=\"{baseline}\"{anchor}{weight}{opacity}>{text}</text>"
        )
        .expect("a string takes everything");
    }
}
