//! Figures to pictures, tables and CSV. Pure: values in, text out.
//!
//! # Invariants
//! - The same input gives the same bytes; no clock, no font, no file.
//! - Every chart has a name and its verdict in words, and gives the same numbers as a table and as CSV.
//! - Colour never stands alone: what differs in colour differs in shape.
//! - Figures arrive computed and rounded; nothing here changes a number.
//! - Made-up figures say DATA CONTOH.

mod theme;

mod svg;
mod table;

mod bars;
mod sparkline;
mod trend;

pub use bars::{Bar, Bars};
pub use sparkline::sparkline;
pub use table::Table;
pub use theme::ChartWidth;
pub use trend::{Reading, Trend, TrendEvent, TrendLegend, TrendPoint};
