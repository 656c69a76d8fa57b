//! The laporan SKM: five chapters, signature and appendices, as offices edit it in a word processor and sign it.
//!
//! What the figures say is written; what only the office knows stands in square brackets, to be filled in.

mod paper;

mod front;

mod pendahuluan;
mod pengumpulan;

mod hasil;

mod analisis;
mod penutup;

mod lampiran;

use crate::LaporanPeriode;
use paper::Paper;

/// The report.
#[must_use]
pub fn report_docx(laporan: &LaporanPeriode) -> Vec<u8> {
    let mut paper = Paper::new(laporan);
    front::write(&mut paper, laporan);
    pendahuluan::write(&mut paper, laporan);
    pengumpulan::write(&mut paper, laporan);
    hasil::write(&mut paper, laporan);
    analisis::write(&mut paper, laporan);
    penutup::write(&mut paper, laporan);
    lampiran::write(&mut paper, laporan);
    paper.finish()
}
