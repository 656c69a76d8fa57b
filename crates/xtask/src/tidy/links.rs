//! A document's link to a file of the repository must lead there.

use super::{Finding, SourceFile};

/// Checks every relative link of every Markdown file. Links elsewhere, and within a page, are not followed.
pub(crate) fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.extension() == "md") {
        for (number, line) in file.lines() {
            for target in targets(line) {
                let Some(path) = resolve(&file.path, target) else {
                    continue;
                };
                let folder = format!("{path}/");
                if !files
                    .iter()
                    .any(|file| file.path == path || file.path.starts_with(&folder))
                {
                    findings.push(Finding::at(
                        file,
                        number,
                        &format!("links to {target}, which is not there"),
                        "mend the link, or write what it promises",
                    ));
                }
            }
        }
    }
    findings
}

/// What stands in the round brackets of `[words](target)`.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
}

/// The path from the root, or `None` if the link does not lead into the repository.
fn resolve(from: &str, target: &str) -> Option<String> {
    let target = target.split('#').next()?;
    if target.is_empty() || target.contains(':') || target.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    fn said(text: &str) -> Vec<String> {
        let files = [
            source("docs/a.md", text),
            source("docs/b/c.md", ""),
            source("README.md", ""),
        ];
        check(&files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        assert!(said("[c](b/c.md), [part](b/c.md#x), [up](../README.md), [folder](./b/)").is_empty());
    }

    #[test]
    fn a_link_that_leads_nowhere_is_named_with_its_line() {
        let said = said("fine\n[c](b/c.md) [d](b/d.md)");
        assert!(
            said.len() == 1 && said[0].starts_with("docs/a.md:2: links to b/d.md"),
            "{said:?}"
        );
    }

    #[test]
    fn links_out_of_the_repository_are_not_followed() {
        assert!(said("[a](https://example.org/x) [b](#part) [c](../../beside.md) [d](/etc/x)").is_empty());
    }
}
