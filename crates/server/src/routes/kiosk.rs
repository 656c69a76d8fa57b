//! `/kios/{survey}`: the citizen's form on a screen of the office, one question at a time; and what installs it.
//!
//! It sends its answers where the form does, by the channel `kiosk` or `assisted`.

use std::sync::Arc;

use survey::{Channel, SurveyCode};
use warp::{
    Filter,
    http::{HeaderMap, StatusCode},
    reply::Response,
};

use crate::{
    State, device,
    http::{fields::Fields, packed::Packed, reply},
    pages::{Manifest, MessagePage, Notice},
    routes::{
        Route, query,
        sent_form::is_kiosk,
        survey_form::{self, Manner},
        with,
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let ask = warp::path!("kios" / String)
        .and(warp::get())
        .and(with(state))
        .and(query())
        .and(warp::header::headers_cloned())
        .then(
            |code: String, state: Arc<State>, mut query: Fields, headers: HeaderMap| async move {
                if let Some(language) = enrolled_language(&state, &query, &headers) {
                    query.push("bahasa", language);
                }
                let asked = survey_form::channel_of(&query).filter(|channel| is_kiosk(*channel));
                survey_form::ask(&state, &code, &query, asked.unwrap_or(Channel::Kiosk), &headers).await
            },
        );
    let manifest = warp::path!("kios" / String / "aplikasi.webmanifest")
        .and(warp::get())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .map(|code: String, state: Arc<State>, headers: HeaderMap| manifest(&state, &code, &headers));
    ask.or(manifest).unify().boxed()
}

/// The language that a device was enrolled with, where nobody asks for another.
fn enrolled_language(state: &State, query: &Fields, headers: &HeaderMap) -> Option<String> {
    let asked = query.get("bahasa").is_some();
    let device = device::of_request(state, headers).filter(|_| !asked)?;
    Some(device.enrolled.language.to_string())
}

fn manifest(state: &State, code: &str, headers: &HeaderMap) -> Response {
    let shell = Manner::new(None, None).shell(state, Channel::Kiosk);
    let registry = state.app.registry();
    let survey = SurveyCode::new(code).ok().and_then(|code| registry.survey(&code));
    let Some(survey) = survey else {
        return reply::page(
            StatusCode::NOT_FOUND,
            &MessagePage::new(shell, Notice::SurveyUnknown),
        );
    };
    let unit = registry.unit(&survey.unit);
    let manifest = Manifest {
        shell: &shell,
        survey_code: survey.code.as_str(),
        unit_name: unit.map_or("", |unit| unit.name.as_str()),
    };
    Packed::text("application/manifest+json", manifest.json()).answer(headers, "no-cache")
}
