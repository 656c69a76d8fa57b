//! The words around the questions, one flat file per language under `web/words`.
//!
//! Bahasa Indonesia is complete by definition; a test holds every other language complete too. A draft is one that
//! no native speaker has read yet: it ships, and the page says what it is. The wording of the questions themselves belongs to
//! the instrument, not here.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

use documents::words::grouped;

/// One language of the citizens' pages.
#[derive(Debug)]
pub struct Words {
    language: &'static str,
    draft: bool,
    texts: BTreeMap<String, String>,
}

static ALL: LazyLock<[Words; 4]> = LazyLock::new(|| {
    [
        Words::read("id", include_str!("../../../../web/words/id.json")),
        Words::read("en", include_str!("../../../../web/words/en.json")),
        Words::draft("jv", include_str!("../../../../web/words/jv.json")),
        Words::draft("su", include_str!("../../../../web/words/su.json")),
    ]
});

impl Words {
    /// Every language we have words for, Bahasa Indonesia first.
    #[must_use]
    pub fn all() -> &'static [Self] {
        ALL.as_slice()
    }

    /// Bahasa Indonesia.
    #[must_use]
    pub fn indonesian() -> &'static Self {
        &ALL[0]
    }

    /// The words of a language by its BCP 47 code (`id`, `en`), if we have them.
    #[must_use]
    pub fn of(language: &str) -> Option<&'static Self> {
        Self::all().iter().find(|words| words.language == language)
    }

    /// BCP 47 code, for the `lang` attribute.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// The language's name in itself: "Bahasa Indonesia", "English".
    #[must_use]
    pub fn own_name(&self) -> &str {
        self.text("bahasa.nama")
    }

    /// True until a native speaker has read them; the page says so.
    #[must_use]
    pub const fn is_draft(&self) -> bool {
        self.draft
    }

    /// The text under a key. A key that exists nowhere shows as itself: a test finds it before a reader does.
    pub(crate) fn text<'a>(&'a self, key: &'a str) -> &'a str {
        let found = self.texts.get(key).or_else(|| Self::indonesian().texts.get(key));
        found.map_or(key, String::as_str)
    }

    /// The text under a key with `{1}` and `{2}` filled in, in whatever order the language wants them.
    pub(crate) fn fill(&self, key: &str, first: &dyn Display, second: &dyn Display) -> String {
        self.text(key)
            .replace("{1}", &first.to_string())
            .replace("{2}", &second.to_string())
    }

    /// A number as readers of the language write it: `202.114`, `202,114`.
    #[must_use]
    pub fn number(&self, n: u64) -> String {
        grouped(n, self.text("angka.ribuan"))
    }

    fn read(language: &'static str, file: &str) -> Self {
        let texts = serde_json::from_str(file).expect("embedded words are read by every test");
        Self {
            language,
            draft: false,
            texts,
        }
    }

    fn draft(language: &'static str, file: &str) -> Self {
        Self {
            draft: true,
            ..Self::read(language, file)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    fn keys(language: &str) -> BTreeSet<&'static str> {
        Words::of(language)
            .unwrap()
            .texts
            .keys()
            .map(String::as_str)
            .collect()
    }

    #[test]
    fn every_language_says_all_that_indonesian_says_and_no_more() {
        for words in Words::all() {
            assert_eq!(keys("id"), keys(words.language()), "{}", words.language());
        }
    }

    #[test]
    fn a_translation_keeps_the_places_to_fill_in() {
        for (key, text) in &Words::indonesian().texts {
            for words in Words::all() {
                for place in ["{1}", "{2}"] {
                    assert_eq!(
                        text.contains(place),
                        words.text(key).contains(place),
                        "{place} in {key}, {}",
                        words.language()
                    );
                }
            }
        }
    }

    #[test]
    fn numbers_are_grouped_as_readers_of_the_language_do() {
        let written = |language: &str, n: u64| Words::of(language).unwrap().number(n);
        let numbers = [0, 7, 999, 1_000, 202_114, 1_000_000];
        assert_eq!(
            numbers.map(|n| written("id", n)),
            ["0", "7", "999", "1.000", "202.114", "1.000.000"]
        );
        assert_eq!(written("en", 202_114), "202,114");
        assert_eq!(written("jv", 202_114), "202.114");
    }

    #[test]
    fn the_same_key_is_not_given_twice() {
        for file in Words::all().iter().map(Words::language) {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../web/words/{file}.json"));
            let lines = fs::read_to_string(path).unwrap();
            let given = lines
                .lines()
                .filter(|line| line.trim_start().starts_with('"'))
                .count();
            assert_eq!(given, keys(file).len(), "{file}.json: one key a line, each once");
        }
    }

    /// Keys stand in templates and in page code as whole string literals.
    #[test]
    fn every_word_is_used_and_every_used_word_exists() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut used = String::new();
        for folder in ["../../web/pages", "../../web/pages/part", "src/pages"] {
            for entry in fs::read_dir(root.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    used.push_str(&fs::read_to_string(path).unwrap());
                }
            }
        }
        for key in keys("id") {
            assert!(used.contains(&format!("\"{key}\"")), "nobody says {key}");
        }
        for call in ["shell.t(\"", "shell.fill(\"", "words.text(\"", "words.fill(\""] {
            for rest in used.split(call).skip(1) {
                let key = rest.split('"').next().unwrap();
                assert!(keys("id").contains(key), "no words for {key}");
            }
        }
    }
}
