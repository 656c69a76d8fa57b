//! What one response holds: answers by code, channel, profile, sealed comment.

use std::{collections::BTreeMap, fmt};

use ikm::{Score, UnsurCode};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap};
use uuid::Uuid;

use crate::{Hour, InstrumentRef, Language, ServiceCode, SurveyCode, UnitCode, hex::stored_as_hex};

/// Answers by unsur code, each at most once, in order of code. An unsur without an answer is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(Vec<(UnsurCode, Score)>);

impl Answers {
    /// Collects answers; of two for the same unsur the last one stays.
    #[must_use]
    pub fn from_pairs(pairs: impl IntoIterator<Item = (UnsurCode, Score)>) -> Self {
        Self(
            pairs
                .into_iter()
                .collect::<BTreeMap<_, _>>()
                .into_iter()
                .collect(),
        )
    }

    /// The answer for one unsur.
    #[must_use]
    pub fn get(&self, unsur: UnsurCode) -> Option<Score> {
        self.0
            .binary_search_by_key(&unsur, |(code, _)| *code)
            .ok()
            .map(|at| self.0[at].1)
    }

    /// Every answer, in order of code.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (UnsurCode, Score)> {
        self.0.iter().copied()
    }

    /// How many unsur were answered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Answers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (unsur, score) in &self.0 {
            map.serialize_entry(unsur, score)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Answers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> de::Visitor<'de> for Map {
            type Value = Answers;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of unsur codes and scores from 1 to 4")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Answers, A::Error> {
                let mut answers: Vec<(UnsurCode, Score)> = Vec::with_capacity(9);
                while let Some((unsur, score)) = map.next_entry()? {
                    // Stored answers come in order, so this is a push; a body from outside may not be.
                    match answers.binary_search_by_key(&unsur, |(code, _)| *code) {
                        Ok(_) => return Err(de::Error::custom(format_args!("{unsur} is answered twice"))),
                        Err(at) => answers.insert(at, (unsur, score)),
                    }
                }
                Ok(Answers(answers))
            }
        }
        deserializer.deserialize_map(Map)
    }
}

/// The way by which an answer came. Never pooled silently: a counter survey flatters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A phone, from a QR code.
    Qr,
    /// A browser, from a link.
    Web,
    /// A kiosk of the office.
    Kiosk,
    /// A kiosk, with somebody reading the questions out.
    Assisted,
    /// Paper, entered by an officer.
    Paper,
    /// A file of an earlier survey.
    Import,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 6] = [
        Self::Qr,
        Self::Web,
        Self::Kiosk,
        Self::Assisted,
        Self::Paper,
        Self::Import,
    ];

    /// The stored name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Qr => "qr",
            Self::Web => "web",
            Self::Kiosk => "kiosk",
            Self::Assisted => "assisted",
            Self::Paper => "paper",
            Self::Import => "import",
        }
    }

    /// The channel with that stored name.
    #[must_use]
    pub fn from_stored(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == name)
    }

    /// True where staff enter answers that were given elsewhere, often with unsur left blank.
    #[must_use]
    pub const fn is_entered_by_staff(self) -> bool {
        matches!(self, Self::Paper | Self::Import)
    }
}

/// Reasons ticked, by unsur.
pub type Reasons = BTreeMap<UnsurCode, Vec<String>>;

/// Profile answers: code of the question, code of the option. What was not answered is absent.
pub type Profile = BTreeMap<String, String>;

/// A random number that keeps the leaf hash of a response unguessable. 128 bits, stored as 32 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nonce(pub [u8; 16]);

/// SHA-256 over a salt and a text: binds the log to a text that it does not hold. Stored as 64 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment(pub [u8; 32]);

/// A text that lies sealed in the vault; the log holds only this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedText {
    /// Where the vault keeps it.
    pub content: Uuid,
    /// What it was, without saying it.
    pub commitment: Commitment,
}

stored_as_hex!(Nonce);
stored_as_hex!(Commitment);

/// How a response was admitted; of a survey, what it asks for so that a response counts. Classes are shown apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Admission {
    /// Without a code: anybody with the address.
    #[default]
    Open,
    /// With a one-time code, which this response uses up.
    Code,
}

impl Admission {
    /// The stored name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Code => "code",
        }
    }
}

/// `response_submitted`: somebody answered. Holds no identity; its id is that of its stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseSubmitted {
    /// The survey answered.
    pub survey: SurveyCode,
    /// The unit it counts for.
    pub unit: UnitCode,
    /// The service it is about.
    pub service: ServiceCode,
    /// The version of the instrument that was asked.
    pub instrument: InstrumentRef,
    /// The language in which it was asked.
    pub language: Language,
    /// The way by which it came.
    pub channel: Channel,
    /// How it was admitted.
    #[serde(default)]
    pub admission: Admission,
    /// The hour that it counts for: the claimed one, unless that lies in the future.
    pub occurred_at: Hour,
    /// The hour that the device claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_at: Option<Hour>,
    /// Scores by unsur.
    pub answers: Answers,
    /// Answers about the respondent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub profile: Profile,
    /// Reasons ticked.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: Reasons,
    /// The comment, sealed in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<SealedText>,
    /// Seconds from the first sight of the form to its sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds_taken: Option<u32>,
    /// The kiosk that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// That kiosk's own count of responses, so that gaps show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_counter: Option<u64>,
    /// Keeps the leaf hash unguessable.
    pub nonce: Nonce,
}
