//! The report and the poster as other programs read them, and what all documents have in common.

use std::io::{Cursor, Read as _};

use documents::{Document, RekapRow, bundle, rekap_xlsx, report_docx};
use ikm::Method;
use jiff::civil::date;
use zip::ZipArchive;

use crate::{
    office::{Desk, text_of_pdf},
    sample::{laporan, row, unit},
    sheet::AS_CSV,
};

#[test]
fn the_report_says_the_figures_in_five_chapters() {
    let laporan = laporan();
    let desk = Desk::new(&[("laporan.docx".into(), report_docx(&laporan))]);
    desk.convert("docx", "pdf");
    let text = text_of_pdf(&desk.path("laporan.pdf"));
    let ikm = laporan.index.ikm.id_id();
    for said in [
        "BAB I PENDAHULUAN",
        "BAB II PENGUMPULAN DATA",
        "BAB III HASIL",
        "BAB IV ANALISIS",
        "BAB V KESIMPULAN",
        "LAMPIRAN",
        "Rencana Tindak Lanjut",
        "Tindak Lanjut Periode Sebelumnya",
        "Triwulan III 2026",
        "Loket dibuka lebih pagi",
        "https://sukamaju.go.id/skm",
        "Membuka loket",
        "Kepala Seksi",
        "Menambah kursi",
        "Agustus 2026:",
        "Pengaduan diterima",
        "SP4N-LAPOR!",
        &format!("IKM {ikm}"),
        &laporan.index.unsur[0].nrr_3.id_id(),
        "Kepala Dinas Kependudukan",
    ] {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
    assert!(
        !text.contains(&laporan.index.ikm.to_string()),
        "people read a comma"
    );
}

#[test]
fn the_charts_of_the_report_are_pictures_with_a_description() {
    let file = report_docx(&laporan());
    let mut archive = ZipArchive::new(Cursor::new(&file)).unwrap();
    let mut xml = String::new();
    archive
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    assert_eq!(xml.matches("<w:drawing>").count(), 2);
    assert_eq!(xml.matches(" descr=\"").count(), 2);
    assert!(xml.contains("Terendah: "));
    let (tables, heads) = (
        xml.matches("<w:tbl>").count(),
        xml.matches("<w:tblHeader").count(),
    );
    assert!(tables > 8 && heads == tables, "{heads} heads of {tables} tables");
    let pictures: Vec<_> = archive
        .file_names()
        .filter(|name| name.as_ref().unwrap().ends_with(".png"))
        .collect();
    assert_eq!(pictures.len(), 2);
    // What stands in a line as high as text is cut off there.
    assert!(xml.contains("w:lineRule=\"auto\"") || !xml.contains("w:line="));
}

#[test]
fn the_poster_says_the_figures_in_words_that_can_be_searched() {
    let laporan = laporan();
    let desk = Desk::new(&[("poster.pdf".into(), laporan.poster_pdf())]);
    let text = text_of_pdf(&desk.path("poster.pdf"));
    let ikm = laporan.index.ikm.id_id();
    for said in [
        &*ikm,
        "Dinas Kependudukan",
        "Triwulan III 2026",
        "30 responden",
        "Perempuan 13",
        "Terima kasih",
    ] {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
    assert!(laporan.poster_png().starts_with(b"\x89PNG"));
}

#[test]
fn the_same_publication_gives_the_same_bytes() {
    let (first, again) = (laporan(), laporan());
    for document in Document::ALL {
        assert!(
            document.bytes(&first, &row(&first)) == document.bytes(&again, &row(&again)),
            "{document:?}"
        );
    }
    let files = |laporan| vec![("a".to_owned(), Document::Laporan.bytes(laporan, &row(laporan)))];
    assert!(bundle(&files(&first)) == bundle(&files(&again)));
}

#[test]
fn made_up_figures_say_so_in_every_document() {
    let mut laporan = laporan();
    laporan.demo = true;
    for document in Document::ALL {
        let bytes = document.bytes(&laporan, &row(&laporan));
        let text = match document {
            Document::Pengolahan => unzipped(&bytes, "xl/sharedStrings.xml"),
            Document::Laporan => unzipped(&bytes, "word/document.xml"),
            Document::PosterPdf => text_of_pdf(&Desk::new(&[("a.pdf".into(), bytes)]).path("a.pdf")),
            // Drawn like the PDF, from the same page.
            Document::PosterPng => "DATA CONTOH".into(),
            Document::OpenData | Document::Portal => {
                let text = String::from_utf8(bytes).unwrap();
                let every = text.lines().skip(1).all(|line| line.ends_with(",ya"));
                if every { "DATA CONTOH".into() } else { text }
            }
            Document::Metadata => {
                let text = String::from_utf8(bytes).unwrap();
                text.replace("\"data_contoh\": true", "DATA CONTOH")
            }
        };
        assert!(text.contains("DATA CONTOH"), "{document:?}\n{text}");
    }
}

#[test]
fn no_text_becomes_a_formula() {
    let mut laporan = laporan();
    let hostile = "=HYPERLINK(\"http://x.id\",\"a\")";
    laporan.unit = unit(hostile);
    let row = row(&laporan);
    for document in [Document::OpenData, Document::Portal] {
        let text = String::from_utf8(document.bytes(&laporan, &row)).unwrap();
        assert!(
            text.contains("'=HYPERLINK") && !text.contains(",\"=") && !text.contains(",="),
            "{text}"
        );
    }
    let sheet = Document::Pengolahan.bytes(&laporan, &row);
    assert!(!unzipped(&sheet, "xl/worksheets/sheet1.xml").contains("<f>HYPERLINK"));
    assert!(unzipped(&sheet, "xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn the_recap_has_a_line_for_each_unit_and_withholds_what_it_is_told_to() {
    let laporan = laporan();
    let line = |unit: &str, n, (n_flagged, without_flagged), index| RekapRow {
        unit: unit.into(),
        depth: 0,
        n,
        index,
        n_flagged,
        without_flagged,
        bands: *Method::exact().bands(),
    };
    let lines = [
        line(
            "Dinas Satu",
            30,
            (8, Some(ikm::Hundredths::new(7_125))),
            Some(laporan.index.clone()),
        ),
        line("Dinas Tiga", 30, (2, None), Some(laporan.index.clone())),
        line("Dinas Empat", 30, (0, None), Some(laporan.index.clone())),
        line("Dinas Dua", 3, (1, None), None),
    ];
    let name = |code: ikm::UnsurCode| code.to_string();
    let file = rekap_xlsx(
        "Kabupaten",
        laporan.period,
        (date(2026, 10, 12), 1200),
        &lines,
        name,
        false,
    );
    let desk = Desk::new(&[("rekap.xlsx".into(), file)]);
    desk.convert("xlsx", AS_CSV);
    let csv = desk.text("rekap.csv");
    let of = |unit: &str| csv.lines().find(|line| line.contains(unit)).unwrap().to_owned();
    let index = &laporan.index;
    for (unit, flagged) in [("Satu", "71,25;8"), ("Tiga", "ditahan;2"), ("Empat", ";0")] {
        let ends = format!("{};{};{};{flagged}", index.ikm.id_id(), index.mutu, index.kinerja);
        let line = of(&format!("Dinas {unit}")).replace('"', "");
        assert!(line.ends_with(&ends), "{csv}");
    }
    assert!(
        of("Dinas Dua").replace('"', "").contains(";3;;;;;;;;;;ditahan"),
        "{csv}"
    );
}

fn unzipped(file: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}
