//! What chance alone would do: the tails of two distributions. Floating point, for suspicion only; no figure that is
//! published depends on it.
#![expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "probabilities of counts far below 2^53"
)]

/// How likely `k` or more of `n` are, if each is so with probability `p` by itself.
pub(super) fn binomial_tail(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    let term = |j: u64| choose_ln(n, j) + j as f64 * p.ln() + (n - j) as f64 * (1.0 - p).ln_1p_safe();
    sum(k, n, term)
}

/// How likely `k` or more of `n` are, if each is so with a probability of which others told: of `of` others, `seen` were
/// so. The others count for at most `weight_max`, because days and devices differ for honest reasons, too.
pub(super) fn tail_beside(k: u64, n: u64, (seen, of): (u64, u64), weight_max: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    let scale = (weight_max / (of as f64).max(1.0)).min(1.0);
    let a = (seen as f64).mul_add(scale, 1.0);
    let b = ((of - seen) as f64).mul_add(scale, 1.0);
    let term = |j: u64| choose_ln(n, j) + beta_ln(a + j as f64, b + (n - j) as f64) - beta_ln(a, b);
    sum(k, n, term)
}

trait Ln {
    fn ln_1p_safe(self) -> f64;
}

impl Ln for f64 {
    fn ln_1p_safe(self) -> f64 {
        self.max(f64::MIN_POSITIVE).ln()
    }
}

/// Sums probabilities, given by their logarithms, from `k` to `n`.
fn sum(k: u64, n: u64, term: impl Fn(u64) -> f64) -> f64 {
    let total: f64 = (k..=n).map(|j| term(j).exp()).sum();
    total.min(1.0)
}

fn choose_ln(n: u64, k: u64) -> f64 {
    gamma_ln(n as f64 + 1.0) - gamma_ln(k as f64 + 1.0) - gamma_ln((n - k) as f64 + 1.0)
}

fn beta_ln(a: f64, b: f64) -> f64 {
    gamma_ln(a) + gamma_ln(b) - gamma_ln(a + b)
}

/// The logarithm of the gamma function, by Stirling's series from 7 on and by recurrence below.
fn gamma_ln(x: f64) -> f64 {
    let (mut x, mut below) = (x, 0.0);
    while x < 7.0 {
        below += x.ln();
        x += 1.0;
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
    (x - 0.5).mul_add(x.ln(), -x) + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - below
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() <= expected * 1e-9 + 1e-15
    }

    #[test]
    fn tails_are_those_of_the_tables() {
        // 1 - 0.5^10; the 11 ways to see 9 or more heads in 10; all of 20.
        assert!(near(binomial_tail(1, 10, 0.5), 1023.0 / 1024.0));
        assert!(near(binomial_tail(9, 10, 0.5), 11.0 / 1024.0));
        assert!(near(binomial_tail(20, 20, 0.1), 1e-20));
        assert!(near(binomial_tail(0, 10, 0.0), 1.0) && near(binomial_tail(1, 10, 0.0), 0.0));
    }

    #[test]
    fn without_others_every_count_is_as_likely() {
        // A flat prior: each of the 11 counts of 10 has probability 1/11.
        assert!(near(tail_beside(10, 10, (0, 0), 200.0), 1.0 / 11.0));
        assert!(near(tail_beside(1, 10, (0, 0), 200.0), 10.0 / 11.0));
    }

    #[test]
    fn others_beyond_their_weight_say_no_more() {
        let some = tail_beside(5, 10, (20, 200), 200.0);
        let many = tail_beside(5, 10, (2000, 20_000), 200.0);
        assert!(near(some, many), "{some} {many}");
        assert!(tail_beside(5, 10, (2000, 20_000), 20_000.0) < many);
    }
}
