//! How long a file may be: one room each. The tests at its end are not counted, but have a limit too.

use super::{Finding, SourceFile};

/// A source file that says why it is longer than the rest.
pub(crate) struct LongFile {
    path: &'static str,
    lines_max: usize,
    why: &'static str,
}

/// The exceptions. A row that is no longer needed is a finding too.
pub(crate) const LONG_FILES: &[LongFile] = &[
    LongFile {
        path: "crates/views/src/interpret.rs",
        lines_max: 460,
        why: "the one place where events become changes",
    },
    LongFile {
        path: "crates/survey/src/refusal.rs",
        lines_max: 460,
        why: "one list of every refusal, each with its code and its words",
    },
];

/// Of code, up to the tests at its end.
const CODE_LINES_MAX: usize = 400;
/// Of anything, tests and pages included.
const LINES_MAX: usize = 700;

/// Checks every file against its limit, and every exception against its file.
pub(crate) fn check(files: &[SourceFile], exceptions: &[LongFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let Some((lines, max)) = measure(file) else {
            continue;
        };
        let exception = exceptions.iter().find(|exception| exception.path == file.path);
        match exception {
            None if lines > max => findings.push(Finding::at(
                file,
                max + 1,
                &format!("has {lines} lines, more than {max}"),
                "find the second room in it, or give it a row with a reason in LONG_FILES",
            )),
            Some(row) if lines > row.lines_max => findings.push(Finding::at(
                file,
                row.lines_max + 1,
                &format!(
                    "has {lines} lines, more than the {} granted it ({})",
                    row.lines_max, row.why
                ),
                "find the second room in it",
            )),
            Some(row) if lines <= max => {
                findings.push(Finding::new(
                    row.path,
                    "no longer needs its exception",
                    "delete its row",
                ));
            }
            None | Some(_) => {}
        }
    }
    for row in exceptions {
        if !files.iter().any(|file| file.path == row.path) {
            findings.push(Finding::new(
                row.path,
                "has an exception but is not there",
                "delete its row",
            ));
        }
    }
    findings
}

/// How many lines count, and how many there may be. `None` where length says nothing: documents, data, locks.
fn measure(file: &SourceFile) -> Option<(usize, usize)> {
    let all = file.text.lines().count();
    match file.extension() {
        "rs" if is_test(&file.path) || all > LINES_MAX => Some((all, LINES_MAX)),
        "rs" => Some((code_lines(&file.text), CODE_LINES_MAX)),
        "js" | "mjs" | "css" | "html" => Some((all, LINES_MAX)),
        _ => None,
    }
}

fn code_lines(text: &str) -> usize {
    let code = text
        .split_once("\n#[cfg(test)]\nmod tests {")
        .map_or(text, |(code, _)| code);
    code.lines().count()
}

fn is_test(path: &str) -> bool {
    path.split('/')
        .any(|part| matches!(part, "tests" | "benches" | "examples" | "conformance"))
        || path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    fn said(path: &str, lines: usize, exceptions: &[LongFile]) -> Vec<String> {
        let file = source(path, &"x\n".repeat(lines));
        check(&[file], exceptions)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_file_at_its_limit_passes_and_one_line_more_does_not() {
        for (path, limit) in [
            ("crates/a/src/b.rs", 400),
            ("crates/a/src/tests.rs", 700),
            ("crates/a/src/b_tests.rs", 700),
            ("tests/main.rs", 700),
            ("crates/a/benches/b.rs", 700),
            ("crates/a/examples/b.rs", 700),
            ("crates/a/src/conformance/b.rs", 700),
            ("web/a.css", 700),
        ] {
            assert!(said(path, limit, &[]).is_empty(), "{path}");
            assert!(
                said(path, limit + 1, &[])[0]
                    .contains(&format!("has {} lines, more than {limit}", limit + 1)),
                "{path}"
            );
        }
        assert!(said("docs/a.md", 5000, &[]).is_empty());
    }

    #[test]
    fn the_tests_at_the_end_are_counted_apart() {
        let file = |code: usize, tests: usize| {
            let text = format!(
                "{}#[cfg(test)]\nmod tests {{\n{}",
                "x\n".repeat(code),
                "y\n".repeat(tests)
            );
            check(&[source("crates/a/src/b.rs", &text)], &[]).len()
        };
        assert_eq!((file(400, 298), file(401, 1), file(400, 299)), (0, 1, 1));
    }

    #[test]
    fn an_exception_holds_as_far_as_it_goes() {
        let row = LongFile {
            path: "crates/a/src/b.rs",
            lines_max: 500,
            why: "a table",
        };
        let rows = [row];
        assert!(said("crates/a/src/b.rs", 500, &rows).is_empty());
        assert!(said("crates/a/src/b.rs", 501, &rows)[0].contains("500 granted it (a table)"));
    }

    #[test]
    fn an_exception_that_is_not_needed_is_named() {
        let rows = [LongFile {
            path: "crates/a/src/b.rs",
            lines_max: 500,
            why: "a table",
        }];
        assert!(said("crates/a/src/b.rs", 400, &rows)[0].contains("no longer needs"));
        assert!(said("crates/a/src/c.rs", 10, &rows)[0].contains("is not there"));
    }
}
