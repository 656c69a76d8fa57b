//! What tiles and bundles have in common: which one of a row, how wide, and how that is written in a path.

use std::fmt;

use crate::limits::TILE_WIDTH;
use crate::text;

/// `<N>[.p/<W>]`: which run of 256 items, and how many of them there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    index: u64,
    /// From 1 to [`TILE_WIDTH`].
    width: u16,
}

impl Place {
    /// Run `index` among so many items in all; `None` if it would be empty.
    pub(super) fn among(items: u64, index: u64) -> Option<Place> {
        let first = index.checked_mul(u64::from(TILE_WIDTH))?;
        let there = items.checked_sub(first)?.min(u64::from(TILE_WIDTH));
        let width = u16::try_from(there).ok()?;
        (width > 0).then_some(Place { index, width })
    }

    /// Every run among so many items in all.
    pub(super) fn all_among(items: u64) -> impl Iterator<Item = Place> {
        (0..items.div_ceil(u64::from(TILE_WIDTH))).filter_map(move |index| Place::among(items, index))
    }

    pub(super) const fn index(&self) -> u64 {
        self.index
    }

    pub(super) const fn width(&self) -> u16 {
        self.width
    }

    /// The first item of the run.
    pub(super) const fn first(&self) -> u64 {
        self.index * TILE_WIDTH as u64
    }

    /// One behind the last item of the run.
    pub(super) const fn end(&self) -> u64 {
        self.first() + self.width as u64
    }

    /// Reads the end of a path. The run must end before 2^64.
    pub(super) fn from_path(path: &str) -> Option<Place> {
        let (index, width) = match path.split_once(".p/") {
            Some((index, width)) => (index, text::decimal(width)?),
            None => (path, u64::from(TILE_WIDTH)),
        };
        let partial = index.len() < path.len();
        if width == 0 || (partial && width >= u64::from(TILE_WIDTH)) {
            return None;
        }
        let index = index_from_path(index)?;
        let end = index.checked_mul(u64::from(TILE_WIDTH))?.checked_add(width)?;
        Place::among(end, index)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.index.to_string();
        let padded = format!("{digits:0>width$}", width = digits.len().next_multiple_of(3));
        for (at, digit) in padded.char_indices() {
            let groups_after = (padded.len() - at) / 3;
            if at % 3 == 0 {
                f.write_str(if at > 0 { "/" } else { "" })?;
                f.write_str(if groups_after > 1 { "x" } else { "" })?;
            }
            write!(f, "{digit}")?;
        }
        match self.width {
            TILE_WIDTH => Ok(()),
            width => write!(f, ".p/{width}"),
        }
    }
}

/// Reads `x001/x234/067`. The first group says something, or is the only one.
fn index_from_path(path: &str) -> Option<u64> {
    let groups: Vec<&str> = path.split('/').collect();
    let (last, before) = groups.split_last()?;
    let mut index: u64 = 0;
    for (at, group) in before.iter().enumerate() {
        let group = three_digits(group.strip_prefix('x')?)?;
        if at == 0 && group == 0 {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(group)?;
    }
    index.checked_mul(1000)?.checked_add(three_digits(last)?)
}

fn three_digits(text: &str) -> Option<u64> {
    let digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
