//! What holds for every picture.

use std::io::Write as _;

use ikm::Hundredths;
use report::sparkline;
use roxmltree::Document;

use crate::{
    bars::nine,
    svg::{SCALE, WIDTHS, all, number, texts},
    trend::two_years,
};

/// Every chart at every width, with its verdict.
fn pictures(demo: bool) -> Vec<(String, String)> {
    let (mut trend, mut bars) = (two_years(), nine());
    (trend.demo, bars.demo) = (demo, demo);
    let mut pictures = Vec::new();
    for width in WIDTHS {
        pictures.push((trend.svg(width), trend.verdict()));
        pictures.push((bars.svg(width), bars.summary()));
    }
    pictures
}

#[test]
fn every_chart_has_a_role_a_name_and_its_verdict() {
    for (svg, verdict) in pictures(false) {
        let document = Document::parse(&svg).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let children: Vec<_> = root.children().filter(|node| node.is_element()).collect();
        assert!(
            children[0].has_tag_name("title") && children[0].text().is_some_and(|t| t.contains("Sukamaju"))
        );
        assert!(children[1].has_tag_name("desc"));
        assert_eq!(children[1].text(), Some(verdict.as_str()));
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(pictures(true), pictures(true));
}

#[test]
fn text_takes_the_font_and_the_colour_of_the_page() {
    for (svg, _) in pictures(true) {
        assert!(!svg.contains("font-family") && !svg.contains("style="), "{svg}");
        let document = Document::parse(&svg).unwrap();
        for node in all(&document, "text") {
            assert_eq!(
                node.parent().and_then(|group| group.attribute("fill")),
                Some("currentColor")
            );
            assert_eq!(node.attribute("fill"), None);
        }
        for colour in svg.split('"').filter(|value| value.starts_with('#')) {
            assert!(["#0072B2", "#D55E00"].contains(&colour), "{colour} is not ours");
        }
    }
}

#[test]
fn a_page_that_scales_the_picture_keeps_its_proportions() {
    for ((svg, _), width) in pictures(false).into_iter().zip([360, 360, 720, 720]) {
        let document = Document::parse(&svg).unwrap();
        let root = document.root_element();
        let (w, h) = (number(root, "width"), number(root, "height"));
        assert_eq!(w, width);
        assert_eq!(
            root.attribute("viewBox").unwrap(),
            format!("0 0 {} {}", w * SCALE, h * SCALE)
        );
    }
}

#[test]
fn words_neither_touch_nor_leave_the_picture() {
    for (svg, _) in pictures(true) {
        let document = Document::parse(&svg).unwrap();
        let (width, height) = {
            let root = document.root_element();
            (number(root, "width") * SCALE, number(root, "height") * SCALE)
        };
        let texts = texts(&document);
        for (at, one) in texts.iter().enumerate() {
            let (left, right) = one.extent();
            assert!(
                left >= 0 && right <= width && one.y >= 12 * SCALE && one.y <= height,
                "{one:?} leaves"
            );
            for other in &texts[at + 1..] {
                let (other_left, other_right) = other.extent();
                let level = (one.y - other.y).abs() < 12 * SCALE;
                assert!(
                    !level || right <= other_left || other_right <= left,
                    "{one:?} and {other:?} touch"
                );
            }
        }
    }
}

#[test]
fn made_up_figures_say_so_in_the_picture_and_in_its_description() {
    for (svg, _) in pictures(true) {
        let document = Document::parse(&svg).unwrap();
        assert!(texts(&document).iter().any(|text| text.text == "DATA CONTOH"));
        let desc = all(&document, "desc")[0].text().unwrap();
        assert!(desc.starts_with("DATA CONTOH. "), "{desc}");
    }
    for (svg, _) in pictures(false) {
        assert!(!svg.contains("DATA CONTOH"));
    }
}

#[test]
fn a_chart_takes_less_than_three_kilobytes_on_the_wire() {
    for (svg, _) in pictures(true) {
        let mut deflated = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        deflated.write_all(svg.as_bytes()).unwrap();
        let bytes = deflated.finish().unwrap().len();
        assert!(bytes < 3_000, "{bytes} bytes");
    }
}

#[test]
fn hostile_names_stay_text() {
    let hostile = "\u{1b}</text><script>alert(\"x\")</script>&amp;\u{0}";
    let (mut trend, mut bars) = (two_years(), nine());
    trend.title = hostile.into();
    bars.title = hostile.into();
    for point in &mut trend.points {
        point.label = hostile.into();
    }
    bars.unsur[0].name = hostile.into();
    let line = sparkline(
        hostile,
        &[Some(Hundredths::new(8_000))],
        (Hundredths::new(6_500), Hundredths::new(10_000)),
        false,
    );
    for width in WIDTHS {
        for svg in [trend.svg(width), bars.svg(width), line.clone()] {
            let document = Document::parse(&svg).unwrap();
            assert!(all(&document, "script").is_empty());
            let title = all(&document, "title")[0].text().unwrap();
            assert_eq!(title, " </text><script>alert(\"x\")</script>&amp; ");
        }
    }
}
