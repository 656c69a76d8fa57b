//! One-time codes: which survey a hash admits to, and how many were issued and used.
//!
//! Which code a response used is not known here: the log does not say it, and only the key of the codes could. Which
//! key it was made under is known, because codes of an earlier key admit nobody once there is another.

use std::collections::BTreeMap;

use jiff::Timestamp;
use redb::{ReadableDatabase, ReadableTable, ReadableTableMetadata, TableDefinition, WriteTransaction};
use survey::{SurveyCode, TokenHash, TokenKeyId, TokensIssued};

use crate::{Views, ViewsError, interpret::moment};

pub(crate) const TOKENS: TableDefinition<'_, [u8; 16], &str> = TableDefinition::new("tokens");
pub(crate) const BATCHES: TableDefinition<'_, (&str, u64), (u64, u64, u64)> = TableDefinition::new("batches");
pub(crate) const TOKENS_USED: TableDefinition<'_, (&str, u64), u64> = TableDefinition::new("tokens_used");

/// What some events change of one-time codes.
#[derive(Default)]
pub(crate) struct TokenChanges(Vec<TokenChange>);

enum TokenChange {
    Issued {
        position: u64,
        recorded_at_ms: u64,
        batch: TokensIssued,
    },
    Used(SurveyCode),
}

impl TokenChanges {
    pub(crate) fn issue(&mut self, position: u64, recorded_at_ms: u64, batch: &TokensIssued) {
        self.0.push(TokenChange::Issued {
            position,
            recorded_at_ms,
            batch: batch.clone(),
        });
    }

    pub(crate) fn redeem(&mut self, survey: &SurveyCode) {
        self.0.push(TokenChange::Used(survey.clone()));
    }

    pub(crate) fn extend(&mut self, later: Self) {
        self.0.extend(later.0);
    }

    pub(crate) fn write(&self, write: &WriteTransaction) -> Result<(), ViewsError> {
        let (mut tokens, mut batches) = (write.open_table(TOKENS)?, write.open_table(BATCHES)?);
        let mut used = write.open_table(TOKENS_USED)?;
        for change in &self.0 {
            match change {
                TokenChange::Issued {
                    position,
                    recorded_at_ms,
                    batch,
                } => {
                    let survey = batch.survey.as_str();
                    let row = (batch.hashes.len() as u64, *recorded_at_ms, number(batch.key));
                    batches.insert((survey, *position), row)?;
                    for hash in &batch.hashes {
                        tokens.insert(hash.0, survey)?;
                    }
                }
                TokenChange::Used(survey) => {
                    let survey = survey.as_str();
                    let last = batches.range((survey, 0)..=(survey, u64::MAX))?.next_back();
                    // Without a batch the log says what it should not; it is counted under no key.
                    let key = last.transpose()?.map_or(0, |(_, batch)| batch.value().2);
                    let before = used.get((survey, key))?.map_or(0, |count| count.value());
                    used.insert((survey, key), before + 1)?;
                }
            }
        }
        Ok(())
    }
}

const fn number(key: TokenKeyId) -> u64 {
    u64::from_be_bytes(key.0)
}

/// The one-time codes of a survey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenCounts {
    /// Batches, in order of issue.
    pub batches: Vec<TokenBatch>,
    /// How many codes of each key a response used up.
    used: BTreeMap<u64, u64>,
}

/// A batch of one-time codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenBatch {
    /// How many codes.
    pub count: u64,
    /// When they were issued.
    pub issued_at: Timestamp,
    /// The key that they were made under.
    pub key: TokenKeyId,
}

impl TokenCounts {
    /// Codes of every batch.
    #[must_use]
    pub fn issued(&self) -> u64 {
        self.batches.iter().map(|batch| batch.count).sum()
    }

    /// Codes that a response used up.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.used.values().sum()
    }

    /// Codes that still admit a response while this is the key.
    #[must_use]
    pub fn open(&self, key: TokenKeyId) -> u64 {
        let of_key = self.batches.iter().filter(|batch| batch.key == key);
        let issued: u64 = of_key.map(|batch| batch.count).sum();
        issued.saturating_sub(self.used.get(&number(key)).copied().unwrap_or(0))
    }

    /// Codes that were not used before this became the key, and admit nobody any more.
    #[must_use]
    pub fn void(&self, key: TokenKeyId) -> u64 {
        self.issued().saturating_sub(self.used() + self.open(key))
    }
}

impl Views {
    /// The survey to which the code with this hash admits, whether it was used or not.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn survey_of_token(&self, hash: TokenHash) -> Result<Option<SurveyCode>, ViewsError> {
        let read = self.database.begin_read()?;
        let survey = read.open_table(TOKENS)?.get(hash.0)?;
        Ok(survey.and_then(|survey| SurveyCode::new(survey.value()).ok()))
    }

    /// The one-time codes of a survey; none issued if there is no such survey.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn token_counts(&self, survey: &SurveyCode) -> Result<TokenCounts, ViewsError> {
        let read = self.database.begin_read()?;
        let survey = survey.as_str();
        let rows = read.open_table(BATCHES)?;
        let batches = rows.range((survey, 0)..=(survey, u64::MAX))?.map(|row| {
            let (count, recorded_at_ms, key) = row?.1.value();
            Ok(TokenBatch {
                count,
                issued_at: moment(recorded_at_ms),
                key: TokenKeyId(key.to_be_bytes()),
            })
        });
        let rows = read.open_table(TOKENS_USED)?;
        let used = rows.range((survey, 0)..=(survey, u64::MAX))?.map(|row| {
            let (place, used) = row?;
            Ok((place.value().1, used.value()))
        });
        Ok(TokenCounts {
            batches: batches.collect::<Result<_, ViewsError>>()?,
            used: used.collect::<Result<_, ViewsError>>()?,
        })
    }

    /// True if one-time codes were ever issued, for whatever survey.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn has_tokens(&self) -> Result<bool, ViewsError> {
        let batches = self.database.begin_read()?.open_table(BATCHES)?;
        Ok(!batches.is_empty()?)
    }
}
