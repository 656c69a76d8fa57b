//! The instrument: elements, wording, labels, order, languages and the profile asked; versioned data that is
//! frozen once an event has published it.

use std::{collections::BTreeMap, fmt, str::FromStr};

use ikm::UnsurCode;
use serde::{Deserialize, Serialize};

use crate::{InstrumentRef, limits};

/// A language by its short tag, for example `id`, `en` or `jv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 3]);

/// The text is no language tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} bukan kode bahasa dari dua atau tiga huruf kecil, seperti id atau en")]
pub struct LanguageError(pub String);

impl Language {
    /// Bahasa Indonesia, which every instrument speaks.
    pub const INDONESIAN: Self = Self(*b"id\0");

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0)
            .expect("made of ASCII")
            .trim_end_matches('\0')
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(text: &str) -> Result<Self, LanguageError> {
        match text.as_bytes() {
            [a, b] if text.bytes().all(|b| b.is_ascii_lowercase()) => Ok(Self([*a, *b, 0])),
            [a, b, c] if text.bytes().all(|b| b.is_ascii_lowercase()) => Ok(Self([*a, *b, *c])),
            _ => Err(LanguageError(text.into())),
        }
    }
}

impl TryFrom<String> for Language {
    type Error = LanguageError;

    fn try_from(text: String) -> Result<Self, LanguageError> {
        text.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.as_str().into()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One text in every language of the instrument.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Wording(pub BTreeMap<Language, String>);

impl Wording {
    /// The text in a language, or in Bahasa Indonesia where the instrument does not speak that language.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        let text = self
            .0
            .get(&language)
            .or_else(|| self.0.get(&Language::INDONESIAN));
        text.map_or("", String::as_str)
    }
}

/// One possible answer to a profile question, or one reason to tick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Stable code, as stored in a response.
    pub code: String,
    /// What the citizen reads.
    pub label: Wording,
}

/// One element with its question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsurQuestion {
    /// Stable code, as stored in a response.
    pub code: UnsurCode,
    /// Official name.
    pub name: Wording,
    /// The question.
    pub question: Wording,
    /// The four answers, from score 1 to score 4.
    pub labels: [Wording; 4],
    /// Reasons to tick when the answer is 1 or 2.
    #[serde(default)]
    pub reasons: Vec<Choice>,
}

/// One question about the respondent. Never asked: name, NIK, phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileQuestion {
    /// Stable code, as stored in a response.
    pub code: String,
    /// The question.
    pub legend: Wording,
    /// What can be answered.
    pub options: Vec<Choice>,
}

/// One version of an instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Its id, the same for all versions.
    pub id: Box<str>,
    /// Its version, from 1.
    pub version: u16,
    /// Where the wording comes from.
    pub source: String,
    /// Every language in which all of it is written.
    pub languages: Vec<Language>,
    /// The elements, in the order in which they are asked.
    pub unsur: Vec<UnsurQuestion>,
    /// What is asked about the respondent, in order.
    pub profile: Vec<ProfileQuestion>,
}

/// Why an instrument cannot be published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InstrumentError {
    /// The file is not of the expected form.
    #[error("Instrumen tidak dapat dibaca: {0}. Perbaiki berkasnya.")]
    Unreadable(String),
    /// It asks for no unsur, or for more than a response can hold.
    #[error("Instrumen harus memuat 1 sampai {max} unsur, bukan {0}.", max = limits::UNSUR_PER_INSTRUMENT_MAX)]
    UnsurCount(usize),
    /// A code stands in it twice.
    #[error("Kode {0:?} ada dua kali dalam instrumen. Beri setiap bagian kode sendiri.")]
    Doubled(String),
    /// A text is missing in one of its languages.
    #[error(
        "Bagian {place} belum ada dalam bahasa {language}. Lengkapi, atau keluarkan bahasa itu dari `languages`."
    )]
    Untranslated {
        /// Which text.
        place: String,
        /// Which language.
        language: Language,
    },
    /// A translation has a text for something that is not asked.
    #[error("Terjemahan memuat {0:?}, yang tidak ada dalam instrumen. Perbaiki kodenya.")]
    UnknownPart(String),
    /// A text is longer than a page can show.
    #[error("Bagian {place} dalam bahasa {language} melebihi {max} karakter. Persingkat.", max = limits::WORDING_CHARS_MAX)]
    TooLong {
        /// Which text.
        place: String,
        /// Which language.
        language: Language,
    },
    /// Bahasa Indonesia is not among its languages.
    #[error("Setiap instrumen memuat Bahasa Indonesia. Tambahkan \"id\" pada `languages`.")]
    NotIndonesian,
    /// Its id and version make no reference.
    #[error("Isian `id` dan `version` harus membentuk nama seperti permenpan-14-2017@1, bukan {0:?}.")]
    Name(String),
}

impl Instrument {
    /// The instrument of PermenPANRB 14/2017 that ships with the program.
    #[must_use]
    pub fn permenpan_14_2017() -> Self {
        Self::from_json(include_str!("../instruments/permenpan-14-2017@1.json")).expect("checked by a test")
    }

    /// Reads and checks an instrument's file.
    ///
    /// # Errors
    /// If the file is not of the expected form or the instrument is incomplete.
    pub fn from_json(text: &str) -> Result<Self, InstrumentError> {
        let instrument: Self =
            serde_json::from_str(text).map_err(|error| InstrumentError::Unreadable(error.to_string()))?;
        instrument.check()?;
        Ok(instrument)
    }

    /// How responses name this version.
    #[must_use]
    pub fn reference(&self) -> InstrumentRef {
        InstrumentRef {
            id: self.id.clone(),
            version: self.version,
        }
    }

    /// The codes of its elements, in the order in which they are asked.
    #[must_use]
    pub fn unsur_codes(&self) -> Vec<UnsurCode> {
        self.unsur.iter().map(|unsur| unsur.code).collect()
    }

    /// The question about one element.
    #[must_use]
    pub fn unsur(&self, code: UnsurCode) -> Option<&UnsurQuestion> {
        self.unsur.iter().find(|unsur| unsur.code == code)
    }

    /// Checks that the instrument is complete.
    ///
    /// # Errors
    /// If a code stands in it twice, a text is missing in one of its languages, or its size is out of range.
    pub fn check(&self) -> Result<(), InstrumentError> {
        let reference = self.reference().to_string();
        if reference.parse::<InstrumentRef>().is_err() {
            return Err(InstrumentError::Name(reference));
        }
        if !(1..=limits::UNSUR_PER_INSTRUMENT_MAX).contains(&self.unsur.len()) {
            return Err(InstrumentError::UnsurCount(self.unsur.len()));
        }
        if !self.languages.contains(&Language::INDONESIAN) {
            return Err(InstrumentError::NotIndonesian);
        }
        no_code_twice(self.languages.iter().map(Language::as_str))?;
        no_code_twice(self.unsur.iter().map(|unsur| unsur.code.as_str()))?;
        no_code_twice(self.profile.iter().map(|question| question.code.as_str()))?;
        for unsur in &self.unsur {
            no_code_twice(unsur.reasons.iter().map(|reason| reason.code.as_str()))?;
        }
        for question in &self.profile {
            no_code_twice(question.options.iter().map(|option| option.code.as_str()))?;
        }
        self.check_wording()
    }

    fn check_wording(&self) -> Result<(), InstrumentError> {
        for (place, wording) in self.wordings() {
            for &language in &self.languages {
                if wording.0.get(&language).is_none_or(|text| text.trim().is_empty()) {
                    return Err(InstrumentError::Untranslated { place, language });
                }
                if wording.text(language).chars().count() > limits::WORDING_CHARS_MAX {
                    return Err(InstrumentError::TooLong { place, language });
                }
            }
        }
        Ok(())
    }

    fn wordings(&self) -> Vec<(String, &Wording)> {
        let mut all = Vec::new();
        for unsur in &self.unsur {
            all.push((format!("nama unsur {}", unsur.code), &unsur.name));
            all.push((format!("pertanyaan unsur {}", unsur.code), &unsur.question));
            all.extend(
                unsur
                    .labels
                    .iter()
                    .map(|label| (format!("label unsur {}", unsur.code), label)),
            );
            all.extend(
                unsur
                    .reasons
                    .iter()
                    .map(|reason| (format!("alasan {}", reason.code), &reason.label)),
            );
        }
        for question in &self.profile {
            all.push((format!("pertanyaan {}", question.code), &question.legend));
            all.extend(
                question
                    .options
                    .iter()
                    .map(|option| (format!("pilihan {}", option.code), &option.label)),
            );
        }
        all
    }
}

fn no_code_twice<'a>(codes: impl Iterator<Item = &'a str>) -> Result<(), InstrumentError> {
    let mut seen = std::collections::BTreeSet::new();
    for code in codes {
        if !seen.insert(code) {
            return Err(InstrumentError::Doubled(code.into()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_instrument_asks_the_nine_in_the_order_of_the_questionnaire() {
        let instrument = Instrument::permenpan_14_2017();
        let codes = instrument.unsur_codes();
        let codes: Vec<&str> = codes.iter().map(UnsurCode::as_str).collect();
        let order = [
            "persyaratan",
            "prosedur",
            "waktu",
            "biaya",
            "produk",
            "kompetensi",
            "perilaku",
            "sarpras",
            "pengaduan",
        ];
        assert_eq!(codes, order);
        assert_eq!(instrument.unsur[3].labels[3].text(Language::INDONESIAN), "Gratis");
    }

    #[test]
    fn a_missing_translation_is_named() {
        let mut instrument = Instrument::permenpan_14_2017();
        let english = "en".parse().unwrap();
        instrument.unsur[2].labels[1].0.remove(&english);
        let refused = instrument.check().unwrap_err();
        assert_eq!(
            refused,
            InstrumentError::Untranslated {
                place: "label unsur waktu".into(),
                language: english
            }
        );
    }

    #[test]
    fn a_text_that_no_screen_can_show_is_named() {
        let mut instrument = Instrument::permenpan_14_2017();
        let question = &mut instrument.unsur[0].question.0;
        question.insert(Language::INDONESIAN, "a".repeat(limits::WORDING_CHARS_MAX + 1));
        let place = "pertanyaan unsur persyaratan".into();
        let language = Language::INDONESIAN;
        assert_eq!(
            instrument.check(),
            Err(InstrumentError::TooLong { place, language })
        );
    }

    #[test]
    fn a_code_that_stands_twice_is_named() {
        let mut instrument = Instrument::permenpan_14_2017();
        instrument.unsur[1].code = instrument.unsur[0].code;
        assert_eq!(
            instrument.check(),
            Err(InstrumentError::Doubled("persyaratan".into()))
        );
    }

    #[test]
    fn an_instrument_without_bahasa_indonesia_or_without_unsur_is_refused() {
        let mut instrument = Instrument::permenpan_14_2017();
        instrument.languages.remove(0);
        assert_eq!(instrument.check(), Err(InstrumentError::NotIndonesian));
        instrument.unsur.clear();
        assert_eq!(instrument.check(), Err(InstrumentError::UnsurCount(0)));
    }
}
