//! `GET /api/v1/...`: what everybody may know of units and their publications, for programs; and the description of the
//! whole interface, `openapi.json`.

use std::{collections::BTreeMap, sync::Arc};

use app::{AppError, Publications, views::PublishedResult};
use documents::{metadata, open_data, portal};
use ikm::{Hundredths, Mutu, UnsurCode};
use jiff::Timestamp;
use serde::Serialize;
use survey::{InstrumentRef, Period, RootHash, UnitCode, UnitKind};
use warp::{
    Filter,
    http::{StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::{problem::Problem, reply},
    routes::{Route, blocking, with},
};

/// The description of every route under `/api/v1`; held against the routes by a test.
pub(crate) const OPENAPI: &str = include_str!("../../openapi.json");

const JSON: &str = "application/json";

#[derive(Serialize)]
struct UnitBody<'a> {
    code: &'a UnitCode,
    name: &'a str,
    kind: UnitKind,
    parent: Option<&'a UnitCode>,
    kemendagri: Option<&'a str>,
    bps: Option<&'a str>,
    closed: bool,
}

/// A publication. Rounded figures only: sums of large units would tell of small ones.
#[derive(Serialize)]
struct ResultBody<'a> {
    unit: &'a UnitCode,
    period: Period,
    n: u64,
    /// Few answered, or the figures would tell of few: no index and no unsur.
    withheld: bool,
    ikm: Option<Hundredths>,
    mutu: Option<Mutu>,
    /// By code.
    nrr: Option<BTreeMap<UnsurCode, Hundredths>>,
    method: &'a str,
    instruments: &'a [InstrumentRef],
    position: u64,
    published_at: Timestamp,
    superseded: bool,
    log_size: u64,
    log_root: Option<RootHash>,
    demo: bool,
}

pub(super) fn routes(state: &Arc<State>) -> Route {
    let get = |state| warp::get().and(with(state));
    let units = warp::path!("api" / "v1" / "units")
        .and(get(state))
        .map(|state: Arc<State>| units(&state));
    let results = warp::path!("api" / "v1" / "units" / String / "results")
        .and(get(state))
        .then(|unit: String, state: Arc<State>| {
            blocking(move || answer(&state, &unit, |results| Ok(reply::json(StatusCode::OK, &results))))
        });
    let result = warp::path!("api" / "v1" / "units" / String / "results" / String)
        .and(get(state))
        .then(|unit: String, period: String, state: Arc<State>| {
            blocking(move || answer(&state, &unit, |results| Ok(standing(&results, &period))))
        });
    let open = warp::path!("api" / "v1" / "open-data" / String)
        .and(get(state))
        .then(|file: String, state: Arc<State>| {
            blocking(move || open_file(&state, &file).unwrap_or_else(|error| fault(&state, &error)))
        });
    let description = warp::path!("api" / "v1" / "openapi.json")
        .and(warp::get())
        .map(|| shared(reply::with_type(StatusCode::OK, JSON, OPENAPI.into())));
    let of_units = units.or(results).unify().or(result).unify();
    of_units.or(open).unify().or(description).unify().boxed()
}

/// What is no secret may be read by the pages of other sites.
fn shared(mut response: Response) -> Response {
    reply::set(&mut response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    response
}

fn units(state: &State) -> Response {
    let registry = state.app.registry();
    let units: Vec<_> = registry
        .tree()
        .into_iter()
        .map(|(_, unit)| UnitBody {
            code: &unit.code,
            name: &unit.name,
            kind: unit.kind,
            parent: unit.parent.as_ref(),
            kemendagri: unit.kemendagri.as_deref(),
            bps: unit.bps.as_deref(),
            closed: unit.closed,
        })
        .collect();
    shared(reply::json(StatusCode::OK, &units))
}

/// Answers with something of a unit's publications, in order of publication.
fn answer(
    state: &State,
    unit: &str,
    show: impl FnOnce(Vec<ResultBody<'_>>) -> Result<Response, AppError>,
) -> Response {
    let registry = state.app.registry();
    let known = unit
        .parse::<UnitCode>()
        .ok()
        .filter(|unit| registry.unit(unit).is_some());
    let Some(unit) = known else {
        let detail = format!("Unit {unit:?} tidak ada. Daftarnya ada di /api/v1/units.");
        return shared(Problem::new(StatusCode::NOT_FOUND, "unit_unknown", detail).response());
    };
    let bodies = || {
        let published = state.app.results(&unit)?;
        let publications = state.app.publications();
        let bodies = published.iter().enumerate().map(|(at, this)| {
            let later = &published[at + 1..];
            let superseded = later
                .iter()
                .any(|later| later.result.period == this.result.period);
            body(state, &publications, this, superseded)
        });
        show(bodies.collect::<Result<_, AppError>>()?)
    };
    bodies().map_or_else(|error| fault(state, &error), shared)
}

fn body<'a>(
    state: &State,
    publications: &Publications<'_>,
    this: &'a PublishedResult,
    superseded: bool,
) -> Result<ResultBody<'a>, AppError> {
    let result = &this.result;
    let public = publications.is_public(&result.unit, this)?;
    let nrr = || result.unsur.iter().map(|nrr| (nrr.code, nrr.nrr())).collect();
    Ok(ResultBody {
        unit: &result.unit,
        period: result.period,
        n: result.n,
        withheld: !public,
        ikm: public.then_some(result.ikm),
        mutu: public.then_some(result.mutu),
        nrr: public.then(nrr),
        method: &result.method,
        instruments: &result.instruments,
        position: this.position.0,
        published_at: this.recorded_at,
        superseded,
        log_size: result.log_size,
        log_root: result.log_root,
        demo: state.app.registry().is_demo(),
    })
}

/// The publication that stands for a period.
fn standing(results: &[ResultBody<'_>], period: &str) -> Response {
    let period = period.parse::<Period>().ok();
    match results.iter().rev().find(|result| Some(result.period) == period) {
        Some(result) => reply::json(StatusCode::OK, result),
        None => {
            let detail = "Periode itu belum diterbitkan. Tulis 2026, 2026-S1, 2026-Q3 atau 2026-09.";
            Problem::new(StatusCode::NOT_FOUND, "period_unpublished", detail).response()
        }
    }
}

fn open_file(state: &State, file: &str) -> Result<Response, AppError> {
    let registry = state.app.registry();
    let publisher = registry.opened().map_or("", |opened| opened.name.as_str());
    let demo = registry.is_demo();
    let rows = || {
        let units: Vec<_> = registry
            .units()
            .into_iter()
            .map(|unit| unit.code.clone())
            .collect();
        state.app.publications().published_rows(&units)
    };
    let (media_type, text) = match file {
        "results.csv" => (reply::CSV, open_data(&rows()?, demo)),
        "portal.csv" => (reply::CSV, portal(&rows()?, demo)),
        "metadata.json" => (JSON, metadata(publisher, demo)),
        _ => {
            let detail = "Yang ada: results.csv, portal.csv, metadata.json.";
            return Ok(shared(
                Problem::new(StatusCode::NOT_FOUND, "file_unknown", detail).response(),
            ));
        }
    };
    Ok(shared(reply::with_type(StatusCode::OK, media_type, text)))
}

fn fault(state: &State, error: &AppError) -> Response {
    let id = state.app.new_response_id();
    tracing::error!(%error, fault = %id.0, "a request for data failed");
    let detail = format!(
        "Sistem gagal. Coba lagi sebentar lagi; bila berulang, sebutkan {}.",
        id.0
    );
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "fault", detail).response()
}
