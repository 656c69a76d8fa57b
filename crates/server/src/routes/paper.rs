//! `/dasbor/{unit}/kertas`: entering a stack of paper forms; `/dasbor/{unit}/formulir`: the form to print.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use app::{AppError, Entered, Staff};
use bytes::Bytes;
use ikm::{Score, UnsurCode};
use jiff::civil::Date;
use survey::{
    Answers, Channel, Hour, Instrument, Language, Profile, Reasons, Refusal, ResponseId, SubmitResponse,
    SurveyCode, UnitCode, Zone,
};
use uuid::Uuid;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        reply,
    },
    pages::paper_field as field,
    present::{PaperAsked, blank_form_page, paper_page, stack_survey},
    routes::{Query, Route, blocking, fault, not_found, query, staff, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let show = warp::path!("dasbor" / String / "kertas")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || of_unit(&state, unit, |unit| show(&state, &staff, unit, &query)))
        });
    let print = warp::path!("dasbor" / String / "formulir")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, _: Staff, query: Query| {
            blocking(move || of_unit(&state, unit, |unit| print(&state, unit, &query)))
        });
    let enter = warp::path!("dasbor" / String / "kertas")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(|unit: String, state: Arc<State>, staff: Staff, body| async move {
            enter(&state, &staff, unit, body).await
        });
    let withdraw = warp::path!("dasbor" / String / "kertas" / Uuid / "tarik")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(|unit: String, id: Uuid, state: Arc<State>, staff: Staff, body| {
            blocking(move || {
                of_unit(&state, unit, |unit| {
                    withdraw(&state, &staff, unit, ResponseId(id), body)
                })
            })
        });
    show.or(print)
        .unify()
        .or(enter)
        .unify()
        .or(withdraw)
        .unify()
        .boxed()
}

/// Answers for a unit; one that does not exist is not found.
fn of_unit(
    state: &State,
    unit: String,
    answer: impl FnOnce(&UnitCode) -> Result<Response, AppError>,
) -> Response {
    let Ok(unit) = UnitCode::new(unit) else {
        return not_found(state);
    };
    match answer(&unit) {
        Ok(response) => response,
        Err(AppError::Refused(Refusal::UnitUnknown(_))) => not_found(state),
        Err(error) => fault(state, &error),
    }
}

fn show(state: &State, staff: &Staff, unit: &UnitCode, query: &Query) -> Result<Response, AppError> {
    let text = |name| query.get(name).unwrap_or_default().to_owned();
    let batch = query.get(field::BATCH).and_then(|batch| batch.parse().ok());
    let asked = PaperAsked {
        survey: text(field::SURVEY),
        service: text(field::SERVICE),
        day: text(field::DAY),
        batch: batch.unwrap_or_else(|| state.app.new_batch()),
        id: state.app.new_response_id().0,
        ..PaperAsked::default()
    };
    page(state, staff, StatusCode::OK, unit, &asked)
}

fn page(
    state: &State,
    staff: &Staff,
    status: StatusCode,
    unit: &UnitCode,
    asked: &PaperAsked,
) -> Result<Response, AppError> {
    let page = paper_page(&state.app, state.shell_in(staff, unit), unit, asked)?;
    Ok(page.map_or_else(|| not_found(state), |page| reply::page(status, &page)))
}

fn print(state: &State, unit: &UnitCode, query: &Query) -> Result<Response, AppError> {
    let survey = query.get(field::SURVEY).unwrap_or_default();
    let page = blank_form_page(&state.app, state.shell(), unit, survey)?;
    Ok(page.map_or_else(|| not_found(state), |page| reply::page(StatusCode::OK, &page)))
}

fn asked(body: Result<Bytes, BodyError>) -> Option<PaperAsked> {
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body.ok()?).into_owned().collect();
    let mut asked = PaperAsked {
        fields,
        ..PaperAsked::default()
    };
    asked.survey = asked.get(field::SURVEY).to_owned();
    asked.service = asked.get(field::SERVICE).to_owned();
    asked.day = asked.get(field::DAY).to_owned();
    asked.batch = asked.get(field::BATCH).parse().ok()?;
    Some(asked)
}

async fn enter(state: &Arc<State>, staff: &Staff, unit: String, body: Result<Bytes, BodyError>) -> Response {
    let (Ok(unit), Some(mut asked)) = (UnitCode::new(unit), asked(body)) else {
        return not_found(state);
    };
    let Ok(id) = asked.get(field::ID).parse::<Uuid>() else {
        return not_found(state);
    };
    asked.id = id;
    let outcome = match form(state, &unit, &asked) {
        Ok(form) => {
            let entered = Entered {
                actor: staff.actor(),
                batch: asked.batch,
            };
            state.app.enter_paper(entered, ResponseId(id), form).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    let again = match outcome {
        Ok(_) => return reply::see_other(&stack_address(&unit, &asked)),
        Err(AppError::Refused(Refusal::UnitUnknown(_))) => return not_found(state),
        Err(AppError::Refused(refusal)) => (StatusCode::UNPROCESSABLE_ENTITY, refusal.to_string()),
        Err(error @ AppError::Busy) => (StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
        Err(error @ (AppError::Evidence(_) | AppError::Failed(_))) => return fault(state, &error),
    };
    let (status, problem) = again;
    asked.problem = Some(problem);
    let (state, staff) = (Arc::clone(state), staff.clone());
    blocking(move || {
        page(&state, &staff, status, &unit, &asked).unwrap_or_else(|error| fault(&state, &error))
    })
    .await
}

/// Where a stack goes on after a form: with everything that holds for the whole of it.
fn stack_address(unit: &UnitCode, asked: &PaperAsked) -> String {
    let pairs = form_urlencoded::Serializer::new(String::new())
        .append_pair(field::BATCH, &asked.batch.to_string())
        .append_pair(field::SURVEY, &asked.survey)
        .append_pair(field::SERVICE, &asked.service)
        .append_pair(field::DAY, &asked.day)
        .finish();
    format!("/dasbor/{unit}/kertas?{pairs}")
}

/// The form that was typed; what was left blank is absent.
fn form(state: &State, unit: &UnitCode, asked: &PaperAsked) -> Result<SubmitResponse, Refusal> {
    let registry = state.app.registry();
    let (unit, survey) = stack_survey(&registry, unit, &asked.survey)?;
    let code: SurveyCode = asked.survey.parse().map_err(Refusal::Code)?;
    // Another unit's survey, or one that was closed meanwhile.
    let survey = survey
        .filter(|survey| survey.code == code)
        .ok_or(Refusal::SurveyNotOpen(code))?;
    Ok(SubmitResponse {
        survey: survey.code.clone(),
        service: Some(asked.service.parse().map_err(Refusal::Code)?),
        instrument: Some(survey.instrument.reference()),
        language: Language::INDONESIAN,
        answers: answers(&survey.instrument, asked),
        profile: profile(&survey.instrument, asked)?,
        reasons: Reasons::new(),
        channel: Channel::Paper,
        claimed_at: claimed(asked, unit.zone, state),
        device_now: None,
        seconds_taken: None,
        device: None,
        device_counter: None,
        comment: Some(asked.get(field::COMMENT).to_owned()),
        noticed: BTreeSet::new(),
    })
}

fn answers(instrument: &Instrument, asked: &PaperAsked) -> Answers {
    let answer = |unsur: UnsurCode| {
        let typed = asked.get(&format!("{}{unsur}", field::SCORE_PREFIX));
        Some((unsur, Score::new(typed.parse().ok()?).ok()?))
    };
    Answers::from_pairs(instrument.unsur_codes().into_iter().filter_map(answer))
}

fn profile(instrument: &Instrument, asked: &PaperAsked) -> Result<Profile, Refusal> {
    let mut profile = BTreeMap::new();
    for question in &instrument.profile {
        let typed = asked.get(&format!("{}{}", field::PROFILE_PREFIX, question.code));
        if typed.is_empty() {
            continue;
        }
        let place = typed
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        let option = place.and_then(|place| question.options.get(place));
        let option =
            option.ok_or_else(|| Refusal::ProfileUnknown(question.code.clone(), typed.to_owned()))?;
        profile.insert(question.code.clone(), option.code.clone());
    }
    Ok(profile)
}

/// Noon of the day on which the form was filled in, by the unit's clocks; of a form of today the hour is now.
fn claimed(asked: &PaperAsked, zone: Zone, state: &State) -> Option<Hour> {
    let day: Date = asked.day.parse().ok()?;
    let today = zone.wall_clock(state.app.now()).date();
    let noon = jiff::tz::Offset::constant(zone.offset_hours()).to_timestamp(day.at(12, 0, 0, 0));
    noon.ok().filter(|_| day < today).map(Hour::containing)
}

fn withdraw(
    state: &State,
    staff: &Staff,
    unit: &UnitCode,
    id: ResponseId,
    body: Result<Bytes, BodyError>,
) -> Result<Response, AppError> {
    let Some(mut asked) = asked(body) else {
        return Ok(not_found(state));
    };
    let entered = Entered {
        actor: staff.actor(),
        batch: asked.batch,
    };
    match state.app.withdraw_paper(&entered, id, asked.get(field::REASON)) {
        Ok(()) => Ok(reply::see_other(&stack_address(unit, &asked))),
        Err(AppError::Refused(refusal)) => {
            asked.id = state.app.new_response_id().0;
            asked.problem = Some(refusal.to_string());
            page(state, staff, StatusCode::UNPROCESSABLE_ENTITY, unit, &asked)
        }
        Err(error) => Err(error),
    }
}
