//! `/dasbor/{unit}/kertas`: entering a stack of paper forms; `/dasbor/{unit}/formulir`: the form to print.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use app::{AppError, Entered};
use ikm::{Score, UnsurCode};
use jiff::civil::Date;
use survey::{
    Answers, Channel, Hour, Instrument, Language, Profile, Reasons, Refusal, ResponseId, ServiceCode,
    SubmitResponse, Survey, SurveyCode, UnitCode, Zone,
};
use uuid::Uuid;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{fields::Fields, problem::Problem, reply},
    pages::paper_field as field,
    present::{PaperAsked, blank_form_page, paper_page, stack_survey},
    routes::{
        Route,
        ask::{Ask, Sent, asked, sent},
        fault, not_found,
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let show = warp::path!("dasbor" / String / "kertas")
        .and(asked(state))
        .then(|unit, ask: Ask| ask.of(unit, show));
    let print = warp::path!("dasbor" / String / "formulir")
        .and(asked(state))
        .then(|unit, ask: Ask| ask.of(unit, print));
    let enter = warp::path!("dasbor" / String / "kertas").and(sent(state)).then(
        |unit: String, sent: Sent| async move {
            match sent.arrived() {
                Ok(ask) => enter(ask, unit).await,
                Err(error) => Problem::from(error).response(),
            }
        },
    );
    let withdraw = warp::path!("dasbor" / String / "kertas" / Uuid / "tarik")
        .and(sent(state))
        .then(|unit, id, sent: Sent| sent.of(unit, move |ask, unit| withdraw(ask, unit, ResponseId(id))));
    show.or(print)
        .unify()
        .or(enter)
        .unify()
        .or(withdraw)
        .unify()
        .boxed()
}

fn show(ask: &Ask, unit: &UnitCode) -> Result<Response, AppError> {
    let fields = &ask.fields;
    let batch = fields.get(field::BATCH).and_then(|batch| batch.parse().ok());
    let asked = PaperAsked {
        survey: fields.text(field::SURVEY),
        service: fields.text(field::SERVICE),
        day: fields.text(field::DAY),
        batch: batch.unwrap_or_else(|| ask.state.app.new_batch()),
        id: ask.state.app.new_response_id().0,
        ..PaperAsked::default()
    };
    page(ask, StatusCode::OK, unit, &asked)
}

fn page(ask: &Ask, status: StatusCode, unit: &UnitCode, asked: &PaperAsked) -> Result<Response, AppError> {
    let page = paper_page(&ask.state.app, ask.shell_in(unit), unit, asked)?;
    Ok(page.map_or_else(|| not_found(&ask.state), |page| reply::page(status, &page)))
}

fn print(ask: &Ask, unit: &UnitCode) -> Result<Response, AppError> {
    let state = &ask.state;
    let survey = ask.fields.text(field::SURVEY);
    let page = blank_form_page(&state.app, state.shell(), unit, &survey)?;
    Ok(page.map_or_else(|| not_found(state), |page| reply::page(StatusCode::OK, &page)))
}

/// A form as it was typed; none where it does not say of which stack it is.
fn typed(fields: &Fields) -> Option<PaperAsked> {
    Some(PaperAsked {
        survey: fields.text(field::SURVEY),
        service: fields.text(field::SERVICE),
        day: fields.text(field::DAY),
        batch: fields.text(field::BATCH).parse().ok()?,
        fields: fields.clone(),
        ..PaperAsked::default()
    })
}

async fn enter(ask: Ask, unit: String) -> Response {
    let state = &ask.state;
    let (Ok(unit), Some(mut asked)) = (UnitCode::new(unit), typed(&ask.fields)) else {
        return not_found(state);
    };
    let Ok(id) = asked.get(field::ID).parse::<Uuid>() else {
        return not_found(state);
    };
    asked.id = id;
    let outcome = match form(state, &unit, &asked) {
        Ok(form) => {
            let entered = Entered {
                actor: ask.staff.actor(),
                batch: asked.batch,
            };
            state.app.enter_paper(entered, ResponseId(id), form).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    let (status, problem) = match outcome {
        Ok(_) => return reply::see_other(&stack_address(&unit, &asked)),
        Err(AppError::Refused(Refusal::UnitUnknown(_))) => return not_found(state),
        Err(AppError::Refused(refusal)) => (StatusCode::UNPROCESSABLE_ENTITY, refusal.to_string()),
        Err(error @ AppError::Busy) => (StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
        Err(error @ (AppError::Evidence(_) | AppError::Failed(_))) => return fault(state, &error),
    };
    asked.problem = Some(problem);
    ask.answer(move |ask| page(ask, status, &unit, &asked)).await
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
        service: Some(service(survey, asked)?),
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

/// The service that was typed with the form, or that of the whole stack.
fn service(survey: &Survey, asked: &PaperAsked) -> Result<ServiceCode, Refusal> {
    if survey.services.len() == 1 || !asked.service.is_empty() {
        return asked.service.parse().map_err(Refusal::Code);
    }
    let number = asked.get(field::SERVICE_NUMBER).parse::<usize>().ok();
    let place = number.and_then(|number| number.checked_sub(1));
    let service = place.and_then(|place| survey.services.get(place));
    service.cloned().ok_or(Refusal::ServiceMissing)
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

fn withdraw(ask: &Ask, unit: &UnitCode, id: ResponseId) -> Result<Response, AppError> {
    let (state, staff) = (&ask.state, &ask.staff);
    let Some(mut asked) = typed(&ask.fields) else {
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
            page(ask, StatusCode::UNPROCESSABLE_ENTITY, unit, &asked)
        }
        Err(error) => Err(error),
    }
}
