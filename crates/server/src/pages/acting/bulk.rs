//! `/dasbor/daftar-unit`: units, services and surveys from one table.

use askama::Template;

use super::Typed;
use crate::pages::{Shell, asset};

/// Names of the fields that the form posts.
pub mod bulk_field {
    /// The table.
    pub const TABLE: &str = "tabel";
    /// `periksa` or `daftarkan`.
    pub const ACTION: &str = "langkah";
}

/// The form, and what came of the table that was sent.
#[derive(Debug, Template)]
#[template(path = "acting/bulk.html")]
pub struct BulkPage {
    /// The frame.
    pub shell: Shell,
    /// What was typed.
    pub typed: Typed,
    /// Problems: the line, and what to do about it.
    pub problems: Vec<(u64, String)>,
    /// "3 unit, 4 layanan, 3 survei; 1 sudah ada"; none before anything was sent, and with problems.
    pub plan: Option<String>,
    /// It was registered, not only checked.
    pub done: bool,
    /// Open surveys of all units, whose posters can be printed as one file; none if the site has no address.
    pub posters: Option<String>,
}
