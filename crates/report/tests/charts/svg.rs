//! Reading a chart back.

use report::ChartWidth;
use roxmltree::{Document, Node};

/// Pixels of the drawing for each pixel of the page.
pub(crate) const SCALE: i32 = 4;

pub(crate) const BLUE: &str = "#0072B2";
pub(crate) const ORANGE: &str = "#D55E00";
pub(crate) const WIDTHS: [ChartWidth; 2] = [ChartWidth::Phone, ChartWidth::Page];

/// A text with its place.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) anchor: String,
    pub(crate) text: String,
}

impl Text {
    /// From left to right, if the page's font is as wide as DejaVu Sans.
    pub(crate) fn extent(&self) -> (i32, i32) {
        let width = i32::try_from(self.text.chars().count()).expect("short") * 7 * SCALE;
        match self.anchor.as_str() {
            "end" => (self.x - width, self.x),
            "middle" => (self.x - width / 2, self.x + width / 2),
            _ => (self.x, self.x + width),
        }
    }
}

pub(crate) fn number(node: Node<'_, '_>, name: &str) -> i32 {
    let text = node
        .attribute(name)
        .unwrap_or_else(|| panic!("{node:?} has no {name}"));
    text.parse()
        .unwrap_or_else(|_| panic!("{name} of {node:?} is no whole number"))
}

pub(crate) fn all<'a>(document: &'a Document<'a>, tag: &str) -> Vec<Node<'a, 'a>> {
    document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", tag)))
        .collect()
}

pub(crate) fn texts(document: &Document<'_>) -> Vec<Text> {
    let read = |node: Node<'_, '_>| Text {
        x: number(node, "x"),
        y: number(node, "y"),
        anchor: node.attribute("text-anchor").unwrap_or("start").into(),
        text: node.text().unwrap_or_default().into(),
    };
    all(document, "text").into_iter().map(read).collect()
}

pub(crate) fn text(document: &Document<'_>, wanted: &str) -> Text {
    let mut found: Vec<_> = texts(document)
        .into_iter()
        .filter(|text| text.text == wanted)
        .collect();
    assert_eq!(found.len(), 1, "{wanted:?} stands {} times", found.len());
    found.remove(0)
}

/// The points of every polyline or polygon of a colour.
pub(crate) fn paths(
    document: &Document<'_>,
    tag: &str,
    attribute: &str,
    colour: &str,
) -> Vec<Vec<(i32, i32)>> {
    let pair = |pair: &str| {
        let (x, y) = pair.split_once(',').expect("x,y");
        (x.parse().expect("whole"), y.parse().expect("whole"))
    };
    all(document, tag)
        .into_iter()
        .filter(|node| node.attribute(attribute) == Some(colour))
        .map(|node| {
            node.attribute("points")
                .expect("points")
                .split(' ')
                .map(pair)
                .collect()
        })
        .collect()
}
