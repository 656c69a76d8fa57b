//! `/dasbor/perangkat`: the devices of the offices; taking one in by the code that it shows, and revoking one.

use std::sync::Arc;

use app::{AppError, EnrolDevice, admin};
use bytes::Bytes;
use survey::{Command, DeviceCode, DeviceRevoked, PairingCode, Refusal};
use warp::{
    Filter,
    http::{HeaderMap, StatusCode},
    reply::Response,
};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        reply,
    },
    pages::{DeviceAsked, device_field as field},
    present::devices_page,
    routes::{Query, Route, blocking, fault, may_not, not_found, query, sent_away, with},
};

const PATH: &str = "/dasbor/perangkat";

pub(super) fn routes(state: &Arc<State>) -> Route {
    let list = warp::path!("dasbor" / "perangkat")
        .and(warp::get())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .and(query())
        .then(|state: Arc<State>, headers: HeaderMap, query: Query| {
            blocking(move || {
                sent_away(&state, &headers).unwrap_or_else(|| {
                    let asked = DeviceAsked {
                        code: query.get(field::CODE).unwrap_or_default().to_owned(),
                        ..DeviceAsked::default()
                    };
                    page(&state, StatusCode::OK, asked)
                })
            })
        });
    let scanned =
        warp::path!("p" / String)
            .and(warp::get())
            .map(|code: String| match code.parse::<PairingCode>() {
                Ok(code) => reply::see_other(&format!("{PATH}?{}={}", field::CODE, code.compact())),
                Err(_) => reply::see_other(PATH),
            });
    let enrol = warp::path!("dasbor" / "perangkat")
        .and(warp::post())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .and(body::limited())
        .then(|state: Arc<State>, headers: HeaderMap, body| {
            blocking(move || {
                may_not(&state, &headers).unwrap_or_else(|| match fields(body) {
                    Some(fields) => enrol(&state, &fields),
                    None => not_found(&state),
                })
            })
        });
    let revoke = warp::path!("dasbor" / "perangkat" / String / "cabut")
        .and(warp::post())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .and(body::limited())
        .then(|device: String, state: Arc<State>, headers: HeaderMap, body| {
            blocking(move || {
                may_not(&state, &headers).unwrap_or_else(|| match (DeviceCode::new(device), fields(body)) {
                    (Ok(device), Some(fields)) => revoke(&state, device, &fields),
                    _ => not_found(&state),
                })
            })
        });
    list.or(scanned)
        .unify()
        .or(enrol)
        .unify()
        .or(revoke)
        .unify()
        .boxed()
}

fn fields(body: Result<Bytes, BodyError>) -> Option<Query> {
    Some(Query(form_urlencoded::parse(&body.ok()?).into_owned().collect()))
}

fn enrol(state: &State, fields: &Query) -> Response {
    let text = |name| fields.get(name).unwrap_or_default().trim().to_owned();
    let mut asked = DeviceAsked {
        code: text(field::CODE),
        survey: text(field::SURVEY),
        desk: text(field::DESK),
        language: text(field::LANGUAGE),
        problem: None,
    };
    match decide(state, &asked) {
        Ok(_) => reply::see_other(PATH),
        Err(AppError::Refused(refusal)) => {
            asked.problem = Some(refusal.to_string());
            page(state, StatusCode::UNPROCESSABLE_ENTITY, asked)
        }
        Err(error) => fault(state, &error),
    }
}

fn decide(state: &State, asked: &DeviceAsked) -> Result<DeviceCode, AppError> {
    let code: PairingCode = asked.code.parse().map_err(|_| Refusal::PairingUnknown)?;
    let device = EnrolDevice {
        survey: asked.survey.parse().map_err(Refusal::Code)?,
        desk: asked.desk.clone(),
        language: asked.language.parse().unwrap_or(survey::Language::INDONESIAN),
    };
    state.app.enrol_device(&admin(), code, device)
}

fn revoke(state: &State, device: DeviceCode, fields: &Query) -> Response {
    let registry = state.app.registry();
    let Some(known) = registry.device(&device) else {
        return not_found(state);
    };
    let revoked = DeviceRevoked {
        device,
        unit: known.enrolled.unit.clone(),
        reason: fields.get(field::REASON).unwrap_or_default().trim().to_owned(),
    };
    match state.app.register(&admin(), Command::RevokeDevice(revoked)) {
        Ok(_) => reply::see_other(PATH),
        Err(AppError::Refused(refusal)) => {
            let asked = DeviceAsked {
                problem: Some(refusal.to_string()),
                ..DeviceAsked::default()
            };
            page(state, StatusCode::UNPROCESSABLE_ENTITY, asked)
        }
        Err(error) => fault(state, &error),
    }
}

fn page(state: &State, status: StatusCode, asked: DeviceAsked) -> Response {
    match devices_page(&state.app, &state.presence, state.shell(), asked) {
        Ok(page) => reply::page(status, &page),
        Err(error) => fault(state, &error),
    }
}
