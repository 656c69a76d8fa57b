//! Chapter I: why, on what grounds, to what end.

use super::paper::Paper;
use crate::LaporanPeriode;

pub(super) fn write(paper: &mut Paper, laporan: &LaporanPeriode) {
    let unit = &laporan.unit.name;
    paper.chapter("BAB I PENDAHULUAN");
    paper.section("1.1 Latar Belakang");
    paper.text(format!(
        "Pelayanan publik yang baik diukur dari penilaian masyarakat yang menerimanya. {unit} menyelenggarakan Survei \
         Kepuasan Masyarakat (SKM) untuk mengetahui mutu pelayanannya, menemukan unsur yang paling perlu diperbaiki, dan \
         mempertanggungjawabkan hasilnya kepada masyarakat."
    ));
    paper.section("1.2 Dasar Pelaksanaan");
    for basis in [
        "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik.",
        "Peraturan Pemerintah Nomor 96 Tahun 2012 tentang Pelaksanaan Undang-Undang Nomor 25 Tahun 2009.",
        "Peraturan Menteri PANRB Nomor 14 Tahun 2017 tentang Pedoman Penyusunan Survei Kepuasan Masyarakat Unit \
         Penyelenggara Pelayanan Publik.",
        "[Peraturan dan keputusan daerah, bila ada.]",
    ] {
        paper.point(basis);
    }
    paper.section("1.3 Maksud dan Tujuan");
    paper.text("Maksud survei ini adalah mengukur kepuasan masyarakat secara berkala. Tujuannya:");
    for aim in [
        "mengetahui Indeks Kepuasan Masyarakat (IKM) unit pelayanan dan tiap unsurnya;",
        "mengetahui kekuatan dan kelemahan tiap unsur pelayanan;",
        "menyusun tindak lanjut perbaikan dan memantau pelaksanaannya;",
        "menjadi umpan balik dan bahan pertanggungjawaban kepada masyarakat.",
    ] {
        paper.point(aim);
    }
}
