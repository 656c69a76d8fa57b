//! `/dasbor/{unit}/batas`: beginning the control limits of a unit's trend anew, for a reason, and withdrawing that.

use std::sync::Arc;

use app::{AppError, Staff};
use bytes::Bytes;
use survey::{Command, Month, Refusal, TrendRebaseWithdrawn, TrendRebased, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    present::Asked,
    routes::{Query, Route, blocking, dasbor_unit, staff, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let begin = warp::path!("dasbor" / String / "batas")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(|unit: String, state: Arc<State>, staff: Staff, body| {
            blocking(move || {
                take(&state, &staff, unit, body, |unit, from, reason| {
                    Command::RebaseTrend(TrendRebased { unit, from, reason })
                })
            })
        });
    let withdraw = warp::path!("dasbor" / String / "batas" / "tarik")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(|unit: String, state: Arc<State>, staff: Staff, body| {
            blocking(move || {
                take(&state, &staff, unit, body, |unit, from, reason| {
                    Command::WithdrawTrendRebase(TrendRebaseWithdrawn { unit, from, reason })
                })
            })
        });
    begin.or(withdraw).unify().boxed()
}

fn take(
    state: &State,
    staff: &Staff,
    unit: String,
    body: Result<Bytes, BodyError>,
    command: impl FnOnce(UnitCode, Month, String) -> Command,
) -> Response {
    let fields = match body {
        Ok(body) => Query(form_urlencoded::parse(&body).into_owned().collect()),
        Err(error) => return Problem::from(error).response(),
    };
    let text = |name| fields.get(name).unwrap_or_default().trim().to_owned();
    dasbor_unit::answer(state, unit, |unit| {
        // Also before the fields are looked at: nothing is said of a unit that there is none of.
        if state.app.registry().unit(unit).is_none() {
            return Err(Refusal::UnitUnknown(unit.clone()).into());
        }
        let refused = |problem: &str| {
            let asked = Asked {
                problem: Some(problem),
                ..Asked::default()
            };
            dasbor_unit::show(state, staff, unit, StatusCode::UNPROCESSABLE_ENTITY, asked)
        };
        let Ok(from) = text("mulai").parse() else {
            return refused("Pilih bulan mulai dari daftar.");
        };
        match state
            .app
            .register(&staff.actor(), command(unit.clone(), from, text("alasan")))
        {
            Ok(_) => Ok(reply::see_other(&format!("/dasbor/{unit}#tren"))),
            Err(AppError::Refused(refusal)) => refused(&refusal.to_string()),
            Err(error) => Err(error),
        }
    })
}
