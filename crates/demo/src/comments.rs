//! What people write: short sentences about what they liked least or most.

use std::collections::BTreeMap;

use ikm::UnsurCode;
use serde::Deserialize;

use crate::chance::Chance;

/// In so many of a thousand cases a comment begins and ends with more than its sentence.
const OPENED: u32 = 80;
const CLOSED: u32 = 250;
/// Typed in haste: no capital, no full stop.
const HASTY: u32 = 220;

/// Sentences to write.
#[derive(Deserialize)]
pub(crate) struct Sentences {
    low: BTreeMap<UnsurCode, Vec<String>>,
    high: BTreeMap<UnsurCode, Vec<String>>,
    plain: Vec<String>,
    openers: Vec<String>,
    closers: Vec<String>,
}

/// What a comment is about.
#[derive(Clone, Copy)]
pub(crate) enum About {
    /// What was worst.
    Low(UnsurCode),
    /// What was good.
    High(UnsurCode),
    /// Nothing much.
    Nothing,
}

impl Sentences {
    pub(crate) fn new() -> Self {
        serde_json::from_str(include_str!("../data/comments.json")).expect("checked by a test")
    }

    /// A comment about a service.
    pub(crate) fn comment(&self, about: About, service: &str, chance: &mut Chance) -> String {
        let sentences = match about {
            About::Low(unsur) => self.low.get(&unsur),
            About::High(unsur) => self.high.get(&unsur),
            About::Nothing => None,
        };
        let sentence = chance
            .pick(sentences.unwrap_or(&self.plain))
            .replace("{layanan}", service);
        let opened = chance.in_thousand(OPENED);
        let mut text = if opened {
            format!(
                "{}{}",
                chance.pick(&self.openers),
                with_first(&sentence, char::to_lowercase)
            )
        } else {
            with_first(&sentence, char::to_uppercase)
        };
        if chance.in_thousand(CLOSED) {
            text.push_str(chance.pick::<String>(&self.closers));
        }
        if chance.in_thousand(HASTY) {
            text = text.trim_end_matches('.').to_lowercase();
        }
        text
    }
}

/// The text with its first letter changed.
fn with_first<I: Iterator<Item = char>>(text: &str, change: impl FnOnce(char) -> I) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| change(first).chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::chance::Purpose;

    #[test]
    fn there_is_something_to_say_about_every_unsur_in_many_ways_and_within_the_limit() {
        let sentences = Sentences::new();
        let mut chance = Chance::new(1, Purpose::Citizens);
        for unsur in survey::Instrument::permenpan_14_2017().unsur_codes() {
            for about in [About::Low(unsur), About::High(unsur)] {
                let said: BTreeSet<_> = (0..200)
                    .map(|_| sentences.comment(about, "Kartu Keluarga", &mut chance))
                    .collect();
                assert!(said.len() >= 10, "{unsur}: {}", said.len());
                for text in said {
                    assert!(
                        text.chars().count() <= survey::limits::COMMENT_CHARS_MAX,
                        "{text}"
                    );
                    assert!(!text.contains('{'), "{text}");
                }
            }
        }
        assert!(
            !sentences
                .comment(About::Nothing, "Kartu Keluarga", &mut chance)
                .is_empty()
        );
    }
}
