//! Reading answers from a workbook (XLSX) of the layout that the regulation prints: one respondent a line, the unsur as
//! U1 to U9, sums below. Which unsur U8 is, the layout does not say: whoever hands the file in does.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use ikm::UnsurCode;
use survey::{Instrument, ProfileQuestion};

use crate::{SheetError, SheetRow, limits::WORKBOOK_BYTES_MAX, sheet::read_sheet};

/// In which order U1 to U9 stand. The two differ in the last two, and offices have really swapped them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementOrder {
    /// As the questionnaire asks: U8 sarana dan prasarana, U9 penanganan pengaduan.
    Questionnaire,
    /// As the regulation lists them: U8 penanganan pengaduan, U9 sarana dan prasarana.
    Regulation,
}

impl ElementOrder {
    /// The unsur in this order.
    fn codes(self) -> Vec<UnsurCode> {
        let mut codes = Instrument::permenpan_14_2017().unsur_codes();
        if self == Self::Regulation {
            let last = codes.len() - 1;
            codes.swap(last - 1, last);
        }
        codes
    }
}

/// Reads the first sheet that has a line of headers U1 to U9.
///
/// # Errors
/// If there is none, or anything in it is not as it should be: the first such place, by its line in the sheet.
pub fn read_workbook(
    file: impl Read,
    order: ElementOrder,
    profile: &[ProfileQuestion],
) -> Result<Vec<SheetRow>, SheetError> {
    let unreadable = |what: String| SheetError::Unreadable { line: 1, what };
    let mut bytes = Vec::new();
    file.take(WORKBOOK_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(error.to_string()))?;
    if bytes.len() as u64 > WORKBOOK_BYTES_MAX {
        return Err(unreadable(format!("lebih dari {WORKBOOK_BYTES_MAX} bita")));
    }
    let mut workbook =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(format!("bukan XLSX: {error}")))?;
    let codes = order.codes();
    for name in workbook.sheet_names() {
        let range = workbook
            .worksheet_range(&name)
            .map_err(|error| unreadable(error.to_string()))?;
        let above = range.start().map_or(0, |(row, _)| row as usize);
        let rows: Vec<&[Data]> = range.rows().collect();
        let header = rows.iter().position(|row| columns(row, codes.len()).is_some());
        if let Some(header) = header {
            let columns = columns(rows[header], codes.len()).expect("found just now");
            let lines = &rows[header + 1..];
            return read(&codes, &columns, lines, above + header + 2, profile);
        }
    }
    Err(SheetError::NoHeader)
}

/// The columns of U1 to Un, if a line has all of them.
fn columns(row: &[Data], count: usize) -> Option<Vec<usize>> {
    let named = |number: usize| {
        let name = format!("U{number}");
        row.iter().position(|cell| text(cell).eq_ignore_ascii_case(&name))
    };
    (1..=count).map(named).collect()
}

/// The lines of respondents as a file of the other kind, so that one place checks what may stand in a cell. Lines
/// begin with the respondent's number; the sums below do not.
fn read(
    codes: &[UnsurCode],
    columns: &[usize],
    rows: &[&[Data]],
    first_line: usize,
    profile: &[ProfileQuestion],
) -> Result<Vec<SheetRow>, SheetError> {
    let header = codes.iter().map(UnsurCode::as_str).collect::<Vec<_>>().join(",");
    let mut csv = csv::Writer::from_writer(Vec::new());
    let unreadable = |error: csv::Error| SheetError::Unreadable {
        line: 1,
        what: error.to_string(),
    };
    csv.write_record(header.split(',')).map_err(unreadable)?;
    let is_respondent = |row: &&&[Data]| {
        let number = row.iter().map(text).find(|text| !text.is_empty());
        number.is_some_and(|number| number.parse::<u64>().is_ok())
    };
    let respondents: Vec<_> = rows.iter().take_while(is_respondent).collect();
    for row in &respondents {
        let cells = columns
            .iter()
            .map(|at| row.get(*at).map_or_else(String::new, text));
        csv.write_record(cells).map_err(unreadable)?;
    }
    let bytes = csv.into_inner().map_err(|error| SheetError::Unreadable {
        line: 1,
        what: error.to_string(),
    })?;
    let shift = (first_line - 2) as u64;
    let mut read = read_sheet(bytes.as_slice(), codes, profile).map_err(|error| error.below(shift))?;
    for row in &mut read {
        row.line += shift;
    }
    Ok(read)
}

/// What stands in a cell, as a person reads it: whole numbers without a fraction.
fn text(cell: &Data) -> String {
    if let Data::Float(number) = cell
        && number.fract() == 0.0
    {
        return format!("{number:.0}");
    }
    cell.to_string().trim().to_owned()
}
