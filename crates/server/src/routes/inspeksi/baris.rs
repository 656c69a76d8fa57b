//! `/inspeksi/{unit}/baris`: single responses, once they were opened for a purpose; and what is proposed about them.

use std::sync::Arc;

use app::{AppError, Staff};
use bytes::Bytes;
use survey::{Action, Period, Refusal, ResponseId, Review, ReviewProposed, UnitCode};
use uuid::Uuid;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    gate::refused,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    present::{Inspected, baris_page, usulan_page},
    routes::{Query, Route, blocking, dasbor_unit::answer, inspeksi::asked, query, staff, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let rows = warp::path!("inspeksi" / String / "baris")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || answer(&state, unit, |unit| show(&state, &staff, unit, &query)))
        });
    let proposals = warp::path!("inspeksi" / String / "usulan")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .then(|unit: String, state: Arc<State>, staff: Staff| {
            blocking(move || answer(&state, unit, |unit| proposals(&state, &staff, unit)))
        });
    let propose = warp::path!("inspeksi" / String / "usulan")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(|unit: String, state: Arc<State>, staff: Staff, body| {
            blocking(move || answer(&state, unit, |unit| propose(&state, &staff, unit, body)))
        });
    let decide = warp::path!("inspeksi" / String / "usulan" / Uuid)
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(|unit: String, id: Uuid, state: Arc<State>, staff: Staff, body| {
            blocking(move || answer(&state, unit, |unit| decide(&state, &staff, unit, id, body)))
        });
    rows.or(proposals)
        .unify()
        .or(propose)
        .unify()
        .or(decide)
        .unify()
        .boxed()
}

fn show(state: &State, staff: &Staff, unit: &UnitCode, query: &Query) -> Result<Response, AppError> {
    let asked: Inspected = asked(query);
    let page = baris_page(&state.app, staff, state.shell_of(staff), unit, &asked)?;
    Ok(reply::page(StatusCode::OK, &page))
}

fn proposals(state: &State, staff: &Staff, unit: &UnitCode) -> Result<Response, AppError> {
    let page = usulan_page(&state.app, state.shell_of(staff), unit, None)?;
    Ok(reply::page(StatusCode::OK, &page))
}

/// The fields of a form, in order.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn read(body: Result<Bytes, BodyError>) -> Result<Self, Box<Response>> {
        let body = body.map_err(|error| Box::new(Problem::from(error).response()))?;
        Ok(Self(form_urlencoded::parse(&body).into_owned().collect()))
    }

    fn get(&self, name: &str) -> &str {
        let field = self.0.iter().rev().find(|(field, _)| field == name);
        field.map_or("", |(_, value)| value)
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let of_it = self.0.iter().filter(move |(field, _)| field == name);
        of_it.map(|(_, value)| value.as_str())
    }
}

fn propose(
    state: &State,
    staff: &Staff,
    unit: &UnitCode,
    body: Result<Bytes, BodyError>,
) -> Result<Response, AppError> {
    let fields = match Fields::read(body) {
        Ok(fields) => fields,
        Err(response) => return Ok(*response),
    };
    // Only who has opened the responses has seen what they propose about.
    let period = fields.get("periode").parse::<Period>().ok();
    let reading = fields.get("baca").parse().ok();
    let open = match (period, reading) {
        (Some(period), Some(reading)) => state.app.is_open_to(&staff.actor(), unit, period, reading)?,
        _ => false,
    };
    let proposed = ReviewProposed {
        unit: unit.clone(),
        review: match fields.get("usul") {
            "hapus" => Review::Erase,
            "kembali" => Review::Reinstate,
            _ => Review::Exclude,
        },
        responses: fields
            .all("jawaban")
            .filter_map(|id| id.parse().ok())
            .map(ResponseId)
            .collect(),
        content: fields.get("teks").parse().ok(),
        reason: fields.get("alasan").trim().into(),
    };
    let outcome = if open {
        state.app.propose_review(&staff.actor(), proposed).map(|_| ())
    } else {
        Err(Refusal::ReadingNotOpen.into())
    };
    told(state, staff, unit, outcome)
}

fn decide(
    state: &State,
    staff: &Staff,
    unit: &UnitCode,
    id: Uuid,
    body: Result<Bytes, BodyError>,
) -> Result<Response, AppError> {
    let fields = match Fields::read(body) {
        Ok(fields) => fields,
        Err(response) => return Ok(*response),
    };
    let agreed = fields.get("putusan") == "setuju";
    // Whoever cannot decide may still take back their own.
    let known = state
        .app
        .proposals_of(unit)?
        .into_iter()
        .find(|known| known.id == id);
    let Some(known) = known else {
        return told(state, staff, unit, Err(Refusal::ProposalUnknown.into()));
    };
    let is_own = known.proposal.proposed_by == staff.actor().as_str();
    let may = staff.may_in(Action::ReviewAnswers, unit) || (is_own && !agreed);
    let outcome = if may {
        state.app.decide_review(&staff.actor(), id, agreed)
    } else {
        refused(Some(staff), Action::ReviewAnswers);
        Err(Refusal::SecondApprovalMissing.into())
    };
    told(state, staff, unit, outcome)
}

/// The list of proposals after a change, or with the reason why there was none.
fn told(
    state: &State,
    staff: &Staff,
    unit: &UnitCode,
    outcome: Result<(), AppError>,
) -> Result<Response, AppError> {
    match outcome {
        Ok(()) => Ok(reply::see_other(&format!("/inspeksi/{unit}/usulan"))),
        Err(AppError::Refused(refusal)) => {
            let page = usulan_page(&state.app, state.shell_of(staff), unit, Some(refusal.to_string()))?;
            Ok(reply::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(error),
    }
}
