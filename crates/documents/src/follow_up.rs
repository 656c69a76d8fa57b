//! What an office promised and did, and what people complained of, as rows of a report.

/// One line of the rencana tindak lanjut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TindakLanjut {
    /// The unsur it is about, as people read it.
    pub unsur: String,
    /// Program or kegiatan.
    pub program: String,
    /// When, for example `TW IV 2026`.
    pub waktu: String,
    /// Who answers for it.
    pub penanggung_jawab: String,
    /// How far it is, for example `Selesai 100 %, 12 Oktober 2026`; empty while it is only planned.
    pub kemajuan: String,
}

/// Complaints of one kind in the period: numbers only, no text of any complainant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pengaduan {
    /// Where they came in, for example `SP4N-LAPOR!`.
    pub saluran: String,
    /// How many were received.
    pub diterima: u64,
    /// How many of them are closed.
    pub selesai: u64,
}
