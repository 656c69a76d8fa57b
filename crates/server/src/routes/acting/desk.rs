//! A desk: a page of a unit where something is entered, and steps of what was entered. All of them answer alike.

use std::sync::Arc;

use app::{Actor, AppError};
use survey::{Refusal, UnitCode};
use uuid::Uuid;
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::reply,
    pages::Typed,
    routes::{
        Route,
        ask::{Ask, Sent, asked, sent},
    },
};

/// What a desk is asked to enter.
pub(super) struct Asked<'a> {
    pub(super) ask: &'a Ask,
    pub(super) actor: &'a Actor,
    pub(super) unit: &'a UnitCode,
}

/// `/dasbor/{unit}/{name}` and what lies below it.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// The last part of its address.
    pub(super) name: &'static str,
    /// The page, with what was typed and why nothing came of it.
    pub(super) page: fn(&Ask, &UnitCode, Typed, StatusCode) -> Result<Response, AppError>,
    /// Enters something new.
    pub(super) enter: fn(&Asked<'_>) -> Result<(), AppError>,
    /// Takes a step, by its name, of what was entered under an id.
    pub(super) step: fn(&Asked<'_>, Uuid, &str) -> Result<(), AppError>,
}

impl Desk {
    pub(super) fn routes(self, state: &Arc<State>) -> Route {
        let here = warp::path!("dasbor" / String / ..).and(warp::path(self.name));
        let page = here
            .and(warp::path::end())
            .and(asked(state))
            .then(move |unit, ask: Ask| {
                ask.of(unit, move |ask, unit| {
                    (self.page)(ask, unit, ask.fields.typed(None), StatusCode::OK)
                })
            });
        let enter = here
            .and(warp::path::end())
            .and(sent(state))
            .then(move |unit, sent: Sent| {
                sent.of(unit, move |ask, unit| self.taken(ask, unit, None, self.enter))
            });
        let step = here.and(warp::path!(Uuid / String)).and(sent(state)).then(
            move |unit, id, step: String, sent: Sent| {
                sent.of(unit, move |ask, unit| {
                    self.taken(ask, unit, Some((&id, &step)), |asked| {
                        (self.step)(asked, id, &step)
                    })
                })
            },
        );
        page.or(enter).unify().or(step).unify().boxed()
    }

    fn taken(
        self,
        ask: &Ask,
        unit: &UnitCode,
        step: Option<(&Uuid, &str)>,
        take: impl FnOnce(&Asked<'_>) -> Result<(), AppError>,
    ) -> Result<Response, AppError> {
        let asked = Asked {
            ask,
            actor: &ask.staff.actor(),
            unit,
        };
        let (status, problem) = match take(&asked) {
            Ok(()) => return Ok(reply::see_other(&format!("/dasbor/{unit}/{}", self.name))),
            Err(AppError::Refused(refusal)) if !matches!(refusal, Refusal::UnitUnknown(_)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, refusal.to_string())
            }
            Err(error @ AppError::Busy) => (StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
            Err(error) => return Err(error),
        };
        let typed = ask.fields.typed(Some(problem));
        let typed = match step {
            None => typed,
            Some((id, step)) => typed.for_step(id, step),
        };
        (self.page)(ask, unit, typed, status)
    }
}
