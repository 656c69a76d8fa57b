//! Accounts: one's own, everybody's, and the invitations to them.

use app::{AccountFace, App, AppError, Invitation, Invited, SessionFace, Staff};
use jiff::Timestamp;
use report::print::symbol_near_svg;
use survey::{AccountState, Action, Grant, Registry, Role, UnitCode, Zone};

use crate::{
    pages::{
        AccountPage, AccountRow, ActivationPage, Everybody, GrantRow, InvitationPage, InviteAsked,
        InvitedFace, Offered, OwnAccountPage, SessionRow, Shell,
    },
    present::{acting::Proposed, words},
};

/// The page of one's own account.
pub(crate) fn own_account_page(
    app: &App,
    staff: &Staff,
    shell: Shell,
    asked: InviteAsked,
) -> Result<OwnAccountPage, AppError> {
    let registry = app.registry();
    let own = app.account(staff.id())?;
    let everybody = if staff.may(Action::ManageAccounts) {
        let accounts = app.accounts(staff)?;
        Some(Everybody {
            accounts: accounts.iter().map(|face| row(&registry, face)).collect(),
            roles: roles(),
            units: units(&registry),
            asked,
        })
    } else {
        None
    };
    let sessions = app.sessions(staff);
    let own = own.map(|face| row(&registry, &face));
    Ok(OwnAccountPage {
        shell,
        login: own.as_ref().map_or_else(String::new, |own| own.login.clone()),
        roles: own.map_or_else(Vec::new, |own| own.roles),
        sessions: sessions
            .iter()
            .map(|face| session(face, staff, app.now(), zone(&registry)))
            .collect(),
        problem: None,
        done: None,
        everybody,
    })
}

/// The page of one account, for an administrator; `None` if there is none.
pub(crate) fn account_page(
    app: &App,
    staff: &Staff,
    shell: Shell,
    account: survey::AccountId,
    problem: Option<String>,
) -> Result<Option<AccountPage>, AppError> {
    let registry = app.registry();
    let Some(face) = app.account(account)? else {
        return Ok(None);
    };
    let grant = |grant: &Grant| GrantRow {
        title: title(&registry, grant),
        role: grant.role.as_str(),
        unit: grant.unit.as_ref().map_or_else(String::new, UnitCode::to_string),
    };
    let sealed = registry
        .accounts()
        .get(account)
        .and_then(|account| account.person);
    Ok(Some(AccountPage {
        row: row(&registry, &face),
        contact: face
            .person
            .as_ref()
            .map_or_else(String::new, |person| person.contact.clone()),
        invited: date(face.invited_at, zone(&registry)),
        grants: face.grants.iter().map(grant).collect(),
        roles: roles(),
        units: units(&registry),
        is_own: face.id == staff.id(),
        is_disabled: face.state == AccountState::Disabled,
        erasable: Proposed::of(app)?.text("Nama dan kontak", sealed, face.person.is_some()),
        problem,
        shell,
    }))
}

/// An invitation to be printed, below the address of the site.
pub(crate) fn invitation_page(
    app: &App,
    shell: Shell,
    site: &str,
    name: String,
    invitation: &Invitation,
) -> InvitationPage {
    let address = format!("{site}/undangan/{}", invitation.secret);
    InvitationPage {
        shell,
        name,
        login: invitation.login.clone(),
        symbol_svg: symbol_near_svg(&address, "Kode QR undangan").ok(),
        address,
        good_until: date(invitation.good_until, zone(&app.registry())),
    }
}

/// Where an invitation is answered.
pub(crate) fn activation_page(
    shell: Shell,
    invited: Option<Invited>,
    problem: Option<String>,
) -> ActivationPage {
    let face = |invited: Invited| InvitedFace {
        symbol_svg: symbol_near_svg(&invited.totp_uri, "Kode QR untuk aplikasi autentikator").ok(),
        login: invited.login,
        secret: invited.totp_secret,
    };
    ActivationPage {
        shell,
        invited: invited.map(face),
        problem,
    }
}

fn row(registry: &Registry, face: &AccountFace) -> AccountRow {
    AccountRow {
        id: face.id.to_string(),
        name: face
            .person
            .as_ref()
            .map_or_else(|| "(sudah dihapus)".into(), |person| person.name.clone()),
        login: face.login.clone().unwrap_or_default(),
        roles: face.grants.iter().map(|grant| title(registry, grant)).collect(),
        state: face.state.to_string(),
        is_active: face.state == AccountState::Active,
    }
}

fn session(face: &SessionFace, staff: &Staff, now: Timestamp, zone: Zone) -> SessionRow {
    SessionRow {
        number: face.number,
        began: words::moment(face.began, zone),
        seen: words::duration(now.duration_since(face.seen)),
        is_this: face.number == staff.session(),
    }
}

/// "Kepala unit · Kecamatan Sukasari".
fn title(registry: &Registry, grant: &Grant) -> String {
    match &grant.unit {
        None => grant.role.title().into(),
        Some(code) => {
            let name = registry.unit(code).map_or(code.as_str(), |unit| &unit.name);
            format!("{} \u{b7} {name}", grant.role)
        }
    }
}

fn roles() -> Vec<Offered> {
    let offered = |role: Role| Offered {
        code: role.as_str().into(),
        label: role.title().into(),
    };
    Role::ALL.into_iter().map(offered).collect()
}

fn units(registry: &Registry) -> Vec<Offered> {
    let open = registry.tree().into_iter().filter(|(_, unit)| !unit.closed);
    open.map(|(depth, unit)| Offered {
        code: unit.code.to_string(),
        label: format!("{}{}", "\u{2014} ".repeat(depth), unit.name),
    })
    .collect()
}

fn zone(registry: &Registry) -> Zone {
    registry
        .units()
        .first()
        .map_or_else(Zone::default, |unit| unit.zone)
}

fn date(at: Timestamp, zone: Zone) -> String {
    words::date(zone.wall_clock(at).date())
}
