//! How many respondents a survey should reach.

/// Sample size after Krejcie and Morgan for a population, rounded half up; never more than the population.
///
/// S = X²·N·P(1-P) / (d²·(N-1) + X²·P(1-P)) with X² = 3.841 (95 %, one degree of freedom), P = 0.5 and d = 0.05.
/// Multiplied by 4000 this is 3841·N / (10·N + 3831): integers only. It reproduces the table that
/// PermenPANRB 14/2017 prints, but for a row `100000: 384` seen in copies: the formula gives 382.6 there, thus
/// 383, and reaches 384 at one million, the population of the last row in the original table.
#[must_use]
pub fn sample_size(population: u64) -> u64 {
    let above = 3_841 * u128::from(population);
    let below = 10 * u128::from(population) + 3_831;
    let rounded = (2 * above + below) / (2 * below);
    u64::try_from(rounded).expect("at most 384")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_rows_are_reproduced() {
        let printed = [
            (10, 10),
            (50, 44),
            (100, 80),
            (200, 132),
            (500, 217),
            (1_000, 278),
            (2_000, 322),
            (5_000, 357),
            (10_000, 370),
            (75_000, 382),
            (1_000_000, 384),
        ];
        for (population, size) in printed {
            assert_eq!(sample_size(population), size, "population {population}");
        }
    }

    #[test]
    fn a_sample_never_exceeds_its_population_and_never_shrinks() {
        for population in 0..20_000 {
            let size = sample_size(population);
            assert!(
                size <= population && size <= sample_size(population + 1),
                "{population}"
            );
        }
        assert_eq!(sample_size(0), 0);
        assert_eq!(sample_size(u64::MAX), 384);
    }
}
