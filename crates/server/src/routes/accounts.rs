//! `/dasbor/akun`: one's own account with its sessions and its password; and, for administrators, everybody's.

use std::sync::Arc;

use app::{AppError, Invite, PasswordChange, Person, Staff};
use bytes::Bytes;
use survey::{AccountId, Grant, Refusal, Role, UnitCode};
use uuid::Uuid;
use warp::{
    Filter,
    http::{HeaderMap, StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::{
        body::{self, BodyError},
        problem::Problem,
        reply,
    },
    pages::{InviteAsked, account_field as field},
    present::{account_page, invitation_page, own_account_page},
    routes::{
        Fields, Route, blocking, fault,
        masuk::{begun, too_many},
        not_found, sender, staff, with,
    },
    sender::Sender,
};

const PATH: &str = "/dasbor/akun";

pub(super) fn routes(state: &Arc<State>) -> Route {
    let show = warp::path!("dasbor" / "akun")
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .then(|state: Arc<State>, staff: Staff| {
            blocking(move || own(&state, &staff, StatusCode::OK, Told::default()))
        });
    let invite = warp::path!("dasbor" / "akun")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(warp::header::headers_cloned())
        .and(body::limited())
        .then(|state: Arc<State>, staff: Staff, headers: HeaderMap, body| {
            blocking(move || with_fields(body, |fields| invite(&state, &staff, &headers, fields)))
        });
    let password = warp::path!("dasbor" / "akun" / "sandi")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(sender())
        .and(body::limited())
        .then(
            |state: Arc<State>, staff: Staff, sender: Sender, body| async move {
                change_password(state, staff, &sender, body).await
            },
        );
    let session = warp::path!("dasbor" / "akun" / "sesi")
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(body::limited())
        .map(|state: Arc<State>, staff: Staff, body| {
            with_fields(body, |fields| {
                if let Ok(number) = fields.text(field::SESSION).parse() {
                    state.app.end_session(&staff, number);
                }
                reply::see_other(PATH)
            })
        });
    let of = warp::path!("dasbor" / "akun" / Uuid)
        .and(warp::get())
        .and(with(state))
        .and(staff())
        .then(|account: Uuid, state: Arc<State>, staff: Staff| {
            blocking(move || one(&state, &staff, StatusCode::OK, AccountId(account), None))
        });
    let act = warp::path!("dasbor" / "akun" / Uuid)
        .and(warp::post())
        .and(with(state))
        .and(staff())
        .and(warp::header::headers_cloned())
        .and(body::limited())
        .then(
            |account: Uuid, state: Arc<State>, staff: Staff, headers: HeaderMap, body| {
                blocking(move || {
                    with_fields(body, |fields| {
                        act(&state, &staff, &headers, AccountId(account), fields)
                    })
                })
            },
        );
    show.or(invite)
        .unify()
        .or(password)
        .unify()
        .or(session)
        .unify()
        .or(of)
        .unify()
        .or(act)
        .unify()
        .boxed()
}

fn with_fields(body: Result<Bytes, BodyError>, answer: impl FnOnce(&Fields) -> Response) -> Response {
    match body {
        Ok(body) => answer(&Fields::read(&body)),
        Err(error) => Problem::from(error).response(),
    }
}

/// What one is told on the page of one's own account.
#[derive(Default)]
struct Told {
    problem: Option<String>,
    done: Option<&'static str>,
    asked: InviteAsked,
}

impl Told {
    fn problem(text: String) -> Self {
        Self {
            problem: Some(text),
            ..Self::default()
        }
    }
}

fn own(state: &State, staff: &Staff, status: StatusCode, told: Told) -> Response {
    match own_account_page(&state.app, staff, state.shell_of(staff), told.asked) {
        Ok(mut page) => {
            page.problem = told.problem;
            page.done = told.done;
            let mut response = reply::page(status, &page);
            reply::set_retry_after(&mut response);
            response
        }
        Err(error) => fault(state, &error),
    }
}

fn invite(state: &State, staff: &Staff, headers: &HeaderMap, fields: &Fields) -> Response {
    let asked = InviteAsked {
        name: fields.text(field::NAME),
        contact: fields.text(field::CONTACT),
        login: fields.text(field::LOGIN),
        role: fields.text(field::ROLE),
        unit: fields.text(field::UNIT),
    };
    let invited = grant(fields).map_err(AppError::from).and_then(|grant| {
        let invite = Invite {
            login: asked.login.clone(),
            person: Person {
                name: asked.name.clone(),
                contact: asked.contact.clone(),
            },
            grants: vec![grant],
        };
        state.app.invite(Some(staff), invite)
    });
    match invited {
        Ok(invitation) => {
            let (shell, site) = (state.shell_of(staff), site(state, headers));
            let page = invitation_page(&state.app, shell, &site, asked.name, &invitation);
            reply::page(StatusCode::OK, &page)
        }
        Err(AppError::Refused(refusal)) => {
            let told = Told {
                problem: Some(refusal.to_string()),
                asked,
                done: None,
            };
            own(state, staff, StatusCode::UNPROCESSABLE_ENTITY, told)
        }
        Err(error) => fault(state, &error),
    }
}

/// The role and the unit that a form names.
fn grant(fields: &Fields) -> Result<Grant, Refusal> {
    let role = Role::from_stored(&fields.text(field::ROLE)).unwrap_or(Role::Officer);
    let unit = fields.text(field::UNIT);
    let unit = (!unit.is_empty()).then(|| UnitCode::new(unit)).transpose();
    Ok(Grant {
        role,
        unit: unit.map_err(Refusal::Code)?,
    })
}

/// Where people reach us: as the operator says, else where the administrator does.
fn site(state: &State, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    match &state.options.public_url {
        Some(url) => url.to_string(),
        None => format!("http://{}", host.unwrap_or_default()),
    }
}

async fn change_password(
    state: Arc<State>,
    staff: Staff,
    sender: &Sender,
    body: Result<Bytes, BodyError>,
) -> Response {
    let fields = match body {
        Ok(body) => Fields::read(&body),
        Err(error) => return Problem::from(error).response(),
    };
    if !state.guard.admits_entry(sender.network, &staff.id().to_string()) {
        let told = Told::problem(too_many());
        return blocking(move || own(&state, &staff, StatusCode::TOO_MANY_REQUESTS, told)).await;
    }
    let change = PasswordChange {
        old: fields.raw(field::OLD),
        new: fields.raw(field::NEW),
        again: fields.raw(field::AGAIN),
        code: fields.text(field::CODE),
    };
    let turn = state.app.hashing_turn().await;
    blocking(move || match state.app.change_password(&turn, &staff, &change) {
        Ok(token) => {
            let told = Told {
                done: Some("Kata sandi diganti. Semua perangkat lain dikeluarkan."),
                ..Told::default()
            };
            // The session that asked is over; whose it was sees the page once more.
            let again = state.app.staff(&token).unwrap_or(staff);
            begun(&state, &token, own(&state, &again, StatusCode::OK, told))
        }
        Err(AppError::Refused(refusal)) => {
            let told = Told::problem(match refusal {
                Refusal::NotAdmitted => "Kata sandi lama atau kode tidak cocok. Periksa lalu ulangi.".into(),
                other => other.to_string(),
            });
            own(&state, &staff, StatusCode::UNPROCESSABLE_ENTITY, told)
        }
        Err(error) => fault(&state, &error),
    })
    .await
}

fn one(
    state: &State,
    staff: &Staff,
    status: StatusCode,
    account: AccountId,
    problem: Option<String>,
) -> Response {
    match account_page(&state.app, staff, state.shell_of(staff), account, problem) {
        Ok(Some(page)) => reply::page(status, &page),
        Ok(None) => not_found(state),
        Err(error) => fault(state, &error),
    }
}

/// Does to an account what the form says.
fn act(state: &State, staff: &Staff, headers: &HeaderMap, account: AccountId, fields: &Fields) -> Response {
    let (app, by, reason) = (&state.app, Some(staff), fields.text(field::REASON));
    let done = match fields.text(field::ACT).as_str() {
        "beri" => grant(fields)
            .map_err(AppError::from)
            .and_then(|grant| app.grant_role(by, account, grant)),
        "cabut" => grant(fields)
            .map_err(AppError::from)
            .and_then(|grant| app.revoke_role(by, account, grant, reason)),
        "nonaktif" => app.disable_account(by, account, reason),
        "aktif" => app.enable_account(by, account, reason),
        "keluarkan" => app.end_sessions(by, account),
        "atur-ulang" => {
            return match app.reset(by, account, reason) {
                Ok(invitation) => {
                    let name = app.account(account).ok().flatten().and_then(|face| face.person);
                    let name = name.map_or_else(String::new, |person| person.name);
                    let (shell, site) = (state.shell_of(staff), site(state, headers));
                    let page = invitation_page(app, shell, &site, name, &invitation);
                    reply::page(StatusCode::OK, &page)
                }
                Err(error) => not_done(state, staff, account, &error),
            };
        }
        _ => return not_found(state),
    };
    match done {
        Ok(()) => reply::see_other(&format!("{PATH}/{account}")),
        Err(error) => not_done(state, staff, account, &error),
    }
}

fn not_done(state: &State, staff: &Staff, account: AccountId, error: &AppError) -> Response {
    match error {
        AppError::Refused(Refusal::AccountUnknown(_)) => not_found(state),
        AppError::Refused(refusal) => one(
            state,
            staff,
            StatusCode::UNPROCESSABLE_ENTITY,
            account,
            Some(refusal.to_string()),
        ),
        AppError::Busy | AppError::Evidence(_) | AppError::Failed(_) => fault(state, error),
    }
}
