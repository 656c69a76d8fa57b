//! `/dasbor/perangkat`: the devices of the offices; taking one in by the code that it shows, and revoking one.

use std::sync::Arc;

use app::{AppError, EnrolDevice, Staff};
use bytes::Bytes;
use survey::{Action, Command, DeviceCode, DeviceRevoked, PairingCode, Refusal, SurveyCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    gate::refused,
    http::{
        body::{self, BodyError},
        reply,
    },
    pages::{DeviceAsked, device_field as field},
    present::devices_page,
    routes::{Query, Route, blocking, fault, not_found, query, staff, with},
};

const PATH: &str = "/dasbor/perangkat";

pub(super) fn routes(state: &Arc<State>) -> Route {
    let list = warp::path!("dasbor" / "perangkat")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || {
                let asked = DeviceAsked {
                    code: query.get(field::CODE).unwrap_or_default().to_owned(),
                    ..DeviceAsked::default()
                };
                page(&state, &staff, StatusCode::OK, asked)
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
        .and(staff())
        .and(body::limited())
        .then(|state: Arc<State>, staff: Staff, body| {
            blocking(move || match fields(body) {
                Some(fields) => enrol(&state, &staff, &fields),
                None => not_found(&state),
            })
        });
    let revoke = warp::path!("dasbor" / "perangkat" / String / "cabut")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(|device: String, state: Arc<State>, staff: Staff, body| {
            blocking(move || match (DeviceCode::new(device), fields(body)) {
                (Ok(device), Some(fields)) => revoke(&state, &staff, device, &fields),
                _ => not_found(&state),
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

fn enrol(state: &State, staff: &Staff, fields: &Query) -> Response {
    let text = |name| fields.get(name).unwrap_or_default().trim().to_owned();
    let mut asked = DeviceAsked {
        code: text(field::CODE),
        survey: text(field::SURVEY),
        desk: text(field::DESK),
        language: text(field::LANGUAGE),
        problem: None,
    };
    match decide(state, staff, &asked) {
        Ok(_) => reply::see_other(PATH),
        Err(AppError::Refused(refusal)) => {
            asked.problem = Some(refusal.to_string());
            page(state, staff, StatusCode::UNPROCESSABLE_ENTITY, asked)
        }
        Err(error) => fault(state, &error),
    }
}

fn decide(state: &State, staff: &Staff, asked: &DeviceAsked) -> Result<DeviceCode, AppError> {
    let code: PairingCode = asked.code.parse().map_err(|_| Refusal::PairingUnknown)?;
    let survey: SurveyCode = asked.survey.parse().map_err(Refusal::Code)?;
    // A survey of a unit that is not theirs is to them no survey.
    let registry = state.app.registry();
    let unit = registry.survey(&survey).map(|survey| &survey.unit);
    if !unit.is_some_and(|unit| staff.may_in(Action::ManageDevices, unit)) {
        refused(Some(staff), Action::ManageDevices);
        return Err(Refusal::SurveyUnknown(survey).into());
    }
    let device = EnrolDevice {
        survey,
        desk: asked.desk.clone(),
        language: asked.language.parse().unwrap_or(survey::Language::INDONESIAN),
    };
    state.app.enrol_device(&staff.actor(), code, device)
}

fn revoke(state: &State, staff: &Staff, device: DeviceCode, fields: &Query) -> Response {
    let registry = state.app.registry();
    let theirs = |unit| staff.may_in(Action::ManageDevices, unit);
    let known = registry.device(&device);
    let Some(known) = known.filter(|known| theirs(&known.enrolled.unit)) else {
        refused(Some(staff), Action::ManageDevices);
        return not_found(state);
    };
    let revoked = DeviceRevoked {
        device,
        unit: known.enrolled.unit.clone(),
        reason: fields.get(field::REASON).unwrap_or_default().trim().to_owned(),
    };
    match state.app.register(&staff.actor(), Command::RevokeDevice(revoked)) {
        Ok(_) => reply::see_other(PATH),
        Err(AppError::Refused(refusal)) => {
            let asked = DeviceAsked {
                problem: Some(refusal.to_string()),
                ..DeviceAsked::default()
            };
            page(state, staff, StatusCode::UNPROCESSABLE_ENTITY, asked)
        }
        Err(error) => fault(state, &error),
    }
}

fn page(state: &State, staff: &Staff, status: StatusCode, asked: DeviceAsked) -> Response {
    match devices_page(&state.app, staff, &state.presence, state.shell_of(staff), asked) {
        Ok(page) => reply::page(status, &page),
        Err(error) => fault(state, &error),
    }
}
