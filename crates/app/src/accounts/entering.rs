//! Entering: with a login name, a password and a code; into a demo, by a link. And changing one's password.

use std::sync::PoisonError;

use credentials::{Entry, Login, PasswordHash};
use survey::{AccountActivated, AccountEvent, AccountId, AccountState, PasswordChanged, Refusal};

use super::{
    HashingTurn, SessionFace, Staff,
    inviting::{hash_of, taken},
};
use crate::{
    App, AppError, SystemEdge,
    edge::{chance, new_secret},
    hex::hex,
};

/// What somebody enters with.
#[derive(Clone)]
pub struct Attempt {
    /// The login name, as it was typed.
    pub login: String,
    /// The password.
    pub password: String,
    /// The code of the second factor.
    pub code: String,
}

/// What somebody changes their password with.
#[derive(Clone)]
pub struct PasswordChange {
    /// The password so far.
    pub old: String,
    /// The new one.
    pub new: String,
    /// The new one once more.
    pub again: String,
    /// The code of the second factor.
    pub code: String,
}

impl App {
    /// Lets somebody in; returns the token of a session: 64 hex digits. Whatever is wrong, the answer is the same and
    /// takes as long. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// [`Refusal::NotAdmitted`].
    pub fn enter(&self, _turn: &HashingTurn, attempt: &Attempt) -> Result<String, AppError> {
        let (store, key) = self.credentials()?;
        let login = Login::new(&attempt.login).ok();
        let account = login.map(|login| store.account_of(&login)).transpose()?.flatten();
        let known = match account.map(AccountId) {
            Some(account) => self.entry_of(account)?.map(|entry| (account, entry)),
            None => None,
        };
        let hash = known.as_ref().and_then(|(_, entry)| entry.password.as_ref());
        let Some(hash) = hash else {
            PasswordHash::spend(&attempt.password, key);
            return Err(Refusal::NotAdmitted.into());
        };
        let is_right = hash.matches(&attempt.password, key);
        match known {
            Some((account, _)) if is_right && self.take_code(account, &attempt.code)? => {
                tracing::info!(%account, "entered");
                Ok(self.begin_session(account))
            }
            Some((account, _)) => {
                tracing::warn!(%account, "an attempt to enter was refused");
                Err(Refusal::NotAdmitted.into())
            }
            None => Err(Refusal::NotAdmitted.into()),
        }
    }

    /// Lets somebody into a demo by its link; `None` if the link is none of it, or this is no demo.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn enter_demo(&self, secret: &str) -> Result<Option<String>, AppError> {
        if !self.registry().is_demo() {
            return Ok(None);
        }
        let account = self.credentials()?.0.demo_link(&hash_of(secret))?;
        Ok(account.map(|account| self.begin_session(AccountId(account))))
    }

    /// Makes a link that enters a demo as an account, which needs no other answer to its invitation; returns the link's
    /// last part. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// [`Refusal::OnlyInDemo`] if this is none.
    pub fn new_demo_link(&self, account: AccountId) -> Result<String, AppError> {
        if !self.registry().is_demo() {
            return Err(Refusal::OnlyInDemo.into());
        }
        let registry = self.registry();
        let known = registry.accounts().get(account);
        if known.is_some_and(|known| known.state() == AccountState::Invited) {
            let activated = AccountEvent::Activated(AccountActivated { account });
            self.change_account(None, vec![activated])?;
        }
        let secret = hex(&new_secret(&SystemEdge));
        self.credentials()?
            .0
            .add_demo_link(&hash_of(&secret), account.0)?;
        Ok(secret)
    }

    /// Lets somebody out.
    pub fn leave(&self, token: &str) {
        self.desk.sessions.end(token);
    }

    /// The sessions of somebody who is in, the one used last first.
    #[must_use]
    pub fn sessions(&self, staff: &Staff) -> Vec<SessionFace> {
        self.desk.sessions.of(staff.id(), self.now())
    }

    /// Ends one of their sessions.
    pub fn end_session(&self, staff: &Staff, number: u64) {
        self.desk.sessions.end_of(staff.id(), |of| of == number);
    }

    /// Changes their password, ends all their sessions and begins another, whose token it returns. Blocks; not for use
    /// inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn change_password(
        &self,
        _turn: &HashingTurn,
        staff: &Staff,
        change: &PasswordChange,
    ) -> Result<String, AppError> {
        let account = staff.id();
        let (store, key) = self.credentials()?;
        let entry = self.entry_of(account)?.ok_or(Refusal::NotAdmitted)?;
        self.check_new_password(entry.login.as_str(), &change.new, &change.again)?;
        let is_right = entry
            .password
            .as_ref()
            .is_some_and(|hash| hash.matches(&change.old, key));
        if !is_right || !self.take_code(account, &change.code)? {
            return Err(Refusal::NotAdmitted.into());
        }
        let password = PasswordHash::of(&change.new, chance(&SystemEdge), key);
        let changed = AccountEvent::PasswordChanged(PasswordChanged { account });
        self.change_account(Some(staff), vec![changed])?;
        // A crash here leaves an account that nobody enters before it is reset: the log is ahead of its row.
        let registry = self.registry();
        let known = registry.accounts().get(account);
        let entry = Entry {
            password: Some(password),
            changed: known.map_or(0, |known| known.credentials_changed),
            // With the code that was just crossed off.
            ..store.entry(account.0)?.unwrap_or(entry)
        };
        store.put(account.0, &entry).map_err(taken)?;
        self.desk.sessions.end_of(account, |_| true);
        Ok(self.begin_session(account))
    }

    /// The row of an account that may enter, if it is of as many changes as the log knows.
    fn entry_of(&self, account: AccountId) -> Result<Option<Entry>, AppError> {
        let registry = self.registry();
        let known = registry.accounts().get(account);
        let known = known.filter(|known| known.state() == AccountState::Active);
        let entry = self.credentials()?.0.entry(account.0)?;
        let both = known.zip(entry);
        Ok(both
            .filter(|(known, entry)| known.credentials_changed == entry.changed)
            .map(|(_, entry)| entry))
    }

    /// True if a code is of about now and was not used; it is crossed off then.
    fn take_code(&self, account: AccountId, code: &str) -> Result<bool, AppError> {
        let (store, key) = self.credentials()?;
        let _one_at_a_time = self.desk.entering.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(entry) = store.entry(account.0)? else {
            return Ok(false);
        };
        let totp = entry.totp.as_ref().and_then(|totp| totp.open(account.0, key));
        let step = totp.and_then(|totp| totp.step_of(code.trim(), self.seconds(), entry.totp_step));
        let Some(step) = step else {
            return Ok(false);
        };
        let entry = Entry {
            totp_step: Some(step),
            ..entry
        };
        store.put(account.0, &entry).map_err(taken)?;
        Ok(true)
    }

    /// Begins a session under a new token.
    pub(super) fn begin_session(&self, account: AccountId) -> String {
        // Never from a demo's chance, which anybody can repeat.
        let token = hex(&new_secret(&SystemEdge));
        self.desk.sessions.begin(&token, account, self.now());
        token
    }
}
