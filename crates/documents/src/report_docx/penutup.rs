//! Chapter V: what follows, and who signs it.

use super::paper::Paper;
use crate::{LaporanPeriode, words};

pub(super) fn write(paper: &mut Paper, laporan: &LaporanPeriode) {
    let index = &laporan.index;
    paper.chapter("BAB V KESIMPULAN");
    paper.text(format!(
        "Pada {} masyarakat menilai pelayanan {} dengan IKM {}, mutu {} ({}), dari {} responden.",
        laporan.period_words(),
        laporan.unit.name,
        index.ikm.id_id(),
        index.mutu,
        index.kinerja,
        words::count(index.n)
    ));
    if let [.., before, now] = laporan.trend.as_slice() {
        let (sign, moved) = if now.ikm >= before.ikm {
            ("naik", now.ikm.units() - before.ikm.units())
        } else {
            ("turun", before.ikm.units() - now.ikm.units())
        };
        let moved = ikm::Hundredths::new(moved).id_id();
        paper.text(format!(
            "Dibanding {} ({}), nilainya {sign} {moved}. Selisih sekecil selang kepercayaannya dapat terjadi karena \
             kebetulan saja.",
            words::period(before.period),
            before.ikm.id_id()
        ));
    }
    let lowest: Vec<_> = laporan
        .priorities()
        .into_iter()
        .map(|(_, name, _)| name)
        .collect();
    paper.text(format!("Perbaikan diutamakan pada unsur {}.", lowest.join(", ")));
    let published = laporan
        .unit
        .zone
        .wall_clock(laporan.publication.recorded_at)
        .date();
    paper.text("");
    paper.text(format!("[Tempat], {}", words::date(published)));
    paper.text(format!("Kepala {}", laporan.unit.name));
    paper.text("");
    paper.text("");
    paper.text("[Nama]");
    paper.text("NIP [ ]");
}
