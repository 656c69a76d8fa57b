//! The accounts as they stand: a fold of their events.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use jiff::Timestamp;

use super::{AccountEvent, AccountId, Action, Grant, Role, Scope, permitted};
use crate::SealedText;

/// How it stands with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// The invitation is not answered yet.
    Invited,
    /// Its person can enter.
    Active,
    /// Nobody can.
    Disabled,
}

/// As a sentence about the account says it.
impl fmt::Display for AccountState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invited => "belum diaktifkan",
            Self::Active => "aktif",
            Self::Disabled => "dinonaktifkan",
        })
    }
}

/// An account as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is, sealed in the vault; `None` once that was erased.
    pub person: Option<SealedText>,
    /// When its person was first asked in.
    pub invited_at: Timestamp,
    /// What it may do, and over which units.
    pub grants: BTreeSet<Grant>,
    /// How often its password or second factor became another. What lies beside the log must be of the same number,
    /// else an older copy of that was put back.
    pub credentials_changed: u32,
    activated: bool,
    disabled: bool,
    /// Its place in order of invitation.
    order: usize,
}

impl Account {
    /// How it stands.
    #[must_use]
    pub const fn state(&self) -> AccountState {
        match (self.disabled, self.activated) {
            (true, _) => AccountState::Disabled,
            (false, true) => AccountState::Active,
            (false, false) => AccountState::Invited,
        }
    }

    /// The units in which it may do something.
    #[must_use]
    pub fn scope(&self, action: Action) -> Scope {
        let mut roots = BTreeSet::new();
        for grant in self.grants.iter().filter(|grant| permitted(grant.role, action)) {
            match &grant.unit {
                None => return Scope::Everything,
                Some(unit) => roots.insert(unit.clone()),
            };
        }
        Scope::Subtrees(roots)
    }

    /// True if it holds a role, over whatever units.
    #[must_use]
    pub fn holds(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }
}

/// Every account that there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accounts(BTreeMap<AccountId, Account>);

impl Accounts {
    /// An account by its id.
    #[must_use]
    pub fn get(&self, id: AccountId) -> Option<&Account> {
        self.0.get(&id)
    }

    /// All of them, in order of invitation.
    #[must_use]
    pub fn all(&self) -> Vec<&Account> {
        let mut all: Vec<_> = self.0.values().collect();
        all.sort_by_key(|account| account.order);
        all
    }

    /// Takes one more event in.
    pub(crate) fn evolve(&mut self, event: &AccountEvent, recorded_at: Timestamp) {
        if let AccountEvent::Invited(invited) = event {
            let order = self.0.len();
            self.0.entry(invited.account).or_insert_with(|| Account {
                id: invited.account,
                person: Some(invited.person),
                invited_at: recorded_at,
                grants: BTreeSet::new(),
                credentials_changed: 0,
                activated: false,
                disabled: false,
                order,
            });
            return;
        }
        let Some(account) = self.0.get_mut(&event.account()) else {
            return;
        };
        match event {
            AccountEvent::Invited(_) | AccountEvent::SessionsEnded(_) => {}
            AccountEvent::Activated(_) => account.activated = true,
            AccountEvent::RoleGranted(granted) => {
                account.grants.insert(Grant {
                    role: granted.role,
                    unit: granted.unit.clone(),
                });
            }
            AccountEvent::RoleRevoked(revoked) => {
                account.grants.remove(&Grant {
                    role: revoked.role,
                    unit: revoked.unit.clone(),
                });
            }
            AccountEvent::PasswordChanged(_) => account.credentials_changed += 1,
            AccountEvent::Reset(_) => {
                account.activated = false;
                account.credentials_changed += 1;
            }
            AccountEvent::Disabled(_) => account.disabled = true,
            AccountEvent::Enabled(_) => account.disabled = false,
            AccountEvent::Erased(_) => account.person = None,
        }
    }
}
