//! A translation: the wording of an instrument in one language more than it was published with.
//!
//! The instrument itself stays frozen. A translation is published beside it by an event of its own, and again when it
//! is corrected or a native speaker has read it; the last one holds.

use std::collections::BTreeMap;

use ikm::UnsurCode;
use serde::{Deserialize, Serialize};

use crate::{
    Choice, Instrument, InstrumentError, InstrumentRef, Language, ProfileQuestion, UnsurQuestion, Wording,
};

/// `translation_published`: an instrument can be asked in one more language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// The version of the instrument that is translated.
    pub instrument: InstrumentRef,
    /// The language, none of those that the instrument was published with.
    pub language: Language,
    /// True until a native speaker has read it; every page in it says so.
    pub draft: bool,
    /// Who translated, and who has read it.
    pub source: String,
    /// The wording of each element.
    pub unsur: BTreeMap<UnsurCode, TranslatedUnsur>,
    /// The wording of each question about the respondent.
    pub profile: BTreeMap<String, TranslatedQuestion>,
}

/// One element in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranslatedUnsur {
    /// Its name.
    pub name: String,
    /// The question.
    pub question: String,
    /// The four answers, from score 1 to score 4.
    pub labels: [String; 4],
    /// The reasons, by code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, String>,
}

/// One question about the respondent in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranslatedQuestion {
    /// The question.
    pub legend: String,
    /// The answers, by code.
    pub options: BTreeMap<String, String>,
}

impl Translation {
    /// The drafts of the instrument of PermenPANRB 14/2017 that ship with the program.
    #[must_use]
    pub fn shipped() -> Vec<Self> {
        let files = [
            include_str!("../instruments/permenpan-14-2017@1.jv.json"),
            include_str!("../instruments/permenpan-14-2017@1.su.json"),
        ];
        files
            .into_iter()
            .map(|file| Self::from_json(file).expect("checked by a test"))
            .collect()
    }

    /// Reads a translation's file.
    ///
    /// # Errors
    /// If the file is not of the expected form. Whether it is complete, only its instrument can tell.
    pub fn from_json(text: &str) -> Result<Self, InstrumentError> {
        serde_json::from_str(text).map_err(|error| InstrumentError::Unreadable(error.to_string()))
    }

    /// The instrument with this language in it.
    ///
    /// # Errors
    /// If a text is missing, or one is there for something that the instrument does not ask.
    pub fn spoken_by(&self, instrument: &Instrument) -> Result<Instrument, InstrumentError> {
        self.check_codes(instrument)?;
        let mut spoken = instrument.clone();
        for unsur in &mut spoken.unsur {
            if let Some(translated) = self.unsur.get(&unsur.code) {
                self.translate_unsur(unsur, translated);
            }
        }
        for question in &mut spoken.profile {
            if let Some(translated) = self.profile.get(&question.code) {
                self.add(&mut question.legend, &translated.legend);
                self.translate_choices(&mut question.options, &translated.options);
            }
        }
        if !spoken.languages.contains(&self.language) {
            spoken.languages.push(self.language);
        }
        spoken.check()?;
        Ok(spoken)
    }

    fn translate_unsur(&self, unsur: &mut UnsurQuestion, translated: &TranslatedUnsur) {
        self.add(&mut unsur.name, &translated.name);
        self.add(&mut unsur.question, &translated.question);
        for (label, text) in unsur.labels.iter_mut().zip(&translated.labels) {
            self.add(label, text);
        }
        self.translate_choices(&mut unsur.reasons, &translated.reasons);
    }

    fn translate_choices(&self, choices: &mut [Choice], texts: &BTreeMap<String, String>) {
        for choice in choices {
            if let Some(text) = texts.get(&choice.code) {
                self.add(&mut choice.label, text);
            }
        }
    }

    fn add(&self, wording: &mut Wording, text: &str) {
        wording.0.insert(self.language, text.into());
    }

    /// A misspelt code would be a text that nobody ever sees.
    fn check_codes(&self, instrument: &Instrument) -> Result<(), InstrumentError> {
        let unknown = |code: &str| Err(InstrumentError::UnknownPart(code.into()));
        for (code, translated) in &self.unsur {
            let Some(unsur) = instrument.unsur(*code) else {
                return unknown(code.as_str());
            };
            if let Some(code) = unknown_code(&translated.reasons, &unsur.reasons) {
                return unknown(code);
            }
        }
        for (code, translated) in &self.profile {
            let asked = |question: &&ProfileQuestion| question.code == *code;
            let Some(question) = instrument.profile.iter().find(asked) else {
                return unknown(code);
            };
            if let Some(code) = unknown_code(&translated.options, &question.options) {
                return unknown(code);
            }
        }
        Ok(())
    }
}

fn unknown_code<'a>(texts: &'a BTreeMap<String, String>, choices: &[Choice]) -> Option<&'a str> {
    let mut codes = texts.keys().map(String::as_str);
    codes.find(|code| choices.iter().all(|choice| choice.code != *code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn javanese() -> Translation {
        Translation::shipped().swap_remove(0)
    }

    #[test]
    fn the_shipped_drafts_are_complete_and_say_what_they_are() {
        let instrument = Instrument::permenpan_14_2017();
        for translation in Translation::shipped() {
            let spoken = translation.spoken_by(&instrument).unwrap();
            assert!(spoken.languages.contains(&translation.language));
            assert!(translation.draft, "{}", translation.language);
            let waktu = &spoken.unsur[2];
            assert_ne!(
                waktu.question.text(translation.language),
                waktu.question.text(Language::INDONESIAN)
            );
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut lacking = javanese();
        let waktu: UnsurCode = UnsurCode::new("waktu").unwrap();
        lacking
            .unsur
            .get_mut(&waktu)
            .unwrap()
            .reasons
            .remove("antrean-lama");
        let place = "alasan antrean-lama".into();
        let refused = lacking.spoken_by(&Instrument::permenpan_14_2017());
        let language = lacking.language;
        assert_eq!(refused, Err(InstrumentError::Untranslated { place, language }));
    }

    #[test]
    fn what_the_instrument_does_not_ask_is_named() {
        let instrument = Instrument::permenpan_14_2017();
        let unknown = |change: fn(&mut Translation)| {
            let mut translation = javanese();
            change(&mut translation);
            translation.spoken_by(&instrument).unwrap_err()
        };
        let expected = |code: &str| InstrumentError::UnknownPart(code.into());
        let misspelt = unknown(|translation| {
            let question = translation.profile.get_mut("usia").unwrap();
            question.options.insert("67".into(), "67 taun".into());
        });
        assert_eq!(misspelt, expected("67"));
        let misspelt = unknown(|translation| {
            let question = translation.profile["usia"].clone();
            translation.profile.insert("umur".into(), question);
        });
        assert_eq!(misspelt, expected("umur"));
    }
}
