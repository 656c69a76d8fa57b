//! The appendices: what was asked, the figures with their origin, where they were made known, what became of the last
//! plan.

use super::{
    analisis::follow_ups,
    paper::{Paper, number, words as text},
};
use crate::{LaporanPeriode, words};

pub(super) fn write(paper: &mut Paper, laporan: &LaporanPeriode) {
    paper.chapter("LAMPIRAN");
    paper.section("1. Kuesioner");
    let row = |(question, at): (&crate::Question, usize)| {
        let answers = question
            .labels
            .iter()
            .zip(1..)
            .map(|(label, score)| format!("{score} {label}"));
        vec![
            LaporanPeriode::label(at),
            question.text.clone(),
            answers.collect::<Vec<_>>().join("; "),
        ]
    };
    let questions: Vec<_> = laporan.instrument.questions.iter().zip(0..).map(row).collect();
    paper.table(
        &[text(8), text(46), text(46)],
        &["No.", "Pertanyaan", "Jawaban"],
        &questions,
    );
    paper.caption(format!("Instrumen {}", laporan.instrument_words()));
    paper.section("2. Hasil Olah Data");
    let row = |(nrr, at): (&ikm::Nrr, usize)| {
        vec![
            LaporanPeriode::label(at),
            laporan.unsur_name(nrr.code),
            words::count(nrr.sum),
            words::count(nrr.n),
            nrr.nrr_3.id_id(),
            nrr.tertimbang.id_id(),
        ]
    };
    let rows: Vec<_> = laporan.index.unsur.iter().zip(0..).map(row).collect();
    paper.table(
        &[text(8), text(38), number(13), number(11), number(11), number(19)],
        &["No.", "Unsur", "Jumlah nilai", "Terisi", "NRR", "NRR tertimbang"],
        &rows,
    );
    paper.text("Nilai per responden ada dalam berkas pengolahan.xlsx, yang menghitung indeks ini kembali dengan rumus.");
    let origin: Vec<_> = laporan
        .origin()
        .into_iter()
        .map(|(name, value)| vec![name.into(), value])
        .collect();
    paper.table(&[text(32), text(68)], &["Asal angka", ""], &origin);
    paper.section("3. Dokumentasi dan Publikasi");
    announced(paper, laporan);
    paper.section("4. Tindak Lanjut Periode Sebelumnya");
    let previous = &laporan.acted.previous_follow_ups;
    if previous.is_empty() {
        paper.text("[Laporan tindak lanjut atas hasil survei periode sebelumnya.]");
    } else {
        paper.lead(format!("Yang sudah dikerjakan, {}:", laporan.acted.as_of()));
        follow_ups(paper, previous);
    }
}

/// Where the results were made known; what only the office has is left to it.
fn announced(paper: &mut Paper, laporan: &LaporanPeriode) {
    let announced = &laporan.acted.announced;
    if !announced.is_empty() {
        paper.lead(format!("Publikasi hasil, {}:", laporan.acted.as_of()));
        let row = |announced: &crate::Announced| {
            vec![
                words::period(announced.period),
                words::date(announced.on),
                announced.medium.clone(),
                announced.proof.clone(),
            ]
        };
        let rows: Vec<_> = announced.iter().map(row).collect();
        paper.table(
            &[text(20), text(18), text(20), text(42)],
            &["Hasil", "Tanggal", "Media", "Bukti"],
            &rows,
        );
    }
    paper.text("[Foto pelaksanaan.]");
    if announced
        .iter()
        .all(|announced| announced.period != laporan.period)
    {
        paper.text("[Tempat publikasi hasil periode ini dengan buktinya.]");
    }
}
