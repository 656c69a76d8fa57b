//! `POST /api/v1/responses`: one response, acknowledged after the sync.

use std::{collections::BTreeSet, sync::Arc, time::Instant};

use app::{AppError, Receipt};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use survey::{
    Answers, Channel, Hour, InstrumentRef, Language, Profile, Reasons, ResponseId, ServiceCode,
    SubmitResponse, SurveyCode,
};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    metrics::Outcome,
    routes::{Route, sender, token, with},
    sender::Sender,
};

/// The body, as `docs/http.md` writes it down.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponseRequest {
    id: Option<ResponseId>,
    survey: SurveyCode,
    service: Option<ServiceCode>,
    instrument: Option<InstrumentRef>,
    language: Option<Language>,
    answers: Answers,
    #[serde(default)]
    profile: Profile,
    channel: Option<Channel>,
    code: Option<String>,
    device_counter: Option<u64>,
    claimed_at: Option<Hour>,
    device_now: Option<Hour>,
    seconds_taken: Option<u32>,
    #[serde(default)]
    reasons: Reasons,
    comment: Option<String>,
}

#[derive(Debug, Serialize)]
struct ResponseAnswer {
    position: u64,
    receipt: String,
    id: ResponseId,
}

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("api" / "v1" / "responses")
        .and(warp::post())
        .and(with(state))
        .and(sender())
        .and(body::limited())
        .then(|state: Arc<State>, sender: Sender, body| async move {
            let began = Instant::now();
            let answered = take(&state, &sender, body).await;
            state.metrics.response(outcome(&answered), began.elapsed());
            answered.unwrap_or_else(|(_, problem)| problem.response())
        })
        .boxed()
}

/// The answer, or what became of the response and why.
async fn take(
    state: &State,
    sender: &Sender,
    body: Result<Bytes, BodyError>,
) -> Result<Response, (Outcome, Problem)> {
    let refused = |problem| (Outcome::Refused, problem);
    let body = body.map_err(|error| refused(error.into()))?;
    let request: ResponseRequest =
        serde_json::from_slice(&body).map_err(|error| refused(Problem::unreadable(&error.to_string())))?;
    let code = request.code.clone();
    let (id, mut command) = command(state, request).map_err(refused)?;
    let admitted = sender.admit(state, code.as_deref(), &mut command);
    admitted.map_err(|_| refused(Problem::too_many()))?;
    match submit(state, id, code.as_deref(), command).await {
        Ok(receipt) => {
            let answer = ResponseAnswer {
                position: receipt.position,
                receipt: receipt.code().to_string(),
                id,
            };
            let status = if receipt.was_there {
                StatusCode::OK
            } else {
                StatusCode::CREATED
            };
            Ok(reply::json(status, &answer))
        }
        Err(error) => {
            let outcome = match &error {
                AppError::Refused(_) => Outcome::Refused,
                AppError::Busy => Outcome::Busy,
                AppError::Evidence(why) | AppError::Failed(why) => {
                    tracing::error!(why, "a response failed");
                    Outcome::Failed
                }
            };
            Err((outcome, error.into()))
        }
    }
}

async fn submit(
    state: &State,
    id: ResponseId,
    code: Option<&str>,
    command: SubmitResponse,
) -> Result<Receipt, AppError> {
    match code {
        Some(code) => {
            let token = token::known(state, code)?;
            state.app.submit_with_token(id, &token, command).await
        }
        None => state.app.submit(id, command).await,
    }
}

fn command(state: &State, request: ResponseRequest) -> Result<(ResponseId, SubmitResponse), Problem> {
    let channel = request.channel.unwrap_or(Channel::Web);
    // What staff enter is let off some rules, and nobody here is known to be staff.
    if channel.is_entered_by_staff() {
        let detail = "Kanal ini hanya untuk petugas. Gunakan qr, web, kiosk, atau assisted.";
        return Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "channel_not_open",
            detail,
        ));
    }
    let command = SubmitResponse {
        survey: request.survey,
        service: request.service,
        instrument: request.instrument,
        language: request.language.unwrap_or(Language::INDONESIAN),
        answers: request.answers,
        profile: request.profile,
        reasons: request.reasons,
        channel,
        claimed_at: request.claimed_at,
        device_now: request.device_now,
        seconds_taken: request.seconds_taken,
        device: None,
        device_counter: request.device_counter,
        comment: request.comment,
        noticed: BTreeSet::new(),
    };
    Ok((request.id.unwrap_or_else(|| state.app.new_response_id()), command))
}

fn outcome(answered: &Result<Response, (Outcome, Problem)>) -> Outcome {
    match answered {
        Ok(response) if response.status() == StatusCode::OK => Outcome::Repeated,
        Ok(_) => Outcome::Recorded,
        Err((outcome, _)) => *outcome,
    }
}
