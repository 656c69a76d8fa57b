//! The vault as another process sees it beside the one that writes: a backup, an inspector's tool.

use std::{
    collections::{BTreeSet, HashSet},
    fs::File,
    path::Path,
};

use redb::ReadOnlyDatabase;
use uuid::Uuid;

use crate::{
    commitment,
    error::{Error, storage},
    files::{hold_still, open_text, salt},
    table::{KEYS, SecretsRow, TEXTS, Table, TextRow},
};

/// A vault that is read. While it is open nothing is erased; texts are put and read as ever.
///
/// For a backup of log and vault that belong together: open this, copy the log, then [back up](Self::backup). Every
/// text that the copied log names is then in the copied vault, unless the copied log says that it was erased.
#[derive(Debug)]
pub struct VaultReader {
    keys: Table<SecretsRow, ReadOnlyDatabase>,
    texts: Table<TextRow, ReadOnlyDatabase>,
    /// Held, not read.
    _still: Option<File>,
}

impl VaultReader {
    /// Opens the vault in a directory for reading, beside the process that writes it, if there is one. Waits until
    /// nobody erases.
    ///
    /// # Errors
    /// If there is no vault, one of its files is not of its format, or was not closed cleanly and no process has it
    /// open.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self, Error> {
        let dir = dir.as_ref();
        let still = hold_still(dir)?;
        Ok(Self {
            texts: Table::open_read_only(&TEXTS, dir)?,
            keys: Table::open_read_only(&KEYS, dir)?,
            _still: still,
        })
    }

    /// The text, or `None` if it was erased or never put.
    ///
    /// # Errors
    /// If the text is damaged or the disk failed.
    pub fn read(&self, content: Uuid) -> Result<Option<String>, Error> {
        open_text(&self.keys, &self.texts, content)
    }

    /// Whether a text is the one that the event's commitment binds; `None` if it was erased or never put.
    ///
    /// # Errors
    /// If the disk failed.
    pub fn matches(
        &self,
        content: Uuid,
        committed: &[u8; 32],
        candidate: &str,
    ) -> Result<Option<bool>, Error> {
        let salt = salt(&self.keys, &self.texts, content)?;
        Ok(salt.map(|salt| commitment(&salt, candidate) == *committed))
    }

    /// Writes a copy of the vault into a directory, which may not hold one yet; tells which texts it has. The copy
    /// opens as a vault.
    ///
    /// # Errors
    /// If there is a vault already, or the disk failed.
    pub fn backup(&self, to: impl AsRef<Path>) -> Result<BTreeSet<Uuid>, Error> {
        let to = to.as_ref();
        if to.join(KEYS.file).exists() || to.join(TEXTS.file).exists() {
            return Err(Error::BackupExists(to.into()));
        }
        std::fs::create_dir_all(to).map_err(storage)?;
        // Keys first: a text put in between is then copied without its key, and never the other way round.
        let keys = self.keys.rows().map_err(storage)?;
        let texts = self.texts.rows().map_err(storage)?;
        let all = HashSet::new();
        let texts = Table::copy(&TEXTS, &texts, &all, to)?
            .contents()
            .map_err(storage)?;
        let keys = Table::copy(&KEYS, &keys, &all, to)?.contents().map_err(storage)?;
        Ok(keys.intersection(&texts).copied().map(Uuid::from_u128).collect())
    }
}
