//! `/dasbor/hari-libur`: the public holidays by which working days are counted.

use std::sync::Arc;

use app::{AppError, Staff};
use bytes::Bytes;
use survey::{Command, Holiday, HolidaysPublished, Refusal};
use warp::{Filter, http::StatusCode, reply::Response};

use super::posted::Posted;
use crate::{
    State,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    pages::{Typed, holiday_field as field},
    present::holidays_page,
    routes::{Route, blocking, fault, staff, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let page = warp::path!("dasbor" / "hari-libur")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .then(|state: Arc<State>, staff: Staff| {
            blocking(move || page(&state, &staff, StatusCode::OK, Typed::default()))
        });
    let publish = warp::path!("dasbor" / "hari-libur")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(
            |state: Arc<State>, staff: Staff, body: Result<Bytes, BodyError>| {
                blocking(move || match body {
                    Ok(body) => publish(&state, &staff, &Posted::read(&body)),
                    Err(error) => Problem::from(error).response(),
                })
            },
        );
    page.or(publish).unify().boxed()
}

fn page(state: &State, staff: &Staff, status: StatusCode, typed: Typed) -> Response {
    reply::page(status, &holidays_page(&state.app, state.shell_of(staff), typed))
}

fn publish(state: &State, staff: &Staff, posted: &Posted) -> Response {
    let published = read(posted).map_err(AppError::from).and_then(|published| {
        let command = Command::PublishHolidays(published);
        state.app.register(&staff.actor(), command)
    });
    match published {
        Ok(_) => reply::see_other("/dasbor/hari-libur"),
        Err(AppError::Refused(refusal)) => {
            let typed = posted.typed(Some(refusal.to_string()));
            page(state, staff, StatusCode::UNPROCESSABLE_ENTITY, typed)
        }
        Err(error) => fault(state, &error),
    }
}

fn read(posted: &Posted) -> Result<HolidaysPublished, Refusal> {
    let text = posted.text(field::DAYS);
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    Ok(HolidaysPublished {
        year: posted.number(field::YEAR)?.unwrap_or(0),
        source: posted.text(field::SOURCE),
        days: lines
            .map(|(line, number)| holiday(line).ok_or(Refusal::HolidayLine(number)))
            .collect::<Result<_, _>>()?,
    })
}

/// `2027-01-01;Tahun Baru`, however a table program separates the two.
fn holiday(line: &str) -> Option<Holiday> {
    let (on, name) = line.split_once([';', '\t', ','])?;
    Some(Holiday {
        on: on.trim().parse().ok()?,
        name: name.trim().to_owned(),
    })
}
