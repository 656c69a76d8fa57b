//! What a citizen's form sends, read field by field.
//!
//! Claims of a device that cannot be true are left out: nobody's answers are refused for the sake of a clock.

use std::collections::BTreeMap;

use ikm::{Score, UnsurCode};
use survey::{
    Answers, Channel, FlagRule, Hour, Instrument, ServiceCode, SubmitResponse, limits::SECONDS_TAKEN_MAX,
};

use crate::{
    http::fields::Fields,
    pages::{Kept, LOW_SCORE_MAX, field},
    routes::survey_form::{Asked, Manner},
};

/// The fields as they came.
pub(super) struct SentForm(Fields);

impl SentForm {
    pub(super) fn read(body: &[u8]) -> Self {
        Self(Fields::read(body))
    }

    /// The last value of a field that was filled in.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).filter(|value| !value.is_empty())
    }

    pub(super) fn manner(&self) -> Manner {
        let asked = |what: &str| self.get(field::ACTION)?.strip_prefix(what)?.strip_prefix(':');
        let language = asked(field::LANGUAGE).or_else(|| self.get(field::LANGUAGE));
        let print = asked(field::PRINT).or_else(|| self.get(field::PRINT));
        Manner::new(language, print)
    }

    pub(super) fn channel(&self) -> Channel {
        let channel = self.get(field::CHANNEL).and_then(Channel::from_stored);
        channel
            .filter(|channel| !channel.is_entered_by_staff())
            .unwrap_or(Channel::Qr)
    }

    pub(super) fn kept(&self) -> Kept {
        let text = |name| self.get(name).unwrap_or_default().replace("\r\n", "\n");
        let mut kept = Kept {
            service: self.get(field::SERVICE).map(str::to_owned),
            comment: text(field::COMMENT),
            hour: text(field::HOUR),
            seconds: text(field::SECONDS),
            ..Kept::default()
        };
        for (name, value) in self.0.iter().filter(|(_, value)| !value.is_empty()) {
            if let Some(code) = name.strip_prefix(field::SCORE_PREFIX) {
                if let Some(score) = value.parse().ok().filter(|score| (1..=4).contains(score)) {
                    kept.scores.insert(code.into(), score);
                }
            } else if let Some(code) = name.strip_prefix(field::REASON_PREFIX) {
                kept.reasons
                    .entry(code.into())
                    .or_default()
                    .insert(value.to_owned());
            } else if let Some(code) = name.strip_prefix(field::NOTE_PREFIX) {
                kept.notes.insert(code.into(), value.replace("\r\n", "\n"));
            } else if let Some(question) = name.strip_prefix(field::PROFILE_PREFIX) {
                kept.profile.insert(question.into(), value.to_owned());
            }
        }
        kept
    }

    /// What the citizen asks for; `None` if a field is not of its form.
    pub(super) fn command(&self, asked: &Asked<'_>, kept: &Kept) -> Option<SubmitResponse> {
        let score =
            |(code, score): (&String, &u8)| Some((UnsurCode::new(code).ok()?, Score::new(*score).ok()?));
        let answers: Vec<_> = kept.scores.iter().map(score).collect::<Option<_>>()?;
        // Reasons belong to low answers; without `:has` a browser shows them beside any.
        let low = |code: &String| kept.scores.get(code).is_some_and(|score| *score <= LOW_SCORE_MAX);
        let ticked = kept.reasons.iter().filter(|(code, _)| low(code));
        let ticked =
            ticked.map(|(code, ticked)| Some((UnsurCode::new(code).ok()?, ticked.iter().cloned().collect())));
        let instrument = match (self.get(field::INSTRUMENT), self.get(field::VERSION)) {
            (Some(id), Some(version)) => Some(format!("{id}@{version}").parse().ok()?),
            _ => None,
        };
        let service = match &kept.service {
            Some(service) => Some(ServiceCode::new(service.as_str()).ok()?),
            None => None,
        };
        Some(SubmitResponse {
            survey: asked.survey.code.clone(),
            service,
            instrument,
            language: asked.manner.language(),
            answers: Answers::from_pairs(answers),
            profile: kept.profile.clone(),
            reasons: ticked.collect::<Option<BTreeMap<_, _>>>()?,
            channel: asked.channel,
            claimed_at: kept.hour.parse().ok(),
            device_now: self.get(field::NOW).and_then(|hour| hour.parse::<Hour>().ok()),
            seconds_taken: kept
                .seconds
                .parse()
                .ok()
                .filter(|seconds| *seconds <= SECONDS_TAKEN_MAX),
            device: None,
            device_counter: self.get(field::COUNTER).and_then(|counter| counter.parse().ok()),
            comment: Some(comment(&asked.survey.instrument, kept)),
            // A person sees nothing of the trap; who filled it in is thanked like everybody.
            noticed: self
                .get(field::TRAP)
                .map(|_| FlagRule::Trap)
                .into_iter()
                .collect(),
        })
    }

    pub(super) fn to_resend(&self) -> Vec<(String, String)> {
        let again = self.0.iter().filter(|(name, _)| *name != field::ACTION);
        again
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}

/// True where the screen belongs to the office.
pub(super) const fn is_kiosk(channel: Channel) -> bool {
    matches!(channel, Channel::Kiosk | Channel::Assisted)
}

/// Everything that was written, as one comment.
pub(super) fn comment(instrument: &Instrument, kept: &Kept) -> String {
    let codes: Vec<&str> = instrument.unsur.iter().map(|unsur| unsur.code.as_str()).collect();
    kept.whole_comment(&codes)
}
