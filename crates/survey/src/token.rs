//! One-time codes: how they are written and read, what of them is stored, and the decision to issue them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    Event, Refusal, Registry, SurveyCode, UnitCode, crockford,
    hex::stored_as_hex,
    limits::{TOKEN_TEXT_BYTES_MAX, TOKENS_PER_BATCH_MAX, TOKENS_PER_BATCH_MIN},
};

/// Bytes of chance in a token: 80 bits, which nobody guesses.
pub const TOKEN_BYTES: usize = 10;
/// Characters of a token, five bits each.
pub const TOKEN_CHARS: usize = TOKEN_BYTES * 8 / 5;

/// A one-time code, which admits one response. It stands on paper and nowhere else; so does its `Debug` keep it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token([u8; TOKEN_BYTES]);

/// The text is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("kode terdiri dari {TOKEN_CHARS} huruf dan angka, misalnya 4F7K-9QX2-M8TD-V3RB")]
pub struct TokenError;

impl Token {
    /// The token of some chance.
    #[must_use]
    pub const fn new(chance: [u8; TOKEN_BYTES]) -> Self {
        Self(chance)
    }

    /// What it is made of.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; TOKEN_BYTES] {
        &self.0
    }

    /// As an address holds it: `4F7K9QX2M8TDV3RB`.
    #[must_use]
    pub fn compact(&self) -> String {
        let bits = self
            .0
            .iter()
            .fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
        crockford::write(bits, TOKEN_CHARS)
    }
}

/// As people read it: `4F7K-9QX2-M8TD-V3RB`.
impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crockford::grouped(&self.compact()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// Reads what people type: either case, O for 0, I and L for 1, with spaces and dashes or without.
impl FromStr for Token {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        if text.len() > TOKEN_TEXT_BYTES_MAX {
            return Err(TokenError);
        }
        let bits = crockford::read(text, TOKEN_CHARS).ok_or(TokenError)?;
        Ok(Self(*bits.to_be_bytes().last_chunk().expect("ten of sixteen")))
    }
}

/// What the log holds of a token: a hash under a key that the log does not hold. Stored as 32 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenHash(pub [u8; 16]);

/// Tells keys of token hashes apart, and says nothing else of them. Stored as 16 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenKeyId(pub [u8; 8]);

stored_as_hex!(TokenHash);
stored_as_hex!(TokenKeyId);

/// `tokens_issued`: a batch of one-time codes was made. Which of them a response used is written nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensIssued {
    /// The survey that they admit to.
    pub survey: SurveyCode,
    /// The unit that the survey is about.
    pub unit: UnitCode,
    /// The key of the hashes.
    pub key: TokenKeyId,
    /// A hash for each code, in order of the hashes, so that they say nothing of the order of the tickets.
    pub hashes: Vec<TokenHash>,
}

/// Decides to issue a batch.
pub(crate) fn issue(registry: &Registry, mut issued: TokensIssued) -> Result<Event, Refusal> {
    let survey = registry.survey(&issued.survey);
    let survey = survey.ok_or_else(|| Refusal::SurveyUnknown(issued.survey.clone()))?;
    if survey.closed_at.is_some() {
        return Err(Refusal::SurveyNotOpen(issued.survey));
    }
    issued.hashes.sort_unstable();
    issued.hashes.dedup();
    if !(TOKENS_PER_BATCH_MIN..=TOKENS_PER_BATCH_MAX).contains(&issued.hashes.len()) {
        return Err(Refusal::TokenCount(issued.hashes.len()));
    }
    // The survey knows its unit; what the asker says of it does not count.
    issued.unit = survey.unit.clone();
    Ok(Event::TokensIssued(issued))
}
