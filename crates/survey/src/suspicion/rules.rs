//! The rules as versioned data, built into the program: `rules/flags@1.json`.
//!
//! **A version never changes once a flag may have been recorded under it: other numbers are another version.**

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::FlagRule;

/// One version of every rule.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagRules {
    /// Its version, as stored in a flag.
    pub version: u16,
    /// [`FlagRule::TooFast`]: answered in less time than this.
    pub too_fast: SecondsPerAnswer,
    /// [`FlagRule::StraightLine`].
    pub straight_line: StraightLine,
    /// [`FlagRule::Burst`].
    pub burst: Burst,
    /// [`FlagRule::Flood`].
    pub flood: Flood,
    /// [`FlagRule::Network`].
    pub network: NetworkRate,
    /// [`FlagRule::DuplicateProfile`].
    pub duplicate_profile: DuplicateProfile,
    /// What people read of each rule, in Bahasa Indonesia.
    pub words: BTreeMap<FlagRule, FlagWords>,
}

/// A time that grows with the number of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondsPerAnswer {
    /// Seconds for each answer given.
    pub seconds_per_answer: u32,
}

/// The same score throughout, in less time than reading takes. The same score alone is no sign: people who are
/// content often give full marks to everything, and leaving them out would bend the index down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StraightLine {
    /// Of fewer answers nothing is concluded.
    pub answers_min: usize,
    /// Seconds for each answer given; whoever took as long or longer may have read.
    pub seconds_per_answer: u32,
}

/// So many answers from one device within so many seconds, if they say of themselves that they were given in that
/// time: together they took no longer. Otherwise they waited on the device for a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burst {
    /// Answers.
    pub answers: usize,
    /// Seconds from the first of them to the last, by the clock of the log.
    pub within_seconds: u32,
}

/// So many answers to one survey within so many seconds that came without a code and from no enrolled device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flood {
    /// Answers.
    pub answers: usize,
    /// Seconds from the first of them to the last, by the clock of the log.
    pub within_seconds: u32,
}

/// How many open answers one network sends before the next is flagged. Counted where they arrive: no network is in
/// the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkRate {
    /// Answers at once.
    pub at_once: u32,
    /// And for each minute after.
    pub per_minute: u32,
}

/// So many answers in a row with the same scores and the same profile, by the same way to the same survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateProfile {
    /// Answers.
    pub answers: usize,
    /// Fewest questions about the person that were answered: without a profile many people are alike.
    pub profile_min: usize,
    /// Most seconds between one and the next, by the clock of the log.
    pub apart_seconds_max: u32,
}

/// What people read of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagWords {
    /// A few words.
    pub label: String,
    /// What the rule sees.
    pub sees: String,
    /// Whom it marks wrongly.
    pub false_alarm: String,
}

impl FlagRules {
    /// The rules in force: version 1, from the first event of every log on. Another version will be adopted by an
    /// event, so that a log is flagged by the rules of its day.
    #[must_use]
    pub fn in_force() -> &'static Self {
        static RULES: LazyLock<FlagRules> = LazyLock::new(|| {
            serde_json::from_str(include_str!("../../rules/flags@1.json"))
                .expect("built in, and read by every test")
        });
        &RULES
    }

    /// What people read of a rule.
    #[must_use]
    pub fn words(&self, rule: FlagRule) -> &FlagWords {
        self.words.get(&rule).expect("a test holds the words complete")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_says_what_it_sees_and_whom_it_marks_wrongly() {
        let rules = FlagRules::in_force();
        assert_eq!(rules.words.keys().copied().collect::<Vec<_>>(), FlagRule::ALL);
        for words in rules.words.values() {
            assert!(!words.label.is_empty() && !words.sees.is_empty() && !words.false_alarm.is_empty());
        }
    }
}
