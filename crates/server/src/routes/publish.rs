//! `/dasbor/{unit}/terbit`: publishing a period, and recording where that was made known.

use std::sync::Arc;

use app::AppError;
use survey::{FileHash, Medium, Period, Proof, Refusal, ResultAnnounced, UnitCode};
use warp::{Filter, http::StatusCode, reply::Response};

use crate::{
    State,
    http::{fields::Fields, reply},
    pages::publish_field as field,
    present::{PublishAsked, publish_page},
    routes::{
        Route,
        ask::{Ask, Sent, asked, sent},
    },
};

pub(super) fn routes(state: &Arc<State>) -> Route {
    let show = warp::path!("dasbor" / String / "terbit")
        .and(asked(state))
        .then(|unit, ask: Ask| ask.of(unit, |ask, unit| page(ask, StatusCode::OK, unit, None)));
    let publish = warp::path!("dasbor" / String / "terbit")
        .and(sent(state))
        .then(|unit, sent: Sent| {
            sent.of(unit, |ask, unit| {
                let published = period(&ask.fields).and_then(|period| {
                    ask.state.app.publish_period(&ask.staff.actor(), unit, period)?;
                    Ok(())
                });
                changed(ask, unit, published)
            })
        });
    let announce = warp::path!("dasbor" / String / "terbit" / "media")
        .and(sent(state))
        .then(|unit, sent: Sent| {
            sent.of(unit, |ask, unit| {
                let announced = announced(unit, &ask.fields).and_then(|announced| {
                    ask.state.app.announce(&ask.staff.actor(), announced)?;
                    Ok(())
                });
                changed(ask, unit, announced)
            })
        });
    let withdraw = warp::path!("dasbor" / String / "terbit" / "media" / u64 / "tarik")
        .and(sent(state))
        .then(|unit, position, sent: Sent| {
            sent.of(unit, move |ask, unit| {
                let (app, actor) = (&ask.state.app, ask.staff.actor());
                let withdrawn =
                    app.withdraw_announcement(&actor, unit, position, ask.fields.text(field::REASON));
                changed(ask, unit, withdrawn.map_err(NotDone::from))
            })
        });
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

/// Leads back to the page after a change; or shows the page again with why nothing was changed.
fn changed(ask: &Ask, unit: &UnitCode, change: Result<(), NotDone>) -> Result<Response, AppError> {
    let problem = match change {
        Ok(()) => {
            let period = ask.fields.get(field::PERIOD);
            let period = period.and_then(|period| period.parse::<Period>().ok());
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
    page(ask, StatusCode::UNPROCESSABLE_ENTITY, unit, Some(problem))
}

fn page(
    ask: &Ask,
    status: StatusCode,
    unit: &UnitCode,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let asked = PublishAsked {
        period: ask.fields.get(field::PERIOD),
        problem,
    };
    let page = publish_page(&ask.state.app, ask.shell_in(unit), unit, asked)?;
    Ok(reply::page(status, &page))
}

fn period(fields: &Fields) -> Result<Period, NotDone> {
    let period = fields.get(field::PERIOD).and_then(|period| period.parse().ok());
    period.ok_or(NotDone::Unreadable("Pilih periode yang hendak diterbitkan."))
}

fn announced(unit: &UnitCode, fields: &Fields) -> Result<ResultAnnounced, NotDone> {
    let [medium, on, link, hash] =
        [field::MEDIUM, field::ON, field::LINK, field::HASH].map(|name| fields.text(name));
    let publication = fields.text(field::PUBLICATION).parse();
    let publication = publication.map_err(|_| NotDone::Unreadable("Pilih terbitan yang dipublikasikan."))?;
    let medium = Medium::from_stored(&medium).ok_or(NotDone::Unreadable("Pilih medianya."))?;
    let on = on
        .parse()
        .map_err(|_| NotDone::Unreadable("Isi tanggal publikasi."))?;
    let proof = match (link.as_str(), hash.as_str()) {
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
