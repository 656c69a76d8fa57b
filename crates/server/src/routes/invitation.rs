//! `/undangan/{secret}`: where an invitation is answered.

use std::sync::Arc;

use app::{Activation, AppError};
use bytes::Bytes;
use warp::{
    Filter,
    http::{StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        fields::Fields,
        problem::Problem,
        reply,
    },
    pages::activation_field as field,
    present::activation_page,
    routes::{
        Route, blocking, fault,
        masuk::{begun, too_many},
        sender, with,
    },
    sender::Sender,
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let show = warp::path!("undangan" / String)
        .and(warp::get())
        .and(with(state))
        .then(|secret: String, state: Arc<State>| {
            blocking(move || page(&state, StatusCode::OK, &secret, None))
        });
    let answer = warp::path!("undangan" / String)
        .and(warp::post())
        .and(with(state))
        .and(sender())
        .and(body::limited())
        .then(
            |secret: String, state: Arc<State>, sender: Sender, body| async move {
                answer(&state, secret, &sender, body).await
            },
        );
    show.or(answer).unify().boxed()
}

/// The page of an invitation that is good; of any other, that it is not.
fn page(state: &State, status: StatusCode, secret: &str, problem: Option<String>) -> Response {
    let invited = match state.app.invitation(secret) {
        Ok(invited) => invited,
        Err(error) => return fault(state, &error),
    };
    let status = if invited.is_some() {
        status
    } else {
        StatusCode::GONE
    };
    let mut response = reply::page(status, &activation_page(state.shell(), invited, problem));
    // The address opens the account until it is answered.
    reply::set(&mut response, header::REFERRER_POLICY, "same-origin");
    reply::set_retry_after(&mut response);
    response
}

async fn answer(
    state: &Arc<State>,
    secret: String,
    sender: &Sender,
    body: Result<Bytes, BodyError>,
) -> Response {
    let fields = match body {
        Ok(body) => Fields::read(&body),
        Err(error) => return Problem::from(error).response(),
    };
    let state = Arc::clone(state);
    if !state.guard.admits_entry(sender.network, &secret) {
        let refused = move || page(&state, StatusCode::TOO_MANY_REQUESTS, &secret, Some(too_many()));
        return blocking(refused).await;
    }
    let activation = Activation {
        password: fields.raw(field::PASSWORD),
        again: fields.raw(field::AGAIN),
        code: fields.text(field::CODE),
        secret,
    };
    let turn = state.app.hashing_turn().await;
    blocking(move || match state.app.activate(&turn, &activation) {
        Ok(token) => begun(&state, &token, reply::see_other("/dasbor")),
        Err(AppError::Refused(refusal)) => page(
            &state,
            StatusCode::UNPROCESSABLE_ENTITY,
            &activation.secret,
            Some(refusal.to_string()),
        ),
        Err(error) => fault(&state, &error),
    })
    .await
}
