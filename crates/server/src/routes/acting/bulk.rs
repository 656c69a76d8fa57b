//! `/dasbor/daftar-unit`: units, services and surveys from one table; `/dasbor/poster/{file}`: their posters as one file.

use std::sync::Arc;

use app::{AppError, BulkError, BulkPlan, BulkProblem};
use bytes::Bytes;
use report::print::Sheet;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    limits::BULK_BYTES_MAX,
    pages::{BulkPage, Typed, bulk_field as field},
    present::{bulk_said, count, every_poster, size_of},
    routes::{
        Route,
        ask::{Ask, Sent, asked, sent_up_to},
        not_found,
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let show = warp::path!("dasbor" / "daftar-unit")
        .and(asked(state))
        .then(|ask: Ask| ask.answer(|ask| Ok(page(ask, StatusCode::OK, Typed::default(), Outcome::Nothing))));
    let take = warp::path!("dasbor" / "daftar-unit")
        .and(sent_up_to(state, BULK_BYTES_MAX))
        .then(|sent: Sent| sent.answer(take));
    let posters = warp::path!("dasbor" / "poster" / String)
        .and(asked(state))
        .then(|name: String, ask: Ask| ask.answer(move |ask| Ok(posters(&ask.state, &name))));
    show.or(take).unify().or(posters).unify().boxed()
}

/// What came of a table.
enum Outcome {
    Nothing,
    Checked(BulkPlan),
    Registered(BulkPlan),
    Problems(Vec<BulkProblem>),
}

fn take(ask: &Ask) -> Result<Response, AppError> {
    let (app, table) = (&ask.state.app, ask.fields.text(field::TABLE));
    let (status, outcome) = if ask.fields.text(field::ACTION) == "daftarkan" {
        match app.register_bulk(&ask.staff.actor(), &table) {
            Ok(plan) => {
                let done = Outcome::Registered(plan);
                return Ok(page(ask, StatusCode::OK, Typed::default(), done));
            }
            Err(BulkError::Problems(problems)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, Outcome::Problems(problems))
            }
            Err(BulkError::App(error)) => return Err(error),
        }
    } else {
        match app.plan_bulk(&table) {
            Ok(plan) => (StatusCode::OK, Outcome::Checked(plan)),
            Err(problems) => (StatusCode::UNPROCESSABLE_ENTITY, Outcome::Problems(problems)),
        }
    };
    Ok(page(ask, status, ask.fields.typed(None), outcome))
}

fn page(ask: &Ask, status: StatusCode, typed: Typed, outcome: Outcome) -> Response {
    let state = &ask.state;
    let (plan, problems, done) = match outcome {
        Outcome::Nothing => (None, Vec::new(), false),
        Outcome::Checked(plan) => (Some(plan), Vec::new(), false),
        Outcome::Registered(plan) => (Some(plan), Vec::new(), true),
        Outcome::Problems(problems) => (None, problems, false),
    };
    let registry = state.app.registry();
    let units = registry.tree();
    let open = units
        .iter()
        .flat_map(|(_, unit)| registry.open_surveys(&unit.code));
    let open = open.count() as u64;
    let page = BulkPage {
        shell: ask.shell(),
        typed,
        problems: problems
            .into_iter()
            .map(|problem| (problem.line, problem.text))
            .collect(),
        plan: plan.as_ref().map(bulk_said),
        done,
        posters: (state.options.public_url.is_some() && open > 0).then(|| count(open)),
    };
    reply::page(status, &page)
}

/// `a4.pdf` and so on: a page for each open survey, in order of the tree.
fn posters(state: &State, name: &str) -> Response {
    let sheets = || {
        let size = size_of(name.strip_suffix(".pdf")?)?;
        let sheets = every_poster(state.press(), state.options.public_url.as_ref()?, size);
        (!sheets.is_empty()).then_some(sheets)
    };
    match sheets() {
        Some(sheets) => {
            let pdf = Bytes::from(Sheet::pdf_of_all(&sheets));
            reply::bytes(StatusCode::OK, reply::PDF, pdf, None)
        }
        None => not_found(state),
    }
}
