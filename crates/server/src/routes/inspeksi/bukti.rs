//! `GET /inspeksi/{unit}/bukti`: a figure with everything it was made of, as one file.

use std::{io::Cursor, sync::Arc};

use app::{AppError, notary::Entries};
use survey::{Period, Refusal, UnitCode};
use warp::{Filter, reply::Response};

use crate::{
    State,
    http::reply,
    routes::{
        Route,
        ask::{Ask, asked},
        inspeksi::refused,
    },
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("inspeksi" / String / "bukti")
        .and(asked(state))
        .then(|unit, ask: Ask| ask.of(unit, bundle))
        .boxed()
}

fn bundle(ask: &Ask, unit: &UnitCode) -> Result<Response, AppError> {
    let (state, staff, query) = (&ask.state, &ask.staff, &ask.fields);
    let Ok(period) = query.get("periode").unwrap_or_default().parse::<Period>() else {
        // The page of the unit offers those that there are.
        return Ok(reply::see_other(&format!("/inspeksi/{unit}")));
    };
    let entries = match query.get("baca") {
        None => Entries::LeftOut,
        Some(position) => {
            let position = position.parse().unwrap_or(u64::MAX);
            if !state.app.is_open_to(&staff.actor(), unit, period, position)? {
                return refused(ask, unit, &Refusal::ReadingNotOpen);
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
        Err(AppError::Refused(refusal)) => refused(ask, unit, &refusal),
        Err(error) => Err(error),
    }
}
