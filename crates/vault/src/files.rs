//! Both files of the vault, and the order in which they change.
//!
//! Adding: the ciphertext first, then the key; what a crash leaves between is a ciphertext that nobody can read.
//! Erasing: the keys first, for the same reason.

use std::{
    collections::HashSet,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use redb::ReadableDatabase;
use uuid::Uuid;

use crate::{
    error::{Error, storage},
    seal::{Sealed, unseal},
    table::{KEYS, SecretsRow, TEXTS, Table, TextRow, remove_unfinished, sync_directory},
};

const LOCK: &str = "lock";
/// Held exclusively by whoever erases, and shared by whoever reads from another process.
const STILL: &str = "still";

/// Both files, open and locked.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) keys: Table<SecretsRow>,
    pub(crate) texts: Table<TextRow>,
    pub(crate) dir: PathBuf,
    /// Held, not read. The engine's own locks lie on files that erasing replaces.
    _lock: File,
}

impl Files {
    /// Opens the vault in `dir`, or begins one there.
    pub(crate) fn open(dir: &Path) -> Result<Self, Error> {
        fs::create_dir_all(dir).map_err(storage)?;
        let lock = lock(dir)?;
        File::create(dir.join(STILL)).map_err(storage)?;
        // Behind the lock nobody is writing these any more.
        remove_unfinished(&KEYS, dir).map_err(storage)?;
        remove_unfinished(&TEXTS, dir).map_err(storage)?;
        let there = |file| dir.join(file).exists();
        let texts = match (there(TEXTS.file), there(KEYS.file)) {
            (true, _) => Table::open(&TEXTS, dir)?,
            (false, false) => Table::write(&TEXTS, dir, |_| Ok(()))?,
            (false, true) => return Err(lost(dir, TEXTS.file)),
        };
        let keys = if there(KEYS.file) {
            Table::open(&KEYS, dir)?
        } else if texts.contents().map_err(storage)?.is_empty() {
            // A crash while the vault was begun: its texts file comes first.
            Table::write(&KEYS, dir, |_| Ok(()))?
        } else {
            return Err(lost(dir, KEYS.file));
        };
        let parent = dir.canonicalize().map_err(storage)?;
        parent.parent().map_or(Ok(()), sync_directory).map_err(storage)?;
        Ok(Self {
            keys,
            texts,
            dir: dir.into(),
            _lock: lock,
        })
    }

    /// Adds sealed texts. Returns the places in `batch` of those whose content id was taken already.
    pub(crate) fn put(&self, batch: &[&Sealed]) -> Result<HashSet<usize>, redb::Error> {
        let mut taken = HashSet::new();
        self.texts.insert(|texts| {
            for (place, sealed) in batch.iter().enumerate() {
                let content = sealed.content().as_u128();
                if redb::ReadableTable::get(texts, content)?.is_some() {
                    taken.insert(place);
                } else {
                    texts.insert(content, (sealed.secrets().aead_nonce, sealed.ciphertext()))?;
                }
            }
            Ok(())
        })?;
        // A crash here leaves ciphertexts without keys: unreadable, named by no event, swept later.
        self.keys.insert(|keys| {
            for (_, sealed) in batch
                .iter()
                .enumerate()
                .filter(|(place, _)| !taken.contains(place))
            {
                let secrets = sealed.secrets();
                keys.insert(sealed.content().as_u128(), (secrets.key, secrets.salt))?;
            }
            Ok(())
        })?;
        Ok(taken)
    }

    /// The text, if both its parts are there.
    pub(crate) fn open_text(&self, content: Uuid) -> Result<Option<String>, Error> {
        open_text(&self.keys, &self.texts, content)
    }

    /// The salt of a text that can be opened.
    pub(crate) fn salt(&self, content: Uuid) -> Result<Option<[u8; 32]>, Error> {
        salt(&self.keys, &self.texts, content)
    }
}

/// The text, if both its parts are there.
pub(crate) fn open_text<D: ReadableDatabase>(
    keys: &Table<SecretsRow, D>,
    texts: &Table<TextRow, D>,
    content: Uuid,
) -> Result<Option<String>, Error> {
    let id = content.as_u128();
    let keys = keys.rows().map_err(storage)?;
    let texts = texts.rows().map_err(storage)?;
    let secrets = keys.get(id).map_err(storage)?;
    let text = texts.get(id).map_err(storage)?;
    let (Some(secrets), Some(text)) = (secrets, text) else {
        return Ok(None);
    };
    let ((key, _), (nonce, ciphertext)) = (secrets.value(), text.value());
    unseal(content, &key, &nonce, ciphertext)
        .map(Some)
        .ok_or(Error::Damaged { content })
}

/// The salt of a text that can be opened.
pub(crate) fn salt<D: ReadableDatabase>(
    keys: &Table<SecretsRow, D>,
    texts: &Table<TextRow, D>,
    content: Uuid,
) -> Result<Option<[u8; 32]>, Error> {
    let id = content.as_u128();
    let keys = keys.rows().map_err(storage)?;
    let texts = texts.rows().map_err(storage)?;
    let readable = texts.get(id).map_err(storage)?.is_some();
    let secrets = keys.get(id).map_err(storage)?;
    Ok(secrets.filter(|_| readable).map(|secrets| secrets.value().1))
}

/// Waits until nobody reads from another process, and keeps them from beginning.
pub(crate) fn hold_alone(dir: &Path) -> Result<File, Error> {
    let still = File::create(dir.join(STILL)).map_err(storage)?;
    still.lock().map_err(storage)?;
    Ok(still)
}

/// Waits until nobody erases, and keeps them from beginning. Makes nothing: where whoever writes a vault has not been,
/// as in a backup, nobody erases.
pub(crate) fn hold_still(dir: &Path) -> Result<Option<File>, Error> {
    let still = match File::open(dir.join(STILL)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(storage)?,
    };
    still.lock_shared().map_err(storage)?;
    Ok(Some(still))
}

fn lock(dir: &Path) -> Result<File, Error> {
    let lock = File::create(dir.join(LOCK)).map_err(storage)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(dir.into())),
        Err(TryLockError::Error(error)) => Err(storage(error)),
    }
}

fn lost(dir: &Path, file: &str) -> Error {
    Error::Format {
        file: dir.join(file),
        what: "berkas hilang, padahal pasangannya ada".into(),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        thread,
        time::{Duration, Instant},
    };

    use super::*;
    use crate::{SealSecrets, seal};

    #[test]
    fn a_ciphertext_is_on_disk_before_its_key_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let files = Files::open(dir.path()).unwrap();
        let secrets = SealSecrets {
            content: Uuid::from_u128(7),
            key: [1; 32],
            salt: [2; 32],
            aead_nonce: [3; 12],
        };
        let sealed = seal("Petugas ramah", secrets);
        let texts = || files.texts.contents().unwrap().len();
        thread::scope(|scope| {
            let mut putting = None;
            // Whoever writes keys has to wait for this transaction.
            files
                .keys
                .insert(|_| {
                    putting = Some(scope.spawn(|| files.put(&[&sealed])));
                    let begun = Instant::now();
                    while texts() == 0 && begun.elapsed() < Duration::from_secs(10) {
                        thread::yield_now();
                    }
                    assert_eq!(texts(), 1);
                    assert!(!putting.as_ref().unwrap().is_finished());
                    Ok(())
                })
                .unwrap();
            putting.unwrap().join().unwrap().unwrap();
        });
        assert_eq!(files.keys.contents().unwrap().len(), 1);
    }
}
