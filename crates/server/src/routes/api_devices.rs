//! `POST /api/v1/devices/heartbeat`: a device says that it is there, and hears whether its token is still good.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use survey::{DeviceCode, Language, SurveyCode};
use warp::{
    Filter,
    http::{HeaderMap, StatusCode},
    reply::Response,
};

use crate::{
    State, device,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    limits::DEVICE_VERSION_CHARS_MAX,
    presence::Beat,
    routes::{Route, with},
};

/// The body, as `docs/http.md` writes it down.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeartbeatRequest {
    #[serde(default)]
    queue: u64,
    #[serde(default)]
    refused: u64,
    #[serde(default)]
    version: String,
    now: Option<Timestamp>,
}

/// How it stands with the device.
#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
enum HeartbeatAnswer {
    /// Without a token, or with one that was never given: a screen that nobody enrolled.
    Unknown,
    Enrolled {
        device: DeviceCode,
        survey: SurveyCode,
        desk: String,
        language: Language,
    },
    Revoked {
        device: DeviceCode,
    },
    /// Its survey was closed: it asks nobody any more, until somebody enrols it for another.
    Closed {
        device: DeviceCode,
        survey: SurveyCode,
    },
}

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("api" / "v1" / "devices" / "heartbeat")
        .and(warp::post())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .and(body::limited())
        .map(|state: Arc<State>, headers: HeaderMap, body| hear(&state, &headers, body))
        .boxed()
}

fn hear(state: &State, headers: &HeaderMap, body: Result<Bytes, BodyError>) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(error) => return Problem::from(error).response(),
    };
    let request: HeartbeatRequest = match serde_json::from_slice(&body) {
        Ok(request) => request,
        Err(error) => return Problem::unreadable(&error.to_string()).response(),
    };
    let answer = match device::of_request(state, headers) {
        None => HeartbeatAnswer::Unknown,
        Some(device) if device.revoked_at.is_some() => HeartbeatAnswer::Revoked {
            device: device.enrolled.device,
        },
        Some(device) => {
            let enrolled = device.enrolled;
            state.presence.heard(&enrolled.device, beat(state, request));
            let registry = state.app.registry();
            let survey = registry.survey(&enrolled.survey);
            if survey.is_some_and(|survey| survey.closed_at.is_some()) {
                HeartbeatAnswer::Closed {
                    device: enrolled.device,
                    survey: enrolled.survey,
                }
            } else {
                HeartbeatAnswer::Enrolled {
                    device: enrolled.device,
                    survey: enrolled.survey,
                    desk: enrolled.desk,
                    language: enrolled.language,
                }
            }
        }
    };
    reply::json(StatusCode::OK, &answer)
}

fn beat(state: &State, request: HeartbeatRequest) -> Beat {
    let now = state.app.now();
    Beat {
        seen_at: now,
        queue: request.queue,
        refused: request.refused,
        version: request.version.chars().take(DEVICE_VERSION_CHARS_MAX).collect(),
        ahead: request.now.map(|shown| shown.duration_since(now)),
    }
}
