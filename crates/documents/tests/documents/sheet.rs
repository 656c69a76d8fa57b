//! The spreadsheet computes the index by itself: LibreOffice's figure is ours, before and after a score is changed.

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    path::PathBuf,
};

use documents::{ScoreRow, pengolahan_xlsx};
use ikm::{Method, Mutu, Score};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    office::Desk,
    sample::{index, laporan_of, rows, thirty, unsur},
};

/// The first sheet as CSV, numbers as they are and not as they look; with a comma, as the sheet's locale has it.
pub(crate) const AS_CSV: &str = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false";

/// A method with a weight of its own for each unsur.
fn weighted() -> Method {
    let weights = ["0.2", "0.1", "0.1", "0.1", "0.1", "0.1", "0.1", "0.15", "0.05"];
    let weights = unsur()
        .into_iter()
        .zip(weights.map(|weight| weight.parse().unwrap()));
    Method::custom(
        "daerah-2026",
        "Peraturan Bupati",
        weights.collect(),
        *Method::exact().bands(),
    )
    .unwrap()
}

fn methods() -> Vec<Method> {
    let known = ["exact", "bobot-0.111", "bobot-0.11"].map(|id| Method::by_id(id).unwrap().clone());
    known.into_iter().chain([weighted()]).collect()
}

/// Answers whose index lies exactly between two hundredths under weights of 1/9: half up must go up.
fn tie() -> Vec<ScoreRow> {
    // 80 respondents, 9 unsur: 25 x sum / 720 is a tie where the sum leaves 18 of 36 hundredths.
    (0..720u64)
        .map(|extra| {
            let score = |at: u64| if at < extra { 4 } else { 3 };
            let row = |respondent: u64| std::array::from_fn(|unsur| score(respondent * 9 + unsur as u64));
            (0..80).map(row).collect::<Vec<[u8; 9]>>()
        })
        .find(|scores| {
            let sum: u64 = scores.iter().flatten().map(|score| u64::from(*score)).sum();
            (sum * 5000).is_multiple_of(720) && !(sum * 2500).is_multiple_of(720)
        })
        .map(|scores| rows(&scores))
        .unwrap()
}

/// Some who left answers out.
fn with_gaps() -> Vec<ScoreRow> {
    let mut rows = thirty();
    for (at, row) in rows.iter_mut().enumerate() {
        row[at % 9] = row[at % 9].filter(|_| at % 4 != 0);
    }
    rows
}

/// What LibreOffice has beside a label.
fn value<'a>(csv: &'a str, label: &str) -> &'a str {
    let line = csv.lines().find(|line| line.starts_with(label));
    let value = line.and_then(|line| line.split(';').nth(1));
    value.map_or_else(
        || panic!("{label} is not in\n{csv}"),
        |value| value.trim_matches('"'),
    )
}

/// The index that LibreOffice has, with two places.
fn ikm(csv: &str) -> String {
    let found: f64 = value(csv, "IKM unit").replace(',', ".").parse().unwrap();
    format!("{found:.2}")
}

#[test]
fn the_spreadsheet_gives_the_published_index_by_itself() {
    let mut cases = Vec::new();
    for (name, rows) in [("lengkap", thirty()), ("kosong", with_gaps()), ("seri", tie())] {
        for method in methods() {
            let laporan = laporan_of(&method, rows.clone());
            cases.push((format!("{name}-{}.xlsx", method.id().replace('.', "_")), laporan));
        }
    }
    let files: Vec<_> = cases
        .iter()
        .map(|(name, laporan)| (name.clone(), emptied(&pengolahan_xlsx(laporan))))
        .collect();
    let desk = Desk::new(&files);
    desk.convert("xlsx", AS_CSV);
    for (name, laporan) in cases {
        let csv = desk.text(&name.replace("xlsx", "csv"));
        assert_eq!(ikm(&csv), laporan.index.ikm.to_string(), "{name}");
        assert_eq!(value(&csv, "Mutu"), laporan.index.mutu.to_string(), "{name}");
        assert_eq!(value(&csv, "Kinerja"), laporan.index.kinerja, "{name}");
    }
}

#[test]
fn changing_one_score_changes_the_spreadsheets_index_as_ours() {
    let cases: Vec<_> = methods().into_iter().map(|method| (method, thirty())).collect();
    let mut files = Vec::new();
    let mut expected = Vec::new();
    for (method, rows) in &cases {
        let laporan = laporan_of(method, rows.clone());
        let documents::Scores::Rows(shuffled) = &laporan.scores else {
            panic!("thirty are enough");
        };
        let mut changed = shuffled.rows().to_vec();
        // The first score of the table, cell B12.
        let before = changed[0][0].unwrap();
        let after = Score::new(if before.get() == 4 { 1 } else { 4 }).unwrap();
        changed[0][0] = Some(after);
        let index = index(method, &changed);
        assert_ne!(index.ikm, laporan.index.ikm, "a change that can be seen");
        let name = format!("{}.xlsx", method.id().replace('.', "_"));
        let file = with_cell(&pengolahan_xlsx(&laporan), "B12", after.get());
        files.push((name.clone(), file));
        expected.push((name, index));
    }
    let desk = Desk::new(&files);
    desk.convert("xlsx", AS_CSV);
    for (name, index) in expected {
        let csv = desk.text(&name.replace("xlsx", "csv"));
        assert_eq!(ikm(&csv), index.ikm.to_string(), "{name}");
        assert_eq!(value(&csv, "Mutu"), index.mutu.to_string(), "{name}");
    }
}

#[test]
fn the_spreadsheet_gives_published_figures_of_a_real_office() {
    let Ok(shared) = std::env::var("SKM_SHARED") else {
        return;
    };
    let text = fs::read_to_string(PathBuf::from(shared).join("domain/cases/sekadau-2019-s1.csv")).unwrap();
    let mut read = csv::Reader::from_reader(text.as_bytes());
    let scores = read.records().map(|line| {
        let line = line.unwrap();
        std::array::from_fn(|at| line[at + 1].parse().unwrap())
    });
    let rows = rows(&scores.collect::<Vec<[u8; 9]>>());
    let published = [
        ("exact", "78.74"),
        ("bobot-0.111", "78.66"),
        ("bobot-0.11", "77.95"),
    ];
    let file = |(id, _): &(&str, &str)| {
        let laporan = laporan_of(Method::by_id(id).unwrap(), rows.clone());
        (
            format!("{}.xlsx", id.replace('.', "_")),
            pengolahan_xlsx(&laporan),
        )
    };
    let desk = Desk::new(&published.iter().map(file).collect::<Vec<_>>());
    desk.convert("xlsx", AS_CSV);
    for (id, published) in published {
        let csv = desk.text(&format!("{}.csv", id.replace('.', "_")));
        assert_eq!(ikm(&csv), published, "{id}");
    }
}

#[test]
fn the_bands_of_the_spreadsheet_are_those_of_the_method() {
    for mutu in Mutu::ALL {
        let lowest = Method::exact().bands().lowest(mutu);
        assert!(
            mutu == Mutu::D
                || sheet_xml(&pengolahan_xlsx(&laporan_of(Method::exact(), thirty())))
                    .contains(&lowest.to_string())
        );
    }
}

/// The file with every value that we wrote beside a formula taken out, so that only LibreOffice's own are left.
fn emptied(file: &[u8]) -> Vec<u8> {
    rewritten(file, |xml| {
        let mut parts = xml.split("</f><v>");
        let mut out = parts.next().unwrap().to_owned();
        for part in parts {
            out.push_str("</f><v>");
            out.push_str(&part[part.find('<').unwrap()..]);
        }
        out
    })
}

/// The file with another score in a cell.
fn with_cell(file: &[u8], cell: &str, score: u8) -> Vec<u8> {
    rewritten(file, |xml| {
        let start = xml.find(&format!("<c r=\"{cell}\"")).expect("the cell is there");
        let value = start + xml[start..].find("<v>").unwrap() + 3;
        let end = value + xml[value..].find('<').unwrap();
        format!("{}{score}{}", &xml[..value], &xml[end..])
    })
}

fn sheet_xml(file: &[u8]) -> String {
    let mut text = String::new();
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    archive
        .by_name("xl/worksheets/sheet1.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn rewritten(file: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            bytes = change(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}
