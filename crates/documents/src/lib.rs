//! What an office hands in and publishes of a period: the score table and the recap as spreadsheets, the report to edit
//! and sign, the poster, open data. Pure: a [`LaporanPeriode`] in, bytes out.
//!
//! # Invariants
//! - Every document is drawn from the same figures, those of a publication; each names method, instrument, n, the
//!   position of the publication and the root of the log.
//! - The spreadsheet computes the index anew from the scores, by formulas, and gives the published figure.
//! - Scores stand in an order that they alone determine: nothing of when, how or by whom they were given.
//! - A cell of few people is withheld, with another where the rest would give it away.
//! - People read numbers with a comma, machines with a point. No text becomes a formula.
//! - The same input gives the same bytes. Made-up figures say DATA CONTOH.

pub mod limits;
pub mod words;

mod acting;
mod laporan;
mod profile;
mod scores;

mod picture;

mod data;
mod report_docx;
mod sheets;

mod bundle;
mod poster;

pub use acting::{Acted, Pengaduan, TindakLanjut};
pub use bundle::{Document, bundle};
pub use data::{PublishedRow, metadata, open_data, portal};
pub use laporan::{
    Announced, InstrumentFace, LaporanPeriode, Letterhead, Logo, Publication, Question, Target, TrendEntry,
};
pub use profile::{Cell, ProfileGroup};
pub use report_docx::report_docx;
pub use scores::{ScoreRow, ScoreRows, Scores};
pub use sheets::{RekapRow, pengolahan_xlsx, rekap_xlsx};
