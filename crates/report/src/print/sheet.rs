//! A printed page as marks on paper, in whole micrometres from its upper left corner: what SVG and PDF both draw.

use crate::print::{
    face::Face,
    picture::Picture,
    qr::{Qr, QrTooLong},
};

/// A page to print.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub(crate) width_um: i32,
    pub(crate) height_um: i32,
    /// What it is, for whoever cannot see it and for the window's title.
    pub(crate) title: String,
    pub(crate) marks: Vec<Mark>,
}

/// Millimetres.
pub(crate) const fn mm(count: i32) -> i32 {
    count * 1000
}

/// A colour of ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// For what is read first, and for QR codes.
    Black,
    Text,
    Muted,
    Accent,
    Line,
    White,
    /// Behind the words DATA CONTOH.
    Sample,
}

impl Ink {
    /// Red, green and blue.
    pub(crate) const fn rgb(self) -> [u8; 3] {
        match self {
            Self::Black => [0, 0, 0],
            Self::Text => [0x1a, 0x25, 0x30],
            Self::Muted => [0x52, 0x5e, 0x6b],
            Self::Accent => [0x0b, 0x4f, 0x6c],
            Self::Line => [0xb8, 0xbe, 0xc4],
            Self::White => [255, 255, 255],
            Self::Sample => [0xff, 0xe0, 0x7a],
        }
    }
}

/// A place on the page.
pub(crate) type Point = (i32, i32);

/// A step of a path.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Move(Point),
    Line(Point),
    Cubic(Point, Point, Point),
    Close,
}

/// Something on the paper.
#[derive(Clone, Debug)]
pub(crate) enum Mark {
    /// A line of text, from its left end on its baseline.
    Text {
        at: Point,
        face: Face,
        size_um: i32,
        ink: Ink,
        text: String,
    },
    /// A filled shape.
    Fill { ink: Ink, steps: Vec<Step> },
    /// A drawn line with round ends; `dash_um` is 0 for a whole one.
    Stroke {
        ink: Ink,
        width_um: i32,
        dash_um: i32,
        steps: Vec<Step>,
    },
    /// A QR code with its quiet zone, from its upper left corner.
    Symbol { at: Point, module_um: i32, qr: Qr },
    /// A picture, from its upper left corner.
    Picture {
        at: Point,
        width_um: i32,
        height_um: i32,
        picture: Picture,
    },
}

/// A style of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) face: Face,
    pub(crate) size_um: i32,
    pub(crate) ink: Ink,
}

impl Style {
    pub(crate) const fn new(face: Face, size_um: i32, ink: Ink) -> Self {
        Self { face, size_um, ink }
    }

    pub(crate) fn width_um(&self, text: &str) -> i32 {
        self.face.width_um(text, self.size_um)
    }

    /// The same, smaller where a text would be wider than that.
    pub(crate) fn within(self, text: &str, width_um: i32) -> Self {
        let wide = self.width_um(text);
        if wide <= width_um {
            return self;
        }
        let size = i64::from(self.size_um) * i64::from(width_um) / i64::from(wide);
        Self {
            size_um: i32::try_from(size).expect("smaller than before"),
            ..self
        }
    }

    /// A text in lines no wider than that. A word that is wider by itself stands alone.
    pub(crate) fn wrapped(&self, text: &str, width_um: i32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match longer.filter(|longer| self.width_um(longer) <= width_um) {
                Some(longer) => *lines.last_mut().expect("it was made longer") = longer,
                None => lines.push(word.into()),
            }
        }
        lines
    }
}

impl Sheet {
    pub(crate) fn new(width_um: i32, height_um: i32, title: impl Into<String>) -> Self {
        Self {
            width_um,
            height_um,
            title: title.into(),
            marks: Vec::new(),
        }
    }

    /// Writes a line of text.
    pub(crate) fn write(&mut self, at: Point, style: Style, text: impl Into<String>) {
        self.marks.push(Mark::Text {
            at,
            face: style.face,
            size_um: style.size_um,
            ink: style.ink,
            text: text.into(),
        });
    }

    /// Writes lines under each other, the first on that baseline; returns the baseline that the next would have.
    pub(crate) fn write_lines(&mut self, at: Point, style: Style, leading_um: i32, lines: &[String]) -> i32 {
        let mut y = at.1;
        for line in lines {
            self.write((at.0, y), style, line.as_str());
            y += leading_um;
        }
        y
    }

    pub(crate) fn fill(&mut self, ink: Ink, steps: Vec<Step>) {
        self.marks.push(Mark::Fill { ink, steps });
    }

    pub(crate) fn stroke(&mut self, ink: Ink, width_um: i32, steps: Vec<Step>) {
        self.marks.push(Mark::Stroke {
            ink,
            width_um,
            dash_um: 0,
            steps,
        });
    }

    pub(crate) fn dash(&mut self, ink: Ink, width_um: i32, dash_um: i32, from: Point, to: Point) {
        self.marks.push(Mark::Stroke {
            ink,
            width_um,
            dash_um,
            steps: vec![Step::Move(from), Step::Line(to)],
        });
    }

    /// Places a QR code that is no wider than that, quiet zone included, from its upper left corner; returns how wide
    /// it is.
    pub(crate) fn symbol(&mut self, at: Point, text: &str, width_um: i32) -> Result<i32, QrTooLong> {
        let qr = Qr::of(text)?;
        let module_um = width_um / qr.modules();
        let wide = module_um * qr.modules();
        self.marks.push(Mark::Symbol { at, module_um, qr });
        Ok(wide)
    }

    /// Places a picture as large as it fits into a box, from its upper left corner; returns how wide it is.
    pub(crate) fn place_picture(
        &mut self,
        at: Point,
        picture: &Picture,
        (width_um, height_um): (i32, i32),
    ) -> i32 {
        let (wide, high) = picture.within(width_um, height_um);
        self.marks.push(Mark::Picture {
            at,
            width_um: wide,
            height_um: high,
            picture: picture.clone(),
        });
        wide
    }

    /// The page at another size, in thousandths of this one.
    pub(crate) fn scaled(mut self, thousandths: i32) -> Self {
        let scale = |um: &mut i32| {
            let scaled = i64::from(*um) * i64::from(thousandths) / 1000;
            *um = i32::try_from(scaled).expect("a page fits a page");
        };
        let move_point = |point: &mut Point| {
            scale(&mut point.0);
            scale(&mut point.1);
        };
        scale(&mut self.width_um);
        scale(&mut self.height_um);
        for mark in &mut self.marks {
            match mark {
                Mark::Text { at, size_um, .. } => {
                    move_point(at);
                    scale(size_um);
                }
                Mark::Symbol { at, module_um, .. } => {
                    move_point(at);
                    scale(module_um);
                }
                Mark::Picture {
                    at,
                    width_um,
                    height_um,
                    ..
                } => {
                    move_point(at);
                    scale(width_um);
                    scale(height_um);
                }
                Mark::Fill { steps, .. } => steps.iter_mut().for_each(|step| step.each(move_point)),
                Mark::Stroke {
                    width_um,
                    dash_um,
                    steps,
                    ..
                } => {
                    scale(width_um);
                    scale(dash_um);
                    steps.iter_mut().for_each(|step| step.each(move_point));
                }
            }
        }
        self
    }
}

impl Step {
    fn each(&mut self, change: impl Fn(&mut Point)) {
        match self {
            Self::Move(point) | Self::Line(point) => change(point),
            Self::Cubic(first, second, end) => [first, second, end].into_iter().for_each(change),
            Self::Close => {}
        }
    }
}

/// How far the handles of a quarter circle lie from its ends, in thousandths of the radius.
const QUARTER: i32 = 552;

/// A rectangle with round corners.
pub(crate) fn rounded(at: Point, width_um: i32, height_um: i32, radius_um: i32) -> Vec<Step> {
    let (left, top) = at;
    let (right, bottom) = (left + width_um, top + height_um);
    let r = radius_um;
    let k = r - r * QUARTER / 1000;
    vec![
        Step::Move((left + r, top)),
        Step::Line((right - r, top)),
        Step::Cubic((right - k, top), (right, top + k), (right, top + r)),
        Step::Line((right, bottom - r)),
        Step::Cubic((right, bottom - k), (right - k, bottom), (right - r, bottom)),
        Step::Line((left + r, bottom)),
        Step::Cubic((left + k, bottom), (left, bottom - k), (left, bottom - r)),
        Step::Line((left, top + r)),
        Step::Cubic((left, top + k), (left + k, top), (left + r, top)),
        Step::Close,
    ]
}

/// A circle around a point.
pub(crate) fn circle(centre: Point, radius_um: i32) -> Vec<Step> {
    let corner = (centre.0 - radius_um, centre.1 - radius_um);
    rounded(corner, 2 * radius_um, 2 * radius_um, radius_um)
}

/// A bow from one point to another that bends towards a third.
pub(crate) fn bow(from: Point, towards: Point, to: Point) -> Vec<Step> {
    // The cubic that goes the same way as the quadratic of these three.
    let third = |end: i32, towards: i32| end + (towards - end) * 2 / 3;
    let handle = |end: Point| (third(end.0, towards.0), third(end.1, towards.1));
    vec![Step::Move(from), Step::Cubic(handle(from), handle(to), to)]
}
