//! What must, and what must not, stand in a file's text.

use super::{Finding, SourceFile};

/// Written in halves, so that this file does not find itself.
const MACHINE_PATHS: &[&str] = &[
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/wo", "rk/"),
    concat!("/tmp/bash", "_jobs"),
];

/// Words that mark work as unfinished or a test as switched off.
const UNFINISHED: &[&str] = &[
    concat!("to", "do!"),
    concat!("unimple", "mented!"),
    concat!("#[ig", "nore"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("TO", "DO"),
];

/// Where unfinished work can hide: what runs. Scripts have no extension.
const SOURCE: &[&str] = &["rs", "js", "mjs", "css", "html", "svg", "toml", "sh", ""];

/// Where a space at the end of a line is nobody's data.
const TRIMMED: &[&str] = &[
    "rs", "js", "mjs", "css", "html", "svg", "toml", "sh", "", "md", "json", "yml",
];

/// Checks one file.
pub(crate) fn check(file: &SourceFile) -> Vec<Finding> {
    let extension = file.extension();
    let mut findings = Vec::new();
    if extension == "rs" && !file.text.starts_with("//!") {
        findings.push(Finding::at(
            file,
            1,
            "does not open with `//!`",
            "say on line 1 what the file is for",
        ));
    }
    for (number, line) in file.lines() {
        if let Some(path) = MACHINE_PATHS.iter().find(|path| line.contains(**path)) {
            findings.push(Finding::at(
                file,
                number,
                &format!("names a machine's folder, {path}"),
                "use a path relative to the repository, or an argument",
            ));
        }
        if file.path.ends_with("package-lock.json") && line.contains("\"resolved\":") {
            findings.push(Finding::at(
                file,
                number,
                "names a registry's host",
                "make the lock again where .npmrc has omit-lockfile-registry-resolved=true",
            ));
        }
        if SOURCE.contains(&extension)
            && let Some(word) = UNFINISHED.iter().find(|word| has_word(line, word))
        {
            findings.push(Finding::at(
                file,
                number,
                &format!("says {word}"),
                "finish it, or take it out and file an issue",
            ));
        }
        if TRIMMED.contains(&extension) && line.ends_with([' ', '\t', '\r']) {
            findings.push(Finding::at(file, number, "ends in white space", "cut it off"));
        }
    }
    findings
}

/// Whether `word` stands in `line` with no letter or digit touching it.
fn has_word(line: &str, word: &str) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        !joins(before) && (!word.ends_with(char::is_alphanumeric) || !joins(after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    fn said(path: &str, text: &str) -> Vec<String> {
        check(&source(path, text))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_rust_file_says_what_it_is_for() {
        assert!(said("a.rs", "//! Why.\n").is_empty());
        assert!(said("crates/a/src/b.rs", "use x;\n")[0].starts_with("crates/a/src/b.rs:1: does not open"));
        assert!(said("a.js", "import x;\n").is_empty());
    }

    #[test]
    fn a_machine_path_is_named_with_its_line() {
        for path in MACHINE_PATHS {
            let said = said("docs/a.md", &format!("fine\nsee {path}x\n"));
            assert!(
                said.len() == 1 && said[0].starts_with("docs/a.md:2: names a machine"),
                "{said:?}"
            );
        }
        assert!(said("docs/a.md", "see /tmp/x and ../shared/\n").is_empty());
    }

    #[test]
    fn a_lock_that_names_a_host_is_named() {
        let line = "{\n  \"resolved\": \"https://example.org/a.tgz\"\n}\n";
        assert!(said("tests/browser/package-lock.json", line)[0].contains(":2: names a registry's host"));
        assert!(said("tests/browser/package.json", line).is_empty());
    }

    #[test]
    fn unfinished_work_is_named_in_what_runs() {
        for word in UNFINISHED {
            assert!(
                said("a.js", &format!("x // {word}\n"))[0].contains("a.js:1: says "),
                "{word}"
            );
        }
        assert!(said("scripts/test", &format!("# {}\n", UNFINISHED[3])).len() == 1);
        assert!(said("docs/a.md", &format!("{}\n", UNFINISHED[3])).is_empty());
    }

    #[test]
    fn a_word_inside_a_longer_word_is_not_that_word() {
        let marker = UNFINISHED[4];
        assert!(said("a.js", &format!("{marker}L = a{marker} + {marker}_\n")).is_empty());
        assert!(said("a.js", &format!("{marker}: later\n")).len() == 1);
    }

    #[test]
    fn white_space_at_the_end_of_a_line_is_named() {
        assert!(said("a.css", "a {}\nb {} \n")[0].starts_with("a.css:2: ends in white space"));
        assert!(said("a.md", "tab\t\n").len() == 1);
        assert!(said("expected.txt", "a table cell  \n").is_empty());
    }
}
