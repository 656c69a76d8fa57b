//! `/k` and `/k/{code}`: a one-time code begins its survey, wherever it was issued for.

use std::sync::Arc;

use app::{AppError, KnownToken};
use survey::{Channel, Refusal, Token};
use warp::{
    Filter,
    http::{HeaderMap, StatusCode},
    reply::Response,
};

use crate::{
    State,
    http::{fields::Fields, reply},
    metrics::Shown,
    pages::{MessagePage, Notice, TokenPage},
    routes::{Route, blocking, fault, query, survey_form::Manner, ticket_form, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let typed = warp::path!("k")
        .and(warp::get())
        .and(with(state))
        .and(query())
        .and(warp::header::headers_cloned())
        .then(|state: Arc<State>, query: Fields, headers: HeaderMap| {
            blocking(move || match query.get("kode").map(str::trim) {
                None | Some("") => reply::page(StatusCode::OK, &asking(&state, &query, None)),
                Some(code) => begin(&state, code, &query, &headers),
            })
        });
    let shown = warp::path!("k" / String)
        .and(warp::get())
        .and(with(state))
        .and(query())
        .and(warp::header::headers_cloned())
        .then(
            |code: String, state: Arc<State>, query: Fields, headers: HeaderMap| {
                blocking(move || begin(&state, &code, &query, &headers))
            },
        );
    shown.or(typed).unify().boxed()
}

/// Knows a one-time code, and counts what it was.
pub(super) fn known(state: &State, text: &str) -> Result<KnownToken, AppError> {
    let known = state.app.token(text);
    match &known {
        Ok(token) if token.spent => state.metrics.token(Shown::Spent),
        Ok(_) => state.metrics.token(Shown::Open),
        Err(AppError::Refused(_)) => state.metrics.token(Shown::Unknown),
        Err(AppError::Busy | AppError::Evidence(_) | AppError::Failed(_)) => {}
    }
    known
}

/// The page on which a code is typed in, again if it was `unknown`.
fn asking(state: &State, query: &Fields, unknown: Option<&str>) -> TokenPage {
    TokenPage {
        shell: Manner::of(query).shell(state, Channel::Qr),
        unit_name: None,
        unknown: unknown.map(str::to_owned),
    }
}

fn begin(state: &State, code: &str, query: &Fields, headers: &HeaderMap) -> Response {
    let notice = |status, notice| {
        let shell = Manner::of(query).shell(state, Channel::Qr);
        reply::page(status, &MessagePage::new(shell, notice))
    };
    match known(state, code) {
        Ok(token) if token.spent => notice(StatusCode::GONE, Notice::TokenUsed),
        Ok(token) => {
            let code: Token = code.parse().expect("what is known could be read");
            ticket_form::ask(state, query, headers, &token, code)
        }
        Err(AppError::Refused(Refusal::TokenUnknown)) => {
            reply::page(StatusCode::NOT_FOUND, &asking(state, query, Some(code)))
        }
        Err(error) => fault(state, &error),
    }
}
