//! Old surveys from workbooks of the official layout: the same numbers in either order of the elements, by declaration.
//! The workbook is made here, of the few parts that make one.

use std::io::{Cursor, Write};

use app::{ElementOrder, SheetError, read_workbook};
use ikm::UnsurCode;
use survey::Instrument;
use zip::{ZipWriter, write::SimpleFileOptions};

/// A workbook with one sheet: a title, the headers, and these lines; numbers as numbers.
fn workbook(header: &[&str], lines: &[&[&str]]) -> Vec<u8> {
    let title: &[&str] = &["PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT"];
    let mut rows = String::new();
    for (row, cells) in [title, &[], header]
        .into_iter()
        .chain(lines.iter().copied())
        .enumerate()
    {
        rows += &format!("<row r=\"{}\">", row + 1);
        for (column, cell) in cells.iter().enumerate() {
            let place = format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap()), row + 1);
            if cell.is_empty() {
                continue;
            }
            rows += &match cell.parse::<f64>() {
                Ok(_) => format!("<c r=\"{place}\"><v>{cell}</v></c>"),
                Err(_) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
            };
        }
        rows += "</row>";
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packages = "http://schemas.openxmlformats.org/package/2006";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{packages}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{packages}/relationships\"><Relationship Id=\"a\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"b\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{packages}/relationships\"><Relationship Id=\"b\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const HEADER: [&str; 10] = ["NO. RESP", "U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9"];

fn read(lines: &[&[&str]], order: ElementOrder) -> Result<Vec<app::SheetRow>, SheetError> {
    let profile = Instrument::permenpan_14_2017().profile;
    read_workbook(workbook(&HEADER, lines).as_slice(), order, &profile)
}

fn score(row: &app::SheetRow, unsur: &str) -> Option<u8> {
    let score = row.answers.get(UnsurCode::new(unsur).unwrap());
    score.map(ikm::Score::get)
}

#[test]
fn the_last_two_elements_are_what_the_order_declares_them_to_be() {
    let lines: &[&[&str]] = &[&["1", "1", "2", "3", "4", "1", "2", "3", "3", "4"]];
    let asked = read(lines, ElementOrder::Questionnaire).unwrap();
    let listed = read(lines, ElementOrder::Regulation).unwrap();
    assert_eq!(
        (score(&asked[0], "sarpras"), score(&asked[0], "pengaduan")),
        (Some(3), Some(4))
    );
    assert_eq!(
        (score(&listed[0], "sarpras"), score(&listed[0], "pengaduan")),
        (Some(4), Some(3))
    );
    assert_eq!(score(&asked[0], "persyaratan"), score(&listed[0], "persyaratan"));
}

#[test]
fn the_sums_below_the_answers_are_no_respondents() {
    let rows = read(
        &[
            &["1", "3", "3", "3", "3", "3", "3", "3", "3", "3"],
            &["2", "4", "", "4", "4", "4", "4", "4", "4", "4"],
            &["Nilai/Unsur", "7", "3", "7", "7", "7", "7", "7", "7", "7"],
            &[
                "NRR/Unsur",
                "3.5",
                "3",
                "3.5",
                "3.5",
                "3.5",
                "3.5",
                "3.5",
                "3.5",
                "3.5",
            ],
        ],
        ElementOrder::Questionnaire,
    );
    let rows = rows.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[1].line, score(&rows[1], "prosedur")), (5, None));
}

#[test]
fn what_is_no_score_is_named_by_its_line_in_the_sheet() {
    let lines: &[&[&str]] = &[
        &["1", "3", "3", "3", "3", "3", "3", "3", "3", "3"],
        &["2", "3", "5", "3", "3", "3", "3", "3", "3", "3"],
    ];
    let error = read(lines, ElementOrder::Regulation).unwrap_err();
    assert!(
        matches!(&error, SheetError::Cell { line: 5, column, cell } if column == "prosedur" && cell == "5"),
        "{error:?}"
    );
}

#[test]
fn a_sheet_without_the_headers_and_a_file_that_is_no_workbook_are_refused() {
    let profile = Instrument::permenpan_14_2017().profile;
    let other = workbook(&["A", "B"], &[]);
    let read = |bytes: &[u8]| read_workbook(bytes, ElementOrder::Regulation, &profile);
    assert_eq!(read(&other), Err(SheetError::NoHeader));
    assert!(matches!(read(b"a,b\n1,2\n"), Err(SheetError::Unreadable { .. })));
}
