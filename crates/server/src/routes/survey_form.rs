//! `/s/{survey}`: the citizen's form, and what comes back from it.

use std::{collections::BTreeMap, sync::Arc};

use app::{AppError, Receipt};
use bytes::Bytes;
use ikm::{Score, UnsurCode};
use survey::{
    Answers, Channel, FlagRule, Language, Refusal, ResponseId, ServiceCode, SubmitResponse, Survey,
    SurveyCode,
};
use warp::{
    Filter,
    http::{StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        reply,
    },
    limits::RETRY_AFTER_SECONDS,
    pages::{FormPage, FormProblem, Kept, MessagePage, Notice, Resend, Shell, ThanksPage, Words, field},
    present::survey_face,
    routes::{Query, Route, query, with},
};

const LARGE: &str = "besar";

pub(super) fn routes(state: &Arc<State>) -> Route {
    let ask = warp::path!("s" / String)
        .and(warp::get())
        .and(with(state))
        .and(query())
        .map(|code: String, state: Arc<State>, query: Query| ask(&state, &code, &query));
    let take = warp::path!("s" / String)
        .and(warp::post())
        .and(with(state))
        .and(body::limited())
        .then(|code: String, state: Arc<State>, body| async move { take(&state, &code, body).await });
    take.or(ask).unify().boxed()
}

/// How the citizen wants the page.
struct Manner {
    words: &'static Words,
    large_print: bool,
}

impl Manner {
    fn new(language: Option<&str>, print: Option<&str>) -> Self {
        let words = language.and_then(Words::of).unwrap_or_else(Words::indonesian);
        Self {
            words,
            large_print: print == Some(LARGE),
        }
    }

    fn shell(&self, state: &State) -> Shell {
        Shell {
            words: self.words,
            large_print: self.large_print,
            ..state.shell()
        }
    }

    fn language(&self) -> Language {
        self.words
            .language()
            .parse()
            .expect("words are filed under language tags")
    }
}

fn ask(state: &State, code: &str, query: &Query) -> Response {
    let manner = Manner::new(query.get("bahasa"), query.get("huruf"));
    let registry = state.app.registry();
    let survey = SurveyCode::new(code).ok().and_then(|code| registry.survey(&code));
    let notice = |status, notice| reply::page(status, &MessagePage::new(manner.shell(state), notice));
    let Some(survey) = survey else {
        return notice(StatusCode::NOT_FOUND, Notice::SurveyUnknown);
    };
    if survey.closed_at.is_some() {
        return notice(StatusCode::GONE, Notice::SurveyClosed);
    }
    let kept = Kept {
        service: query.get("layanan").map(str::to_owned),
        ..Kept::default()
    };
    let channel = query
        .get("kanal")
        .and_then(Channel::from_stored)
        .filter(|channel| !channel.is_entered_by_staff());
    let id = state.app.new_response_id().to_string();
    let asked = Asked {
        survey,
        manner,
        id,
        channel: channel.unwrap_or(Channel::Qr),
    };
    asked.page(state, StatusCode::OK, kept, Vec::new())
}

/// A form on its way to or from a citizen.
struct Asked<'a> {
    survey: &'a Survey,
    manner: Manner,
    id: String,
    channel: Channel,
}

impl Asked<'_> {
    fn page(&self, state: &State, status: StatusCode, kept: Kept, problems: Vec<FormProblem>) -> Response {
        let registry = state.app.registry();
        let face = survey_face(&registry, self.survey, self.manner.language());
        let spoken = |words: &&'static Words| {
            self.survey
                .instrument
                .languages
                .iter()
                .any(|language| language.as_str() == words.language())
        };
        let languages: Vec<&'static Words> = Words::all().iter().filter(spoken).collect();
        let page = FormPage {
            shell: self.manner.shell(state),
            survey: &face,
            languages: &languages,
            response_id: self.id.clone(),
            channel: self.channel.as_str().into(),
            kept,
            problems,
            staff_held: matches!(self.channel, Channel::Kiosk | Channel::Assisted),
        };
        reply::page(status, &page)
    }
}

async fn take(state: &State, code: &str, body: Result<Bytes, BodyError>) -> Response {
    let notice = |status, notice| reply::page(status, &MessagePage::new(state.shell(), notice));
    let fields: Vec<(String, String)> = match body {
        Ok(body) => form_urlencoded::parse(&body).into_owned().collect(),
        Err(BodyError::TooLarge) => return notice(StatusCode::PAYLOAD_TOO_LARGE, Notice::TooLarge),
        Err(BodyError::BrokenOff) => return notice(StatusCode::BAD_REQUEST, Notice::Unreadable),
    };
    let form = SentForm(fields);
    let registry = state.app.registry();
    let Some(survey) = SurveyCode::new(code).ok().and_then(|code| registry.survey(&code)) else {
        return notice(StatusCode::NOT_FOUND, Notice::SurveyUnknown);
    };
    let Some(id) = form.get(field::ID).and_then(|id| id.parse().ok()).map(ResponseId) else {
        return notice(StatusCode::BAD_REQUEST, Notice::Unreadable);
    };
    let asked = Asked {
        survey,
        manner: form.manner(),
        id: id.to_string(),
        channel: form.channel(),
    };
    let kept = form.kept();
    if form.get(field::ACTION).is_some() {
        return asked.page(state, StatusCode::OK, kept, Vec::new());
    }
    let problems = problems(survey, &kept);
    if !problems.is_empty() {
        return asked.page(state, StatusCode::UNPROCESSABLE_ENTITY, kept, problems);
    }
    let Some(command) = form.command(&asked, &kept) else {
        return notice(StatusCode::BAD_REQUEST, Notice::Unreadable);
    };
    match state.app.submit(id, command).await {
        Ok(receipt) => thanks(state, &asked, &receipt),
        Err(error) => failed(state, &asked, form, &error),
    }
}

fn thanks(state: &State, asked: &Asked<'_>, receipt: &Receipt) -> Response {
    let registry = state.app.registry();
    let unit = registry.unit(&asked.survey.unit);
    let staff_held = matches!(asked.channel, Channel::Kiosk | Channel::Assisted);
    let page = ThanksPage {
        shell: asked.manner.shell(state),
        survey_code: asked.survey.code.to_string(),
        unit_code: asked.survey.unit.to_string(),
        unit_name: unit.map_or_else(String::new, |unit| unit.name.clone()),
        again: receipt.was_there,
        receipt: (!staff_held).then(|| receipt.code()),
    };
    reply::page(StatusCode::OK, &page)
}

fn failed(state: &State, asked: &Asked<'_>, form: SentForm, error: &AppError) -> Response {
    let mut page = MessagePage::new(asked.manner.shell(state), Notice::Fault);
    let resend = || {
        Some(Resend {
            action: format!("/s/{}", asked.survey.code),
            fields: form.into_resend(),
        })
    };
    let status = match error {
        AppError::Refused(Refusal::ResponseConflict) => {
            page.notice = Notice::Conflict;
            page.survey_code = Some(asked.survey.code.to_string());
            StatusCode::CONFLICT
        }
        AppError::Refused(Refusal::SurveyClosed(_)) => {
            page.notice = Notice::TooLate;
            StatusCode::GONE
        }
        // The form and the rules disagree: the page is older than the survey, or somebody built their own.
        AppError::Refused(_) => {
            page.notice = Notice::Unreadable;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        AppError::Busy => {
            page.notice = Notice::Busy;
            page.resend = resend();
            StatusCode::SERVICE_UNAVAILABLE
        }
        AppError::Evidence(_) | AppError::Failed(_) => {
            let fault = state.app.new_response_id().to_string();
            tracing::error!(%error, fault, "a form failed");
            page.resend = resend();
            page.fault_id = Some(fault);
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    let mut response = reply::page(status, &page);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        reply::set(
            &mut response,
            header::RETRY_AFTER,
            &RETRY_AFTER_SECONDS.to_string(),
        );
    }
    response
}

fn problems(survey: &Survey, kept: &Kept) -> Vec<FormProblem> {
    let mut problems = Vec::new();
    let chosen = kept
        .service
        .as_ref()
        .is_some_and(|chosen| survey.services.iter().any(|service| service.as_str() == chosen));
    if survey.services.len() > 1 && !chosen {
        problems.push(FormProblem::NoService);
    }
    let codes = survey
        .instrument
        .unsur_codes()
        .into_iter()
        .map(|unsur| unsur.as_str().to_owned());
    problems.extend(
        codes
            .filter(|code| !kept.scores.contains_key(code))
            .map(FormProblem::Unanswered),
    );
    if kept.comment.trim().chars().count() > survey::limits::COMMENT_CHARS_MAX {
        problems.push(FormProblem::CommentTooLong);
    }
    problems
}

/// The fields as they came.
struct SentForm(Vec<(String, String)>);

impl SentForm {
    /// The last value of a field that was filled in.
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(field, _)| field == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    fn manner(&self) -> Manner {
        let asked = |what: &str| self.get(field::ACTION)?.strip_prefix(what)?.strip_prefix(':');
        let language = asked(field::LANGUAGE).or_else(|| self.get(field::LANGUAGE));
        let print = asked(field::PRINT).or_else(|| self.get(field::PRINT));
        Manner::new(language, print)
    }

    fn channel(&self) -> Channel {
        let channel = self.get(field::CHANNEL).and_then(Channel::from_stored);
        channel
            .filter(|channel| !channel.is_entered_by_staff())
            .unwrap_or(Channel::Qr)
    }

    fn kept(&self) -> Kept {
        let mut kept = Kept {
            service: self.get(field::SERVICE).map(str::to_owned),
            comment: self.get(field::COMMENT).unwrap_or_default().replace("\r\n", "\n"),
            ..Kept::default()
        };
        for (name, value) in self.0.iter().filter(|(_, value)| !value.is_empty()) {
            if let Some(code) = name.strip_prefix(field::SCORE_PREFIX) {
                if let Some(score) = value.parse().ok().filter(|score| (1..=4).contains(score)) {
                    kept.scores.insert(code.into(), score);
                }
            } else if let Some(code) = name.strip_prefix(field::REASON_PREFIX) {
                kept.reasons.entry(code.into()).or_default().insert(value.clone());
            } else if let Some(question) = name.strip_prefix(field::PROFILE_PREFIX) {
                kept.profile.insert(question.into(), value.clone());
            }
        }
        kept
    }

    /// What the citizen asks for; `None` if a field is not of its form.
    fn command(&self, asked: &Asked<'_>, kept: &Kept) -> Option<SubmitResponse> {
        let score =
            |(code, score): (&String, &u8)| Some((UnsurCode::new(code).ok()?, Score::new(*score).ok()?));
        let answers: Vec<_> = kept.scores.iter().map(score).collect::<Option<_>>()?;
        // Reasons belong to low answers; without `:has` a browser shows them beside any.
        let low = |code: &String| kept.scores.get(code).is_some_and(|score| *score <= 2);
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
            claimed_at: None,
            seconds_taken: self.get(field::SECONDS).and_then(|seconds| seconds.parse().ok()),
            device: None,
            device_counter: None,
            comment: Some(kept.comment.clone()),
            // A person sees nothing of the trap; who filled it in is thanked like everybody.
            noticed: self
                .get(field::TRAP)
                .map(|_| FlagRule::Trap)
                .into_iter()
                .collect(),
        })
    }

    fn into_resend(self) -> Vec<(String, String)> {
        self.0
            .into_iter()
            .filter(|(name, _)| name != field::ACTION)
            .collect()
    }
}
