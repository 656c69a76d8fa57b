//! The scores of respondents, in an order that tells nothing of them.

use ikm::Score;
use sha2::{Digest, Sha256};

use crate::limits::{SCORE_ROWS_MAX, SCORE_ROWS_MIN};

/// The scores of one respondent, in the order of the unsur; none where no answer was given.
pub type ScoreRow = Vec<Option<Score>>;

/// What the regulation's table of scores per respondent may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scores {
    /// All of them.
    Rows(ScoreRows),
    /// Too few respondents to list them one by one.
    TooFew,
    /// More than a spreadsheet is good for.
    TooMany,
}

/// Rows of scores, shuffled.
///
/// The order is a function of the rows themselves: they are sorted, then put in the order of a hash of all of them and
/// their place. Whatever the order was in which they came, the table is the same, so it tells nothing of that order; and
/// whoever may read the answers can make the very same table anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreRows(Vec<ScoreRow>);

impl Scores {
    /// The table of these respondents.
    #[must_use]
    pub fn new(rows: Vec<ScoreRow>) -> Self {
        match rows.len() {
            ..SCORE_ROWS_MIN => Self::TooFew,
            SCORE_ROWS_MIN..=SCORE_ROWS_MAX => Self::Rows(ScoreRows::shuffled(rows)),
            _ => Self::TooMany,
        }
    }
}

impl ScoreRows {
    fn shuffled(mut rows: Vec<ScoreRow>) -> Self {
        rows.sort_unstable();
        let mut all = Sha256::new();
        for row in &rows {
            let length = u8::try_from(row.len()).unwrap_or(u8::MAX);
            all.update([length]);
            let scores: Vec<u8> = row.iter().map(|score| score.map_or(0, Score::get)).collect();
            all.update(scores);
        }
        let all = all.finalize();
        let place = |at: u64| {
            Sha256::new()
                .chain_update(all)
                .chain_update(at.to_be_bytes())
                .finalize()
        };
        let mut placed: Vec<_> = rows
            .into_iter()
            .zip(0..)
            .map(|(row, at)| (place(at), row))
            .collect();
        placed.sort_unstable_by_key(|(place, _)| *place);
        Self(placed.into_iter().map(|(_, row)| row).collect())
    }

    /// The rows, shuffled.
    #[must_use]
    pub fn rows(&self) -> &[ScoreRow] {
        &self.0
    }
}
