//! Whether an index has exactly the rows that the events call for, without looking one of them up.
//!
//! Each row is hashed with a key of this run and the hashes are added up, once along the index and once along
//! the events, in whatever order. Different rows have the same sum with a chance of 2^-64, and nobody can
//! look for such rows without the key.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    ops::AddAssign,
};

/// The key of one run.
pub(super) type Key = RandomState;

/// The sum over some rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    rows: u64,
    hashes: u64,
}

impl Sum {
    /// For the rows of an index that lead nowhere, as they name the position in their key.
    pub(super) const NOWHERE: u64 = 0;

    /// Adds a row: its key as it stands in the index, and the position that it leads to.
    pub(super) fn add(&mut self, key: &Key, row: &[u8], position: u64) {
        let mut hasher = key.build_hasher();
        hasher.write(row);
        hasher.write_u64(position);
        *self += Self {
            rows: 1,
            hashes: hasher.finish(),
        };
    }
}

impl AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.hashes = self.hashes.wrapping_add(other.hashes);
    }
}

/// The sums over the three indexes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) ids: Sum,
    pub(super) streams: Sum,
    pub(super) tags: Sum,
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.ids += other.ids;
        self.streams += other.streams;
        self.tags += other.tags;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(key: &Key, rows: &[(&[u8], u64)]) -> Sum {
        let mut sum = Sum::default();
        rows.iter()
            .for_each(|(row, position)| sum.add(key, row, *position));
        sum
    }

    #[test]
    fn the_same_rows_in_any_order_have_the_same_sum_and_others_have_not() {
        let key = Key::new();
        let rows: [(&[u8], u64); 3] = [(b"a", 1), (b"b", 2), (b"c", 3)];
        let expected = sum(&key, &rows);
        assert_eq!(sum(&key, &[rows[2], rows[0], rows[1]]), expected);
        for other in [
            &rows[..2],
            &[rows[0], rows[1], rows[2], rows[2]],
            &[rows[0], rows[1], (b"c", 4)],
            &[rows[0], rows[1], (b"d", 3)],
            &[rows[0], rows[0], rows[2]],
        ] {
            assert_ne!(sum(&key, other), expected, "{other:?}");
        }
        assert_ne!(sum(&Key::new(), &rows), expected, "another run has another key");
    }
}
