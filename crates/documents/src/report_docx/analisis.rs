//! Chapter IV: what the lowest unsur are, what is done about them, what became of the last plan, and the trend.

use report::ChartWidth;

use super::paper::{Paper, number, words as text};
use crate::{Acted, LaporanPeriode, TindakLanjut, words};

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
    complaints(paper, &laporan.acted);
    paper.section("4.2 Rencana Tindak Lanjut");
    paper.text("Rencana tindak lanjut diputuskan dalam Forum Konsultasi Publik pada [tanggal].");
    if laporan.acted.follow_ups.is_empty() {
        let blank = |(_, name, _): &(ikm::UnsurCode, String, ikm::Hundredths)| TindakLanjut {
            unsur: name.clone(),
            program: "[program atau kegiatan]".into(),
            waktu: "[TW I-IV]".into(),
            penanggung_jawab: "[jabatan]".into(),
            kemajuan: String::new(),
        };
        follow_ups(paper, &lowest.iter().map(blank).collect::<Vec<_>>());
    } else {
        paper.lead(format!("Yang direncanakan, {}:", laporan.acted.as_of()));
        follow_ups(paper, &laporan.acted.follow_ups);
    }
    trend(paper, laporan);
}

fn complaints(paper: &mut Paper, acted: &Acted) {
    let as_of = acted.as_of();
    if acted.complaints.diterima() == 0 {
        paper.text(format!(
            "Tidak ada pengaduan yang tercatat pada periode ini, {as_of}."
        ));
        return;
    }
    paper.lead(format!(
        "Pengaduan yang diterima pada periode ini, tanpa isi dan identitas pengadunya, {as_of}:"
    ));
    let told = acted.complaints.told().into_iter();
    let rows: Vec<_> = told.map(|(name, value)| vec![name.into(), value]).collect();
    paper.table(&[text(50), text(50)], &["Pengaduan", "Jumlah"], &rows);
}

/// A table of follow-ups; how far they are has a column once there is something to tell.
pub(super) fn follow_ups(paper: &mut Paper, follow_ups: &[TindakLanjut]) {
    let progress = follow_ups.iter().any(|line| !line.kemajuan.is_empty());
    let row = |(follow_up, at): (&TindakLanjut, usize)| {
        let mut row = vec![
            at.to_string(),
            follow_up.unsur.clone(),
            follow_up.program.clone(),
            follow_up.waktu.clone(),
            follow_up.penanggung_jawab.clone(),
        ];
        row.extend(progress.then(|| follow_up.kemajuan.clone()));
        row
    };
    let rows: Vec<_> = follow_ups.iter().zip(1..).map(row).collect();
    let mut head = vec![
        "No.",
        "Prioritas unsur",
        "Program/kegiatan",
        "Waktu",
        "Penanggung jawab",
    ];
    let columns: &[_] = if progress {
        head.push("Kemajuan");
        &[text(8), text(18), text(22), text(11), text(18), text(23)]
    } else {
        &[text(8), text(25), text(33), text(14), text(20)]
    };
    paper.table(columns, &head, &rows);
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
