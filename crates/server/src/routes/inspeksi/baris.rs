//! `/inspeksi/{unit}/baris`: single responses, once they were opened for a purpose; and what is proposed about them.

use std::sync::Arc;

use app::{AppError, admin};
use bytes::Bytes;
use survey::{Period, Refusal, ResponseId, Review, ReviewProposed, UnitCode};
use uuid::Uuid;
use warp::{
    Filter,
    http::{HeaderMap, StatusCode},
    reply::Response,
};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    present::{Asked, baris_page, usulan_page},
    routes::{Query, Route, blocking, dasbor_unit::answer, inspeksi::asked, may_not, query, sent_away, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let rows = warp::path!("inspeksi" / String / "baris")
        .and(warp::get())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .and(query())
        .then(
            |unit: String, state: Arc<State>, headers: HeaderMap, query: Query| {
                blocking(move || {
                    sent_away(&state, &headers)
                        .unwrap_or_else(|| answer(&state, unit, |unit| show(&state, unit, &query)))
                })
            },
        );
    let proposals = warp::path!("inspeksi" / String / "usulan")
        .and(warp::get())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .then(|unit: String, state: Arc<State>, headers: HeaderMap| {
            blocking(move || {
                sent_away(&state, &headers)
                    .unwrap_or_else(|| answer(&state, unit, |unit| proposals(&state, unit)))
            })
        });
    let propose = warp::path!("inspeksi" / String / "usulan")
        .and(warp::post())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .and(body::limited())
        .then(|unit: String, state: Arc<State>, headers: HeaderMap, body| {
            blocking(move || {
                may_not(&state, &headers)
                    .unwrap_or_else(|| answer(&state, unit, |unit| propose(&state, unit, body)))
            })
        });
    let decide = warp::path!("inspeksi" / String / "usulan" / Uuid)
        .and(warp::post())
        .and(with(state))
        .and(warp::header::headers_cloned())
        .and(body::limited())
        .then(
            |unit: String, id: Uuid, state: Arc<State>, headers: HeaderMap, body| {
                blocking(move || {
                    may_not(&state, &headers)
                        .unwrap_or_else(|| answer(&state, unit, |unit| decide(&state, unit, id, body)))
                })
            },
        );
    rows.or(proposals)
        .unify()
        .or(propose)
        .unify()
        .or(decide)
        .unify()
        .boxed()
}

fn show(state: &State, unit: &UnitCode, query: &Query) -> Result<Response, AppError> {
    let asked: Asked = asked(query);
    let page = baris_page(&state.app, state.shell(), unit, &asked)?;
    Ok(reply::page(StatusCode::OK, &page))
}

fn proposals(state: &State, unit: &UnitCode) -> Result<Response, AppError> {
    let page = usulan_page(&state.app, state.shell(), unit, None)?;
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

fn propose(state: &State, unit: &UnitCode, body: Result<Bytes, BodyError>) -> Result<Response, AppError> {
    let fields = match Fields::read(body) {
        Ok(fields) => fields,
        Err(response) => return Ok(*response),
    };
    // Only who has opened the responses has seen what they propose about.
    let period = fields.get("periode").parse::<Period>().ok();
    let reading = fields.get("baca").parse().ok();
    let open = match (period, reading) {
        (Some(period), Some(reading)) => state.app.is_open_to(&admin(), unit, period, reading)?,
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
        state.app.propose_review(&admin(), proposed).map(|_| ())
    } else {
        Err(Refusal::ReadingNotOpen.into())
    };
    told(state, unit, outcome)
}

fn decide(
    state: &State,
    unit: &UnitCode,
    id: Uuid,
    body: Result<Bytes, BodyError>,
) -> Result<Response, AppError> {
    let fields = match Fields::read(body) {
        Ok(fields) => fields,
        Err(response) => return Ok(*response),
    };
    let agreed = fields.get("putusan") == "setuju";
    told(state, unit, state.app.decide_review(&admin(), id, agreed))
}

/// The list of proposals after a change, or with the reason why there was none.
fn told(state: &State, unit: &UnitCode, outcome: Result<(), AppError>) -> Result<Response, AppError> {
    match outcome {
        Ok(()) => Ok(reply::see_other(&format!("/inspeksi/{unit}/usulan"))),
        Err(AppError::Refused(refusal)) => {
            let page = usulan_page(&state.app, state.shell(), unit, Some(refusal.to_string()))?;
            Ok(reply::page(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(error),
    }
}
