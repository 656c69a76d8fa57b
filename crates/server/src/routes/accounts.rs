//! `/dasbor/akun`: one's own account with its sessions and its password; and, for administrators, everybody's.

use std::sync::Arc;

use app::{AppError, Invitation, Invite, PasswordChange, Person};
use survey::{AccountId, ErasedOf, Grant, Refusal, Review, ReviewProposed, Role, UnitCode};
use uuid::Uuid;
use warp::{
    Filter,
    http::{HeaderMap, StatusCode, header},
    reply::Response,
};

use crate::{
    State,
    http::{fields::Fields, problem::Problem, reply},
    pages::{InviteAsked, account_field as field},
    present::{account_page, invitation_page, own_account_page},
    routes::{
        Route,
        ask::{Ask, Sent, asked, sent},
        masuk::{begun, too_many},
        not_found, sender,
    },
    sender::Sender,
};

const PATH: &str = "/dasbor/akun";

pub(super) fn routes(state: &Arc<State>) -> Route {
    let show = warp::path!("dasbor" / "akun")
        .and(asked(state))
        .then(|ask: Ask| ask.answer(|ask| own(ask, StatusCode::OK, Told::default())));
    let invite = warp::path!("dasbor" / "akun")
        .and(sent(state))
        .and(warp::header::headers_cloned())
        .then(|sent: Sent, headers: HeaderMap| sent.answer(move |ask| invite(ask, &headers)));
    let password = warp::path!("dasbor" / "akun" / "sandi")
        .and(sent(state))
        .and(sender())
        .then(|sent: Sent, sender: Sender| async move {
            match sent.arrived() {
                Ok(ask) => change_password(ask, &sender).await,
                Err(error) => Problem::from(error).response(),
            }
        });
    let session = warp::path!("dasbor" / "akun" / "sesi")
        .and(sent(state))
        .then(|sent: Sent| {
            sent.answer(|ask| {
                if let Ok(number) = ask.fields.text(field::SESSION).parse() {
                    ask.state.app.end_session(&ask.staff, number);
                }
                Ok(reply::see_other(PATH))
            })
        });
    let of = warp::path!("dasbor" / "akun" / Uuid)
        .and(asked(state))
        .then(|account, ask: Ask| ask.answer(move |ask| one(ask, StatusCode::OK, AccountId(account), None)));
    let act = warp::path!("dasbor" / "akun" / Uuid)
        .and(sent(state))
        .and(warp::header::headers_cloned())
        .then(|account, sent: Sent, headers: HeaderMap| {
            sent.answer(move |ask| act(ask, &headers, AccountId(account)))
        });
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

fn own(ask: &Ask, status: StatusCode, told: Told) -> Result<Response, AppError> {
    let mut page = own_account_page(&ask.state.app, &ask.staff, ask.shell(), told.asked)?;
    page.problem = told.problem;
    page.done = told.done;
    let mut response = reply::page(status, &page);
    reply::set_retry_after(&mut response);
    Ok(response)
}

fn invite(ask: &Ask, headers: &HeaderMap) -> Result<Response, AppError> {
    let fields = &ask.fields;
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
        ask.state.app.invite(Some(&ask.staff), invite)
    });
    match invited {
        Ok(invitation) => Ok(invitation_of(ask, headers, asked.name, &invitation)),
        Err(AppError::Refused(refusal)) => {
            let told = Told {
                problem: Some(refusal.to_string()),
                asked,
                done: None,
            };
            own(ask, StatusCode::UNPROCESSABLE_ENTITY, told)
        }
        Err(error) => Err(error),
    }
}

fn invitation_of(ask: &Ask, headers: &HeaderMap, name: String, invitation: &Invitation) -> Response {
    let site = site(&ask.state, headers);
    let page = invitation_page(&ask.state.app, ask.shell(), &site, name, invitation);
    reply::page(StatusCode::OK, &page)
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

async fn change_password(ask: Ask, sender: &Sender) -> Response {
    let (state, fields) = (Arc::clone(&ask.state), &ask.fields);
    if !state
        .guard
        .admits_entry(sender.network, &ask.staff.id().to_string())
    {
        let told = Told::problem(too_many());
        return ask
            .answer(move |ask| own(ask, StatusCode::TOO_MANY_REQUESTS, told))
            .await;
    }
    let change = PasswordChange {
        old: fields.raw(field::OLD),
        new: fields.raw(field::NEW),
        again: fields.raw(field::AGAIN),
        code: fields.text(field::CODE),
    };
    let turn = state.app.hashing_turn().await;
    ask.answer(
        move |ask| match ask.state.app.change_password(&turn, &ask.staff, &change) {
            Ok(token) => changed(ask, &token),
            Err(AppError::Refused(refusal)) => {
                let told = Told::problem(if refusal == Refusal::NotAdmitted {
                    "Kata sandi lama atau kode tidak cocok. Periksa lalu ulangi.".into()
                } else {
                    refusal.to_string()
                });
                own(ask, StatusCode::UNPROCESSABLE_ENTITY, told)
            }
            Err(error) => Err(error),
        },
    )
    .await
}

/// The page once more, for the session that begins where the one that asked is over.
fn changed(ask: &Ask, token: &str) -> Result<Response, AppError> {
    let told = Told {
        done: Some("Kata sandi diganti. Semua perangkat lain dikeluarkan."),
        ..Told::default()
    };
    let again = Ask {
        state: Arc::clone(&ask.state),
        staff: ask.state.app.staff(token).unwrap_or_else(|| ask.staff.clone()),
        fields: Fields::default(),
    };
    Ok(begun(&ask.state, token, own(&again, StatusCode::OK, told)?))
}

fn one(
    ask: &Ask,
    status: StatusCode,
    account: AccountId,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = account_page(&ask.state.app, &ask.staff, ask.shell(), account, problem)?;
    Ok(page.map_or_else(|| not_found(&ask.state), |page| reply::page(status, &page)))
}

/// Does to an account what the form says.
fn act(ask: &Ask, headers: &HeaderMap, account: AccountId) -> Result<Response, AppError> {
    let (app, by, fields) = (&ask.state.app, Some(&ask.staff), &ask.fields);
    let reason = fields.text(field::REASON);
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
        "hapus" => propose_erasure(ask, account, reason),
        "atur-ulang" => {
            return match app.reset(by, account, reason) {
                Ok(invitation) => {
                    let name = app.account(account).ok().flatten().and_then(|face| face.person);
                    let name = name.map_or_else(String::new, |person| person.name);
                    Ok(invitation_of(ask, headers, name, &invitation))
                }
                Err(error) => not_done(ask, account, error),
            };
        }
        _ => return Ok(not_found(&ask.state)),
    };
    match done {
        Ok(()) => Ok(reply::see_other(&format!("{PATH}/{account}"))),
        Err(error) => not_done(ask, account, error),
    }
}

/// Proposes that name and contact of a person are erased by law, where the first unit is looked after: another person
/// decides there.
fn propose_erasure(ask: &Ask, account: AccountId, reason: String) -> Result<(), AppError> {
    let app = &ask.state.app;
    let registry = app.registry();
    let known = registry.accounts().get(account);
    let known = known.ok_or(Refusal::AccountUnknown(account))?;
    let above = |grant: &Grant| grant.unit.clone();
    let first = registry.tree().first().map(|(_, unit)| unit.code.clone());
    let unit = known.grants.iter().find_map(above).or(first);
    let proposed = ReviewProposed {
        unit: unit.ok_or(Refusal::NoUnit)?,
        review: Review::Erase,
        responses: Vec::new(),
        content: known.person.map(|person| person.content),
        of: Some(ErasedOf::Account { account }),
        reason,
    };
    app.propose_review(&ask.staff.actor(), proposed).map(drop)
}

fn not_done(ask: &Ask, account: AccountId, error: AppError) -> Result<Response, AppError> {
    match error {
        AppError::Refused(Refusal::AccountUnknown(_)) => Ok(not_found(&ask.state)),
        AppError::Refused(refusal) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            one(ask, status, account, Some(refusal.to_string()))
        }
        error @ (AppError::Busy | AppError::Evidence(_) | AppError::Failed(_)) => Err(error),
    }
}
