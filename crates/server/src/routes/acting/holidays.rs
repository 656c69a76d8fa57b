//! `/dasbor/hari-libur`: the public holidays by which working days are counted.

use std::sync::Arc;

use app::AppError;
use survey::{Command, Holiday, HolidaysPublished, Refusal};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{fields::Fields, reply},
    pages::{Typed, holiday_field as field},
    present::holidays_page,
    routes::{
        Route,
        ask::{Ask, Sent, asked, sent},
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let show = warp::path!("dasbor" / "hari-libur")
        .and(asked(state))
        .then(|ask: Ask| ask.answer(|ask| Ok(page(ask, StatusCode::OK, Typed::default()))));
    let publish = warp::path!("dasbor" / "hari-libur")
        .and(sent(state))
        .then(|sent: Sent| sent.answer(publish));
    show.or(publish).unify().boxed()
}

fn page(ask: &Ask, status: StatusCode, typed: Typed) -> Response {
    reply::page(status, &holidays_page(&ask.state.app, ask.shell(), typed))
}

fn publish(ask: &Ask) -> Result<Response, AppError> {
    let published = read(&ask.fields).map_err(AppError::from).and_then(|published| {
        let command = Command::PublishHolidays(published);
        ask.state.app.register(&ask.staff.actor(), command)
    });
    match published {
        Ok(_) => Ok(reply::see_other("/dasbor/hari-libur")),
        Err(AppError::Refused(refusal)) => {
            let typed = ask.fields.typed(Some(refusal.to_string()));
            Ok(page(ask, StatusCode::UNPROCESSABLE_ENTITY, typed))
        }
        Err(error) => Err(error),
    }
}

fn read(posted: &Fields) -> Result<HolidaysPublished, Refusal> {
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
