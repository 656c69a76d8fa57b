//! `cargo xtask tidy`: the habits of docs/style.md that a program can check.
//!
//! Each check is a function from what it looks at to findings, and has a test that shows it go red.

mod arrows;
mod decisions;
mod length;
mod links;
mod manifest;
mod text;

use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::Command;

use crate::{Done, metadata};

/// A broken habit: where, what, and what to do about it.
#[derive(Debug)]
pub(crate) struct Finding {
    place: String,
    what: String,
    remedy: &'static str,
}

impl Finding {
    fn new(place: impl Into<String>, what: &str, remedy: &'static str) -> Finding {
        Finding {
            place: place.into(),
            what: what.to_owned(),
            remedy,
        }
    }

    fn at(file: &SourceFile, line: usize, what: &str, remedy: &'static str) -> Finding {
        Finding::new(format!("{}:{line}", file.path), what, remedy)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    {}", self.place, self.what, self.remedy)
    }
}

/// A file of the repository, without text if it is a binary one. `path` is relative to the root, with `/`.
#[derive(Debug)]
pub(crate) struct SourceFile {
    path: String,
    text: String,
}

impl SourceFile {
    /// What follows the last dot of the file's name, or nothing.
    fn extension(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The lines with their numbers, from 1.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }
}

/// Runs every check and prints what it found.
pub(crate) fn run(root: &Path) -> Done {
    let files = read_files(root)?;
    let packages = metadata::load(root)?.packages;
    let mut findings = arrows::check(&packages, arrows::MAY_USE);
    findings.extend(length::check(&files, length::LONG_FILES));
    findings.extend(links::check(&files));
    findings.extend(decisions::check(files.iter().map(|file| file.path.as_str())));
    for file in &files {
        findings.extend(text::check(file));
        findings.extend(manifest::check(file));
    }
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!(
                "tidy: {} crates and {} files are in order",
                packages.len(),
                files.len()
            );
            Ok(())
        }
        1 => Err("tidy: 1 finding".into()),
        n => Err(format!("tidy: {n} findings").into()),
    }
}

/// Every file that is tracked or about to be: git's own list, less what it ignores.
fn read_files(root: &Path) -> Result<Vec<SourceFile>, Box<dyn std::error::Error>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()?;
    if !output.status.success() {
        return Err(format!("git ls-files: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let mut files = Vec::new();
    for path in String::from_utf8(output.stdout)?.split_terminator('\0') {
        if let Some(text) = read_text(&root.join(path))? {
            files.push(SourceFile {
                path: path.to_owned(),
                text,
            });
        }
    }
    Ok(files)
}

/// Nothing to read in a binary file, which only links lead to; `None` for one that is deleted but not yet
/// committed so.
fn read_text(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8(bytes).unwrap_or_default())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
fn source(path: &str, text: &str) -> SourceFile {
    SourceFile {
        path: path.into(),
        text: text.into(),
    }
}
