//! Whose an account is: name and contact, sealed in the vault and shown to administrators.

use serde::{Deserialize, Serialize};
use survey::{Account, AccountId, AccountState, Grant};

use super::Staff;
use crate::{App, AppError};

/// Whose an account is. Stored in the vault as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// How to reach them; may be empty.
    #[serde(default)]
    pub contact: String,
}

/// An account as an administrator sees it.
#[derive(Clone, Debug)]
pub struct AccountFace {
    /// Its id.
    pub id: AccountId,
    /// Whose it is; `None` once that was erased.
    pub person: Option<Person>,
    /// By which name they enter; `None` if that was lost.
    pub login: Option<String>,
    /// How it stands.
    pub state: AccountState,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// When its person was first asked in.
    pub invited_at: jiff::Timestamp,
}

impl App {
    /// Every account, in order of invitation. Whoever asks must be in: names are shown.
    ///
    /// # Errors
    /// If vault or store cannot be read.
    pub fn accounts(&self, _for_whom: &Staff) -> Result<Vec<AccountFace>, AppError> {
        self.every_account()
    }

    /// The same for whoever works on the machine itself.
    ///
    /// # Errors
    /// If vault or store cannot be read.
    pub fn every_account(&self) -> Result<Vec<AccountFace>, AppError> {
        let registry = self.registry();
        let all = registry.accounts().all().into_iter();
        all.map(|account| self.account_face(account)).collect()
    }

    /// One account.
    ///
    /// # Errors
    /// If vault or store cannot be read.
    pub fn account(&self, id: AccountId) -> Result<Option<AccountFace>, AppError> {
        let registry = self.registry();
        let account = registry.accounts().get(id);
        account.map(|account| self.account_face(account)).transpose()
    }

    /// The name of whoever is behind a pseudonym of the log; `None` if it is nobody's account, or the name was erased.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn name_behind(&self, pseudonym: &str) -> Result<Option<String>, AppError> {
        let registry = self.registry();
        let account = pseudonym.parse().ok().and_then(|id| registry.accounts().get(id));
        let person = account.map(|account| self.person_of(account)).transpose()?;
        Ok(person.flatten().map(|person| person.name))
    }

    fn person_of(&self, account: &Account) -> Result<Option<Person>, AppError> {
        let text = match account.person {
            Some(person) => self.vault.read(person.content)?,
            None => None,
        };
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    fn account_face(&self, account: &Account) -> Result<AccountFace, AppError> {
        let (store, _) = self.credentials()?;
        Ok(AccountFace {
            id: account.id,
            person: self.person_of(account)?,
            login: store.entry(account.id.0)?.map(|entry| entry.login.to_string()),
            state: account.state(),
            grants: account.grants.iter().cloned().collect(),
            invited_at: account.invited_at,
        })
    }
}
