//! What all spreadsheets share: how cells look, and that no text becomes a formula.

use ikm::{Bands, Decimal, Mutu};
use jiff::civil::Date;
use report::is_formula;
use rust_xlsxwriter::{
    ColNum, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, RowNum, Workbook,
    Worksheet, XlsxError,
};

pub(super) type Drawn = Result<(), XlsxError>;

const ACCENT: u32 = 0x0B_4F6C;
const SAMPLE: u32 = 0xFF_E07A;
const LINE: u32 = 0xB8_BEC4;
const SHADE: u32 = 0xEE_F3F6;

/// Formats. Numbers carry the Indonesian locale, so that a program that honours it writes them with a comma.
pub(super) struct Look {
    pub(super) title: Format,
    pub(super) head: Format,
    pub(super) text: Format,
    pub(super) whole: Format,
    pub(super) two: Format,
    pub(super) label: Format,
    pub(super) sum_whole: Format,
    pub(super) sum_two: Format,
    pub(super) sum_three: Format,
    pub(super) large: Format,
    pub(super) letter: Format,
    pub(super) plain: Format,
    pub(super) sample: Format,
}

impl Look {
    pub(super) fn new() -> Self {
        let cell = || {
            Format::new()
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE)
        };
        let number = |places: &str| cell().set_num_format(format!("[$-421]{places}"));
        let sum = |places: &str| number(places).set_bold().set_background_color(SHADE);
        Self {
            title: Format::new().set_bold().set_font_size(13).set_font_color(ACCENT),
            head: cell()
                .set_bold()
                .set_background_color(ACCENT)
                .set_font_color(0xFF_FFFF)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            text: cell(),
            whole: number("0"),
            two: number("0.00"),
            label: cell().set_bold().set_background_color(SHADE),
            sum_whole: sum("0"),
            sum_two: sum("0.00"),
            sum_three: sum("0.000"),
            large: sum("0.00").set_font_size(16).set_font_color(ACCENT),
            letter: sum("@").set_align(FormatAlign::Center),
            plain: Format::new(),
            sample: Format::new().set_bold().set_background_color(SAMPLE),
        }
    }
}

/// A new workbook, dated by what it tells of, so that the same figures give the same bytes.
pub(super) fn workbook(title: &str, on: Date) -> Workbook {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(title);
    let day = |date: Date| {
        let (year, month, day) = (date.year(), date.month(), date.day());
        ExcelDateTime::from_ymd(
            u16::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
        .ok()
    };
    if let Some(day) = day(on) {
        properties = properties.set_creation_datetime(&day);
    }
    book.set_properties(&properties);
    book
}

/// Writes a text, never a formula: also not once somebody edits the cell, or saves it as CSV and opens that.
pub(super) fn text(sheet: &mut Worksheet, row: RowNum, col: ColNum, text: &str, format: &Format) -> Drawn {
    if is_formula(text) {
        let quoted = format.clone().set_quote_prefix();
        sheet.write_string_with_format(row, col, text, &quoted)?;
    } else {
        sheet.write_string_with_format(row, col, text, format)?;
    }
    Ok(())
}

/// Writes a formula with the value that it has, for programs that show and do not compute.
pub(super) fn formula(
    sheet: &mut Worksheet,
    (row, col): (RowNum, ColNum),
    formula: String,
    value: impl Into<String>,
    format: &Format,
) -> Drawn {
    let formula = Formula::new(formula).set_result(value);
    sheet.write_formula_with_format(row, col, formula, format)?;
    Ok(())
}

/// Writes a published figure: a constant of the document.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a spreadsheet knows no other numbers; a figure has far fewer digits than f64 holds"
)]
pub(super) fn figure<const PLACES: usize>(
    sheet: &mut Worksheet,
    (row, col): (RowNum, ColNum),
    figure: Decimal<PLACES>,
    format: &Format,
) -> Drawn {
    let value = figure.units() as f64 / Decimal::<PLACES>::ONE as f64;
    sheet.write_number_with_format(row, col, value, format)?;
    Ok(())
}

/// Writes how many.
#[expect(clippy::cast_precision_loss, reason = "counts of people")]
pub(super) fn count(sheet: &mut Worksheet, (row, col): (RowNum, ColNum), n: u64, format: &Format) -> Drawn {
    sheet.write_number_with_format(row, col, n as f64, format)?;
    Ok(())
}

/// The formula that gives a letter to the index in a cell.
pub(super) fn letter_of(cell: &str, bands: &Bands) -> String {
    let lowest = |mutu| bands.lowest(mutu);
    format!(
        "=IF({cell}>={},\"A\",IF({cell}>={},\"B\",IF({cell}>={},\"C\",\"D\")))",
        lowest(Mutu::A),
        lowest(Mutu::B),
        lowest(Mutu::C)
    )
}

/// The formula that rounds half up to so many places. The inner rounding takes back what binary numbers add to a tie.
pub(super) fn rounded(formula: &str, places: u8) -> String {
    format!("ROUND(ROUND({formula},10),{places})")
}

/// A column's letters, and a cell's name.
pub(super) fn cell(row: RowNum, col: ColNum) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(row, col)
}

/// Saves a workbook to memory.
pub(super) fn saved(mut book: Workbook) -> Vec<u8> {
    book.save_to_buffer()
        .expect("memory takes every sheet whose names and sizes are ours")
}
