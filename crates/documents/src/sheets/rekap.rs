//! The recap of all units for whoever runs the whole: No, unit, NRR per unsur, IKM, mutu, kinerja.

use ikm::{Bands, Hundredths, Index, UnsurCode};
use jiff::civil::Date;
use rust_xlsxwriter::{ColNum, RowNum, Worksheet};
use survey::Period;

use super::book::{self, Drawn, Look, cell, letter_of, text};
use crate::words;

/// One unit of the recap.
#[derive(Clone, Debug)]
pub struct RekapRow {
    /// Its name.
    pub unit: String,
    /// How deep it lies in the tree, from 0.
    pub depth: usize,
    /// Respondents that count.
    pub n: u64,
    /// Its index; none where there is none or too few answered.
    pub index: Option<Index>,
    /// Respondents among them whom a rule has flagged.
    pub n_flagged: u64,
    /// Its index without these; none where there is none or it is withheld.
    pub without_flagged: Option<Hundredths>,
    /// The bands of its method.
    pub bands: Bands,
}

/// The recap of a period. Columns are the unsur of all rows, in the order in which they first stand.
///
/// # Panics
/// Never: names and sizes are ours.
#[must_use]
pub fn rekap_xlsx(
    publisher: &str,
    period: Period,
    (on, log_size): (Date, u64),
    rows: &[RekapRow],
    unsur_name: impl Fn(UnsurCode) -> String,
    demo: bool,
) -> Vec<u8> {
    let title = format!("Rekapitulasi SKM {publisher}, {}", words::period(period));
    let mut book = book::workbook(&title, on);
    let sheet = book.add_worksheet();
    draw(sheet, (&title, log_size), rows, &unsur_name, demo).expect("names and sizes are ours");
    book::saved(book)
}

fn draw(
    sheet: &mut Worksheet,
    (title, log_size): (&str, u64),
    rows: &[RekapRow],
    unsur_name: &dyn Fn(UnsurCode) -> String,
    demo: bool,
) -> Drawn {
    let look = Look::new();
    sheet.set_name("Rekapitulasi")?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    text(sheet, 0, 0, title, &look.title)?;
    if demo {
        text(sheet, 1, 0, "DATA CONTOH, bukan survei sungguhan", &look.sample)?;
    }
    let as_of = format!(
        "Dihitung dari {} peristiwa pertama dalam log.",
        words::count(log_size)
    );
    text(sheet, 2, 0, &as_of, &look.plain)?;
    let unsur = unsur_of(rows);
    let head: RowNum = 4;
    sheet.set_row_height(head, 48)?;
    sheet.set_column_width(0, 5)?.set_column_width(1, 44)?;
    let names = ["No.", "Unit pelayanan", "Responden"].map(str::to_owned);
    let ends = ["IKM", "Mutu", "Kinerja", "IKM tanpa yang ditandai", "Ditandai"].map(str::to_owned);
    let columns = names
        .into_iter()
        .chain(unsur.iter().map(|code| unsur_name(*code)))
        .chain(ends);
    for (col, name) in (0..).zip(columns) {
        text(sheet, head, col, &name, &look.head)?;
        if col > 1 {
            sheet.set_column_width(col, 12)?;
        }
    }
    sheet.set_freeze_panes(head + 1, 2)?;
    sheet.set_repeat_rows(head, head)?;
    for (row, (number, line)) in (head + 1..).zip((1..).zip(rows)) {
        draw_row(sheet, row, (number, line), &unsur, &look)?;
    }
    Ok(())
}

fn draw_row(
    sheet: &mut Worksheet,
    row: RowNum,
    (number, line): (u64, &RekapRow),
    unsur: &[UnsurCode],
    look: &Look,
) -> Drawn {
    book::count(sheet, (row, 0), number, &look.whole)?;
    let depth = u8::try_from(line.depth).unwrap_or(u8::MAX);
    text(sheet, row, 1, &line.unit, &look.text.clone().set_indent(depth))?;
    book::count(sheet, (row, 2), line.n, &look.whole)?;
    let first: ColNum = 3;
    for (col, code) in (first..).zip(unsur) {
        let nrr = line
            .index
            .as_ref()
            .and_then(|index| index.unsur.iter().find(|nrr| nrr.code == *code));
        match nrr {
            Some(nrr) => book::figure(sheet, (row, col), nrr.nrr, &look.two)?,
            None => text(sheet, row, col, "", &look.text)?,
        }
    }
    let ikm = first + ColNum::try_from(unsur.len()).expect("no log has so many unsur");
    let Some(index) = &line.index else {
        let why = if line.n == 0 {
            "tidak ada jawaban"
        } else {
            "ditahan"
        };
        text(sheet, row, ikm, why, &look.text)?;
        for col in ikm + 1..=ikm + 4 {
            text(sheet, row, col, "", &look.text)?;
        }
        return Ok(());
    };
    book::figure::<2>(
        sheet,
        (row, ikm),
        Hundredths::new(index.ikm.units()),
        &look.sum_two,
    )?;
    let letter = letter_of(&cell(row, ikm), &line.bands);
    book::formula(
        sheet,
        (row, ikm + 1),
        letter,
        index.mutu.to_string(),
        &look.letter,
    )?;
    text(sheet, row, ikm + 2, index.kinerja, &look.text)?;
    match line.without_flagged {
        Some(without) => book::figure(sheet, (row, ikm + 3), without, &look.two)?,
        None if line.n_flagged > 0 => text(sheet, row, ikm + 3, "ditahan", &look.text)?,
        None => text(sheet, row, ikm + 3, "", &look.text)?,
    }
    book::count(sheet, (row, ikm + 4), line.n_flagged, &look.whole)
}

/// Every unsur of the rows, in the order in which they first stand.
fn unsur_of(rows: &[RekapRow]) -> Vec<UnsurCode> {
    let mut found: Vec<UnsurCode> = Vec::new();
    for nrr in rows
        .iter()
        .filter_map(|row| row.index.as_ref())
        .flat_map(|index| &index.unsur)
    {
        if !found.contains(&nrr.code) {
            found.push(nrr.code);
        }
    }
    found
}
