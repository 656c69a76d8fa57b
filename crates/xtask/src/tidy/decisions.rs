//! Decisions are numbered from 0001 without gaps, so that each can be cited for ever.

use super::Finding;

const FOLDER: &str = "docs/decisions/";

/// Checks the names of the decisions among `paths`.
pub(crate) fn check<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut numbers: Vec<(usize, &str)> = Vec::new();
    for path in paths.filter(|path| path.starts_with(FOLDER)) {
        match number(&path[FOLDER.len()..]) {
            Some(number) => numbers.push((number, path)),
            None => findings.push(Finding::new(
                path,
                "is not named NNNN-words.md",
                "give it the next number",
            )),
        }
    }
    numbers.sort_unstable();
    for (expected, (number, path)) in (1..).zip(&numbers) {
        if *number != expected {
            findings.push(Finding::new(
                *path,
                &format!("stands where decision {expected:04} is expected"),
                "number decisions from 0001, each once, without gaps",
            ));
            break;
        }
    }
    findings
}

fn number(name: &str) -> Option<usize> {
    let (digits, rest) = name.split_at_checked(4)?;
    let words = rest.strip_prefix('-')?.strip_suffix(".md")?;
    let plain = !words.is_empty()
        && words
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if plain && digits.chars().all(|c| c.is_ascii_digit()) {
        digits.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(names: &[&str]) -> Vec<String> {
        let paths: Vec<String> = names.iter().map(|name| format!("{FOLDER}{name}")).collect();
        check(paths.iter().map(String::as_str))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn decisions_in_any_order_of_listing_pass() {
        assert!(said(&["0002-b.md", "0001-a-word.md"]).is_empty());
        assert!(check(["docs/style.md"].into_iter()).is_empty());
    }

    #[test]
    fn a_gap_is_named() {
        assert!(said(&["0001-a.md", "0003-c.md"])[0].contains("0003-c.md: stands where decision 0002"));
    }

    #[test]
    fn a_number_used_twice_is_named() {
        assert!(said(&["0001-a.md", "0001-b.md"])[0].contains("0001-b.md: stands where decision 0002"));
    }

    #[test]
    fn a_name_of_another_shape_is_named() {
        for name in [
            "1-a.md",
            "0001.md",
            "0001-.md",
            "0001-A.md",
            "0001-a.txt",
            "notes.md",
            "000é-a.md",
        ] {
            assert!(said(&[name])[0].contains("is not named"), "{name}");
        }
    }
}
