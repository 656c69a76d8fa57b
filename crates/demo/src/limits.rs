//! Every limit of a demo, in one place.

/// Fewest units: the kabupaten and one office that people go to.
pub const UNITS_MIN: usize = 2;
/// Most units: more than the largest kabupaten has in one instance would only take time.
pub const UNITS_MAX: usize = 300;
/// Most months.
pub const MONTHS_MAX: u16 = 60;
/// Most responses.
pub const RESPONSES_MAX: u64 = 5_000_000;
