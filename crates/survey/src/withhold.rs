//! Which parts of a whole are not shown, so that nobody's answer can be read off, nor be found by subtraction.

/// The parts to withhold: those of fewer people than `n_min`, and, while all that is withheld is fewer still, the
/// smallest of the others too; else the whole less the parts shown would tell it. Parts of nobody tell nothing.
#[must_use]
pub fn withheld(parts: &[u64], n_min: u64) -> Vec<bool> {
    withheld_beside(parts, 0, n_min)
}

/// The same where `unsaid` people of the whole belong to no part, because they did not say to which. Nothing is known of
/// them that others lack, so they need no cover; and whoever is withheld hides among them.
#[must_use]
pub fn withheld_beside(parts: &[u64], unsaid: u64, n_min: u64) -> Vec<bool> {
    let mut withheld: Vec<bool> = parts.iter().map(|n| (1..n_min).contains(n)).collect();
    if !withheld.contains(&true) {
        return withheld;
    }
    let mut hidden = unsaid + parts.iter().filter(|n| (1..n_min).contains(*n)).sum::<u64>();
    while hidden < n_min {
        let shown = parts
            .iter()
            .enumerate()
            .filter(|(at, n)| **n > 0 && !withheld[*at]);
        let Some((at, n)) = shown.min_by_key(|(_, n)| **n) else {
            break;
        };
        withheld[at] = true;
        hidden += n;
    }
    withheld
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_part_is_withheld_with_another_unless_several_hide_each_other() {
        assert_eq!(withheld(&[100, 50, 7], 5), [false, false, false]);
        assert_eq!(withheld(&[100, 50, 3], 5), [false, true, true]);
        assert_eq!(withheld(&[100, 3, 2], 5), [false, true, true]);
        assert_eq!(withheld(&[100, 0, 0], 5), [false, false, false]);
        assert_eq!(withheld(&[0, 3, 0], 5), [false, true, false]);
    }

    #[test]
    fn those_who_did_not_say_cover_others_and_need_no_cover() {
        assert_eq!(withheld_beside(&[60, 50], 3, 5), [false, false]);
        assert_eq!(withheld_beside(&[60, 2], 3, 5), [false, true]);
        assert_eq!(withheld_beside(&[60, 2], 2, 5), [true, true]);
    }
}
