//! The table: a line for each service of a unit, columns known by their header, separated as the table program did it.

use std::collections::BTreeSet;

use crate::limits::BULK_ROWS_MAX;

/// The columns, in the order in which the documentation names them.
const COLUMNS: [&str; 12] = [
    "unit",
    "nama",
    "jenis",
    "induk",
    "zona",
    "kemendagri",
    "bps",
    "layanan",
    "nama_layanan",
    "survei",
    "populasi",
    "pengisian",
];

/// Something in a table that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("baris {line}: {text}")]
pub struct BulkProblem {
    /// Line of the table, from 1, the header included.
    pub line: u64,
    /// What is wrong, and what to do.
    pub text: String,
}

impl BulkProblem {
    pub(super) fn new(line: u64, text: impl Into<String>) -> Self {
        Self {
            line,
            text: text.into(),
        }
    }
}

/// One line, each cell by the place of its column.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) line: u64,
    cells: [String; COLUMNS.len()],
}

impl Row {
    /// The text of a cell; `None` where it is blank or the table has no such column.
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        let at = COLUMNS.iter().position(|known| *known == column)?;
        Some(self.cells[at].as_str()).filter(|text| !text.is_empty())
    }
}

/// Reads a table.
pub(super) fn read(table: &str) -> Result<Vec<Row>, Vec<BulkProblem>> {
    let table = table.trim_start_matches('\u{feff}');
    let head = table.lines().next().unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(head))
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(table.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return Err(vec![BulkProblem::new(1, unreadable(&error))]),
    };
    let columns = columns(&header)?;
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let mut row = Row {
                    line,
                    ..Row::default()
                };
                for (cell, column) in record.iter().zip(&columns) {
                    cell.clone_into(&mut row.cells[*column]);
                }
                if record.len() > columns.len() {
                    let text = format!("ada {} kolom, padahal judulnya {}", record.len(), columns.len());
                    problems.push(BulkProblem::new(line, text));
                }
                if row.cells.iter().any(|cell| !cell.is_empty()) {
                    rows.push(row);
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.push(BulkProblem::new(line, unreadable(&error)));
            }
        }
    }
    if rows.is_empty() && problems.is_empty() {
        problems.push(BulkProblem::new(
            1,
            "tidak ada satu baris pun di bawah judul kolom",
        ));
    }
    if rows.len() > BULK_ROWS_MAX {
        let text = format!("lebih dari {BULK_ROWS_MAX} baris; bagi menjadi beberapa tabel");
        problems.push(BulkProblem::new(1, text));
    }
    if problems.is_empty() {
        Ok(rows)
    } else {
        Err(problems)
    }
}

fn unreadable(error: &csv::Error) -> String {
    format!("tidak terbaca sebagai tabel: {error}")
}

/// Whatever separates most of the header's cells.
fn delimiter(head: &str) -> u8 {
    let count = |delimiter: &u8| head.bytes().filter(|byte| byte == delimiter).count();
    [b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',')
}

/// The place of each of the table's columns.
fn columns(header: &csv::StringRecord) -> Result<Vec<usize>, Vec<BulkProblem>> {
    let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
    let mut places = Vec::with_capacity(header.len());
    for name in header {
        let lower = name.to_lowercase();
        match COLUMNS.iter().position(|known| *known == lower) {
            Some(at) if seen.insert(at) => places.push(at),
            Some(_) => problems.push(BulkProblem::new(
                1,
                format!("kolom {name:?} ada dua kali; hapus salah satu"),
            )),
            None => {
                let text = format!("kolom {name:?} tidak dikenal; gunakan {}", COLUMNS.join(", "));
                problems.push(BulkProblem::new(1, text));
            }
        }
    }
    if problems.is_empty() && !seen.contains(&0) {
        problems.push(BulkProblem::new(1, "kolom \"unit\" tidak ada; tambahkan"));
    }
    if problems.is_empty() {
        Ok(places)
    } else {
        Err(problems)
    }
}
