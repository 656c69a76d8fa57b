//! `/dasbor/perangkat`: the devices of the offices; taking one in by the code that it shows, and revoking one.

use std::sync::Arc;

use app::{AppError, EnrolDevice};
use survey::{Action, Command, DeviceCode, DeviceRevoked, PairingCode, Refusal, SurveyCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    gate::refused,
    http::reply,
    pages::{DeviceAsked, device_field as field},
    present::devices_page,
    routes::{
        Route,
        ask::{Ask, Sent, asked, sent},
        not_found,
    },
};

const PATH: &str = "/dasbor/perangkat";

pub(super) fn routes(state: &Arc<State>) -> Route {
    let list = warp::path!("dasbor" / "perangkat")
        .and(asked(state))
        .then(|ask: Ask| {
            ask.answer(|ask| {
                let code = ask.fields.text(field::CODE);
                let asked = DeviceAsked {
                    code,
                    ..DeviceAsked::default()
                };
                page(ask, StatusCode::OK, asked)
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
        .and(sent(state))
        .then(|sent: Sent| sent.answer(enrol));
    let revoke = warp::path!("dasbor" / "perangkat" / String / "cabut")
        .and(sent(state))
        .then(|device: String, sent: Sent| sent.answer(move |ask| revoke(ask, device)));
    list.or(scanned)
        .unify()
        .or(enrol)
        .unify()
        .or(revoke)
        .unify()
        .boxed()
}

fn enrol(ask: &Ask) -> Result<Response, AppError> {
    let text = |name| ask.fields.text(name);
    let mut asked = DeviceAsked {
        code: text(field::CODE),
        survey: text(field::SURVEY),
        desk: text(field::DESK),
        language: text(field::LANGUAGE),
        problem: None,
    };
    match decide(ask, &asked) {
        Ok(_) => Ok(reply::see_other(PATH)),
        Err(AppError::Refused(refusal)) => {
            asked.problem = Some(refusal.to_string());
            page(ask, StatusCode::UNPROCESSABLE_ENTITY, asked)
        }
        Err(error) => Err(error),
    }
}

fn decide(ask: &Ask, asked: &DeviceAsked) -> Result<DeviceCode, AppError> {
    let (state, staff) = (&ask.state, &ask.staff);
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

fn revoke(ask: &Ask, device: String) -> Result<Response, AppError> {
    let (app, staff) = (&ask.state.app, &ask.staff);
    let Ok(device) = DeviceCode::new(device) else {
        return Ok(not_found(&ask.state));
    };
    let registry = app.registry();
    let theirs = |unit| staff.may_in(Action::ManageDevices, unit);
    let known = registry.device(&device);
    let Some(known) = known.filter(|known| theirs(&known.enrolled.unit)) else {
        refused(Some(staff), Action::ManageDevices);
        return Ok(not_found(&ask.state));
    };
    let revoked = DeviceRevoked {
        device,
        unit: known.enrolled.unit.clone(),
        reason: ask.fields.text(field::REASON),
    };
    match app.register(&staff.actor(), Command::RevokeDevice(revoked)) {
        Ok(_) => Ok(reply::see_other(PATH)),
        Err(AppError::Refused(refusal)) => {
            let asked = DeviceAsked {
                problem: Some(refusal.to_string()),
                ..DeviceAsked::default()
            };
            page(ask, StatusCode::UNPROCESSABLE_ENTITY, asked)
        }
        Err(error) => Err(error),
    }
}

fn page(ask: &Ask, status: StatusCode, asked: DeviceAsked) -> Result<Response, AppError> {
    let state = &ask.state;
    let page = devices_page(&state.app, &ask.staff, &state.presence, ask.shell(), asked)?;
    Ok(reply::page(status, &page))
}
