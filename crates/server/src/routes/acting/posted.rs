//! What a form of staff sends, field by field.

use jiff::civil::Date;
use survey::{Evidence, Refusal};

use crate::pages::{Typed, acting_field as field};

/// What was sent.
pub(super) struct Posted(Vec<(String, String)>);

impl Posted {
    pub(super) fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// The same, to be shown again.
    pub(super) fn typed(&self, problem: Option<String>) -> Typed {
        Typed {
            problem,
            ..Typed::of(self.0.clone())
        }
    }

    /// The text of a field, without blanks around it; empty if it was not sent.
    pub(super) fn text(&self, name: &str) -> String {
        let sent = self.0.iter().rev().find(|(field, _)| field == name);
        sent.map_or_else(String::new, |(_, value)| value.trim().replace("\r\n", "\n"))
    }

    /// The day in a field.
    pub(super) fn date(&self, name: &str) -> Result<Date, Refusal> {
        let text = self.text(name);
        text.parse().map_err(|_| Refusal::DateInvalid(text))
    }

    /// The number in a field; `None` if it was left blank.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Refusal> {
        let text = self.text(name);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| Refusal::NumberInvalid(text))
    }

    /// How many events of a subject the page showed.
    pub(super) fn seen(&self) -> usize {
        self.text(field::SEEN).parse().unwrap_or(usize::MAX)
    }

    /// Evidence: a link, or the name of a file with what it holds. None where all is blank.
    pub(super) fn evidence(&self) -> Result<Option<Evidence>, Refusal> {
        let [link, file, hash] = [field::LINK, field::FILE, field::HASH].map(|name| self.text(name));
        if !link.is_empty() {
            return Ok(Some(Evidence::Link { link }));
        }
        if hash.is_empty() {
            return Ok(None);
        }
        let sha256 = hash.parse().map_err(|_| Refusal::HashInvalid)?;
        Ok(Some(Evidence::File { file, sha256 }))
    }
}
