//! Sheets of tickets: a one-time code on each, as a QR code and to be typed.
//!
//! Twenty-four to a sheet of A4, on the grid of common labels (70 by 37 mm), to be cut or peeled. What stands on a
//! ticket says nothing of the one beside it.

use crate::print::{
    face::Face,
    poster::sample_band,
    qr::QrTooLong,
    sheet::{Ink, Sheet, Style, mm},
};

const COLUMNS: i32 = 3;
const ROWS: i32 = 8;
/// Tickets on a sheet of A4.
pub const TICKETS_PER_SHEET: usize = 24;

const WIDE: i32 = mm(70);
const HIGH: i32 = mm(37);
/// Above and below the grid.
const EDGE: i32 = 500;

/// Tickets of one batch.
#[derive(Clone, Debug)]
pub struct Tickets {
    /// The unit that is asked about.
    pub unit: String,
    /// The service that is asked about, where it is one of several.
    pub service: Option<String>,
    /// The survey's code.
    pub survey: String,
    /// The batch's number, for whoever keeps the stack.
    pub batch: String,
    /// Where a code is typed in, as people type it.
    pub typing: String,
    /// Each code as people read it, in groups of four, and its address as the QR code holds it.
    pub codes: Vec<(String, String)>,
    /// The survey is a demonstration.
    pub demo: bool,
}

const CODE: Style = Style::new(Face::Strong, 4_500, Ink::Black);
const UNIT: Style = Style::new(Face::Strong, 2_500, Ink::Accent);
const SERVICE: Style = Style::new(Face::Text, 2_500, Ink::Text);
const SMALL: Style = Style::new(Face::Text, 2_150, Ink::Muted);

impl Tickets {
    /// The sheets, in the order of the codes.
    ///
    /// # Errors
    /// If an address is too long for a QR code.
    pub fn sheets(&self) -> Result<Vec<Sheet>, QrTooLong> {
        let pages = self.codes.chunks(TICKETS_PER_SHEET);
        let count = pages.len();
        let sheet = |(at, codes): (usize, &[(String, String)])| {
            let title = format!(
                "Kode sekali pakai {}, lembar {} dari {count}",
                self.survey,
                at + 1
            );
            self.sheet(title, codes)
        };
        pages.enumerate().map(sheet).collect()
    }

    fn sheet(&self, title: String, codes: &[(String, String)]) -> Result<Sheet, QrTooLong> {
        let mut page = Sheet::new(mm(210), mm(297), title);
        for (at, (code, address)) in (0..).zip(codes) {
            let corner = (at % COLUMNS * WIDE, EDGE + at / COLUMNS * HIGH);
            self.ticket(&mut page, corner, code, address)?;
        }
        for column in 1..COLUMNS {
            let x = column * WIDE;
            page.dash(Ink::Line, 150, 1_000, (x, 0), (x, mm(297)));
        }
        for row in 1..ROWS {
            let y = EDGE + row * HIGH;
            page.dash(Ink::Line, 150, 1_000, (0, y), (mm(210), y));
        }
        if self.demo {
            sample_band(&mut page, mm(4));
        }
        Ok(page)
    }

    /// Kept six millimetres from the ticket's edges, where printers do not reach and cuts go astray.
    fn ticket(
        &self,
        page: &mut Sheet,
        corner: (i32, i32),
        code: &str,
        address: &str,
    ) -> Result<(), QrTooLong> {
        let (left, top) = (corner.0 + mm(5), corner.1 + mm(5));
        let symbol = page.symbol((left, top), address, mm(27))?;
        let column = left + symbol + mm(2);
        let wide = corner.0 + WIDE - mm(5) - column;
        let unit = UNIT.wrapped(&self.unit, wide);
        let unit_lines = if self.service.is_some() { 1 } else { 2 };
        let unit = shortened(unit, unit_lines);
        let mut y = page.write_lines((column, top + mm(3)), UNIT, mm(3), &unit);
        if let Some(service) = &self.service {
            let service = shortened(SERVICE.wrapped(service, wide), 1).concat();
            page.write((column, y), SERVICE.within(&service, wide), service);
            y += mm(3);
        }
        y = y.max(top + mm(9)) + mm(3);
        for half in halves(code) {
            page.write((column, y), CODE.within(&half, wide), half);
            y += 5_400;
        }
        let typing = format!("Ketik di {}", self.typing);
        page.write((column, top + mm(22)), SMALL.within(&typing, wide), typing);
        let what = "Satu kode, satu jawaban";
        page.write((column, top + mm(25)), SMALL.within(what, wide), what);
        let batch = Style::new(Face::Text, 1_700, Ink::Muted);
        let number = format!("{} · {}", self.survey, self.batch);
        let batch = batch.within(&number, wide);
        page.write((column, top + mm(28)), batch, number);
        Ok(())
    }
}

/// The code in two lines of two groups.
fn halves(code: &str) -> Vec<String> {
    let groups: Vec<_> = code.split('-').collect();
    groups.chunks(2).map(|pair| pair.join(" ")).collect()
}

/// The first lines of some, the last cut where there were more.
fn shortened(mut lines: Vec<String>, lines_max: usize) -> Vec<String> {
    if lines.len() > lines_max {
        lines.truncate(lines_max);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}
