//! `/masuk`: entering by the admin link, and leaving.

use std::sync::Arc;

use warp::{
    Filter,
    http::{HeaderMap, StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::{cookie, reply},
    pages::MasukPage,
    routes::{Route, from_elsewhere, staff_token, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let explain = warp::path!("masuk")
        .and(warp::get())
        .and(with(state))
        .map(|state: Arc<State>| {
            reply::page(
                StatusCode::OK,
                &MasukPage {
                    shell: state.shell(),
                    refused: false,
                },
            )
        });
    let enter = warp::path!("masuk" / String)
        .and(warp::get())
        .and(with(state))
        .map(|secret: String, state: Arc<State>| enter(&state, &secret));
    let leave = warp::path!("keluar")
        .and(warp::post())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .map(|state: Arc<State>, headers: HeaderMap| leave(&state, &headers));
    explain.or(enter).unify().or(leave).unify().boxed()
}

fn enter(state: &State, secret: &str) -> Response {
    if !state.access.admits(secret) {
        return reply::page(
            StatusCode::FORBIDDEN,
            &MasukPage {
                shell: state.shell(),
                refused: true,
            },
        );
    }
    let token = state.app.new_token();
    state.sessions.begin(&token, state.app.now());
    // Not a redirect: a strict cookie is not sent along one that began on another site, such as a mail.
    let mut response = reply::page(
        StatusCode::OK,
        &MasukPage {
            shell: state.shell(),
            refused: false,
        },
    );
    let headers = response.headers_mut();
    headers.insert("refresh", "0; url=/dasbor".parse().expect("made of ASCII"));
    reply::set(&mut response, header::REFERRER_POLICY, "no-referrer");
    cookie::SESSION.set(&mut response, Some(&token), state.options.https());
    response
}

fn leave(state: &State, headers: &HeaderMap) -> Response {
    if let Some(refused) = from_elsewhere(headers) {
        return refused;
    }
    if let Some(token) = staff_token(state, headers) {
        state.sessions.end(&token);
    }
    let mut response = reply::see_other("/masuk");
    cookie::SESSION.set(&mut response, None, state.options.https());
    response
}
