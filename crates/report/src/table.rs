//! The same numbers as a table and as CSV: under every chart, so that nothing depends on seeing it.

/// A table as people read it: numbers with a comma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What the table is about.
    pub caption: String,
    /// A heading for each column.
    pub header: Vec<&'static str>,
    /// A cell for each heading, in each row.
    pub rows: Vec<Vec<String>>,
}

/// Rows as CSV (RFC 4180, UTF-8, numbers with a point), for machines. What a spreadsheet would take for a formula is
/// made harmless by an apostrophe.
///
/// # Panics
/// If a row has not a cell for each heading.
pub fn csv<'a, H: AsRef<str>>(header: &[H], rows: impl IntoIterator<Item = Vec<String>> + 'a) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let mut write = |row: Vec<String>| writer.write_record(row.into_iter().map(harmless));
    let header = header.iter().map(|name| name.as_ref().to_owned()).collect();
    let written = write(header).and_then(|()| rows.into_iter().try_for_each(write));
    written.expect("rows have a cell for each heading, and memory takes them");
    let bytes = writer.into_inner().expect("memory takes them");
    String::from_utf8(bytes).expect("made of texts")
}

/// True for a text that a spreadsheet would take for a formula; a number, with its sign or without, is none.
#[must_use]
pub fn is_formula(text: &str) -> bool {
    let begins = text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]);
    begins && text.parse::<f64>().is_err()
}

/// The text with an apostrophe before it if a spreadsheet would take it for a formula.
fn harmless(text: String) -> String {
    if is_formula(&text) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_like_a_formula() {
        let cell = |text: &str| csv(&["a"], [vec![text.to_owned()]]);
        for text in ["=1+1", "+HYPERLINK()", "-2+3", "@SUM(A1)", "\t=1", "\u{ff1d}1"] {
            assert!(
                cell(text)
                    .trim_end()
                    .trim_start_matches("a\r\n")
                    .trim_matches('"')
                    .starts_with('\''),
                "{text}"
            );
        }
        for text in ["-0.35", "+1.20", "88.31", "Dinas = baik", ""] {
            assert!(!cell(text).contains('\''), "{text}");
        }
    }
}
