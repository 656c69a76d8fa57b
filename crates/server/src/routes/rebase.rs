//! `/dasbor/{unit}/batas`: beginning the control limits of a unit's trend anew, for a reason, and withdrawing that.

use std::sync::Arc;

use app::AppError;
use survey::{Command, Month, Refusal, TrendRebaseWithdrawn, TrendRebased, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    present::Asked,
    routes::{
        Route,
        ask::{Ask, Sent, sent},
        dasbor_unit,
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let begin = warp::path!("dasbor" / String / "batas")
        .and(sent(state))
        .then(|unit, sent: Sent| {
            sent.of(unit, |ask, unit| {
                take(ask, unit, |unit, from, reason| {
                    Command::RebaseTrend(TrendRebased { unit, from, reason })
                })
            })
        });
    let withdraw = warp::path!("dasbor" / String / "batas" / "tarik")
        .and(sent(state))
        .then(|unit, sent: Sent| {
            sent.of(unit, |ask, unit| {
                take(ask, unit, |unit, from, reason| {
                    Command::WithdrawTrendRebase(TrendRebaseWithdrawn { unit, from, reason })
                })
            })
        });
    begin.or(withdraw).unify().boxed()
}

fn take(
    ask: &Ask,
    unit: &UnitCode,
    command: impl FnOnce(UnitCode, Month, String) -> Command,
) -> Result<Response, AppError> {
    let app = &ask.state.app;
    // Also before the fields are looked at: nothing is said of a unit that there is none of.
    if app.registry().unit(unit).is_none() {
        return Err(Refusal::UnitUnknown(unit.clone()).into());
    }
    let refused = |problem: &str| {
        let asked = Asked {
            problem: Some(problem),
            ..Asked::default()
        };
        dasbor_unit::show(ask, unit, StatusCode::UNPROCESSABLE_ENTITY, asked)
    };
    let Ok(from) = ask.fields.text("mulai").parse() else {
        return refused("Pilih bulan mulai dari daftar.");
    };
    let command = command(unit.clone(), from, ask.fields.text("alasan"));
    match app.register(&ask.staff.actor(), command) {
        Ok(_) => Ok(reply::see_other(&format!("/dasbor/{unit}#tren"))),
        Err(AppError::Refused(refusal)) => refused(&refusal.to_string()),
        Err(error) => Err(error),
    }
}
