//! One answer: a score of 1 to 4.

use serde::{Deserialize, Serialize};

/// A score from 1 (worst) to 4 (best), the four labelled answers of the questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

/// The number is no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("score {0} is not one of 1, 2, 3, 4")]
pub struct ScoreError(pub u8);

impl Score {
    /// All scores, worst first.
    pub const ALL: [Self; 4] = [Self(1), Self(2), Self(3), Self(4)];

    /// Checks and keeps the number.
    ///
    /// # Errors
    /// If it is not one of 1, 2, 3, 4.
    pub const fn new(number: u8) -> Result<Self, ScoreError> {
        match number {
            1..=4 => Ok(Self(number)),
            _ => Err(ScoreError(number)),
        }
    }

    /// The number, 1 to 4.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Score {
    type Error = ScoreError;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::new(number)
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> Self {
        score.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_four_answers_are_scores_also_in_json() {
        assert_eq!(Score::ALL.map(Score::get), [1, 2, 3, 4]);
        for number in [0, 5, u8::MAX] {
            assert_eq!(Score::new(number), Err(ScoreError(number)));
            assert!(serde_json::from_str::<Score>(&number.to_string()).is_err());
        }
        assert_eq!(serde_json::from_str::<Score>("4").unwrap(), Score::ALL[3]);
    }
}
