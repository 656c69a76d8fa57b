//! One-time codes: issuing them, and knowing one when it is shown.

use eventlog::{Actor, Version};
use survey::{
    Command, Refusal, ResponseId, Stream, SurveyCode, TOKEN_BYTES, Token, TokenKeyId, TokensIssued, UnitCode,
};
use views::TokenCounts;

use crate::{App, AppError, TokenKey, app::stream_id, edge::chance};

/// A batch of one-time codes, at the only moment at which the program knows them.
#[derive(Debug)]
pub struct IssuedTokens {
    /// The survey that they admit to.
    pub survey: SurveyCode,
    /// The unit that it is about.
    pub unit: UnitCode,
    /// Where the batch stands in the log: its number on paper.
    pub position: u64,
    /// The codes, in an order that nothing remembers.
    pub tokens: Vec<Token>,
}

/// A one-time code that was issued.
#[derive(Clone, Debug)]
pub struct KnownToken {
    /// The survey that it admits to.
    pub survey: SurveyCode,
    /// True if a response used it up.
    pub spent: bool,
    /// Nobody but the application needs to know this: it leads from the paper to the answer.
    pub(crate) response: ResponseId,
}

impl App {
    /// Gives the application the key of its one-time codes. Without one it neither issues nor knows any.
    #[must_use]
    pub fn with_token_key(mut self, key: TokenKey) -> Self {
        self.token_key = Some(key);
        self
    }

    /// Issues a batch of one-time codes; returns them once their hashes are on disk and visible. They stand nowhere
    /// else: what is not printed is lost. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn issue_tokens(
        &self,
        actor: &Actor,
        survey: &SurveyCode,
        count: usize,
    ) -> Result<IssuedTokens, AppError> {
        if count > survey::limits::TOKENS_PER_BATCH_MAX {
            return Err(Refusal::TokenCount(count).into());
        }
        let registry = self.registry();
        let known = registry.survey(survey);
        let unit = known
            .ok_or_else(|| Refusal::SurveyUnknown(survey.clone()))?
            .unit
            .clone();
        let key = self.token_key()?;
        let chance = |_| Token::new(chance::<TOKEN_BYTES>(&*self.edge));
        let tokens: Vec<_> = (0..count).map(chance).collect();
        let asked = TokensIssued {
            survey: survey.clone(),
            unit: unit.clone(),
            key: key.id(),
            hashes: tokens.iter().map(|token| key.hash(token)).collect(),
        };
        let position = self.register(actor, Command::IssueTokens(asked))?;
        Ok(IssuedTokens {
            survey: survey.clone(),
            unit,
            position,
            tokens,
        })
    }

    /// Knows a one-time code as somebody typed it. What is looked for is a hash under the key, so the time that this
    /// takes says nothing of codes that exist.
    ///
    /// # Errors
    /// [`Refusal::TokenUnknown`] if it was never issued.
    pub fn token(&self, text: &str) -> Result<KnownToken, AppError> {
        let token: Token = text.parse().map_err(|_| Refusal::TokenUnknown)?;
        let key = self.token_key()?;
        let hash = key.hash(&token);
        let survey = self.views.survey_of_token(hash)?;
        let survey = survey.ok_or(Refusal::TokenUnknown)?;
        let response = key.response_id(hash);
        let stream = stream_id(&Stream::Response(response));
        let spent = !self.log.read_stream(&stream, Version(0), 1)?.is_empty();
        Ok(KnownToken {
            survey,
            spent,
            response,
        })
    }

    /// The one-time codes of a survey.
    ///
    /// # Errors
    /// If the views cannot be read.
    pub fn token_counts(&self, survey: &SurveyCode) -> Result<TokenCounts, AppError> {
        Ok(self.views.token_counts(survey)?)
    }

    /// The key under which codes are issued now.
    ///
    /// # Errors
    /// If the application has none.
    pub fn token_key_id(&self) -> Result<TokenKeyId, AppError> {
        Ok(self.token_key()?.id())
    }

    pub(crate) fn token_key(&self) -> Result<&TokenKey, AppError> {
        let none = || AppError::Failed("tanpa kunci tidak ada kode sekali pakai".into());
        self.token_key.as_ref().ok_or_else(none)
    }
}
