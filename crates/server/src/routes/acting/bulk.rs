//! `/dasbor/daftar-unit`: units, services and surveys from one table; `/dasbor/poster/{file}`: their posters as one file.

use std::sync::Arc;

use app::{BulkError, BulkPlan, BulkProblem, Staff};
use bytes::Bytes;
use report::print::Sheet;
use warp::{Filter, http::StatusCode, reply::Response};

use super::posted::Posted;
use crate::{
    State,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    limits::BULK_BYTES_MAX,
    pages::{BulkPage, Typed, bulk_field as field},
    present::{bulk_said, count, every_poster, size_of},
    routes::{Route, blocking, fault, not_found, staff, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let page = warp::path!("dasbor" / "daftar-unit")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .then(|state: Arc<State>, staff: Staff| {
            blocking(move || page(&state, &staff, StatusCode::OK, Typed::default(), Outcome::Nothing))
        });
    let take = warp::path!("dasbor" / "daftar-unit")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited_to(BULK_BYTES_MAX))
        .then(
            |state: Arc<State>, staff: Staff, body: Result<Bytes, BodyError>| {
                blocking(move || match body {
                    Ok(body) => take(&state, &staff, &Posted::read(&body)),
                    Err(error) => Problem::from(error).response(),
                })
            },
        );
    let posters = warp::path!("dasbor" / "poster" / String)
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .then(|name: String, state: Arc<State>, _: Staff| blocking(move || posters(&state, &name)));
    page.or(take).unify().or(posters).unify().boxed()
}

/// What came of a table.
enum Outcome {
    Nothing,
    Checked(BulkPlan),
    Registered(BulkPlan),
    Problems(Vec<BulkProblem>),
}

fn take(state: &State, staff: &Staff, posted: &Posted) -> Response {
    let table = posted.text(field::TABLE);
    let typed = posted.typed(None);
    if posted.text(field::ACTION) != "daftarkan" {
        return match state.app.plan_bulk(&table) {
            Ok(plan) => page(state, staff, StatusCode::OK, typed, Outcome::Checked(plan)),
            Err(problems) => refused(state, staff, typed, problems),
        };
    }
    match state.app.register_bulk(&staff.actor(), &table) {
        Ok(plan) => page(
            state,
            staff,
            StatusCode::OK,
            Typed::default(),
            Outcome::Registered(plan),
        ),
        Err(BulkError::Problems(problems)) => refused(state, staff, typed, problems),
        Err(BulkError::App(error)) => fault(state, &error),
    }
}

fn refused(state: &State, staff: &Staff, typed: Typed, problems: Vec<BulkProblem>) -> Response {
    page(
        state,
        staff,
        StatusCode::UNPROCESSABLE_ENTITY,
        typed,
        Outcome::Problems(problems),
    )
}

fn page(state: &State, staff: &Staff, status: StatusCode, typed: Typed, outcome: Outcome) -> Response {
    let (plan, problems, done) = match outcome {
        Outcome::Nothing => (None, Vec::new(), false),
        Outcome::Checked(plan) => (Some(plan), Vec::new(), false),
        Outcome::Registered(plan) => (Some(plan), Vec::new(), true),
        Outcome::Problems(problems) => (None, problems, false),
    };
    let registry = state.app.registry();
    let units = registry.tree();
    let open = units.iter().flat_map(|(_, unit)| registry.surveys(&unit.code));
    let open = open.filter(|survey| survey.closed_at.is_none()).count() as u64;
    let page = BulkPage {
        shell: state.shell_of(staff),
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
