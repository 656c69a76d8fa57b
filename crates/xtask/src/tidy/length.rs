//! How long a file may be: one room each.

use super::{Finding, SourceFile};

/// A source file that says why it is longer than the rest.
pub(crate) struct LongFile {
    path: &'static str,
    lines_max: usize,
    why: &'static str,
}

/// The exceptions. A row that is no longer needed is a finding too.
pub(crate) const LONG_FILES: &[LongFile] = &[];

const LINES_MAX: usize = 400;
const TEST_LINES_MAX: usize = 700;
const WEB_LINES_MAX: usize = 700;

/// Checks every file against its limit, and every exception against its file.
pub(crate) fn check(files: &[SourceFile], exceptions: &[LongFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let Some(limit) = limit(file) else { continue };
        let lines = file.text.lines().count();
        let exception = exceptions.iter().find(|exception| exception.path == file.path);
        match exception {
            None if lines > limit => findings.push(Finding::at(
                file,
                lines,
                &format!("is longer than {limit} lines"),
                "find the second room in it, or give it a row with a reason in LONG_FILES",
            )),
            Some(row) if lines > row.lines_max => findings.push(Finding::at(
                file,
                lines,
                &format!(
                    "is longer than the {} lines granted it ({})",
                    row.lines_max, row.why
                ),
                "find the second room in it",
            )),
            Some(row) if lines <= limit => {
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

/// `None` where length says nothing: documents, data, lock files.
fn limit(file: &SourceFile) -> Option<usize> {
    match file.extension() {
        "rs" if is_test(&file.path) => Some(TEST_LINES_MAX),
        "rs" => Some(LINES_MAX),
        "js" | "mjs" | "css" | "html" => Some(WEB_LINES_MAX),
        _ => None,
    }
}

fn is_test(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "benches")
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
            ("web/a.css", 700),
        ] {
            assert!(said(path, limit, &[]).is_empty(), "{path}");
            assert!(
                said(path, limit + 1, &[])[0].contains(&format!("longer than {limit} lines")),
                "{path}"
            );
        }
        assert!(said("docs/a.md", 5000, &[]).is_empty());
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
        assert!(said("crates/a/src/b.rs", 501, &rows)[0].contains("500 lines granted it (a table)"));
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
