//! Chapter II: who asked whom, how, where, when, and how many had to answer.

use super::paper::{Paper, number, words as text};
use crate::{LaporanPeriode, words};

pub(super) fn write(paper: &mut Paper, laporan: &LaporanPeriode) {
    let unit = &laporan.unit.name;
    paper.chapter("BAB II PENGUMPULAN DATA");
    paper.section("2.1 Pelaksana");
    paper.text(format!(
        "Survei dilaksanakan oleh {unit}. [Sebutkan tim pelaksana dan keputusan pembentukannya.]"
    ));
    paper.section("2.2 Metode Pengumpulan Data");
    paper.text(format!(
        "Kuesioner {} memuat {} unsur pelayanan dengan empat pilihan jawaban, dan diisi sendiri oleh penerima layanan \
         tanpa nama, NIK atau nomor telepon. Jawaban masuk melalui:",
        laporan.instrument_words(),
        laporan.index.unsur.len()
    ));
    paper.table(
        &[text(70), number(30)],
        &["Saluran", "Responden"],
        &cells(&laporan.channels),
    );
    paper.text(format!(
        "Indeks dihitung dengan metode {} ({}): NRR tiap unsur adalah jumlah nilai dibagi jumlah jawaban terisi; NRR \
         tertimbang adalah NRR dikali bobotnya; IKM adalah jumlah NRR tertimbang dikali 25, dibulatkan sekali ke dua \
         desimal.",
        laporan.method.name(),
        laporan.method.id()
    ));
    paper.section("2.3 Lokasi Pengumpulan Data");
    paper.text(format!(
        "Survei dilakukan di lokasi pelayanan {unit} dan secara daring. Layanan yang dinilai:"
    ));
    paper.table(
        &[text(70), number(30)],
        &["Jenis layanan", "Responden"],
        &cells(&laporan.services),
    );
    paper.section("2.4 Waktu Pelaksanaan");
    let day = |month: survey::Month| jiff::civil::date(month.year(), month.month(), 1);
    paper.text(format!(
        "Jawaban dikumpulkan terus-menerus dari {} sampai {}. Hasilnya diterbitkan pada {}.",
        words::date(day(laporan.period.first())),
        words::date(day(laporan.period.last()).last_of_month()),
        words::moment(laporan.publication.recorded_at, laporan.unit.zone)
    ));
    paper.section("2.5 Penentuan Jumlah Responden");
    match laporan.target {
        Some(target) => paper.text(format!(
            "Populasi penerima layanan diperkirakan {} orang setahun. Menurut tabel Krejcie dan Morgan sampelnya {} \
             responden. Pada periode ini terkumpul {} responden yang dihitung{}.",
            words::count(target.population),
            words::count(target.sample),
            words::count(laporan.index.n),
            excluded(laporan)
        )),
        None => paper.text(format!(
            "Pada periode ini terkumpul {} responden yang dihitung{}. [Sebutkan perkiraan populasi penerima layanan dan \
             sampel menurut tabel Krejcie dan Morgan.]",
            words::count(laporan.index.n),
            excluded(laporan)
        )),
    }
}

fn excluded(laporan: &LaporanPeriode) -> String {
    match laporan.n_excluded {
        0 => String::new(),
        n => format!(
            "; {} dikeluarkan dengan alasan yang tercatat dan disetujui orang kedua",
            words::count(n)
        ),
    }
}

fn cells(group: &crate::ProfileGroup) -> Vec<Vec<String>> {
    group
        .told()
        .map(|(name, cell)| vec![name.clone(), cell.text()])
        .collect()
}
