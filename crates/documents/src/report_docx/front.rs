//! The cover and the contents.

use super::paper::Paper;
use crate::LaporanPeriode;

/// Width of a logo on the cover: 3 cm in EMU.
const LOGO_EMU: u32 = 1_080_000;

pub(super) fn write(paper: &mut Paper, laporan: &LaporanPeriode) {
    if laporan.demo {
        paper.sample();
    }
    if let Some(logo) = &laporan.letterhead.logo {
        paper.picture(logo.png().to_vec(), logo.size_px(), LOGO_EMU, "Logo");
    }
    for _ in 0..4 {
        paper.centred("", 24, false);
    }
    paper.centred("LAPORAN PELAKSANAAN", 36, true);
    paper.centred("SURVEI KEPUASAN MASYARAKAT (SKM)", 36, true);
    paper.centred(laporan.period_words().to_uppercase(), 28, true);
    for _ in 0..3 {
        paper.centred("", 24, false);
    }
    paper.centred(laporan.unit.name.as_str(), 32, true);
    let publisher = laporan.letterhead.publisher.as_str();
    if let Some(parent) = &laporan.parent {
        paper.centred(parent.as_str(), 24, false);
    }
    if !laporan
        .parent
        .as_deref()
        .unwrap_or(&laporan.unit.name)
        .contains(publisher)
    {
        paper.centred(publisher, 24, false);
    }
    for line in [&laporan.letterhead.address, &laporan.letterhead.telephone] {
        if !line.is_empty() {
            paper.centred(line.as_str(), 20, false);
        }
    }
    paper.page_break();
    paper.centred("DAFTAR ISI", 28, true);
    paper.contents(&[
        "BAB I PENDAHULUAN",
        "BAB II PENGUMPULAN DATA",
        "BAB III HASIL PENGOLAHAN DATA SKM",
        "BAB IV ANALISIS HASIL SKM",
        "BAB V KESIMPULAN",
        "LAMPIRAN",
    ]);
}
