//! Every limit of documents, in one place.

/// Fewest people of a cell that a document tells of: documents leave the house, so the public minimum.
pub const CELL_N_MIN: u64 = 10;
/// Fewest respondents whose scores are listed one by one.
pub const SCORE_ROWS_MIN: usize = 5;
/// Most respondents whose scores are listed one by one; a spreadsheet ends at a million rows, and an office's program
/// long before.
pub const SCORE_ROWS_MAX: usize = 50_000;
/// Most periods before the one reported that a report shows.
pub const TREND_ENTRIES_MAX: usize = 12;
/// Unsur that a follow-up is proposed for: the regulation's reports name three or four.
pub const PRIORITIES: usize = 3;
/// Pixels for each pixel of a chart: sharp on paper.
pub const CHART_SCALE: u16 = 3;
/// Width of the poster as a picture, in pixels: A4 at 150 dots an inch.
pub const POSTER_PX: u32 = 1240;
/// White around a chart in the report, in pixels of a drawing.
pub const CHART_MARGIN_PX: u32 = 14;
/// Most rows of a table that stays on one page.
pub const ROWS_KEPT_TOGETHER: usize = 12;
