//! `/masuk`: entering with name, password and code, or into a demo by its link; `/keluar`: leaving.

use std::sync::Arc;

use app::{AppError, Attempt};
use bytes::Bytes;
use warp::{
    Filter,
    http::{HeaderMap, StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        cookie,
        fields::Fields,
        problem::Problem,
        reply, way_back,
    },
    pages::{MasukPage, masuk_field as field},
    routes::{Route, blocking, fault, query, sender, with},
    sender::Sender,
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let form = warp::path!("masuk")
        .and(warp::get())
        .and(with(state))
        .and(query())
        .map(|state: Arc<State>, query: Fields| {
            let asked = Asked {
                login: String::new(),
                ..Asked::of(&query)
            };
            page(&state, StatusCode::OK, &asked, None)
        });
    let enter = warp::path!("masuk")
        .and(warp::post())
        .and(with(state))
        .and(sender())
        .and(body::limited())
        .then(|state: Arc<State>, sender: Sender, body| async move { enter(&state, &sender, body).await });
    let demo = warp::path!("masuk" / String)
        .and(warp::get())
        .and(with(state))
        .then(|secret: String, state: Arc<State>| blocking(move || enter_demo(&state, &secret)));
    let leave = warp::path!("keluar")
        .and(warp::post())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .map(|state: Arc<State>, headers: HeaderMap| leave(&state, &headers));
    form.or(enter).unify().or(demo).unify().or(leave).unify().boxed()
}

/// What somebody brings to the entrance, and finds again if they are not let in.
#[derive(Default)]
struct Asked {
    login: String,
    way_back: Option<String>,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        Self {
            login: fields.text(field::LOGIN),
            way_back: fields
                .get(way_back::FIELD)
                .and_then(way_back::checked)
                .map(Into::into),
        }
    }
}

fn page(state: &State, status: StatusCode, asked: &Asked, problem: Option<String>) -> Response {
    let page = MasukPage {
        shell: state.shell(),
        login: asked.login.clone(),
        way_back: asked.way_back.clone(),
        problem,
    };
    let mut response = reply::page(status, &page);
    reply::set_retry_after(&mut response);
    response
}

async fn enter(state: &Arc<State>, sender: &Sender, body: Result<Bytes, BodyError>) -> Response {
    let fields = match body {
        Ok(body) => Fields::read(&body),
        Err(error) => return Problem::from(error).response(),
    };
    let asked = Asked::of(&fields);
    let attempt = Attempt {
        login: asked.login.clone(),
        password: fields.raw(field::PASSWORD),
        code: fields.text(field::CODE),
    };
    // Before anything is hashed.
    if !state.guard.admits_entry(sender.network, &attempt.login) {
        return page(state, StatusCode::TOO_MANY_REQUESTS, &asked, Some(too_many()));
    }
    let turn = state.app.hashing_turn().await;
    let state = Arc::clone(state);
    blocking(move || match state.app.enter(&turn, &attempt) {
        Ok(token) => begun(
            &state,
            &token,
            reply::see_other(asked.way_back.as_deref().unwrap_or(way_back::HOME)),
        ),
        Err(AppError::Refused(refusal)) => {
            page(&state, StatusCode::FORBIDDEN, &asked, Some(refusal.to_string()))
        }
        Err(error) => fault(&state, &error),
    })
    .await
}

/// What somebody is told who tries too often.
pub(super) fn too_many() -> String {
    "Terlalu banyak percobaan. Tunggu beberapa menit lalu ulangi.".into()
}

fn enter_demo(state: &State, secret: &str) -> Response {
    match state.app.enter_demo(secret) {
        Ok(Some(token)) => {
            // Not a redirect: a strict cookie is not sent along one that began on another site, such as a mail.
            let mut response = page(state, StatusCode::OK, &Asked::default(), None);
            let headers = response.headers_mut();
            headers.insert("refresh", "0; url=/dasbor".parse().expect("made of ASCII"));
            reply::set(&mut response, header::REFERRER_POLICY, "no-referrer");
            begun(state, &token, response)
        }
        Ok(None) => {
            let problem = "Tautan ini tidak berlaku. Masuklah dengan nama, kata sandi, dan kode.";
            page(
                state,
                StatusCode::FORBIDDEN,
                &Asked::default(),
                Some(problem.into()),
            )
        }
        Err(error) => fault(state, &error),
    }
}

/// Hands the token of a session that has just begun to the browser.
pub(super) fn begun(state: &State, token: &str, mut response: Response) -> Response {
    cookie::SESSION.set(&mut response, Some(token), state.options.https());
    response
}

fn leave(state: &State, headers: &HeaderMap) -> Response {
    let https = state.options.https();
    if let Some(token) = cookie::SESSION.read(headers, https) {
        state.app.leave(token);
    }
    let mut response = reply::see_other("/masuk");
    cookie::SESSION.set(&mut response, None, https);
    response
}
