//! Standard output: lines, aligned tables, JSON.

use std::io::{self, ErrorKind, Write};

use serde::Serialize;

use crate::failure::Failure;

/// Prints text and a line end, at once.
pub(crate) fn say(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        // Whoever closed the pipe has read enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        told => told.map_err(|error| Failure::Machine(format!("keluaran tidak dapat ditulis: {error}"))),
    }
}

/// Prints a JSON document.
pub(crate) fn say_json(document: &impl Serialize) -> Result<(), Failure> {
    say(&serde_json::to_string_pretty(document).expect("documents have text keys and no failing parts"))
}

/// Names and what they stand for, in two columns.
pub(crate) fn facts(facts: &[(&str, String)]) -> String {
    let width = facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let lines = facts.iter().map(|(name, fact)| {
        let gap = " ".repeat(width + 2 - self::width(name));
        format!("{name}{gap}{fact}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Rows under a header: the first column of words to the left, the others, numbers, to the right.
pub(crate) fn columns<const COUNT: usize>(header: [&str; COUNT], rows: &[[String; COUNT]]) -> String {
    let header = header.map(str::to_owned);
    let lines = || std::iter::once(&header).chain(rows);
    let widths: [usize; COUNT] =
        std::array::from_fn(|at| lines().map(|row| width(&row[at])).max().unwrap_or(0));
    let line = |row: &[String; COUNT]| {
        let cells = row.iter().zip(widths).enumerate().map(|(at, (cell, widest))| {
            let gap = " ".repeat(widest - width(cell));
            if at == 0 {
                format!("{cell}{gap}")
            } else {
                format!("{gap}{cell}")
            }
        });
        cells.collect::<Vec<_>>().join("  ")
    };
    lines().map(line).collect::<Vec<_>>().join("\n")
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// A count as Indonesian readers write it: `1.204`.
pub(crate) fn count(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).expect("digits"))
        .collect();
    groups.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands() {
        for (number, text) in [
            (0u64, "0"),
            (999, "999"),
            (1000, "1.000"),
            (1_204_567, "1.204.567"),
        ] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn words_stand_to_the_left_and_numbers_to_the_right() {
        let row = |name: &str, n: &str| [name.to_owned(), n.to_owned()];
        let table = columns(["Unsur", "n"], &[row("waktu", "7"), row("persyaratan", "1.204")]);
        assert_eq!(
            table,
            "Unsur            n\nwaktu            7\npersyaratan  1.204"
        );
    }

    #[test]
    fn facts_begin_in_one_column() {
        let table = facts(&[("IKM", "78,74".into()), ("Responden", "49".into())]);
        assert_eq!(table, "IKM        78,74\nResponden  49");
    }
}
