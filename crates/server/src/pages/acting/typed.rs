//! What was typed into a form, to be shown again beside why nothing came of it.

/// Names of fields that several forms post.
pub mod acting_field {
    /// How many events of the subject the page showed.
    pub const SEEN: &str = "catatan";
    /// Address of evidence.
    pub const LINK: &str = "tautan";
    /// Name of a file that is evidence.
    pub const FILE: &str = "berkas";
    /// SHA-256 of that file.
    pub const HASH: &str = "sidik";
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub(crate) fields: Vec<(String, String)>,
    /// Why nothing came of it.
    pub problem: Option<String>,
}

impl Typed {
    pub(crate) const fn of(fields: Vec<(String, String)>) -> Self {
        Self {
            fields,
            problem: None,
        }
    }

    /// The text of a field; empty if nothing was typed.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        let typed = self.fields.iter().rev().find(|(field, _)| field == name);
        typed.map_or("", |(_, value)| value)
    }

    /// The text of a field, or something else if nothing was typed.
    #[must_use]
    pub fn or<'a>(&'a self, name: &str, otherwise: &'a str) -> &'a str {
        match self.get(name) {
            "" => otherwise,
            typed => typed,
        }
    }
}

/// An entry that was withdrawn.
#[derive(Clone, Debug)]
pub struct WithdrawnLine {
    /// What it said.
    pub text: String,
    /// Why it was withdrawn.
    pub reason: String,
    /// When, "12 Maret 2026".
    pub on: String,
}
