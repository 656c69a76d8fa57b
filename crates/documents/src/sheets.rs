//! Spreadsheets: figures that compute themselves, for whoever wants to see how they come about.

mod book;
mod pengolahan;
mod rekap;

pub(crate) use pengolahan::bands;
pub use pengolahan::pengolahan_xlsx;
pub use rekap::{RekapRow, rekap_xlsx};
