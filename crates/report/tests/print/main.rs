//! Printed matter as files: well-formed, the same each time, and with its words in it. Whether the QR codes can be
//! read is tried with a real decoder in `tests/browser`.

#![allow(clippy::unwrap_used, reason = "a test that fails here fails")]

use report::print::{Picture, Poster, PosterSize, Sheet, TICKETS_PER_SHEET, Tickets};
use roxmltree::Document;

fn poster() -> Poster {
    Poster {
        publisher: "Kabupaten <Sukamaju> & kota".into(),
        logo: None,
        unit: "Dinas Kependudukan dan Pencatatan Sipil".into(),
        service: None,
        survey: "DISDUKCAPIL".into(),
        qr: "HTTPS://SKM.SUKAMAJU.GO.ID/s/DISDUKCAPIL".into(),
        address: "skm.sukamaju.go.id/s/DISDUKCAPIL".into(),
        results: "skm.sukamaju.go.id/hasil/DISDUKCAPIL".into(),
        questions: 9,
        demo: false,
    }
}

fn tickets(count: usize) -> Tickets {
    let code = |n: usize| {
        let code = format!("4F7K-9QX2-M8TD-{n:04}");
        let address = format!("HTTPS://SKM.SUKAMAJU.GO.ID/k/{}", code.replace('-', ""));
        (code, address)
    };
    Tickets {
        unit: "Dinas <Dukcapil>".into(),
        service: None,
        survey: "DISDUKCAPIL".into(),
        batch: "1204".into(),
        typing: "skm.sukamaju.go.id/k".into(),
        codes: (0..count).map(code).collect(),
        demo: false,
    }
}

/// A logo, twice as wide as high.
fn logo() -> Picture {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 20, 10);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0x60; 600]).unwrap();
    writer.finish().unwrap();
    Picture::from_png(&file).unwrap()
}

#[test]
fn the_logo_of_the_office_stands_on_every_poster_in_the_place_of_our_mark() {
    for size in PosterSize::ALL {
        let plain = poster().sheet(size).unwrap();
        let with_logo = Poster {
            logo: Some(logo()),
            ..poster()
        };
        let sheet = with_logo.sheet(size).unwrap();
        let svg = sheet.svg();
        let document = Document::parse(&svg).unwrap();
        let pictures: Vec<_> = document
            .descendants()
            .filter(|node| node.has_tag_name("image"))
            .collect();
        assert_eq!(pictures.len(), 1, "{size:?}");
        let side = |name| pictures[0].attribute(name).unwrap().parse::<f64>().unwrap();
        assert!(
            (side("width") / side("height") - 2.0).abs() < 0.01,
            "not squeezed"
        );
        let paths = |svg: &str| svg.matches("<path").count();
        assert!(paths(&svg) < paths(&plain.svg()), "no mark beside it");
        let pdf = Sheet::pdf_of_all(&[sheet]);
        let held = |pdf: &[u8]| pdf.windows(6).filter(|part| part == b"/Image").count();
        assert_eq!(
            (held(&pdf), held(&Sheet::pdf_of_all(&[plain]))),
            (1, 0),
            "{size:?}"
        );
    }
}

#[test]
fn a_stack_of_posters_holds_their_logo_once() {
    let with_logo = Poster {
        logo: Some(logo()),
        ..poster()
    };
    let sheets: Vec<_> = (0..3).map(|_| with_logo.sheet(PosterSize::A4).unwrap()).collect();
    let pdf = Sheet::pdf_of_all(&sheets);
    let held = pdf.windows(6).filter(|part| part == b"/Image").count();
    assert_eq!(held, 1);
}

#[test]
fn a_poster_is_a_well_formed_picture_that_says_what_it_is() {
    for size in PosterSize::ALL {
        let svg = poster().sheet(size).unwrap().svg();
        let document = Document::parse(&svg).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let title = root.children().find(|node| node.has_tag_name("title")).unwrap();
        let title = title.text().unwrap();
        assert!(
            title.contains("Pencatatan Sipil") && title.contains("skm.sukamaju.go.id/s/"),
            "{title}"
        );
        // Every letter drawn is defined.
        for used in document.descendants().filter(|node| node.has_tag_name("use")) {
            let id = used.attribute("href").unwrap().strip_prefix('#').unwrap();
            assert!(
                document
                    .descendants()
                    .any(|node| node.attribute("id") == Some(id)),
                "{id}"
            );
        }
    }
}

#[test]
fn the_same_poster_is_the_same_bytes() {
    let sheet = || poster().sheet(PosterSize::A4).unwrap();
    assert_eq!(sheet().svg(), sheet().svg());
    assert_eq!(Sheet::pdf_of_all(&[sheet()]), Sheet::pdf_of_all(&[sheet()]));
}

#[test]
fn tickets_fill_sheets_of_twenty_four_and_none_is_lost() {
    for (count, sheets) in [(1, 1), (24, 1), (25, 2), (500, 21)] {
        let made = tickets(count).sheets().unwrap();
        assert_eq!((made.len(), TICKETS_PER_SHEET), (sheets, 24));
        let symbols: usize = made
            .iter()
            .map(|sheet| sheet.svg().matches("crispEdges").count())
            .sum();
        assert_eq!(symbols, count);
    }
}

#[test]
fn pages_of_one_document_share_the_outlines_of_their_letters() {
    let sheets = tickets(60).sheets().unwrap();
    let together = Sheet::svg_of_all(&sheets);
    Document::parse(&format!("<html>{together}</html>")).unwrap();
    let page = Sheet::html_of_all(&sheets);
    assert!(page.contains(&together) && page.contains("Kode sekali pakai DISDUKCAPIL, lembar 1 dari 3"));
    assert_eq!(together.matches("<defs>").count(), 1);
    let alone: usize = sheets.iter().map(|sheet| sheet.svg().len()).sum();
    assert!(together.len() < alone);
}

#[test]
fn a_pdf_carries_its_fonts_and_one_page_for_each_sheet() {
    let pdf = Sheet::pdf_of_all(&tickets(60).sheets().unwrap());
    assert!(pdf.starts_with(b"%PDF-1."));
    let count = |what: &str| {
        pdf.windows(what.len())
            .filter(|window| *window == what.as_bytes())
            .count()
    };
    assert_eq!(count("/Type/Page\n") + count("/Type /Page\n"), 3);
    assert_eq!(count("/FontFile2"), 3);
    assert_eq!(count("/ToUnicode"), 3);
}
