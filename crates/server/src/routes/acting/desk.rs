//! A desk: a page of a unit where something is entered, and steps of what was entered. All of them answer alike.

use std::sync::Arc;

use app::{Actor, AppError, Staff};
use bytes::Bytes;
use survey::{Refusal, UnitCode};
use uuid::Uuid;
use warp::{Filter, http::StatusCode, reply::Response};

use super::posted::Posted;
use crate::{
    State,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    pages::Typed,
    routes::{Query, Route, blocking, dasbor_unit::answer, query, staff, with},
};

/// What a desk is asked to enter.
pub(super) struct Asked<'a> {
    pub(super) state: &'a State,
    pub(super) staff: &'a Staff,
    pub(super) actor: &'a Actor,
    pub(super) unit: &'a UnitCode,
    pub(super) posted: &'a Posted,
}

/// `/dasbor/{unit}/{name}` and what lies below it.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// The last part of its address.
    pub(super) name: &'static str,
    /// The page, with what was typed and why nothing came of it.
    pub(super) page: fn(&State, &Staff, &UnitCode, Typed, StatusCode) -> Result<Response, AppError>,
    /// Enters something new.
    pub(super) enter: fn(&Asked<'_>) -> Result<(), AppError>,
    /// Takes a step, by its name, of what was entered under an id.
    pub(super) step: fn(&Asked<'_>, Uuid, &str) -> Result<(), AppError>,
}

impl Desk {
    pub(super) fn routes(self, state: &Arc<State>) -> Route {
        let page = warp::path!("dasbor" / String / ..)
            .and(warp::path(self.name))
            .and(warp::path::end())
            .and(warp::get())
            .and(with(state))
            .and(staff())
            .and(query())
            .then(
                move |unit: String, state: Arc<State>, staff: Staff, query: Query| {
                    blocking(move || {
                        let typed = Typed::of(query.0);
                        answer(&state, unit, |unit| {
                            (self.page)(&state, &staff, unit, typed, StatusCode::OK)
                        })
                    })
                },
            );
        let enter = warp::path!("dasbor" / String / ..)
            .and(warp::path(self.name))
            .and(warp::path::end())
            .and(warp::post())
            .and(with(state))
            .and(staff())
            .and(body::limited())
            .then(move |unit: String, state: Arc<State>, staff: Staff, body| {
                blocking(move || self.taken(&state, &staff, unit, body, self.enter))
            });
        let step = warp::path!("dasbor" / String / ..)
            .and(warp::path(self.name))
            .and(warp::path!(Uuid / String))
            .and(warp::post())
            .and(with(state))
            .and(staff())
            .and(body::limited())
            .then(
                move |unit: String, id: Uuid, step: String, state: Arc<State>, staff: Staff, body| {
                    blocking(move || {
                        let take = |asked: &Asked<'_>| (self.step)(asked, id, &step);
                        self.taken(&state, &staff, unit, body, take)
                    })
                },
            );
        page.or(enter).unify().or(step).unify().boxed()
    }

    fn taken(
        self,
        state: &State,
        staff: &Staff,
        unit: String,
        body: Result<Bytes, BodyError>,
        take: impl FnOnce(&Asked<'_>) -> Result<(), AppError>,
    ) -> Response {
        let posted = match body {
            Ok(body) => Posted::read(&body),
            Err(error) => return Problem::from(error).response(),
        };
        answer(state, unit, |unit| {
            let asked = Asked {
                state,
                staff,
                actor: &staff.actor(),
                unit,
                posted: &posted,
            };
            match take(&asked) {
                Ok(()) => Ok(reply::see_other(&format!("/dasbor/{unit}/{}", self.name))),
                Err(AppError::Refused(refusal @ Refusal::UnitUnknown(_))) => Err(refusal.into()),
                Err(AppError::Refused(refusal)) => {
                    let typed = posted.typed(Some(refusal.to_string()));
                    (self.page)(state, staff, unit, typed, StatusCode::UNPROCESSABLE_ENTITY)
                }
                Err(error @ AppError::Busy) => {
                    let typed = posted.typed(Some(error.to_string()));
                    (self.page)(state, staff, unit, typed, StatusCode::SERVICE_UNAVAILABLE)
                }
                Err(error) => Err(error),
            }
        })
    }
}
