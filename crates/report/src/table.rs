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

/// Rows as CSV (RFC 4180, UTF-8, numbers with a point), for machines.
///
/// # Panics
/// If a row has not a cell for each heading.
#[must_use]
pub fn csv<'a>(header: &[&str], rows: impl IntoIterator<Item = Vec<String>> + 'a) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let written = writer
        .write_record(header)
        .and_then(|()| rows.into_iter().try_for_each(|row| writer.write_record(row)));
    written.expect("rows have a cell for each heading, and memory takes them");
    let bytes = writer.into_inner().expect("memory takes them");
    String::from_utf8(bytes).expect("made of texts")
}
