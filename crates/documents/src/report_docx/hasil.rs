//! Chapter III: who answered, and the index of the unit and of each unsur.

use report::ChartWidth;

use super::paper::{Paper, number, words as text};
use crate::{LaporanPeriode, limits::CELL_N_MIN, words};

pub(super) fn write(paper: &mut Paper, laporan: &LaporanPeriode) {
    paper.chapter("BAB III HASIL PENGOLAHAN DATA SKM");
    paper.section("3.1 Jumlah Responden");
    paper.text(format!(
        "Responden berjumlah {} orang. Angka dari kurang dari {CELL_N_MIN} orang ditahan, bersama angka lain yang dapat \
         membukanya, agar tidak seorang pun dapat dikenali.",
        words::count(laporan.index.n)
    ));
    for group in &laporan.profile {
        let rows: Vec<_> = group
            .told()
            .map(|(name, cell)| vec![name.clone(), cell.text()])
            .collect();
        paper.table(&[text(70), number(30)], &[&group.name, "Responden"], &rows);
    }
    paper.section("3.2 Indeks Kepuasan Masyarakat");
    let index = &laporan.index;
    paper.text(format!(
        "IKM {} pada {} adalah {}, mutu {} ({}).{}",
        laporan.unit.name,
        laporan.period_words(),
        index.ikm.id_id(),
        index.mutu,
        index.kinerja,
        laporan.interval.map_or_else(String::new, |interval| format!(
            " Selang kepercayaan 95 persennya {} sampai {}.",
            interval.low.id_id(),
            interval.high.id_id()
        ))
    ));
    paper.table(
        &[text(8), text(42), number(14), number(12), number(14), text(10)],
        &["No.", "Unsur pelayanan", "Jawaban", "NRR", "Nilai (x 25)", "Mutu"],
        &unsur_rows(laporan),
    );
    let bars = laporan.bars();
    paper.chart(
        &bars.svg(ChartWidth::Page),
        720,
        &format!("{}. {}", bars.title, bars.summary()),
    );
    paper.caption(format!("{}. Segitiga menandai unsur terendah.", bars.title));
    paper.section("3.3 Kategori Mutu Pelayanan");
    let band = |(mutu, from, to): (ikm::Mutu, ikm::Hundredths, ikm::Hundredths)| {
        vec![
            mutu.to_string(),
            format!("{} \u{2013} {}", from.id_id(), to.id_id()),
            mutu.kinerja().into(),
        ]
    };
    let bands: Vec<_> = crate::sheets::bands(laporan).into_iter().map(band).collect();
    paper.table(
        &[text(15), text(45), text(40)],
        &["Mutu", "Nilai interval konversi", "Kinerja unit"],
        &bands,
    );
}

fn unsur_rows(laporan: &LaporanPeriode) -> Vec<Vec<String>> {
    let row = |(nrr, at): (&ikm::Nrr, usize)| {
        vec![
            LaporanPeriode::label(at),
            laporan.unsur_name(nrr.code),
            words::count(nrr.n),
            nrr.nrr.id_id(),
            nrr.value().id_id(),
            laporan.bands().classify(nrr.value()).to_string(),
        ]
    };
    laporan.index.unsur.iter().zip(0..).map(row).collect()
}
