//! `/dasbor/{unit}/kode`: how many one-time codes there are, and issuing more.
//!
//! The codes stand in the one answer to the request that issued them. Nothing here keeps them.

use std::sync::Arc;

use app::{AppError, IssuedTokens};
use bytes::Bytes;
use report::print::{Sheet, symbol_svg};
use survey::{Refusal, Registry, ServiceCode, SurveyCode, TOKEN_BYTES, Token, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    pages::TicketSheetsPage,
    present::{count, ticket_sheets, tickets_csv, unit_tokens_page},
    routes::{
        Route,
        ask::{Ask, Sent, asked, sent},
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let show = warp::path!("dasbor" / String / "kode")
        .and(asked(state))
        .then(|unit, ask: Ask| ask.of(unit, |ask, unit| page(ask, unit, StatusCode::OK, None)));
    let issue = warp::path!("dasbor" / String / "kode")
        .and(sent(state))
        .then(|unit, sent: Sent| sent.of(unit, take));
    show.or(issue).unify().boxed()
}

fn page(
    ask: &Ask,
    unit: &UnitCode,
    status: StatusCode,
    refusal: Option<String>,
) -> Result<Response, AppError> {
    let state = &ask.state;
    let printable = state.options.public_url.is_some();
    let page = unit_tokens_page(&state.app, ask.shell_in(unit), unit, printable, refusal)?;
    Ok(reply::page(status, &page))
}

fn take(ask: &Ask, unit: &UnitCode) -> Result<Response, AppError> {
    let (state, fields) = (&ask.state, &ask.fields);
    let form = match fields.get("bentuk").unwrap_or_default() {
        "pdf" => Form::Pdf,
        "csv" => Form::Csv,
        _ => Form::Page,
    };
    let refused = |refusal| page(ask, unit, StatusCode::UNPROCESSABLE_ENTITY, Some(refusal));
    // Before anything is issued: codes that cannot be shown are lost.
    if form != Form::Csv && state.options.public_url.is_none() {
        return refused(
            "Tiket belum dapat dicetak: jalankan server dengan --public-url, atau pilih CSV.".into(),
        );
    }
    let registry = state.app.registry();
    let survey = SurveyCode::new(fields.text("survei")).ok();
    let survey = survey.filter(|code| registry.survey(code).is_some_and(|survey| survey.unit == *unit));
    let (Some(survey), Ok(wanted)) = (survey, fields.text("jumlah").parse()) else {
        return refused("Pilih survei unit ini dan tuliskan banyaknya kode.".into());
    };
    let service = match service(&registry, &survey, &fields.text("layanan")) {
        Ok(service) => service,
        Err(refusal) => return refused(refusal.to_string()),
    };
    if form != Form::Csv && is_too_long(state, service.as_ref()) {
        return refused(
            "Dengan layanan ini alamat pada tiket terlalu panjang untuk kode QR. Terbitkan untuk semua layanan."
                .into(),
        );
    }
    match state.app.issue_tokens(&ask.staff.actor(), &survey, wanted) {
        Ok(issued) => tickets(ask, form, &issued, service.as_ref()),
        Err(AppError::Refused(refusal)) => refused(refusal.to_string()),
        Err(error) => Err(error),
    }
}

/// The service that is chosen already on the tickets; none for all of the survey's.
fn service(registry: &Registry, survey: &SurveyCode, asked: &str) -> Result<Option<ServiceCode>, Refusal> {
    if asked.is_empty() {
        return Ok(None);
    }
    let code: ServiceCode = asked.parse().map_err(Refusal::Code)?;
    let known = registry
        .survey(survey)
        .is_some_and(|survey| survey.services.contains(&code));
    if known {
        Ok(Some(code))
    } else {
        Err(Refusal::ServiceNotInSurvey(code))
    }
}

/// Asked of a code of letters alone, before there are any: no other takes more room.
fn is_too_long(state: &State, service: Option<&ServiceCode>) -> bool {
    let any = Token::new([u8::MAX; TOKEN_BYTES]);
    let site = state.options.public_url.as_ref();
    site.is_some_and(|site| symbol_svg(&site.of_token(&any, service).for_qr(), "").is_err())
}

/// What the officer wants to hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Pdf,
    Csv,
}

fn tickets(
    ask: &Ask,
    form: Form,
    issued: &IssuedTokens,
    service: Option<&ServiceCode>,
) -> Result<Response, AppError> {
    let state = &ask.state;
    let site = state.options.public_url.as_ref();
    let sheets = || {
        let site = site.ok_or_else(|| AppError::Failed("tanpa alamat situs tidak ada tiket".into()))?;
        ticket_sheets(&state.app, site, issued, service).map_err(|error| AppError::Failed(error.to_string()))
    };
    let file = |ending: &str, media_type, bytes: Bytes| {
        let name = format!("kode-{}-{}.{ending}", issued.survey, issued.position);
        reply::attachment(media_type, &name, bytes)
    };
    Ok(match form {
        Form::Csv => file("csv", reply::CSV, tickets_csv(site, issued, service).into()),
        Form::Pdf => file("pdf", reply::PDF, Sheet::pdf_of_all(&sheets()?).into()),
        Form::Page => {
            let sheets = sheets()?;
            let registry = state.app.registry();
            let page = TicketSheetsPage {
                shell: ask.shell_in(&issued.unit),
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
