//! Figures to pictures, tables and CSV, and printed matter. Pure: values in, text or bytes out.
//!
//! # Invariants
//! - The same input gives the same bytes; no clock, no file, no font but the built-in ones of printed matter.
//! - Every chart has a name and its verdict in words, and gives the same numbers as a table and as CSV.
//! - Colour never stands alone: what differs in colour differs in shape.
//! - Figures arrive computed and rounded; nothing here changes a number.
//! - Made-up figures say DATA CONTOH.

mod theme;

mod svg;
mod table;

pub mod print;

mod bars;
mod known;
mod sparkline;
mod trend;

pub use bars::{Bar, Bars};
pub use known::Known;
pub use sparkline::sparkline;
pub use table::{Table, csv, is_formula};
pub use theme::ChartWidth;
pub use trend::{Limits, Reading, Trend, TrendEvent, TrendLegend, TrendPoint, is_flagged};
