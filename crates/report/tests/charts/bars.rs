//! Bars: their length is their figure, and the lowest are marked.

use ikm::{Hundredths, UnsurCode};
use report::{Bar, Bars, ChartWidth};
use roxmltree::Document;

use crate::svg::{BLUE, ORANGE, SCALE, WIDTHS, all, number, paths, text};

fn bar(code: &str, name: &str, nrr: Option<u64>) -> Bar {
    Bar {
        code: UnsurCode::new(code).expect("a code"),
        name: name.into(),
        n: 134,
        nrr: nrr.map(Hundredths::new),
    }
}

pub(crate) fn nine() -> Bars {
    Bars {
        title: "Nilai per unsur Puskesmas Sukamaju".into(),
        unsur: vec![
            bar("persyaratan", "Persyaratan", Some(331)),
            bar("prosedur", "Sistem, Mekanisme dan Prosedur", Some(305)),
            bar("waktu", "Waktu Penyelesaian", Some(284)),
            bar("biaya", "Biaya/Tarif", Some(396)),
            bar("produk", "Produk Spesifikasi Jenis Pelayanan", Some(322)),
            bar("kompetensi", "Kompetensi Pelaksana", Some(318)),
            bar("perilaku", "Perilaku Pelaksana", Some(341)),
            bar("sarpras", "Sarana dan Prasarana", Some(291)),
            bar("pengaduan", "Penanganan Pengaduan, Saran dan Masukan", Some(307)),
        ],
        mark_lowest: 3,
        demo: false,
    }
}

fn codes(bars: &Bars) -> Vec<String> {
    bars.lowest().iter().map(UnsurCode::to_string).collect()
}

/// The bars of a picture from top to bottom: left, width, fill.
fn drawn(svg: &str) -> Vec<(i32, i32, String)> {
    let document = Document::parse(svg).expect("XML");
    all(&document, "rect")
        .into_iter()
        .filter(|node| node.attribute("fill").is_some_and(|fill| fill.starts_with('#')))
        .map(|node| {
            (
                number(node, "x"),
                number(node, "width"),
                node.attribute("fill").unwrap_or("").into(),
            )
        })
        .collect()
}

#[test]
fn a_bar_ends_at_its_figure_on_the_scale_below() {
    for width in WIDTHS {
        let bars = nine();
        let svg = bars.svg(width);
        let document = Document::parse(&svg).unwrap();
        let (two, four) = (text(&document, "2").x, text(&document, "4").x);
        let drawn = drawn(&svg);
        assert_eq!(drawn.len(), 9);
        for ((left, width, _), bar) in drawn.iter().zip(&bars.unsur) {
            let above_two = i32::try_from(bar.nrr.unwrap().units()).unwrap() - 200;
            let expected = two + (four - two) * above_two / 200;
            assert!(
                (left + width - expected).abs() <= 2,
                "{}: {} not {expected}",
                bar.name,
                left + width
            );
        }
    }
}

#[test]
fn the_lowest_differ_in_colour_and_in_shape() {
    for width in WIDTHS {
        let svg = nine().svg(width);
        let orange: Vec<_> = drawn(&svg).iter().map(|(_, _, fill)| fill == ORANGE).collect();
        assert_eq!(
            orange,
            [false, true, true, false, false, false, false, true, false]
        );
        assert_eq!(drawn(&svg).iter().filter(|(_, _, fill)| fill == BLUE).count(), 6);
        let document = Document::parse(&svg).unwrap();
        // Three, and one that says what they mean.
        assert_eq!(paths(&document, "polygon", "fill", ORANGE).len(), 4);
        text(&document, "3 unsur terendah");
    }
}

#[test]
fn the_order_is_the_given_one_and_every_figure_is_written() {
    for width in WIDTHS {
        let svg = nine().svg(width);
        let document = Document::parse(&svg).unwrap();
        let mut last = 0;
        for (name, figure) in [
            ("Persyaratan", "3,31"),
            ("Waktu Penyelesaian", "2,84"),
            ("Sarana dan Prasarana", "2,91"),
        ] {
            let (name, figure) = (text(&document, name), text(&document, figure));
            assert!(name.y > last, "{name:?}");
            assert!((name.y - figure.y).abs() <= 20 * SCALE, "{name:?} {figure:?}");
            last = name.y;
        }
    }
}

#[test]
fn ties_with_the_last_of_the_lowest_are_marked_and_all_equal_are_not() {
    let mut bars = nine();
    assert_eq!(codes(&bars), ["prosedur", "waktu", "sarpras"]);
    bars.unsur[8].nrr = Some(Hundredths::new(305));
    assert_eq!(codes(&bars), ["prosedur", "waktu", "sarpras", "pengaduan"]);
    bars.mark_lowest = 0;
    assert_eq!(codes(&bars), [""; 0]);
    bars.mark_lowest = 3;
    for bar in &mut bars.unsur {
        bar.nrr = Some(Hundredths::new(300));
    }
    assert_eq!(codes(&bars), [""; 0]);
    assert_eq!(bars.summary(), "Semua unsur sama: 3,00.");
}

#[test]
fn an_unsur_without_a_figure_says_why_and_has_no_bar() {
    let mut bars = nine();
    bars.unsur[3].nrr = None;
    bars.unsur[4] = Bar {
        n: 0,
        nrr: None,
        ..bars.unsur[4].clone()
    };
    let svg = bars.svg(ChartWidth::Phone);
    assert_eq!(drawn(&svg).len(), 7);
    let document = Document::parse(&svg).unwrap();
    text(&document, "ditahan: terlalu sedikit responden");
    text(&document, "belum ada jawaban");
    assert_eq!(
        bars.table().rows[4],
        [
            "Produk Spesifikasi Jenis Pelayanan",
            "0",
            "\u{2013}",
            "belum ada jawaban"
        ]
    );
    for bar in &mut bars.unsur {
        bar.nrr = None;
    }
    assert_eq!(bars.summary(), "Belum ada nilai yang dapat ditampilkan.");
}

#[test]
fn the_summary_names_the_lowest_and_the_highest() {
    assert_eq!(
        nine().summary(),
        "Terendah: Waktu Penyelesaian (2,84). Tertinggi: Biaya/Tarif (3,96)."
    );
}

#[test]
fn table_and_csv_hold_the_same_numbers() {
    let table = nine().table();
    assert_eq!(table.header, ["Unsur", "n", "NRR", "Catatan"]);
    assert_eq!(table.rows.len(), 9);
    assert_eq!(table.rows[2], ["Waktu Penyelesaian", "134", "2,84", "terendah"]);
    let csv = nine().csv();
    let lines: Vec<_> = csv.split("\r\n").collect();
    assert_eq!(lines[0], "unsur,nama,n,nrr");
    assert_eq!(lines[2], "prosedur,\"Sistem, Mekanisme dan Prosedur\",134,3.05");
    assert_eq!(lines.len(), 11);
}

#[test]
fn a_name_too_long_for_its_column_is_cut_and_stands_whole_in_the_table() {
    let mut bars = nine();
    let long = "Kejelasan informasi persyaratan pelayanan yang disampaikan petugas di loket";
    bars.unsur[0].name = long.into();
    let svg = bars.svg(ChartWidth::Page);
    assert!(svg.contains('\u{2026}') && !svg.contains(long));
    assert_eq!(bars.table().rows[0][0], long);
}
