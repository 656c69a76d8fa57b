//! Whoever is in, and what they may see and do. Only a session makes one: a query that takes it cannot be asked by
//! anybody else.

use std::sync::Arc;

use eventlog::Actor;
use survey::{Account, AccountId, AccountState, Action, Registry, Role, Scope, Unit, UnitCode};

use crate::App;

/// Somebody who is in, for the length of one request.
#[derive(Clone, Debug)]
pub struct Staff {
    account: Account,
    registry: Arc<Registry>,
    session: u64,
}

/// What becomes of somebody who wants something of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// They may.
    Granted,
    /// They see the unit, and may not do this to it.
    Denied,
    /// To them there is no such unit.
    Unseen,
}

impl App {
    /// Whose session a token is of, if the session is on and the account may enter.
    #[must_use]
    pub fn staff(&self, token: &str) -> Option<Staff> {
        let (id, session) = self.desk.sessions.admits(token, self.now())?;
        let registry = self.registry();
        let account = registry.accounts().get(id)?.clone();
        (account.state() == AccountState::Active).then_some(Staff {
            account,
            registry,
            session,
        })
    }
}

impl App {
    /// Somebody as they are by now, if their session is on and their account may enter. Looking on is no use of a session:
    /// their idle time goes on.
    #[must_use]
    pub fn still(&self, staff: &Staff) -> Option<Staff> {
        let on = self.desk.sessions.of(staff.id(), self.now());
        let registry = self.registry();
        let account = registry.accounts().get(staff.id())?.clone();
        let inside = on.iter().any(|session| session.number == staff.session)
            && account.state() == AccountState::Active;
        inside.then_some(Staff {
            account,
            registry,
            session: staff.session,
        })
    }
}

impl Staff {
    /// Their account.
    #[must_use]
    pub const fn id(&self) -> AccountId {
        self.account.id
    }

    /// The pseudonym under which the log has what they do.
    ///
    /// # Panics
    /// Never: an id is short and printable.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::new(self.account.id.to_string()).expect("an id is short and printable")
    }

    /// Which of the account's sessions this is.
    #[must_use]
    pub const fn session(&self) -> u64 {
        self.session
    }

    /// True if they hold a role, over whatever units.
    #[must_use]
    pub fn holds(&self, role: Role) -> bool {
        self.account.holds(role)
    }

    /// The units in which they may do something.
    #[must_use]
    pub fn scope(&self, action: Action) -> Scope {
        self.account.scope(action)
    }

    /// True if they may do something somewhere.
    #[must_use]
    pub fn may(&self, action: Action) -> bool {
        !self.scope(action).is_empty()
    }

    /// True if they may do something to a unit.
    #[must_use]
    pub fn may_in(&self, action: Action, unit: &UnitCode) -> bool {
        self.scope(action).holds(&self.registry, unit)
    }

    /// What becomes of them if they want something of a unit. One in which they may do nothing is not there for them.
    #[must_use]
    pub fn passage(&self, action: Action, unit: &UnitCode) -> Passage {
        if self.may_in(action, unit) {
            Passage::Granted
        } else if Action::ALL.iter().any(|action| self.may_in(*action, unit)) {
            Passage::Denied
        } else {
            Passage::Unseen
        }
    }

    /// The units in which they may do something, with their depth below the topmost of them.
    #[must_use]
    pub fn units(&self, action: Action) -> Vec<(usize, &Unit)> {
        self.scope(action).tree(&self.registry)
    }
}
