//! `/dasbor/{unit}/kode`: how many one-time codes there are, and issuing more.
//!
//! The codes stand in the one answer to the request that issued them. Nothing here keeps them.

use std::sync::Arc;

use app::{AppError, IssuedTokens, Staff};
use bytes::Bytes;
use report::print::Sheet;
use survey::{SurveyCode, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    pages::TicketSheetsPage,
    present::{count, ticket_sheets, tickets_csv, unit_tokens_page},
    routes::{Route, blocking, dasbor_unit, staff, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let page = warp::path!("dasbor" / String / "kode")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .then(|unit: String, state: Arc<State>, staff: Staff| blocking(move || show(&state, &staff, unit)));
    let issue = warp::path!("dasbor" / String / "kode")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(|unit: String, state: Arc<State>, staff: Staff, body| {
            blocking(move || take(&state, &staff, unit, body))
        });
    page.or(issue).unify().boxed()
}

fn show(state: &State, staff: &Staff, unit: String) -> Response {
    dasbor_unit::answer(state, unit, |unit| page(state, staff, unit, StatusCode::OK, None))
}

fn page(
    state: &State,
    staff: &Staff,
    unit: &UnitCode,
    status: StatusCode,
    refusal: Option<String>,
) -> Result<Response, AppError> {
    let printable = state.options.public_url.is_some();
    let page = unit_tokens_page(&state.app, state.shell_in(staff, unit), unit, printable, refusal)?;
    Ok(reply::page(status, &page))
}

fn take(state: &State, staff: &Staff, unit: String, body: Result<Bytes, BodyError>) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(error) => return Problem::from(error).response(),
    };
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let get = |name: &str| {
        let field = fields.iter().rev().find(|(field, _)| field == name);
        field.map_or("", |(_, value)| value.as_str())
    };
    let form = match get("bentuk") {
        "pdf" => Form::Pdf,
        "csv" => Form::Csv,
        _ => Form::Page,
    };
    dasbor_unit::answer(state, unit, |unit| {
        let refused = |refusal| {
            page(
                state,
                staff,
                unit,
                StatusCode::UNPROCESSABLE_ENTITY,
                Some(refusal),
            )
        };
        // Before anything is issued: codes that cannot be shown are lost.
        if form != Form::Csv && state.options.public_url.is_none() {
            return refused(
                "Tiket belum dapat dicetak: jalankan server dengan --public-url, atau pilih CSV.".into(),
            );
        }
        let registry = state.app.registry();
        let survey = SurveyCode::new(get("survei")).ok();
        let survey = survey.filter(|code| registry.survey(code).is_some_and(|survey| survey.unit == *unit));
        let (Some(survey), Ok(wanted)) = (survey, get("jumlah").trim().parse()) else {
            return refused("Pilih survei unit ini dan tuliskan banyaknya kode.".into());
        };
        match state.app.issue_tokens(&staff.actor(), &survey, wanted) {
            Ok(issued) => tickets(state, staff, form, &issued),
            Err(AppError::Refused(refusal)) => refused(refusal.to_string()),
            Err(error) => Err(error),
        }
    })
}

/// What the officer wants to hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Pdf,
    Csv,
}

fn tickets(state: &State, staff: &Staff, form: Form, issued: &IssuedTokens) -> Result<Response, AppError> {
    let site = state.options.public_url.as_ref();
    let sheets = || {
        let site = site.ok_or_else(|| AppError::Failed("tanpa alamat situs tidak ada tiket".into()))?;
        ticket_sheets(&state.app, site, issued).map_err(|error| AppError::Failed(error.to_string()))
    };
    let file = |ending: &str, media_type, bytes: Bytes| {
        let name = format!("kode-{}-{}.{ending}", issued.survey, issued.position);
        reply::attachment(media_type, &name, bytes)
    };
    Ok(match form {
        Form::Csv => file("csv", reply::CSV, tickets_csv(site, issued).into()),
        Form::Pdf => file("pdf", reply::PDF, Sheet::pdf_of_all(&sheets()?).into()),
        Form::Page => {
            let sheets = sheets()?;
            let registry = state.app.registry();
            let page = TicketSheetsPage {
                shell: state.shell_in(staff, &issued.unit),
                unit_code: issued.unit.to_string(),
                unit_name: registry
                    .unit(&issued.unit)
                    .map_or_else(String::new, |unit| unit.name.clone()),
                count: count(issued.tokens.len() as u64),
                sheets: count(sheets.len() as u64),
                svg: Sheet::svg_of_all(&sheets),
            };
            reply::page(StatusCode::OK, &page)
        }
    })
}
