//! What somebody of the staff asks for, and how it is answered: off the threads that serve, a failure with its page,
//! a unit that there is none of as not found.

use std::sync::Arc;

use app::{AppError, Staff};
use survey::{Refusal, UnitCode};
use warp::{Filter, Rejection, reply::Response};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        fields::Fields,
        problem::Problem,
    },
    limits::BODY_BYTES_MAX,
    pages::Shell,
    routes::{blocking, fault, not_found, query, staff, with},
};

/// Who asks, and with which fields.
pub(super) struct Ask {
    pub(super) state: Arc<State>,
    pub(super) staff: Staff,
    pub(super) fields: Fields,
}

impl Ask {
    /// The frame of a page of all units.
    pub(super) fn shell(&self) -> Shell {
        self.state.shell_of(&self.staff)
    }

    /// The frame of a page of a unit.
    pub(super) fn shell_in(&self, unit: &UnitCode) -> Shell {
        self.state.shell_in(&self.staff, unit)
    }

    pub(super) async fn answer(
        self,
        show: impl FnOnce(&Self) -> Result<Response, AppError> + Send + 'static,
    ) -> Response {
        blocking(move || match show(&self) {
            Ok(response) => response,
            Err(AppError::Refused(Refusal::UnitUnknown(_))) => not_found(&self.state),
            Err(error) => fault(&self.state, &error),
        })
        .await
    }

    /// Answers for a unit.
    pub(super) async fn of(
        self,
        unit: String,
        show: impl FnOnce(&Self, &UnitCode) -> Result<Response, AppError> + Send + 'static,
    ) -> Response {
        match UnitCode::new(unit) {
            Ok(unit) => self.answer(move |ask| show(ask, &unit)).await,
            Err(_) => not_found(&self.state),
        }
    }
}

/// What was asked with a form, if the form arrived.
pub(super) struct Sent {
    state: Arc<State>,
    staff: Staff,
    fields: Result<Fields, BodyError>,
}

impl Sent {
    pub(super) async fn answer(
        self,
        show: impl FnOnce(&Ask) -> Result<Response, AppError> + Send + 'static,
    ) -> Response {
        match self.arrived() {
            Ok(ask) => ask.answer(show).await,
            Err(error) => Problem::from(error).response(),
        }
    }

    /// Answers for a unit.
    pub(super) async fn of(
        self,
        unit: String,
        show: impl FnOnce(&Ask, &UnitCode) -> Result<Response, AppError> + Send + 'static,
    ) -> Response {
        match self.arrived() {
            Ok(ask) => ask.of(unit, show).await,
            Err(error) => Problem::from(error).response(),
        }
    }

    /// The same with its fields.
    pub(super) fn arrived(self) -> Result<Ask, BodyError> {
        Ok(Ask {
            fields: self.fields?,
            state: self.state,
            staff: self.staff,
        })
    }
}

/// A request to read.
pub(super) fn asked(state: &Arc<State>) -> impl Filter<Extract = (Ask,), Error = Rejection> + Clone + use<> {
    warp::get()
        .and(with(state))
        .and(staff())
        .and(query())
        .map(|state: Arc<State>, staff: Staff, fields: Fields| Ask { state, staff, fields })
}

/// A form that was sent.
pub(super) fn sent(state: &Arc<State>) -> impl Filter<Extract = (Sent,), Error = Rejection> + Clone + use<> {
    sent_up_to(state, BODY_BYTES_MAX)
}

/// A form of at most so many bytes that was sent.
pub(super) fn sent_up_to(
    state: &Arc<State>,
    bytes_max: usize,
) -> impl Filter<Extract = (Sent,), Error = Rejection> + Clone + use<> {
    warp::post()
        .and(with(state))
        .and(staff())
        .and(body::limited_to(bytes_max))
        .map(
            |state: Arc<State>, staff: Staff, body: Result<_, BodyError>| Sent {
                state,
                staff,
                fields: body.map(|body: bytes::Bytes| Fields::read(&body)),
            },
        )
}
