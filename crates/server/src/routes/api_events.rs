//! `GET /api/v1/events`: following the log, event after event, for programs of inspectors.

use std::sync::Arc;

use app::{AppError, Staff};
use survey::Refusal;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{fields::Fields, problem::Problem, reply},
    limits::{EVENTS_PER_PAGE, EVENTS_PER_PAGE_MAX},
    routes::{Route, blocking, query, staff, with},
};

pub(super) fn route(state: &Arc<State>) -> Route {
    warp::path!("api" / "v1" / "events")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|state: Arc<State>, staff: Staff, query: Fields| {
            blocking(move || {
                page(&state, &staff, &query).unwrap_or_else(|error| Problem::from(error).response())
            })
        })
        .boxed()
}

fn page(state: &State, staff: &Staff, query: &Fields) -> Result<Response, AppError> {
    let number = |name: &str| query.get(name).map(str::parse::<u64>).transpose();
    let (Ok(after), Ok(limit), Ok(reading)) = (number("after"), number("limit"), number("baca")) else {
        let detail = "after, limit dan baca adalah bilangan bulat.";
        return Ok(Problem::new(StatusCode::BAD_REQUEST, "query_invalid", detail).response());
    };
    // The whole log is every answer: whoever reads it has said what for.
    let open = reading.map_or(Ok(false), |reading| {
        state.app.is_all_open_to(&staff.actor(), reading)
    })?;
    if !open {
        let refusal = Refusal::ReadingNotOpen;
        let detail = refusal.to_string();
        return Ok(Problem::new(StatusCode::FORBIDDEN, refusal.code(), detail).response());
    }
    let limit = limit.map_or(EVENTS_PER_PAGE, |limit| {
        usize::try_from(limit)
            .unwrap_or(EVENTS_PER_PAGE_MAX)
            .clamp(1, EVENTS_PER_PAGE_MAX)
    });
    let from = after.map_or(0, |after| after.saturating_add(1));
    let (events, next) = state.app.cloud_events(from, limit)?;
    let last = next
        .checked_sub(1)
        .map_or_else(|| "null".into(), |last| last.to_string());
    let body = format!(
        "{{\"events\":[{}],\"last\":{last},\"size\":{}}}",
        events.join(","),
        state.app.log().head().size
    );
    Ok(reply::with_type(StatusCode::OK, "application/json", body))
}
