//! `/s/{survey}`: the citizen's form, and what comes back from it.

use std::sync::Arc;

use app::AppError;
use askama::Template;
use bytes::Bytes;
use survey::{Admission, Channel, Language, Registry, ResponseId, ServiceCode, Survey, SurveyCode};
use warp::{
    Filter,
    http::{HeaderMap, StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    first_sight::Way,
    http::{
        body::{self, BodyError},
        compress::Coding,
        fields::Fields,
        packed, reply,
        spliced::{Spliced, filler},
    },
    pages::{
        FormPage, FormProblem, Kept, MessagePage, Notice, Resend, Shell, TokenPage, Words, draft_name, field,
    },
    present::{onward, survey_face},
    routes::{
        Route,
        form_answer::{failed, later, thanks},
        query, sender,
        sent_form::{SentForm, comment, is_kiosk},
        token::known,
        with,
    },
    sender::Sender,
};

const LARGE: &str = "besar";
/// How long the id in a form is.
const ID_BYTES: usize = 36;

pub(super) fn routes(state: &Arc<State>) -> Route {
    let ask = warp::path!("s" / String)
        .and(warp::get())
        .and(with(state))
        .and(query())
        .and(warp::header::headers_cloned())
        .then(
            |code: String, state: Arc<State>, query: Fields, headers: HeaderMap| async move {
                let asked = channel_of(&query).unwrap_or(Channel::Qr);
                ask(&state, &code, &query, asked, &headers).await
            },
        );
    let take = warp::path!("s" / String)
        .and(warp::post())
        .and(with(state))
        .and(sender())
        .and(body::limited())
        .then(
            |code: String, state: Arc<State>, sender: Sender, body| async move {
                take(&state, &code, &sender, body).await
            },
        );
    take.or(ask).unify().boxed()
}

/// How the citizen wants the page.
pub(super) struct Manner {
    words: &'static Words,
    large_print: bool,
}

impl Manner {
    pub(super) fn new(language: Option<&str>, print: Option<&str>) -> Self {
        let words = language.and_then(Words::of).unwrap_or_else(Words::indonesian);
        Self {
            words,
            large_print: print == Some(LARGE),
        }
    }

    /// As an address asks for it.
    pub(super) fn of(query: &Fields) -> Self {
        Self::new(query.get("bahasa"), query.get("huruf"))
    }

    pub(super) fn shell(&self, state: &State, channel: Channel) -> Shell {
        Shell {
            words: self.words,
            large_print: self.large_print,
            kiosk: is_kiosk(channel),
            ..state.shell()
        }
    }

    /// The way in which the form of a survey is asked for.
    pub(super) fn way(
        &self,
        registry: &Registry,
        survey: &Survey,
        query: &Fields,
        channel: Channel,
        ticket: bool,
    ) -> Way {
        let service = query.get("layanan").and_then(|code| ServiceCode::new(code).ok());
        Way {
            service: service.filter(|service| registry.asked_services(survey).contains(&service)),
            survey: survey.code.clone(),
            language: self.words.language(),
            large_print: self.large_print,
            channel,
            ticket,
        }
    }

    pub(super) const fn is_large(&self) -> bool {
        self.large_print
    }

    pub(super) fn language(&self) -> Language {
        language_of(self.words)
    }
}

fn language_of(words: &Words) -> Language {
    words
        .language()
        .parse()
        .expect("words are filed under language tags")
}

/// The channel that an address names, if citizens may come by it.
pub(super) fn channel_of(query: &Fields) -> Option<Channel> {
    let channel = query.get("kanal").and_then(Channel::from_stored);
    channel.filter(|channel| !channel.is_entered_by_staff())
}

/// The form at first sight, by a channel: made and compressed once, sent with an id of its own.
pub(super) async fn ask(
    state: &Arc<State>,
    code: &str,
    query: &Fields,
    channel: Channel,
    headers: &HeaderMap,
) -> Response {
    let manner = Manner::of(query);
    let registry = state.app.registry();
    let survey = SurveyCode::new(code).ok().and_then(|code| registry.survey(&code));
    let notice =
        |status, notice| reply::page(status, &MessagePage::new(manner.shell(state, channel), notice));
    let Some(survey) = survey else {
        return notice(StatusCode::NOT_FOUND, Notice::SurveyUnknown);
    };
    if survey.closed_at.is_some() {
        return closed(&registry, survey, manner.shell(state, channel), false);
    }
    // At a kiosk nobody types a code; what it sends is classed apart.
    if survey.admission == Admission::Code && !is_kiosk(channel) {
        let unit = registry.unit(&survey.unit);
        let page = TokenPage {
            shell: manner.shell(state, channel),
            unit_name: unit.map(|unit| unit.name.clone()),
            unknown: None,
        };
        return reply::page(StatusCode::OK, &page);
    }
    let way = manner.way(&registry, survey, query, channel, false);
    let sight = match state.first_sights.get(&registry, &way) {
        Some(sight) => sight,
        None => {
            let (state, registry) = (Arc::clone(state), Arc::clone(&registry));
            let made =
                tokio::task::spawn_blocking(move || made_sight(&state, &registry, way, &filler(ID_BYTES)));
            match made.await {
                Ok(sight) => sight,
                Err(_) => return notice(StatusCode::INTERNAL_SERVER_ERROR, Notice::Fault),
            }
        }
    };
    let id = state.app.new_response_id();
    first_answer(&sight, &id.to_string(), headers)
}

/// A first sight with what is a citizen's own, or "you have it".
pub(super) fn first_answer(sight: &Spliced, own: &str, headers: &HeaderMap) -> Response {
    let mut response = if packed::is_known(headers, &sight.etag) {
        packed::not_modified()
    } else {
        let coding = Coding::taken_by(headers);
        reply::bytes(StatusCode::OK, reply::HTML, sight.with(own, coding), coding)
    };
    reply::set(&mut response, header::ETAG, &sight.etag);
    response
}

/// Makes a first sight and keeps it; `filler` stands in it for what is a citizen's own.
pub(super) fn made_sight(state: &State, registry: &Arc<Registry>, way: Way, filler: &str) -> Arc<Spliced> {
    let made = first_sight(state, registry, way.clone(), filler);
    state.first_sights.keep(registry, way, made)
}

fn first_sight(state: &State, registry: &Registry, way: Way, filler: &str) -> Spliced {
    let survey = registry
        .survey(&way.survey)
        .expect("the asker found it in this registry");
    let asked = Asked {
        survey,
        manner: Manner::new(Some(way.language), way.large_print.then_some(LARGE)),
        id: filler.into(),
        channel: way.channel,
        token: None,
        ticket: way.ticket,
    };
    let kept = Kept {
        service: way.service.map(|service| service.to_string()),
        ..Kept::default()
    };
    let page = asked.html(state, registry, kept, Vec::new());
    Spliced::new(&page, filler.len()).expect("the form has one place for its id")
}

/// The survey was closed before anything was sent.
pub(super) fn closed(registry: &Registry, survey: &Survey, shell: Shell, with_code: bool) -> Response {
    let onward = onward(registry, survey, &shell, with_code);
    let page = MessagePage::new(shell, Notice::SurveyClosed).leading(onward);
    reply::page(StatusCode::GONE, &page)
}

/// A form on its way to or from a citizen.
pub(super) struct Asked<'a> {
    pub(super) survey: &'a Survey,
    pub(super) manner: Manner,
    pub(super) id: String,
    pub(super) channel: Channel,
    /// The one-time code that came with it, as it was typed.
    pub(super) token: Option<String>,
    /// It came with one, or is about to.
    pub(super) ticket: bool,
}

impl Asked<'_> {
    pub(super) fn draft(&self) -> String {
        draft_name(self.survey.code.as_str(), self.token.as_deref())
    }

    fn page(&self, state: &State, status: StatusCode, kept: Kept, problems: Vec<FormProblem>) -> Response {
        reply::with_type(
            status,
            reply::HTML,
            self.html(state, &state.app.registry(), kept, problems),
        )
    }

    pub(super) fn resend(&self, form: &SentForm) -> Resend {
        Resend {
            action: format!("/s/{}", self.survey.code),
            fields: form.to_resend(),
        }
    }

    fn html(&self, state: &State, registry: &Registry, kept: Kept, problems: Vec<FormProblem>) -> String {
        let mut face = survey_face(registry, self.survey, self.manner.language());
        face.recorded = state.options.voices.codes(self.manner.words.language());
        let instrument = &self.survey.instrument;
        let spoken = |words: &&'static Words| registry.speaks(instrument, language_of(words));
        let languages: Vec<&'static Words> = Words::all().iter().filter(spoken).collect();
        let page = FormPage {
            shell: self.manner.shell(state, self.channel),
            survey: &face,
            languages: &languages,
            response_id: self.id.clone(),
            channel: self.channel.as_str().into(),
            token: self.token.clone(),
            ticket: self.ticket,
            kept,
            problems,
        };
        page.render().expect("templates write to memory only")
    }
}

async fn take(state: &State, code: &str, sender: &Sender, body: Result<Bytes, BodyError>) -> Response {
    let form = match body {
        Ok(body) => SentForm::read(&body),
        // What was not read whole says nothing of its language.
        Err(broken) => {
            let (status, notice) = match broken {
                BodyError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, Notice::TooLarge),
                BodyError::BrokenOff => (StatusCode::BAD_REQUEST, Notice::Unreadable),
            };
            return reply::page(status, &MessagePage::new(state.shell(), notice));
        }
    };
    let notice = |status, notice| {
        let shell = form.manner().shell(state, form.channel());
        reply::page(status, &MessagePage::new(shell, notice))
    };
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
        token: form.get(field::TOKEN).map(str::to_owned),
        ticket: form.get(field::TOKEN).is_some(),
    };
    let kept = form.kept();
    if form.get(field::ACTION).is_some() {
        return asked.page(state, StatusCode::OK, kept, Vec::new());
    }
    let token = match form.get(field::TOKEN).map(|code| known(state, code)).transpose() {
        Err(error @ (AppError::Busy | AppError::Evidence(_) | AppError::Failed(_))) => {
            return failed(state, &asked, &form, &error);
        }
        Ok(token) if token.as_ref().is_none_or(|token| token.survey == survey.code) => Ok(token),
        Ok(_) | Err(AppError::Refused(_)) => Err(FormProblem::TokenUnknown),
    };
    let problems: Vec<_> = token
        .as_ref()
        .err()
        .cloned()
        .into_iter()
        .chain(problems(survey, &kept))
        .collect();
    if !problems.is_empty() {
        return asked.page(state, StatusCode::UNPROCESSABLE_ENTITY, kept, problems);
    }
    let Some(mut command) = form.command(&asked, &kept) else {
        return notice(StatusCode::BAD_REQUEST, Notice::Unreadable);
    };
    let code = form.get(field::TOKEN).filter(|_| matches!(token, Ok(Some(_))));
    if sender.admit(state, code, &mut command).is_err() {
        return later(state, &asked, &form);
    }
    let taken = match token {
        Ok(Some(token)) => state.app.submit_with_token(id, &token, command).await,
        Ok(None) | Err(_) => state.app.submit(id, command).await,
    };
    match taken {
        Ok(receipt) => thanks(state, &asked, &receipt),
        Err(error) => failed(state, &asked, &form, &error),
    }
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
    if comment(&survey.instrument, kept).chars().count() > survey::limits::COMMENT_CHARS_MAX {
        problems.push(FormProblem::CommentTooLong);
    }
    problems
}
