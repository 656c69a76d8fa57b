//! Answering an invitation: a password of one's own, and a second factor.

use credentials::{Entry, PasswordHash, TotpSecret, check_password};
use survey::{AccountActivated, AccountCommand, AccountEvent, AccountId, AccountState, Command, Refusal};

use super::{
    HashingTurn,
    inviting::{actor_of, hash_of, taken},
};
use crate::{App, AppError, SystemEdge, app::timestamp_ms, edge::chance};

/// What whoever holds an invitation is shown.
#[derive(Clone, Debug)]
pub struct Invited {
    /// By which name they will enter.
    pub login: String,
    /// The second factor as a phone reads it from a symbol.
    pub totp_uri: String,
    /// The same as people type it.
    pub totp_secret: String,
}

/// The answer to an invitation.
#[derive(Clone)]
pub struct Activation {
    /// The last part of the link.
    pub secret: String,
    /// The password.
    pub password: String,
    /// The password once more.
    pub again: String,
    /// The code that the application shows.
    pub code: String,
}

impl App {
    /// What an invitation says; `None` if it is not good.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn invitation(&self, secret: &str) -> Result<Option<Invited>, AppError> {
        let Some((_, entry, totp)) = self.invited(secret)? else {
            return Ok(None);
        };
        let login = entry.login.to_string();
        Ok(Some(Invited {
            totp_uri: totp.uri(&format!("SKM {}", self.office()), &login),
            totp_secret: totp.for_people(),
            login,
        }))
    }

    /// Answers an invitation; returns the token of a session once all is on disk. Blocks; not for use inside an async
    /// task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn activate(&self, _turn: &HashingTurn, activation: &Activation) -> Result<String, AppError> {
        let (account, entry, totp) = self.invited(&activation.secret)?.ok_or(Refusal::InvitationGone)?;
        self.check_new_password(entry.login.as_str(), &activation.password, &activation.again)?;
        let step = totp.step_of(activation.code.trim(), self.seconds(), None);
        let step = step.ok_or(Refusal::CodeWrong)?;
        let (store, key) = self.credentials()?;
        let password = PasswordHash::of(&activation.password, chance(&SystemEdge), key);
        let state = self
            .registry()
            .accounts()
            .get(account)
            .map(survey::Account::state);
        match state {
            Some(AccountState::Invited) => {
                let change = AccountEvent::Activated(AccountActivated { account });
                let by = Some(account);
                let command = Command::Account(AccountCommand { by, change });
                self.register(&actor_of(account), command)?;
            }
            // A crash came between the event and the row.
            Some(AccountState::Active) => {}
            Some(AccountState::Disabled) | None => return Err(Refusal::InvitationGone.into()),
        }
        // A crash here leaves the invitation good, and it is answered once more.
        let entry = Entry {
            password: Some(password),
            totp_step: Some(step),
            ..entry
        };
        store.activate(account.0, &entry).map_err(taken)?;
        Ok(self.begin_session(account))
    }

    /// The account that an invitation is for, if it is good and the account still is what it was made for.
    fn invited(&self, secret: &str) -> Result<Option<(AccountId, Entry, TotpSecret)>, AppError> {
        let (store, key) = self.credentials()?;
        let now_ms = timestamp_ms(self.now()).0;
        let Some(account) = store.invitation(&hash_of(secret), now_ms)? else {
            return Ok(None);
        };
        let registry = self.registry();
        let known = registry.accounts().get(AccountId(account));
        let Some((known, entry)) = known.zip(store.entry(account)?) else {
            return Ok(None);
        };
        if known.state() == AccountState::Disabled || known.credentials_changed != entry.changed {
            return Ok(None);
        }
        let totp = entry.totp.as_ref().and_then(|totp| totp.open(account, key));
        Ok(totp.map(|totp| (AccountId(account), entry, totp)))
    }

    pub(super) fn check_new_password(&self, login: &str, password: &str, again: &str) -> Result<(), Refusal> {
        if password != again {
            return Err(Refusal::PasswordsDiffer);
        }
        check_password(password, &[login, &self.office()]).map_err(|weak| Refusal::PasswordWeak(weak.told()))
    }

    /// Whose log it is.
    fn office(&self) -> String {
        let registry = self.registry();
        registry
            .opened()
            .map_or_else(String::new, |opened| opened.name.clone())
    }

    /// Now, in seconds since 1970.
    pub(super) fn seconds(&self) -> u64 {
        timestamp_ms(self.now()).0 / 1000
    }
}
