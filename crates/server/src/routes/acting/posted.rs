//! What a form of staff sends beside text: days, numbers, evidence.

use jiff::civil::Date;
use survey::{Evidence, Refusal};

use crate::{
    http::fields::Fields,
    pages::{Typed, acting_field as field},
};

impl Fields {
    /// The same, to be shown again beside why nothing came of it.
    pub(super) fn typed(&self, problem: Option<String>) -> Typed {
        Typed::of(self.clone(), problem)
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
