//! Asking somebody in: an account, its roles, and a link to be handed over on paper.

use credentials::{Entry, Login, LoginTaken, TotpSecret};
use eventlog::Actor;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use survey::{
    AccountCommand, AccountEvent, AccountId, AccountInvited, AccountReset, Command, Commitment, Grant,
    Refusal, RoleGranted, SealedText,
    limits::{CONTACT_CHARS_MAX, NAME_CHARS_MAX},
};

use super::{Person, Staff};
use crate::{
    App, AppError, SystemEdge,
    app::{operator, timestamp_ms},
    edge::{chance, new_id, new_seal_secrets, new_secret},
    hex::hex,
    limits::INVITATION_LIFE,
};

/// Who is asked in.
#[derive(Clone, Debug)]
pub struct Invite {
    /// By which name they will enter.
    pub login: String,
    /// Who they are.
    pub person: Person,
    /// What they may do.
    pub grants: Vec<Grant>,
}

/// What is handed over.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The account.
    pub account: AccountId,
    /// By which name they will enter.
    pub login: String,
    /// The last part of the link: 64 hex digits. Stands nowhere else.
    pub secret: String,
    /// Until when the link is good.
    pub good_until: Timestamp,
}

impl App {
    /// Asks somebody in; `by` is `None` for whoever works on the machine itself. Returns once all is on disk and
    /// visible. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it: nothing is made then.
    pub fn invite(&self, by: Option<&Staff>, invite: Invite) -> Result<Invitation, AppError> {
        let login = Login::new(&invite.login).map_err(|_| Refusal::LoginInvalid)?;
        check_person(&invite.person)?;
        let (store, _) = self.credentials()?;
        if store.account_of(&login)?.is_some() {
            return Err(Refusal::LoginTaken.into());
        }
        let account = AccountId(new_id(&*self.edge));
        let text = serde_json::to_string(&invite.person).expect("made of texts");
        let sealed = vault::seal(&text, new_seal_secrets(&*self.edge));
        let person = SealedText {
            content: sealed.content(),
            commitment: Commitment(sealed.commitment()),
        };
        let granted = invite.grants.into_iter().map(|grant| {
            AccountEvent::RoleGranted(RoleGranted {
                account,
                role: grant.role,
                unit: grant.unit,
            })
        });
        let changes: Vec<_> = std::iter::once(AccountEvent::Invited(AccountInvited { account, person }))
            .chain(granted)
            .collect();
        // Decided on before the text is put, so that a refusal leaves nothing.
        self.decide_on(by, &changes)?;
        // Before the event that names it. A crash here leaves a text that no event names.
        self.vault.put(sealed).wait()?;
        self.change_account(by, changes)?;
        // A crash here leaves an account without a login name; it is listed by its id, and can be disabled.
        self.hand_over(account, login)
    }

    /// Makes password and second factor of an account worthless and asks its person in anew. Ends its sessions.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn reset(
        &self,
        by: Option<&Staff>,
        account: AccountId,
        reason: String,
    ) -> Result<Invitation, AppError> {
        let login = self.login_of(account)?;
        let reset = AccountEvent::Reset(AccountReset { account, reason });
        self.change_account(by, vec![reset])?;
        self.desk.sessions.end_of(account, |_| true);
        // A crash here leaves an account that nobody enters; it is reset once more.
        self.hand_over(account, login)
    }

    /// The account that enters by a name.
    ///
    /// # Errors
    /// [`Refusal::LoginUnknown`] if there is none.
    pub fn account_of_login(&self, login: &str) -> Result<AccountId, AppError> {
        let login = Login::new(login).map_err(|_| Refusal::LoginUnknown)?;
        let found = self.credentials()?.0.account_of(&login)?;
        Ok(found.map(AccountId).ok_or(Refusal::LoginUnknown)?)
    }

    /// Makes the row of an account that is asked in, and the link.
    fn hand_over(&self, account: AccountId, login: Login) -> Result<Invitation, AppError> {
        let (store, key) = self.credentials()?;
        let registry = self.registry();
        let known = registry.accounts().get(account);
        // Never from a demo's chance, which anybody can repeat.
        let secret = hex(&new_secret(&SystemEdge));
        let totp = TotpSecret::new(chance(&SystemEdge));
        let entry = Entry {
            changed: known.map_or(0, |known| known.credentials_changed),
            password: None,
            totp: Some(totp.seal(account.0, chance(&SystemEdge), key)),
            totp_step: None,
            login,
        };
        let good_until = self.now() + INVITATION_LIFE;
        let outcome = store.invite(account.0, &entry, &hash_of(&secret), timestamp_ms(good_until).0);
        outcome.map_err(taken)?;
        Ok(Invitation {
            account,
            login: entry.login.to_string(),
            secret,
            good_until,
        })
    }

    /// The login name of an account; one that was lost is made up from the id, to be told with the new link.
    fn login_of(&self, account: AccountId) -> Result<Login, AppError> {
        let entry = self.credentials()?.0.entry(account.0)?;
        let made_up = || Login::new(&format!("akun-{}", &account.0.simple().to_string()[20..]));
        match entry {
            Some(entry) => Ok(entry.login),
            None => made_up().map_err(|_| Refusal::LoginInvalid.into()),
        }
    }

    /// Makes changes to an account, one after the other. Blocks; not for use inside an async task.
    pub(crate) fn change_account(
        &self,
        by: Option<&Staff>,
        changes: Vec<AccountEvent>,
    ) -> Result<(), AppError> {
        let actor = by.map_or_else(operator, Staff::actor);
        self.register_many(&actor, commands(by, changes))?;
        Ok(())
    }

    fn decide_on(&self, by: Option<&Staff>, changes: &[AccountEvent]) -> Result<(), AppError> {
        let mut registry = survey::Registry::clone(&self.registry());
        for command in commands(by, changes.to_vec()) {
            let event = survey::decide(&registry, command)?;
            registry.evolve(&event, self.now());
        }
        Ok(())
    }
}

fn commands(by: Option<&Staff>, changes: Vec<AccountEvent>) -> Vec<Command> {
    let by = by.map(Staff::id);
    let command = |change| Command::Account(AccountCommand { by, change });
    changes.into_iter().map(command).collect()
}

fn check_person(person: &Person) -> Result<(), Refusal> {
    let name_fits = !person.name.trim().is_empty() && person.name.chars().count() <= NAME_CHARS_MAX;
    if !name_fits {
        Err(Refusal::NameInvalid)
    } else if person.contact.chars().count() > CONTACT_CHARS_MAX {
        Err(Refusal::ContactTooLong)
    } else {
        Ok(())
    }
}

/// A plain hash is enough: the secret has 256 bits of chance.
pub(super) fn hash_of(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

pub(super) fn taken(error: LoginTaken) -> AppError {
    match error {
        LoginTaken::Taken => Refusal::LoginTaken.into(),
        LoginTaken::Store(error) => error.into(),
    }
}

/// The pseudonym of an account.
pub(super) fn actor_of(account: AccountId) -> Actor {
    Actor::new(account.to_string()).expect("an id is short and printable")
}
