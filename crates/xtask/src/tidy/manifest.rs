//! Every package takes the workspace's lints: a crate without them is a crate nobody checks.

use super::{Finding, SourceFile};

/// Checks one file, if it is a package's manifest.
pub(crate) fn check(file: &SourceFile) -> Vec<Finding> {
    let is_package = file.path.ends_with("/Cargo.toml");
    if !is_package || takes_workspace_lints(file) {
        return Vec::new();
    }
    vec![Finding::at(
        file,
        1,
        "does not take the workspace's lints",
        "add `[lints]` with `workspace = true`",
    )]
}

fn takes_workspace_lints(file: &SourceFile) -> bool {
    let mut table = "";
    file.lines().map(|(_, line)| line.trim()).any(|line| {
        if line.starts_with('[') {
            table = line;
        }
        table == "[lints]" && line == "workspace = true"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    fn findings(path: &str, text: &str) -> usize {
        check(&source(path, text)).len()
    }

    #[test]
    fn a_package_with_the_lints_passes() {
        assert_eq!(
            findings("crates/a/Cargo.toml", "[package]\n\n[lints]\nworkspace = true\n"),
            0
        );
    }

    #[test]
    fn a_package_without_the_lints_is_named() {
        assert_eq!(findings("crates/a/Cargo.toml", "[package]\n"), 1);
        assert_eq!(
            findings(
                "tests/Cargo.toml",
                "[lints]\n[dependencies.a]\nworkspace = true\n"
            ),
            1
        );
    }

    #[test]
    fn the_workspace_itself_is_no_package() {
        assert_eq!(findings("Cargo.toml", "[workspace]\n"), 0);
    }
}
