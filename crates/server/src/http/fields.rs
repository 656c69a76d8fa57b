//! Fields of a form, and what stands behind the question mark of an address: both are written alike.

/// The fields as they came. Of one that was sent twice, the last counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn read(sent: &[u8]) -> Self {
        Self(form_urlencoded::parse(sent).into_owned().collect())
    }

    /// A field as it was sent.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let sent = self.0.iter().rev().find(|(field, _)| field == name);
        sent.map(|(_, value)| value.as_str())
    }

    /// The text of a field, without blanks around it; empty if it was not sent.
    pub(crate) fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().trim().replace("\r\n", "\n")
    }

    /// A field as it was typed, with its blanks: those of a password count.
    pub(crate) fn raw(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// Every value of a field, where several may be ticked.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let of_it = self.0.iter().filter(move |(field, _)| field == name);
        of_it.map(|(_, value)| value.as_str())
    }

    /// Adds a field behind the others.
    pub(crate) fn push(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    /// Every field with its value, in the order of the form.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
