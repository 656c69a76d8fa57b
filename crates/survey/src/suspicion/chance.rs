//! What chance alone would do: the tails of three distributions. Floating point, for suspicion only; no figure that is
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

/// How likely a gamma variable of shape `a` and scale 1 is `x` or more: the tail of chi squared with `2a` degrees of
/// freedom at `2x`, and with a half and `z²/2` both tails of the normal distribution at `z`.
pub(super) fn gamma_tail(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let front = (a.mul_add(x.ln(), -x) - gamma_ln(a)).exp();
    let tail = if x < a + 1.0 {
        1.0 - front * below_series(a, x)
    } else {
        front * above_fraction(a, x)
    };
    tail.clamp(0.0, 1.0)
}

/// The series of the lower part: 1/a + x/(a(a+1)) + x²/(a(a+1)(a+2)) and so on; each term is smaller where it is used.
fn below_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut at) = (1.0 / a, 1.0 / a, a);
    while term > sum * f64::EPSILON {
        at += 1.0;
        term *= x / at;
        sum += term;
    }
    sum
}

/// The continued fraction of the upper part, from its tail inwards: deep enough from `a + 1` on.
fn above_fraction(a: f64, x: f64) -> f64 {
    const DEPTH: u32 = 300;
    let mut tail = 0.0;
    for step in (1..=DEPTH).rev() {
        let step = f64::from(step);
        tail = step * (step - a) / (x + 2.0 * step + 1.0 - a - tail);
    }
    1.0 / (x + 1.0 - a - tail)
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
    fn tails_of_normal_and_chi_squared_are_those_of_the_tables() {
        // Both tails of the normal distribution at 1, 1.959964, 5 and 10.
        for (z, expected) in [
            (1.0, 0.317_310_507_863),
            (1.959_963_984_54, 0.05),
            (5.0, 5.733_031_437_58e-7),
            (10.0, 1.523_970_604_83e-23),
        ] {
            let found = gamma_tail(0.5, f64::powi(z, 2) / 2.0);
            assert!((found / expected - 1.0).abs() < 1e-9, "{z}: {found}");
        }
        // With two degrees of freedom it is exponential; with four, (1 + x) e^-x.
        for x in [0.1_f64, 1.0, 3.0, 30.0] {
            assert!(near(gamma_tail(1.0, x), (-x).exp()), "{x}");
            assert!(near(gamma_tail(2.0, x), (1.0 + x) * (-x).exp()), "{x}");
        }
        assert!(near(gamma_tail(3.0, 0.0), 1.0));
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
