//! What stands between a stranger and a session: the store of credentials, its key, who is in, and how many passwords
//! are hashed at a time.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use credentials::{Credentials, Key};
use notary::files::{self, Readers};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::sessions::Sessions;
use crate::{
    App, AppError, Edge,
    edge::new_secret,
    hex::{from_hex, hex},
    limits::HASHES_AT_ONCE,
};

/// The file of the store in a data directory.
pub(crate) fn credentials_file(dir: &Path) -> PathBuf {
    dir.join("credentials.redb")
}

fn key_file(dir: &Path) -> PathBuf {
    dir.join("credentials.key")
}

/// The key of a data directory's store; `None` if there is no file.
pub(crate) fn credentials_key(dir: &Path) -> Result<Option<Key>, AppError> {
    let file = key_file(dir);
    let broken = || {
        let file = file.display();
        AppError::Failed(format!(
            "{file} rusak; kembalikan berkas itu dari simpanannya, atau singkirkan lalu `skm account reset`"
        ))
    };
    let text = files::read(&file)?;
    text.map(|text| from_hex(&text).map(Key::new).ok_or_else(broken))
        .transpose()
}

/// A new key, written into a data directory. What was stored under another is worthless from then on.
pub(crate) fn new_credentials_key(dir: &Path, edge: &dyn Edge) -> Result<Key, AppError> {
    let bytes = new_secret(edge);
    files::write_whole(&key_file(dir), &hex(&bytes), Readers::Owner)?;
    Ok(Key::new(bytes))
}

/// What stands between a stranger and a session.
pub(crate) struct Desk {
    store: Option<(Credentials, Key)>,
    pub(crate) sessions: Sessions,
    hashing: Arc<Semaphore>,
    /// Held while a code of a second factor is looked at and crossed off, so that it opens once.
    pub(crate) entering: Mutex<()>,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            store: None,
            sessions: Sessions::default(),
            hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            entering: Mutex::new(()),
        }
    }
}

/// The right to hash one password. Each takes memory and a core for a moment, so there are few.
#[derive(Debug)]
pub struct HashingTurn {
    _permit: OwnedSemaphorePermit,
}

impl App {
    /// Keeps a store of credentials, and the key that it is read with.
    #[must_use]
    pub fn with_credentials(mut self, store: Credentials, key: Key) -> Self {
        self.desk.store = Some((store, key));
        self
    }

    /// Waits until a password may be hashed.
    ///
    /// # Panics
    /// Never: nobody closes the semaphore.
    pub async fn hashing_turn(&self) -> HashingTurn {
        let permit = Arc::clone(&self.desk.hashing).acquire_owned().await;
        HashingTurn {
            _permit: permit.expect("nobody closes it"),
        }
    }

    pub(crate) fn credentials(&self) -> Result<(&Credentials, &Key), AppError> {
        let none = || AppError::Failed("tidak ada berkas akun, sehingga tidak ada yang dapat masuk".into());
        let (store, key) = self.desk.store.as_ref().ok_or_else(none)?;
        Ok((store, key))
    }
}
