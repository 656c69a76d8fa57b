//! "Pengolahan data Survei Kepuasan Masyarakat per responden dan per unsur pelayanan": the regulation's table, which
//! computes the index anew by formulas.
//!
//! It holds scores and nothing else of anybody: no profile, time, channel or comment; in an order that tells nothing.

use ikm::{Mutu, Nrr, Score, Weight};
use rust_xlsxwriter::{ColNum, RowNum, Worksheet};

use super::book::{self, Drawn, Look, cell, formula, letter_of, rounded, text};
use crate::{LaporanPeriode, Scores, words};

/// First row of scores, counted from 0.
const FIRST: RowNum = 11;
/// Column of the first unsur; the number of the row stands before it.
const UNSUR: ColNum = 1;

/// The spreadsheet.
///
/// # Panics
/// Never: names and sizes are ours.
#[must_use]
pub fn pengolahan_xlsx(laporan: &LaporanPeriode) -> Vec<u8> {
    let published = laporan
        .unit
        .zone
        .wall_clock(laporan.publication.recorded_at)
        .date();
    let title = format!(
        "Pengolahan data SKM {}, {}",
        laporan.unit.name,
        laporan.period_words()
    );
    let mut book = book::workbook(&title, published);
    let look = Look::new();
    let scores = book.add_worksheet();
    draw_scores(scores, laporan, &look).expect("names and sizes are ours");
    let legend = book.add_worksheet();
    draw_legend(legend, laporan, &look).expect("names and sizes are ours");
    book::saved(book)
}

fn draw_scores(sheet: &mut Worksheet, laporan: &LaporanPeriode, look: &Look) -> Drawn {
    let unsur = &laporan.index.unsur;
    let last_col = UNSUR + columns(unsur.len()) - 1;
    sheet.set_name("Pengolahan")?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, 24)?;
    for col in UNSUR..=last_col {
        sheet.set_column_width(col, 12)?;
    }
    head(sheet, laporan, look)?;
    text(sheet, FIRST - 2, 0, "No.", &look.head)?;
    text(sheet, FIRST - 1, 0, "Responden", &look.head)?;
    sheet.set_row_height(FIRST - 1, 62)?;
    for (col, (at, nrr)) in (UNSUR..).zip(unsur.iter().enumerate()) {
        text(sheet, FIRST - 2, col, &LaporanPeriode::label(at), &look.head)?;
        text(sheet, FIRST - 1, col, &laporan.unsur_name(nrr.code), &look.head)?;
    }
    sheet.set_freeze_panes(FIRST, UNSUR)?;
    sheet.set_repeat_rows(FIRST - 2, FIRST - 1)?;
    let end = match &laporan.scores {
        Scores::Rows(rows) => {
            for (row, scores) in (FIRST..).zip(rows.rows()) {
                book::count(sheet, (row, 0), u64::from(row - FIRST + 1), &look.whole)?;
                for (col, score) in (UNSUR..).zip(scores) {
                    draw_score(sheet, (row, col), *score, look)?;
                }
            }
            FIRST + rows_of(rows.rows().len())
        }
        Scores::TooFew => note(
            sheet,
            look,
            "Nilai per responden ditahan: respondennya terlalu sedikit, sehingga jawaban seseorang dapat terbaca.",
        )?,
        Scores::TooMany => note(
            sheet,
            look,
            "Nilai per responden tidak dimuat: barisnya terlalu banyak. Buat dokumen untuk tiap unit di bawahnya.",
        )?,
    };
    draw_sums(sheet, laporan, look, end)
}

fn draw_score(sheet: &mut Worksheet, at: (RowNum, ColNum), score: Option<Score>, look: &Look) -> Drawn {
    match score {
        Some(score) => book::count(sheet, at, score.get().into(), &look.whole),
        None => {
            sheet.write_blank(at.0, at.1, &look.whole)?;
            Ok(())
        }
    }
}

/// In the place of the rows; returns where the sums begin.
fn note(sheet: &mut Worksheet, look: &Look, words: &str) -> Result<RowNum, rust_xlsxwriter::XlsxError> {
    text(sheet, FIRST, 0, words, &look.plain)?;
    Ok(FIRST + 1)
}

/// The lines under the scores, each made of the one above, down to the index.
fn draw_sums(sheet: &mut Worksheet, laporan: &LaporanPeriode, look: &Look, end: RowNum) -> Drawn {
    let unsur = &laporan.index.unsur;
    let last_col = UNSUR + columns(unsur.len()) - 1;
    let listed = matches!(laporan.scores, Scores::Rows(_));
    let codes: Vec<_> = unsur.iter().map(|nrr| nrr.code).collect();
    let weights = ikm::weights(&laporan.method, &codes).unwrap_or_default();
    let [sum, filled, nrr_row, weight_row, weighted] = [end, end + 1, end + 2, end + 3, end + 4];
    let labels = [
        "Jumlah nilai per unsur",
        "Jawaban terisi",
        "NRR per unsur",
        "Bobot",
        "NRR tertimbang per unsur",
    ];
    for (row, label) in (end..).zip(labels) {
        text(sheet, row, 0, label, &look.label)?;
    }
    for (col, (nrr, weight)) in (UNSUR..).zip(unsur.iter().zip(&weights)) {
        if listed {
            let range = format!("{}:{}", cell(FIRST, col), cell(end - 1, col));
            let sums = format!("=SUM({range})");
            formula(sheet, (sum, col), sums, nrr.sum.to_string(), &look.sum_whole)?;
            let counted = format!("=COUNT({range})");
            formula(sheet, (filled, col), counted, nrr.n.to_string(), &look.sum_whole)?;
        } else {
            book::count(sheet, (sum, col), nrr.sum, &look.sum_whole)?;
            book::count(sheet, (filled, col), nrr.n, &look.sum_whole)?;
        }
        let mean = format!("={}/{}", cell(sum, col), cell(filled, col));
        formula(
            sheet,
            (nrr_row, col),
            mean,
            nrr.nrr_3.to_string(),
            &look.sum_three,
        )?;
        draw_weight(sheet, (weight_row, col), *weight, look)?;
        let product = format!("={}*{}", cell(nrr_row, col), cell(weight_row, col));
        formula(sheet, (weighted, col), product, tertimbang(nrr), &look.sum_three)?;
    }
    let all = format!("{}:{}", cell(weighted, UNSUR), cell(weighted, last_col));
    let (total, ikm, mutu, kinerja) = (weighted + 1, weighted + 2, weighted + 3, weighted + 4);
    text(sheet, total, 0, "Jumlah NRR tertimbang", &look.label)?;
    let value = laporan.index.ikm;
    let quarter = ikm::Decimal::<4>::new(value.units().saturating_mul(4));
    formula(
        sheet,
        (total, UNSUR),
        format!("=SUM({all})"),
        quarter.to_string(),
        &look.sum_three,
    )?;
    text(sheet, ikm, 0, "IKM unit pelayanan", &look.label)?;
    let index = format!("={}", rounded(&format!("{}*25", cell(total, UNSUR)), 2));
    formula(sheet, (ikm, UNSUR), index, value.to_string(), &look.large)?;
    text(sheet, mutu, 0, "Mutu pelayanan", &look.label)?;
    let letter = letter_of(&cell(ikm, UNSUR), laporan.bands());
    formula(
        sheet,
        (mutu, UNSUR),
        letter,
        laporan.index.mutu.to_string(),
        &look.letter,
    )?;
    text(sheet, kinerja, 0, "Kinerja unit pelayanan", &look.label)?;
    let words = Mutu::ALL.map(|mutu| format!("\"{mutu}\",\"{}\"", mutu.kinerja()));
    let lookup = words.map(|pair| {
        let (letter, label) = pair.split_once(',').expect("a pair");
        (letter.to_owned(), label.to_owned())
    });
    let at = cell(mutu, UNSUR);
    let [a, b, c, d] = lookup;
    let choose = format!(
        "=IF({at}={},{},IF({at}={},{},IF({at}={},{},{})))",
        a.0, a.1, b.0, b.1, c.0, c.1, d.1
    );
    formula(
        sheet,
        (kinerja, UNSUR),
        choose,
        laporan.index.kinerja,
        &look.letter,
    )
}

fn tertimbang(nrr: &Nrr) -> String {
    nrr.tertimbang.to_string()
}

/// A weight as the method writes it: 1/9 is computed, 0,111 stands there.
fn draw_weight(sheet: &mut Worksheet, at: (RowNum, ColNum), weight: Weight, look: &Look) -> Drawn {
    let written = weight.to_string();
    let value = format!("={}/{}", weight.numerator(), weight.denominator());
    let shown = if written.contains('/') {
        three_places(weight)
    } else {
        written
    };
    formula(sheet, at, value, shown, &look.sum_three)
}

fn three_places(weight: Weight) -> String {
    let thousandths = u64::from(weight.numerator()) * 1000 / u64::from(weight.denominator());
    ikm::Thousandths::new(thousandths).to_string()
}

fn head(sheet: &mut Worksheet, laporan: &LaporanPeriode, look: &Look) -> Drawn {
    let title = "PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT PER RESPONDEN DAN PER UNSUR PELAYANAN";
    text(sheet, 0, 0, title, &look.title)?;
    if laporan.demo {
        text(sheet, 1, 0, "DATA CONTOH, bukan survei sungguhan", &look.sample)?;
    }
    let publication = &laporan.publication;
    let lines = [
        ("Unit pelayanan", laporan.unit.name.clone()),
        ("Alamat", laporan.letterhead.address.clone()),
        ("Telepon", laporan.letterhead.telephone.clone()),
        ("Periode", laporan.period_words()),
        (
            "Metode",
            format!("{} ({})", laporan.method.name(), laporan.method.id()),
        ),
        (
            "Terbitan",
            format!(
                "ke-{}, posisi {} dalam log, {}",
                publication.number,
                words::count(publication.position),
                words::moment(publication.recorded_at, laporan.unit.zone)
            ),
        ),
    ];
    for (row, (name, value)) in (2..).zip(lines) {
        text(sheet, row, 0, name, &look.plain)?;
        text(sheet, row, UNSUR, &value, &look.plain)?;
    }
    Ok(())
}

fn draw_legend(sheet: &mut Worksheet, laporan: &LaporanPeriode, look: &Look) -> Drawn {
    sheet.set_name("Keterangan")?;
    sheet.set_column_width(0, 24)?.set_column_width(1, 64)?;
    text(sheet, 0, 0, "Keterangan unsur", &look.title)?;
    let mut row = 1;
    for (at, nrr) in laporan.index.unsur.iter().enumerate() {
        text(sheet, row, 0, &LaporanPeriode::label(at), &look.label)?;
        text(sheet, row, 1, &laporan.unsur_name(nrr.code), &look.text)?;
        row += 1;
    }
    text(sheet, row + 1, 0, "Nilai mutu pelayanan", &look.title)?;
    row += 2;
    for (letter, from, to) in bands(laporan) {
        let words = format!("{letter} ({})", letter.kinerja());
        text(sheet, row, 0, &words, &look.label)?;
        text(
            sheet,
            row,
            1,
            &format!("{} \u{2013} {}", from.id_id(), to.id_id()),
            &look.text,
        )?;
        row += 1;
    }
    text(sheet, row + 1, 0, "Asal angka", &look.title)?;
    row += 2;
    for (name, value) in laporan.origin() {
        text(sheet, row, 0, name, &look.label)?;
        text(sheet, row, 1, &value, &look.text)?;
        row += 1;
    }
    let order = "Urutan baris diacak menurut isinya: tidak menunjukkan kapan, di mana dan oleh siapa nilai diberikan.";
    text(sheet, row + 1, 0, order, &look.plain)
}

/// Each letter with its lowest and highest index.
pub(crate) fn bands(laporan: &LaporanPeriode) -> Vec<(Mutu, ikm::Hundredths, ikm::Hundredths)> {
    let mut above = ikm::Hundredths::new(10_001);
    let band = |mutu: Mutu| {
        let from = laporan.bands().lowest(mutu);
        let to = ikm::Hundredths::new(above.units() - 1);
        above = from;
        (mutu, from, to)
    };
    Mutu::ALL.into_iter().map(band).collect()
}

fn columns(count: usize) -> ColNum {
    ColNum::try_from(count).expect("no instrument has so many unsur")
}

fn rows_of(count: usize) -> RowNum {
    RowNum::try_from(count).expect("fewer rows than a sheet has")
}
