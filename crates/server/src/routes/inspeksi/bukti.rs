//! `GET /inspeksi/{unit}/bukti`: a figure with everything it was made of, as one file.

use std::{io::Cursor, sync::Arc};

use app::{AppError, Staff, audit::evidence::Entries};
use survey::{Period, Refusal, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{problem::Problem, reply},
    routes::{Query, Route, blocking, dasbor_unit::answer, query, staff, with},
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("inspeksi" / String / "bukti")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || answer(&state, unit, |unit| bundle(&state, &staff, unit, &query)))
        })
        .boxed()
}

fn bundle(state: &State, staff: &Staff, unit: &UnitCode, query: &Query) -> Result<Response, AppError> {
    let refused = |refusal: &Refusal| {
        let detail = refusal.to_string();
        Ok(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, refusal.code(), &detail).response())
    };
    let period = match query.get("periode").unwrap_or_default().parse::<Period>() {
        Ok(period) => period,
        Err(error) => {
            let detail = error.to_string();
            return Ok(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "period_invalid", detail).response());
        }
    };
    let entries = match query.get("baca") {
        None => Entries::LeftOut,
        Some(position) => {
            let position = position.parse().unwrap_or(u64::MAX);
            if !state.app.is_open_to(&staff.actor(), unit, period, position)? {
                return refused(&Refusal::ReadingNotOpen);
            }
            Entries::Written
        }
    };
    let mut zip = Cursor::new(Vec::new());
    let letterhead = state.letterhead(unit);
    match state.app.evidence(unit, period, entries, &letterhead, &mut zip) {
        Ok(_) => {
            let name = format!("bukti-{unit}-{period}.zip");
            Ok(reply::attachment(reply::ZIP, &name, zip.into_inner().into()))
        }
        Err(AppError::Refused(Refusal::UnitUnknown(unit))) => Err(Refusal::UnitUnknown(unit).into()),
        Err(AppError::Refused(refusal)) => refused(&refusal),
        Err(error) => Err(error),
    }
}
