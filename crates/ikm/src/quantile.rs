//! How far from its mean an estimate may lie by chance: quantiles of Student's t, for one comparison or a family.
//!
//! Floating point, as in `interval`: an estimate, never a published figure. Only sums, products and quotients.

#![expect(clippy::float_arithmetic, reason = "an estimate, see above")]

/// How many comparisons are made side by side.
///
/// Of nine unsur one will differ "really" by chance alone in a third of all periods if each is held to 95 %. So each
/// of a family is held to more: the whole family errs in 5 % of cases (Bonferroni).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family(usize);

impl Family {
    /// One comparison for itself.
    pub const ONE: Self = Self(1);

    /// So many side by side.
    #[must_use]
    pub const fn of(count: usize) -> Self {
        Self(if count == 0 { 1 } else { count })
    }

    /// The quantile of the normal distribution at 1 - 0.025 / count. Tabled; between two entries the wider holds, and
    /// beyond the last the last.
    fn z(self) -> f64 {
        const TABLE: [(usize, f64); 12] = [
            (1, 1.959_964),
            (2, 2.241_403),
            (3, 2.393_980),
            (5, 2.575_829),
            (9, 2.772_921),
            (16, 2.955_167),
            (32, 3.162_818),
            (64, 3.359_354),
            (128, 3.546_338),
            (256, 3.725_004),
            (512, 3.896_343),
            (1024, 4.061_167),
        ];
        let found = TABLE.into_iter().find(|(count, _)| *count >= self.0);
        found.unwrap_or(TABLE[TABLE.len() - 1]).1
    }
}

/// The two-sided quantile of Student's t that a family is held to.
///
/// For one comparison tabled at one and two degrees of freedom; beyond them, and for families, the expansion of Cornish
/// and Fisher to the third order: for one within 1 % of the table at three degrees and 0.1 % from six on, for families
/// within 1 % from twenty-nine on. Judge families of thirty respondents and more.
pub(crate) fn student_t(degrees: u64, family: Family) -> f64 {
    if family == Family::ONE && degrees < 3 {
        return if degrees == 2 { 4.303 } else { 12.706 };
    }
    let z = family.z();
    #[expect(
        clippy::cast_precision_loss,
        reason = "far fewer respondents than a float keeps exact"
    )]
    let v = degrees.max(1) as f64;
    let z2 = z * z;
    let first = z * (z2 + 1.0) / 4.0;
    let second = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let third = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    z + first / v + second / (v * v) + third / (v * v * v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_the_printed_table() {
        let table = [
            (1, 12.706),
            (2, 4.303),
            (3, 3.182),
            (4, 2.776),
            (5, 2.571),
            (10, 2.228),
            (29, 2.045),
            (120, 1.980),
        ];
        for (degrees, printed) in table {
            let tolerance = if degrees < 6 { 0.01 } else { 0.001 };
            let off = (student_t(degrees, Family::ONE) / printed - 1.0).abs();
            assert!(off < tolerance, "{degrees} degrees: off by {off}");
        }
    }

    /// Five comparisons are each held to 99 %, whose quantiles are printed too.
    #[test]
    fn a_family_of_five_is_held_to_the_printed_99_percent() {
        for (degrees, printed) in [(29, 2.756), (40, 2.704), (60, 2.660), (120, 2.617)] {
            let off = (student_t(degrees, Family::of(5)) / printed - 1.0).abs();
            assert!(off < 0.001, "{degrees} degrees: off by {off}");
        }
    }

    #[test]
    fn the_more_comparisons_the_more_is_asked_of_each() {
        let asked: Vec<f64> = [0, 1, 2, 4, 9, 10, 300, 5_000]
            .map(|count| student_t(100, Family::of(count)))
            .to_vec();
        assert!(asked.windows(2).all(|pair| pair[0] <= pair[1]), "{asked:?}");
        assert!(asked[4] < asked[5]);
    }
}
