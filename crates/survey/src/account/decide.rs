//! Decisions about accounts.

use super::{Account, AccountEvent, AccountId, AccountState, Grant, Role, role::Reach};
use crate::{Event, Refusal, Registry, UnitCode, limits::GRANTS_PER_ACCOUNT_MAX, register::check_note};

/// Asks for a change of an account: that this event happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountCommand {
    /// Who asks; `None` for whoever works on the machine itself.
    pub by: Option<AccountId>,
    /// What is to happen.
    pub change: AccountEvent,
}

/// Decides on a change of an account.
pub(crate) fn decide(registry: &Registry, command: AccountCommand) -> Result<Event, Refusal> {
    let AccountCommand { by, change } = command;
    let id = change.account();
    if let AccountEvent::Invited(_) = &change {
        return match registry.accounts().get(id) {
            Some(_) => Err(Refusal::AccountExists(id)),
            None => Ok(Event::Account(change)),
        };
    }
    let account = registry.accounts().get(id).ok_or(Refusal::AccountUnknown(id))?;
    match &change {
        AccountEvent::Invited(_) => {}
        AccountEvent::Activated(_) => must_be(account, AccountState::Invited)?,
        AccountEvent::PasswordChanged(_) => must_be(account, AccountState::Active)?,
        AccountEvent::RoleGranted(granted) => {
            of_another(by, id)?;
            grant(registry, account, granted.role, granted.unit.as_ref())?;
        }
        AccountEvent::RoleRevoked(revoked) => {
            of_another(by, id)?;
            check_note(&revoked.reason)?;
            let held = Grant {
                role: revoked.role,
                unit: revoked.unit.clone(),
            };
            if !account.grants.contains(&held) {
                return Err(Refusal::RoleNotHeld(revoked.role));
            }
        }
        AccountEvent::Reset(reset) => {
            of_another(by, id)?;
            check_note(&reset.reason)?;
            must_not_be(account, AccountState::Disabled)?;
        }
        AccountEvent::Disabled(disabled) => {
            of_another(by, id)?;
            check_note(&disabled.reason)?;
            must_not_be(account, AccountState::Disabled)?;
        }
        AccountEvent::Enabled(enabled) => {
            check_note(&enabled.reason)?;
            must_be(account, AccountState::Disabled)?;
        }
        AccountEvent::SessionsEnded(_) => must_be(account, AccountState::Active)?,
        AccountEvent::Erased(erased) => {
            check_note(&erased.basis)?;
            check_second(by, &erased.approved_by)?;
            match account.person {
                None => return Err(Refusal::ContentErasedAlready),
                Some(person) if person.content != erased.content => return Err(Refusal::ContentUnknown),
                Some(_) => {}
            }
        }
    }
    Ok(Event::Account(change))
}

fn must_be(account: &Account, state: AccountState) -> Result<(), Refusal> {
    if account.state() == state {
        Ok(())
    } else {
        Err(Refusal::AccountState(account.id, account.state()))
    }
}

fn must_not_be(account: &Account, state: AccountState) -> Result<(), Refusal> {
    if account.state() == state {
        Err(Refusal::AccountState(account.id, state))
    } else {
        Ok(())
    }
}

/// Nobody gives rights to themselves or takes them from themselves: so an administrator remains, and two people know.
fn of_another(by: Option<AccountId>, account: AccountId) -> Result<(), Refusal> {
    if by == Some(account) {
        Err(Refusal::OwnAccount)
    } else {
        Ok(())
    }
}

fn check_second(by: Option<AccountId>, approved_by: &str) -> Result<(), Refusal> {
    let first = by.map(|by| by.to_string());
    if approved_by.trim().is_empty() || first.as_deref() == Some(approved_by) {
        Err(Refusal::SecondApprovalMissing)
    } else {
        Ok(())
    }
}

fn grant(registry: &Registry, account: &Account, role: Role, unit: Option<&UnitCode>) -> Result<(), Refusal> {
    match (role.reach(), unit) {
        (Reach::OneSubtree, None) => return Err(Refusal::RoleNeedsUnit(role)),
        (Reach::All, Some(_)) => return Err(Refusal::RoleHasNoUnit(role)),
        (Reach::OneSubtree | Reach::SubtreeOrAll, _) | (Reach::All, None) => {}
    }
    if let Some(unit) = unit {
        match registry.unit(unit) {
            None => return Err(Refusal::UnitUnknown(unit.clone())),
            Some(found) if found.closed => return Err(Refusal::UnitClosed(unit.clone())),
            Some(_) => {}
        }
    }
    let wanted = Grant {
        role,
        unit: unit.cloned(),
    };
    if account.grants.contains(&wanted) {
        return Err(Refusal::RoleHeld(role));
    }
    if account.grants.len() >= GRANTS_PER_ACCOUNT_MAX {
        return Err(Refusal::TooManyRoles);
    }
    // Whoever makes accounts must not read answers by one of their own.
    let apart = match role {
        Role::Administrator => Some(Role::Inspector),
        Role::Inspector => Some(Role::Administrator),
        Role::Officer | Role::UnitHead | Role::BagianOrganisasi => None,
    };
    if apart.is_some_and(|other| account.holds(other)) {
        return Err(Refusal::RolesApart);
    }
    Ok(())
}
