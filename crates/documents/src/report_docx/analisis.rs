//! Chapter IV: what the lowest unsur are, what is done about them, what became of the last plan, and the trend.

use report::ChartWidth;

use super::paper::{Paper, number, words as text};
use crate::{LaporanPeriode, Pengaduan, TindakLanjut, words};

pub(super) fn write(paper: &mut Paper, laporan: &LaporanPeriode) {
    paper.chapter("BAB IV ANALISIS HASIL SKM");
    paper.section("4.1 Analisis Permasalahan");
    let lowest = laporan.priorities();
    let named: Vec<_> = lowest
        .iter()
        .map(|(_, name, nrr)| format!("{name} ({})", nrr.id_id()))
        .collect();
    paper.text(format!(
        "Unsur dengan NRR terendah, dan karena itu prioritas perbaikan: {}.",
        named.join("; ")
    ));
    for (_, name, _) in &lowest {
        paper.point(format!(
            "{name}: [uraikan penyebabnya menurut masukan masyarakat dan pengamatan di lapangan]"
        ));
    }
    if !laporan.service_events.is_empty() {
        paper.text("Yang terjadi pada pelayanan selama periode ini:");
        for (on, kind, title) in &laporan.service_events {
            paper.point(format!("{}: {kind}, {title}", words::date(*on)));
        }
    }
    complaints(paper, &laporan.complaints);
    paper.section("4.2 Rencana Tindak Lanjut");
    paper.text("Rencana tindak lanjut diputuskan dalam Forum Konsultasi Publik pada [tanggal].");
    let planned = if laporan.follow_ups.is_empty() {
        let blank = |(_, name, _): &(ikm::UnsurCode, String, ikm::Hundredths)| TindakLanjut {
            unsur: name.clone(),
            program: "[program atau kegiatan]".into(),
            waktu: "[TW I-IV]".into(),
            penanggung_jawab: "[jabatan]".into(),
            kemajuan: String::new(),
        };
        follow_ups(&lowest.iter().map(blank).collect::<Vec<_>>(), false)
    } else {
        follow_ups(&laporan.follow_ups, false)
    };
    paper.table(
        &[text(8), text(25), text(33), text(14), text(20)],
        &[
            "No.",
            "Prioritas unsur",
            "Program/kegiatan",
            "Waktu",
            "Penanggung jawab",
        ],
        &planned,
    );
    trend(paper, laporan);
}

fn complaints(paper: &mut Paper, complaints: &Pengaduan) {
    if complaints.diterima() == 0 {
        paper.text("Tidak ada pengaduan yang tercatat pada periode ini.");
        return;
    }
    paper.text("Pengaduan yang diterima pada periode ini, tanpa isi dan identitas pengadunya:");
    let told = complaints.told().into_iter();
    let rows: Vec<_> = told.map(|(name, value)| vec![name.into(), value]).collect();
    paper.table(&[text(50), text(50)], &["Pengaduan", "Jumlah"], &rows);
}

/// Follow-ups as rows of a table, with how far they are or without.
pub(super) fn follow_ups(rows: &[TindakLanjut], progress: bool) -> Vec<Vec<String>> {
    let row = |(follow_up, at): (&TindakLanjut, usize)| {
        let mut row = vec![
            at.to_string(),
            follow_up.unsur.clone(),
            follow_up.program.clone(),
            follow_up.waktu.clone(),
            follow_up.penanggung_jawab.clone(),
        ];
        if progress {
            row.push(follow_up.kemajuan.clone());
        }
        row
    };
    rows.iter().zip(1..).map(row).collect()
}

fn trend(paper: &mut Paper, laporan: &LaporanPeriode) {
    paper.section("4.3 Tren Nilai SKM");
    let Some(chart) = laporan.trend_chart() else {
        paper
            .text("Ini terbitan pertama untuk periode sepanjang ini; tren tampak mulai terbitan berikutnya.");
        return;
    };
    let row = |entry: &crate::TrendEntry| {
        vec![
            words::period(entry.period),
            words::count(entry.n),
            entry.ikm.id_id(),
            format!("{} ({})", entry.mutu, entry.mutu.kinerja()),
        ]
    };
    let rows: Vec<_> = laporan.trend.iter().map(row).collect();
    paper.table(
        &[text(40), number(18), number(18), text(24)],
        &["Periode", "Responden", "IKM", "Mutu"],
        &rows,
    );
    paper.chart(&chart.svg(ChartWidth::Page), 720, &chart.title);
    paper.caption(chart.title);
}
