//! What was typed into a form, to be shown again beside why nothing came of it.

use uuid::Uuid;

use crate::http::fields::Fields;

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
    /// A text that is to be erased.
    pub const ERASE: &str = "hapus";
    /// By which law.
    pub const BASIS: &str = "dasar";
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    fields: Fields,
    /// The step that it was typed for: of which entry, and its name. None for the form that enters something new.
    step: Option<(String, String)>,
    /// Why nothing came of it.
    pub problem: Option<String>,
}

impl Typed {
    pub(crate) const fn of(fields: Fields, problem: Option<String>) -> Self {
        Self {
            fields,
            step: None,
            problem,
        }
    }

    /// The same, typed for a step of an entry.
    pub(crate) fn for_step(self, id: &Uuid, step: &str) -> Self {
        Self {
            step: Some((id.to_string(), step.into())),
            ..self
        }
    }

    /// The text of a field of the form that enters something new; empty if nothing was typed.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        match self.step {
            None => self.fields.get(name).unwrap_or_default(),
            Some(_) => "",
        }
    }

    /// True for the step whose form nothing came of.
    #[must_use]
    pub fn is_for(&self, id: &str, step: &str) -> bool {
        self.step
            .as_ref()
            .is_some_and(|(of, name)| of == id && name == step)
    }

    /// The text of a field of that step's form; something else for every other.
    #[must_use]
    pub fn step<'a>(&'a self, id: &str, step: &str, name: &str, otherwise: &'a str) -> &'a str {
        match self.fields.get(name) {
            Some(typed) if self.is_for(id, step) => typed,
            _ => otherwise,
        }
    }

    /// Every value of a field, where several may be ticked.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.all(name)
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

/// A text of an entry that can be erased by law.
#[derive(Clone, Debug)]
pub struct ErasableText {
    /// What it is called in the vault.
    pub content: String,
    /// "Isi pengaduan".
    pub label: &'static str,
    /// Somebody proposed it; another decides.
    pub proposed: bool,
}

/// A subject that was withdrawn, of which texts are still kept.
#[derive(Clone, Debug)]
pub struct KeptTexts {
    /// Its id.
    pub id: String,
    /// What it was, "Diterima 12 Maret 2026".
    pub what: String,
    /// The texts.
    pub erasable: Vec<ErasableText>,
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
