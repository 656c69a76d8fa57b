//! Whom one may enter a demo as, each by a link: nobody who looks around wants to scan a code first.

use app::{App, AppError, Invite, Person};
use survey::{AccountId, Grant, Role, UnitCode};

use crate::kabupaten::Unit;

/// A link that enters as somebody.
#[derive(Clone, Debug)]
pub struct Door {
    /// Whom one enters as, "Kepala unit".
    pub as_whom: &'static str,
    /// The last part of the link.
    pub secret: String,
}

/// Gives the administrator of a new log the whole office to look after, asks a unit head and an inspector in, and makes
/// a link for each. The administrator's is the first.
pub(crate) fn open(app: &App, administrator: AccountId, units: &[Unit]) -> Result<Vec<Door>, AppError> {
    let everywhere = |role| Grant { role, unit: None };
    app.grant_role(None, administrator, everywhere(Role::BagianOrganisasi))?;
    // The unit that is looked at first.
    let unit: Option<UnitCode> = units.get(1).map(|unit| unit.code.clone());
    let head = Grant {
        role: Role::UnitHead,
        unit: Some(unit.unwrap_or_else(|| units[0].code.clone())),
    };
    let mut doors = vec![Door {
        as_whom: "Dasbor",
        secret: app.new_demo_link(administrator)?,
    }];
    for (as_whom, login, name, grant) in [
        ("Kepala unit", "kepala", "Ratna Karangan", head),
        (
            "Pemeriksa",
            "pemeriksa",
            "Joko Karangan",
            everywhere(Role::Inspector),
        ),
    ] {
        let person = Person {
            name: name.into(),
            contact: String::new(),
        };
        let invite = Invite {
            login: login.into(),
            person,
            grants: vec![grant],
        };
        let account = app.invite(None, invite)?.account;
        let secret = app.new_demo_link(account)?;
        doors.push(Door { as_whom, secret });
    }
    Ok(doors)
}
