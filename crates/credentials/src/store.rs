//! The store: one row for each account, found by its id, by its login name, or by an invitation.
//!
//! Every change is one transaction, synced when the function returns. A crash leaves the row before or the row after.

use std::{fmt, path::Path};

use redb::{
    Builder, ConcurrencyMode, Database, DatabaseError, ReadOnlyDatabase, ReadableDatabase, ReadableTable,
    StorageError, TableDefinition,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Error, PasswordHash, SealedTotp,
    error::storage,
    limits::{CACHE_BYTES, LOGIN_CHARS},
};

const ACCOUNTS: TableDefinition<'_, u128, &[u8]> = TableDefinition::new("accounts");
const LOGINS: TableDefinition<'_, &str, u128> = TableDefinition::new("logins");
/// SHA-256 of an invitation's secret; until when it is good, in milliseconds since 1970.
const INVITATIONS: TableDefinition<'_, &[u8; 32], (u128, u64)> = TableDefinition::new("invitations");
/// SHA-256 of the secret of a link by which one enters a demo without a password.
const DEMO_LINKS: TableDefinition<'_, &[u8; 32], u128> = TableDefinition::new("demo_links");
const FORMAT: TableDefinition<'_, (), &str> = TableDefinition::new("format");
const FORMAT_NAME: &str = "skm credentials 1";

/// A name by which somebody enters: small letters, digits, `.`, `_` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(Box<str>);

/// The text is no login name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nama masuk terdiri dari huruf kecil, angka, titik, garis bawah, atau tanda hubung")]
pub struct LoginError;

impl Login {
    /// Checks and keeps a name; capitals are read as small letters, and white space around it is left out.
    ///
    /// # Errors
    /// If it is too short, too long or of other characters.
    pub fn new(text: &str) -> Result<Self, LoginError> {
        let text = text.trim().to_ascii_lowercase();
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
        if LOGIN_CHARS.contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.into()))
        } else {
            Err(LoginError)
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Login {
    type Error = LoginError;

    fn try_from(text: String) -> Result<Self, LoginError> {
        Self::new(&text)
    }
}

impl From<Login> for String {
    fn from(login: Login) -> Self {
        login.0.into()
    }
}

/// What is known of one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// By which name its person enters.
    pub login: Login,
    /// How often its credentials had changed, by the log, when this was written.
    pub changed: u32,
    /// What recognises the password; absent until the invitation is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<PasswordHash>,
    /// The second factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp: Option<SealedTotp>,
    /// The step of the code that was used last: it and all before it open nothing more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp_step: Option<u64>,
}

/// Another account has this login name.
#[derive(Debug, thiserror::Error)]
pub enum LoginTaken {
    /// Choose another.
    #[error("nama masuk itu sudah dipakai")]
    Taken,
    /// The store itself failed.
    #[error(transparent)]
    Store(#[from] Error),
}

/// The store, open for writing.
pub struct Credentials(Database);

/// The store, open for reading beside the process that writes it.
pub struct Reader(ReadOnlyDatabase);

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials")
    }
}

impl Credentials {
    /// Opens the store in a file, or begins one there.
    ///
    /// # Errors
    /// If another process has it open, it is not of this store, or the disk failed.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let database = builder().create(path).map_err(|error| unusable(path, error))?;
        let begun = || -> Result<String, redb::Error> {
            let write = database.begin_write()?;
            let format = {
                let mut format = write.open_table(FORMAT)?;
                if format.get(())?.is_none() {
                    format.insert((), FORMAT_NAME)?;
                }
                format
                    .get(())?
                    .map_or_else(String::new, |name| name.value().to_owned())
            };
            write.open_table(ACCOUNTS)?;
            write.open_table(LOGINS)?;
            write.open_table(INVITATIONS)?;
            write.open_table(DEMO_LINKS)?;
            write.commit()?;
            Ok(format)
        };
        let format = begun().map_err(storage)?;
        check_format(path, format)?;
        Ok(Self(database))
    }

    /// Writes the row of an account, in the place of the one that may be there.
    ///
    /// # Errors
    /// If another account has the login name, or the disk failed.
    pub fn put(&self, account: Uuid, entry: &Entry) -> Result<(), LoginTaken> {
        self.write(account, entry, |_| Ok(()))
    }

    /// Writes the row of an account that is asked in, and by which secret it answers. Earlier invitations of it are
    /// good no more.
    ///
    /// # Errors
    /// If another account has the login name, or the disk failed.
    pub fn invite(
        &self,
        account: Uuid,
        entry: &Entry,
        secret_hash: &[u8; 32],
        good_until_ms: u64,
    ) -> Result<(), LoginTaken> {
        self.write(account, entry, |write| {
            let mut invitations = write.open_table(INVITATIONS)?;
            invitations.retain(|_, (of, _)| of != account.as_u128())?;
            invitations.insert(secret_hash, (account.as_u128(), good_until_ms))?;
            Ok(())
        })
    }

    /// Writes the row of an account that has answered its invitation, which is good no more.
    ///
    /// # Errors
    /// If another account has the login name, or the disk failed.
    pub fn activate(&self, account: Uuid, entry: &Entry) -> Result<(), LoginTaken> {
        self.write(account, entry, |write| {
            let mut invitations = write.open_table(INVITATIONS)?;
            invitations.retain(|_, (of, _)| of != account.as_u128())?;
            Ok(())
        })
    }

    /// Lets a link enter as an account. For demos alone; whoever reads it must ask whether this is one.
    ///
    /// # Errors
    /// If the disk failed.
    pub fn add_demo_link(&self, secret_hash: &[u8; 32], account: Uuid) -> Result<(), Error> {
        let add = || -> Result<(), redb::Error> {
            let write = self.0.begin_write()?;
            write
                .open_table(DEMO_LINKS)?
                .insert(secret_hash, account.as_u128())?;
            write.commit()?;
            Ok(())
        };
        add().map_err(storage)
    }

    /// The account that a link of a demo enters as.
    ///
    /// # Errors
    /// If the disk failed.
    pub fn demo_link(&self, secret_hash: &[u8; 32]) -> Result<Option<Uuid>, Error> {
        let read = || -> Result<Option<Uuid>, redb::Error> {
            let links = self.0.begin_read()?.open_table(DEMO_LINKS)?;
            Ok(links
                .get(secret_hash)?
                .map(|account| Uuid::from_u128(account.value())))
        };
        read().map_err(storage)
    }

    /// The account that an invitation is for, if it is still good.
    ///
    /// # Errors
    /// If the disk failed.
    pub fn invitation(&self, secret_hash: &[u8; 32], now_ms: u64) -> Result<Option<Uuid>, Error> {
        let read = || -> Result<Option<Uuid>, redb::Error> {
            let invitations = self.0.begin_read()?.open_table(INVITATIONS)?;
            let found = invitations.get(secret_hash)?.map(|row| row.value());
            Ok(found
                .filter(|(_, good_until_ms)| now_ms < *good_until_ms)
                .map(|(account, _)| Uuid::from_u128(account)))
        };
        read().map_err(storage)
    }

    /// The account that enters by a name.
    ///
    /// # Errors
    /// If the disk failed.
    pub fn account_of(&self, login: &Login) -> Result<Option<Uuid>, Error> {
        let read = || -> Result<Option<Uuid>, redb::Error> {
            let logins = self.0.begin_read()?.open_table(LOGINS)?;
            Ok(logins
                .get(login.as_str())?
                .map(|account| Uuid::from_u128(account.value())))
        };
        read().map_err(storage)
    }

    /// The row of an account.
    ///
    /// # Errors
    /// If the disk failed, or the row is not of its form.
    pub fn entry(&self, account: Uuid) -> Result<Option<Entry>, Error> {
        entry(&self.0, account)
    }

    fn write(
        &self,
        account: Uuid,
        entry: &Entry,
        more: impl FnOnce(&redb::WriteTransaction) -> Result<(), redb::Error>,
    ) -> Result<(), LoginTaken> {
        let write = || -> Result<bool, redb::Error> {
            let write = self.0.begin_write()?;
            {
                let mut logins = write.open_table(LOGINS)?;
                let holder = logins.get(entry.login.as_str())?.map(|holder| holder.value());
                if holder.is_some_and(|holder| holder != account.as_u128()) {
                    return Ok(false);
                }
                logins.retain(|_, holder| holder != account.as_u128())?;
                logins.insert(entry.login.as_str(), account.as_u128())?;
                let row = serde_json::to_vec(entry).expect("made of texts and numbers");
                write
                    .open_table(ACCOUNTS)?
                    .insert(account.as_u128(), row.as_slice())?;
            }
            more(&write)?;
            write.commit()?;
            Ok(true)
        };
        if write().map_err(storage)? {
            Ok(())
        } else {
            Err(LoginTaken::Taken)
        }
    }
}

impl Reader {
    /// Opens the store in a file for reading.
    ///
    /// # Errors
    /// If there is none, its writer was cut off, or it is not of this store.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let database = builder()
            .open_read_only(path)
            .map_err(|error| unusable(path, error))?;
        let read = || -> Result<String, redb::Error> {
            let format = database.begin_read()?.open_table(FORMAT)?;
            let name = format.get(())?;
            Ok(name.map_or_else(String::new, |name| name.value().to_owned()))
        };
        check_format(path, read().map_err(storage)?)?;
        Ok(Self(database))
    }

    /// The row of an account.
    ///
    /// # Errors
    /// If the disk failed, or the row is not of its form.
    pub fn entry(&self, account: Uuid) -> Result<Option<Entry>, Error> {
        entry(&self.0, account)
    }

    /// Writes a copy of all rows into a new file. Links are left out: what is asked in again gets another.
    ///
    /// # Errors
    /// If the disk failed.
    pub fn copy(&self, to: &Path) -> Result<(), Error> {
        let copy = Credentials::open(to)?;
        let write = || -> Result<(), redb::Error> {
            let (read, write) = (self.0.begin_read()?, copy.0.begin_write()?);
            {
                let mut accounts = write.open_table(ACCOUNTS)?;
                for row in read.open_table(ACCOUNTS)?.iter()? {
                    let (account, entry) = row?;
                    accounts.insert(account.value(), entry.value())?;
                }
                let mut logins = write.open_table(LOGINS)?;
                for row in read.open_table(LOGINS)?.iter()? {
                    let (login, account) = row?;
                    logins.insert(login.value(), account.value())?;
                }
            }
            write.commit()?;
            Ok(())
        };
        write().map_err(storage)
    }
}

fn entry(database: &impl ReadableDatabase, account: Uuid) -> Result<Option<Entry>, Error> {
    let read = || -> Result<Option<Vec<u8>>, redb::Error> {
        let accounts = database.begin_read()?.open_table(ACCOUNTS)?;
        Ok(accounts.get(account.as_u128())?.map(|row| row.value().to_vec()))
    };
    let row = read().map_err(storage)?;
    let malformed = |error: serde_json::Error| Error::Storage(format!("akun {account}: {error}"));
    row.map(|row| serde_json::from_slice(&row).map_err(malformed))
        .transpose()
}

fn check_format(path: &Path, format: String) -> Result<(), Error> {
    if format == FORMAT_NAME {
        Ok(())
    } else {
        Err(Error::Format {
            file: path.into(),
            what: format,
        })
    }
}

fn unusable(path: &Path, error: DatabaseError) -> Error {
    match error {
        DatabaseError::RepairAborted => Error::NotClosed(path.into()),
        DatabaseError::DatabaseAlreadyOpen => Error::InUse(path.into()),
        DatabaseError::Storage(StorageError::Io(error))
            if error.kind() == std::io::ErrorKind::InvalidData =>
        {
            Error::Format {
                file: path.into(),
                what: "isinya bukan basis data".into(),
            }
        }
        error => Error::Storage(format!("{}: {error}", path.display())),
    }
}

/// One process writes, others read beside it, as a backup does.
fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE_BYTES);
    builder.set_concurrency_mode(ConcurrencyMode::SingleWriter);
    builder
}
