//! `/dasbor/{unit}/terbit`: publishing a period, and recording where that was made known.

use std::sync::Arc;

use app::{AppError, Staff};
use bytes::Bytes;
use survey::{FileHash, Medium, Period, Proof, Refusal, ResultAnnounced, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    pages::publish_field as field,
    present::{PublishAsked, publish_page},
    routes::{Query, Route, blocking, dasbor_unit, query, staff, with},
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let show = warp::path!("dasbor" / String / "terbit")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .and(query())
        .then(|unit: String, state: Arc<State>, staff: Staff, query: Query| {
            blocking(move || {
                dasbor_unit::answer(&state, unit, |unit| {
                    page(
                        &state,
                        &staff,
                        StatusCode::OK,
                        unit,
                        query.get(field::PERIOD),
                        None,
                    )
                })
            })
        });
    let publish = warp::path!("dasbor" / String / "terbit")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(|unit: String, state: Arc<State>, staff: Staff, body| {
            changing(state, staff, unit, body, |state, staff, unit, fields| {
                state.app.publish_period(&staff.actor(), unit, period(fields)?)?;
                Ok(())
            })
        });
    let announce = warp::path!("dasbor" / String / "terbit" / "media")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(|unit: String, state: Arc<State>, staff: Staff, body| {
            changing(state, staff, unit, body, |state, staff, unit, fields| {
                state.app.announce(&staff.actor(), announced(unit, fields)?)?;
                Ok(())
            })
        });
    let withdraw = warp::path!("dasbor" / String / "terbit" / "media" / u64 / "tarik")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .then(
            |unit: String, position: u64, state: Arc<State>, staff: Staff, body| {
                changing(state, staff, unit, body, move |state, staff, unit, fields| {
                    let reason = fields.get(field::REASON).unwrap_or_default().trim().to_owned();
                    let app = &state.app;
                    Ok(app.withdraw_announcement(&staff.actor(), unit, position, reason)?)
                })
            },
        );
    let changes = publish.or(announce).unify().or(withdraw).unify();
    show.or(changes).unify().boxed()
}

/// Why something asked for was not done.
enum NotDone {
    /// What was filled in does not fit; the text says how to mend it.
    Unreadable(&'static str),
    Failed(AppError),
}

impl From<AppError> for NotDone {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

/// Changes something and leads back to the page; or shows the page again with why nothing was changed.
async fn changing(
    state: Arc<State>,
    staff: Staff,
    unit: String,
    body: Result<Bytes, BodyError>,
    change: impl FnOnce(&State, &Staff, &UnitCode, &Query) -> Result<(), NotDone> + Send + 'static,
) -> Response {
    blocking(move || {
        let body = match body {
            Ok(body) => body,
            Err(error) => return Problem::from(error).response(),
        };
        let fields = Query::read(&String::from_utf8_lossy(&body));
        let asked = fields.get(field::PERIOD);
        dasbor_unit::answer(&state, unit, |unit| {
            let problem = match change(&state, &staff, unit, &fields) {
                Ok(()) => {
                    let period = asked.and_then(|period| period.parse::<Period>().ok());
                    let period = period.map_or_else(String::new, |period| format!("?periode={period}"));
                    return Ok(reply::see_other(&format!("/dasbor/{unit}/terbit{period}")));
                }
                Err(NotDone::Failed(AppError::Refused(unknown @ Refusal::UnitUnknown(_)))) => {
                    return Err(unknown.into());
                }
                Err(NotDone::Failed(AppError::Refused(refusal))) => refusal.to_string(),
                Err(NotDone::Unreadable(why)) => why.into(),
                Err(NotDone::Failed(error)) => return Err(error),
            };
            page(
                &state,
                &staff,
                StatusCode::UNPROCESSABLE_ENTITY,
                unit,
                asked,
                Some(problem),
            )
        })
    })
    .await
}

fn page(
    state: &State,
    staff: &Staff,
    status: StatusCode,
    unit: &UnitCode,
    period: Option<&str>,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = publish_page(
        &state.app,
        state.shell_in(staff, unit),
        unit,
        PublishAsked { period, problem },
    )?;
    Ok(reply::page(status, &page))
}

fn period(fields: &Query) -> Result<Period, NotDone> {
    let period = fields.get(field::PERIOD).and_then(|period| period.parse().ok());
    period.ok_or(NotDone::Unreadable("Pilih periode yang hendak diterbitkan."))
}

fn announced(unit: &UnitCode, fields: &Query) -> Result<ResultAnnounced, NotDone> {
    let get = |name| fields.get(name).unwrap_or_default().trim();
    let publication = get(field::PUBLICATION).parse();
    let publication = publication.map_err(|_| NotDone::Unreadable("Pilih terbitan yang dipublikasikan."))?;
    let medium = Medium::from_stored(get(field::MEDIUM)).ok_or(NotDone::Unreadable("Pilih medianya."))?;
    let on = get(field::ON)
        .parse()
        .map_err(|_| NotDone::Unreadable("Isi tanggal publikasi."))?;
    let proof = match (get(field::LINK), get(field::HASH)) {
        ("", "") => return Err(NotDone::Unreadable("Isi tautan, atau SHA-256 berkas bukti.")),
        (link, "") => Proof::Link(link.into()),
        ("", hash) => {
            let hash = hash.parse::<FileHash>().ok();
            Proof::Sha256(hash.ok_or(NotDone::Unreadable("SHA-256 terdiri dari 64 angka heksadesimal."))?)
        }
        _ => {
            return Err(NotDone::Unreadable(
                "Isi tautan atau SHA-256 berkas bukti, tidak keduanya.",
            ));
        }
    };
    Ok(ResultAnnounced {
        unit: unit.clone(),
        period: period(fields)?,
        publication,
        medium,
        on,
        proof,
    })
}
