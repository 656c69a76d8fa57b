//! Reading answers from a CSV file: one respondent a line, one unsur a column, columns known by their header.

use std::io::Read;

use ikm::{Score, UnsurCode};
use survey::{Answers, Profile, ProfileQuestion};

use crate::limits::IMPORT_ROWS_MAX;

/// The column that numbers the respondents. It is read past: a file may carry it, nobody is known by it.
const RESPONDENT_COLUMN: &str = "respondent";

/// One respondent of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Line of the file, from 1, the header included.
    pub line: u64,
    /// Scores by unsur; an empty cell is a missing answer.
    pub answers: Answers,
    /// Profile answers.
    pub profile: Profile,
}

/// Why a file cannot be read. Nothing of it is used then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// Write the file as CSV in UTF-8.
    #[error("baris {line}: berkas tidak dapat dibaca sebagai CSV: {what}")]
    Unreadable {
        /// Where.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// Name the column by an unsur's code, or take it out.
    #[error("baris 1: kolom {column:?} tidak dikenal; gunakan kode unsur ({known})")]
    UnknownColumn {
        /// The header as it stands.
        column: String,
        /// The headers that would be known.
        known: String,
    },
    /// Take one of the two out.
    #[error("baris 1: kolom {0:?} ada dua kali; hapus salah satu")]
    DoubledColumn(String),
    /// Add the column.
    #[error("baris 1: kolom unsur {0:?} tidak ada; tambahkan kolom itu, kosongkan bila tidak ditanyakan")]
    MissingColumn(String),
    /// Write 1, 2, 3 or 4, or leave the cell empty.
    #[error("baris {line}, kolom {column:?}: {cell:?} bukan nilai 1 sampai 4; perbaiki atau kosongkan")]
    Cell {
        /// Line of the file.
        line: u64,
        /// Header of the column.
        column: String,
        /// What stands there.
        cell: String,
    },
    /// Use a code of the instrument.
    #[error("baris {line}, kolom {column:?}: {cell:?} tidak dikenal; pilih salah satu dari {known}")]
    Profile {
        /// Line of the file.
        line: u64,
        /// Header of the column.
        column: String,
        /// What stands there.
        cell: String,
        /// What would be known.
        known: String,
    },
    /// Take the line out.
    #[error("baris {0}: tidak ada satu pun jawaban; hapus baris itu")]
    EmptyRow(u64),
    /// Keep the line with U1 to U9 above the answers.
    #[error("tidak ada baris judul dengan U1 sampai U9; pakai tata letak pengolahan data SKM")]
    NoHeader,
    /// Add answers.
    #[error("berkas tidak memuat satu pun responden")]
    NoRows,
    /// Split the file.
    #[error("berkas memuat lebih dari {IMPORT_ROWS_MAX} responden; bagi menjadi beberapa berkas")]
    TooManyRows,
}

impl SheetError {
    /// The same for a file of which so many lines stand above.
    pub(crate) fn below(self, lines: u64) -> Self {
        match self {
            Self::Unreadable { line, what } => Self::Unreadable {
                line: line + lines,
                what,
            },
            Self::Cell { line, column, cell } => Self::Cell {
                line: line + lines,
                column,
                cell,
            },
            Self::EmptyRow(line) => Self::EmptyRow(line + lines),
            other @ (Self::UnknownColumn { .. }
            | Self::DoubledColumn(_)
            | Self::MissingColumn(_)
            | Self::Profile { .. }
            | Self::NoHeader
            | Self::NoRows
            | Self::TooManyRows) => other,
        }
    }
}

enum Column<'a> {
    Respondent,
    Unsur(UnsurCode),
    Profile(&'a ProfileQuestion),
}

/// Reads a file whose columns are exactly the given unsur, with the given profile questions where it has them.
///
/// # Errors
/// If anything in it is not as it should be: the first such place.
pub fn read_sheet(
    mut file: impl Read,
    unsur: &[UnsurCode],
    profile: &[ProfileQuestion],
) -> Result<Vec<SheetRow>, SheetError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|error| SheetError::Unreadable {
            line: 1,
            what: error.to_string(),
        })?;
    let mut lines = Lines::of(&bytes);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes.as_slice());
    let header = reader.headers().map_err(|error| unreadable(&error, &mut lines))?;
    let header = header.clone();
    let columns = columns(&header, unsur, profile)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error, &mut lines))?;
        let line = lines.at(record.position());
        if rows.len() >= IMPORT_ROWS_MAX {
            return Err(SheetError::TooManyRows);
        }
        rows.push(row(line, &record, &header, &columns)?);
    }
    if rows.is_empty() {
        Err(SheetError::NoRows)
    } else {
        Ok(rows)
    }
}

fn columns<'a>(
    header: &csv::StringRecord,
    unsur: &[UnsurCode],
    profile: &'a [ProfileQuestion],
) -> Result<Vec<Column<'a>>, SheetError> {
    let mut columns = Vec::with_capacity(header.len());
    for (at, name) in header.iter().enumerate() {
        if header.iter().take(at).any(|earlier| earlier == name) {
            return Err(SheetError::DoubledColumn(name.into()));
        }
        let asked = profile.iter().find(|question| question.code == name);
        columns.push(match (unsur.iter().find(|code| code.as_str() == name), asked) {
            (Some(code), _) => Column::Unsur(*code),
            (None, Some(question)) => Column::Profile(question),
            (None, None) if name == RESPONDENT_COLUMN => Column::Respondent,
            (None, None) => {
                let known = unsur.iter().map(UnsurCode::as_str).collect::<Vec<_>>().join(", ");
                return Err(SheetError::UnknownColumn {
                    column: name.into(),
                    known,
                });
            }
        });
    }
    match unsur
        .iter()
        .find(|code| !header.iter().any(|name| name == code.as_str()))
    {
        Some(missing) => Err(SheetError::MissingColumn(missing.as_str().into())),
        None => Ok(columns),
    }
}

fn row(
    line: u64,
    record: &csv::StringRecord,
    header: &csv::StringRecord,
    columns: &[Column<'_>],
) -> Result<SheetRow, SheetError> {
    let (mut answers, mut profile) = (Vec::with_capacity(columns.len()), Profile::new());
    for ((cell, column), name) in record.iter().zip(columns).zip(header) {
        match column {
            _ if cell.is_empty() => {}
            Column::Respondent => {}
            Column::Unsur(code) => {
                let score = cell.parse().ok().and_then(|number| Score::new(number).ok());
                let wrong = || SheetError::Cell {
                    line,
                    column: name.into(),
                    cell: cell.into(),
                };
                answers.push((*code, score.ok_or_else(wrong)?));
            }
            Column::Profile(question) => {
                if !question.options.iter().any(|option| option.code == cell) {
                    let known = question.options.iter().map(|option| option.code.as_str());
                    let known = known.collect::<Vec<_>>().join(", ");
                    return Err(SheetError::Profile {
                        line,
                        column: name.into(),
                        cell: cell.into(),
                        known,
                    });
                }
                profile.insert(question.code.clone(), cell.into());
            }
        }
    }
    if answers.is_empty() {
        return Err(SheetError::EmptyRow(line));
    }
    Ok(SheetRow {
        line,
        answers: Answers::from_pairs(answers),
        profile,
    })
}

fn unreadable(error: &csv::Error, lines: &mut Lines<'_>) -> SheetError {
    SheetError::Unreadable {
        line: lines.at(error.position()),
        what: error.to_string(),
    }
}

/// Lines as an editor counts them. The reader's own count lags one behind where lines end in CR LF, and does
/// not know which of several empty lines a record follows.
struct Lines<'a> {
    bytes: &'a [u8],
    counted: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    const fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            counted: 0,
            line: 1,
        }
    }

    /// The line of a place that lies behind the one asked for before; the first line if it is unknown.
    fn at(&mut self, place: Option<&csv::Position>) -> u64 {
        let place = place
            .and_then(|place| usize::try_from(place.byte()).ok())
            .unwrap_or(0);
        let is_end = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let ends = self
            .bytes
            .get(place..)
            .unwrap_or_default()
            .iter()
            .take_while(is_end)
            .count();
        let passed = self.bytes.get(self.counted..place + ends).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counted = self.counted.max(place + ends);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> SheetError {
        let unsur = ["waktu", "biaya"].map(|code| UnsurCode::new(code).unwrap());
        read_sheet(text.as_bytes(), &unsur, &[]).unwrap_err()
    }

    #[test]
    fn a_bad_cell_is_named_by_the_line_that_an_editor_shows() {
        for (text, expected) in [
            ("waktu,biaya\n1,2\n3,5\n", 3),
            ("waktu,biaya\r\n1,2\r\n3,5\r\n", 3),
            ("waktu,biaya\n\n\n1,2\n\n3,5\n", 6),
            ("waktu,biaya\r\n\r\n3,5", 3),
        ] {
            assert!(
                matches!(refused(text), SheetError::Cell { line, .. } if line == expected),
                "{text:?}"
            );
        }
        assert!(matches!(
            refused("waktu,biaya\r\n1,2\r\n1,2,3\r\n"),
            SheetError::Unreadable { line: 3, .. }
        ));
    }
}
