//! The archive: every cosigned checkpoint for ever, and the newest signed one. A redb file in the configuration of the
//! log: one process writes, any number read beside it.
//!
//! | table | row |
//! |---|---|
//! | `checkpoints` | size (u64), root (32 bytes) → when it was signed (ms), the signed note |
//! | `newest` | nothing → size, root |
//! | `format` | nothing → 1 |
//!
//! The key has the root beside the size, because after a ceremony there may be two heads of one size: what was signed
//! before stays.

use std::{fmt, fs::File, io, ops::Bound, path::Path, sync::Arc};

use eventlog::TimestampMs;
use redb::{
    Builder, ConcurrencyMode, Database, DatabaseError, ReadTransaction, ReadableDatabase, ReadableTable,
    StorageError, TableDefinition, TableError,
};
use tlog::{Hash, checkpoint::SignedCheckpoint, tree::TreeHead};

use crate::{
    FileError,
    files::{give_name, remove_leftover, unfinished},
    limits::ARCHIVE_CACHE_BYTES,
};

type Key = (u64, [u8; Hash::BYTES]);
type Row = (u64, &'static str);

const CHECKPOINTS: TableDefinition<'_, Key, Row> = TableDefinition::new("checkpoints");
const NEWEST: TableDefinition<'_, (), Key> = TableDefinition::new("newest");
const FORMAT: TableDefinition<'_, (), u64> = TableDefinition::new("format");
const FORMAT_NUMBER: u64 = 1;

/// A checkpoint of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    /// The note, with every cosignature that came in.
    pub checkpoint: SignedCheckpoint,
    /// When the log signed it, by its own clock: a claim.
    pub signed_at: TimestampMs,
}

impl Archived {
    /// Size and root.
    #[must_use]
    pub const fn head(&self) -> TreeHead {
        self.checkpoint.checkpoint().head()
    }

    /// Whether anybody but the log has signed it.
    #[must_use]
    pub fn is_cosigned(&self) -> bool {
        self.checkpoint.note().signatures().len() > 1
    }
}

/// Reads the archive, in the process that writes it or in another one beside it.
#[derive(Clone)]
pub struct ArchiveReader {
    database: Arc<dyn ReadableDatabase + Send + Sync>,
    path: Arc<Path>,
}

impl ArchiveReader {
    /// Opens the archive for reading only.
    ///
    /// # Errors
    /// If it is not there, is no archive, or was not closed cleanly and no process has it open.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let database = builder()
            .open_read_only(path)
            .map_err(|error| unusable(path, &error))?;
        Self::of(Arc::new(database), path)
    }

    fn of(database: Arc<dyn ReadableDatabase + Send + Sync>, path: &Path) -> Result<Self, FileError> {
        let reader = Self {
            database,
            path: path.into(),
        };
        let format = reader.read(|transaction| match transaction.open_table(FORMAT) {
            Ok(table) => Ok(table.get(())?.map(|row| row.value())),
            Err(TableError::TableDoesNotExist(_) | TableError::TableTypeMismatch { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        })?;
        match format {
            Some(FORMAT_NUMBER) => Ok(reader),
            Some(other) => Err(FileError::form(path, format!("format {other}; perbarui program"))),
            None => Err(FileError::form(path, "bukan arsip checkpoint")),
        }
    }

    /// The checkpoint that was archived last.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn newest(&self) -> Result<Option<Archived>, FileError> {
        let found = self.read(|transaction| {
            let Some(newest) = transaction.open_table(NEWEST)?.get(())? else {
                return Ok(None);
            };
            let row = transaction.open_table(CHECKPOINTS)?.get(newest.value())?;
            Ok(Some(row.map(|row| owned(row.value()))))
        })?;
        let lost = || {
            FileError::form(
                &self.path,
                "checkpoint terbaru hilang; pulihkan arsip dari cadangan",
            )
        };
        found.map(|row| self.archived(row.ok_or_else(lost)?)).transpose()
    }

    /// At most `limit` checkpoints of at least `size` events, smallest first.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn from_size(&self, size: u64, limit: usize) -> Result<Vec<Archived>, FileError> {
        self.range(Bound::Included((size, [0; Hash::BYTES])), limit)
    }

    /// At most `limit` checkpoints behind the one of that head, or from the first: smallest first, those of one size by
    /// their root.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn after(&self, before: Option<TreeHead>, limit: usize) -> Result<Vec<Archived>, FileError> {
        self.range(
            before.map_or(Bound::Unbounded, |head| Bound::Excluded(key(head))),
            limit,
        )
    }

    fn range(&self, from: Bound<Key>, limit: usize) -> Result<Vec<Archived>, FileError> {
        let rows = self.read(|transaction| {
            let table = transaction.open_table(CHECKPOINTS)?;
            let rows = table.range((from, Bound::Unbounded))?.take(limit);
            Ok(rows
                .map(|row| Ok(owned(row?.1.value())))
                .collect::<Result<Vec<_>, StorageError>>()?)
        })?;
        rows.into_iter().map(|row| self.archived(row)).collect()
    }

    /// The largest checkpoint that `wanted` takes, looking at the largest first.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn largest(&self, mut wanted: impl FnMut(&Archived) -> bool) -> Result<Option<Archived>, FileError> {
        let table = self.read(|transaction| Ok(transaction.open_table(CHECKPOINTS)?))?;
        let failed = |error: StorageError| self.failed(&error.into());
        for row in table.iter().map_err(failed)?.rev() {
            let archived = self.archived(owned(row.map_err(failed)?.1.value()))?;
            if wanted(&archived) {
                return Ok(Some(archived));
            }
        }
        Ok(None)
    }

    /// Copies the archive as it stands now into a new file.
    ///
    /// # Errors
    /// If something stands at `path` already, or the storage fails.
    pub fn copy(&self, path: &Path) -> Result<(), FileError> {
        if path.exists() {
            return Err(FileError::form(path, "sudah ada arsip di sini"));
        }
        let (rows, newest) = self.read(|transaction| {
            let rows = transaction.open_table(CHECKPOINTS)?;
            let newest = transaction.open_table(NEWEST)?.get(())?.map(|row| row.value());
            Ok((rows, newest))
        })?;
        Archive::create(path)?.write(|checkpoints, copied_newest| {
            for row in rows.iter()? {
                let (key, row) = row?;
                checkpoints.insert(key.value(), row.value())?;
            }
            if let Some(newest) = newest {
                copied_newest.insert((), newest)?;
            }
            Ok(())
        })
    }

    fn archived(&self, (signed_at, note): (u64, String)) -> Result<Archived, FileError> {
        let checkpoint = SignedCheckpoint::parse(note.as_bytes());
        Ok(Archived {
            checkpoint: checkpoint.map_err(|error| FileError::form(&self.path, error))?,
            signed_at: TimestampMs(signed_at),
        })
    }

    fn read<T>(&self, read: impl FnOnce(&ReadTransaction) -> Result<T, redb::Error>) -> Result<T, FileError> {
        let begun = self.database.begin_read().map_err(redb::Error::from);
        begun
            .and_then(|transaction| read(&transaction))
            .map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &redb::Error) -> FileError {
        engine(&self.path, error)
    }
}

impl fmt::Debug for ArchiveReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ArchiveReader").field(&self.path).finish()
    }
}

/// Recovers an archive whose process was cut off, so that it can be read again; one that is not there is not made.
///
/// # Errors
/// If it is no archive, or in use.
pub fn recover_archive(path: &Path) -> Result<(), FileError> {
    if path.exists() {
        Archive::open(path)?;
    }
    Ok(())
}

/// What a new checkpoint is to the newest one so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Newest {
    /// It extends it.
    Extended,
    /// Nobody can say so.
    Contradicted,
}

/// The archive in the hands of the one who signs.
#[derive(Debug)]
pub(crate) struct Archive {
    database: Arc<Database>,
    reader: ArchiveReader,
}

impl Archive {
    /// Makes an empty archive. A power cut leaves a whole one or none.
    pub(crate) fn create(path: &Path) -> Result<Self, FileError> {
        let unfinished = unfinished(path);
        let make = || {
            remove_leftover(&unfinished)?;
            let database = builder().create(&unfinished)?;
            let transaction = database.begin_write()?;
            transaction.open_table(FORMAT)?.insert((), FORMAT_NUMBER)?;
            transaction.open_table(CHECKPOINTS)?;
            transaction.open_table(NEWEST)?;
            transaction.commit()?;
            drop(database);
            File::open(&unfinished)?.sync_all()?;
            give_name(&unfinished, path)?;
            Ok::<_, redb::Error>(())
        };
        make().map_err(|error| engine(path, &error))?;
        Self::open(path)
    }

    pub(crate) fn open(path: &Path) -> Result<Self, FileError> {
        let database = builder().open(path).map_err(|error| unusable(path, &error))?;
        let database = Arc::new(database);
        let shared: Arc<dyn ReadableDatabase + Send + Sync> = Arc::<Database>::clone(&database);
        Ok(Self {
            database,
            reader: ArchiveReader::of(shared, path)?,
        })
    }

    pub(crate) const fn reader(&self) -> &ArchiveReader {
        &self.reader
    }

    /// Adds a checkpoint as the newest. The newest so far leaves if nobody has cosigned it and this one extends it: it
    /// says nothing then that this one does not.
    pub(crate) fn add(&self, new: &Archived, before: Newest) -> Result<(), FileError> {
        self.write(|checkpoints, newest| {
            let replaced = newest.insert((), key(new.head()))?.map(|row| row.value());
            if let Some(replaced) = replaced.filter(|replaced| *replaced != key(new.head())) {
                let note = checkpoints.get(replaced)?.map(|row| row.value().1.to_owned());
                if before == Newest::Extended && note.is_some_and(|note| !is_cosigned(&note)) {
                    checkpoints.remove(replaced)?;
                }
            }
            insert(checkpoints, new)
        })
    }

    /// Merges what was cosigned: the cosignatures of one head stand in one note.
    pub(crate) fn merge(&self, cosigned: &Archived) -> Result<Archived, FileError> {
        let there = self.reader.read(|transaction| {
            let row = transaction.open_table(CHECKPOINTS)?.get(key(cosigned.head()))?;
            Ok(row.map(|row| owned(row.value())))
        })?;
        let mut merged = match there {
            Some(row) => self.reader.archived(row)?,
            None => cosigned.clone(),
        };
        for signature in cosigned.checkpoint.note().signatures() {
            merged.checkpoint.add(signature.clone());
        }
        self.write(|checkpoints, _| insert(checkpoints, &merged))?;
        Ok(merged)
    }

    fn write(
        &self,
        change: impl FnOnce(
            &mut redb::Table<'_, Key, Row>,
            &mut redb::Table<'_, (), Key>,
        ) -> Result<(), redb::Error>,
    ) -> Result<(), FileError> {
        let write = || {
            let mut transaction = self.database.begin_write()?;
            // The file is small: finding its free pages again costs nothing, and readers open it at once.
            transaction.set_quick_repair(true);
            change(
                &mut transaction.open_table(CHECKPOINTS)?,
                &mut transaction.open_table(NEWEST)?,
            )?;
            transaction.commit()?;
            Ok::<_, redb::Error>(())
        };
        write().map_err(|error| self.reader.failed(&error))
    }
}

fn insert(checkpoints: &mut redb::Table<'_, Key, Row>, archived: &Archived) -> Result<(), redb::Error> {
    let note = archived.checkpoint.to_string();
    checkpoints.insert(key(archived.head()), (archived.signed_at.0, note.as_str()))?;
    Ok(())
}

fn is_cosigned(note: &str) -> bool {
    SignedCheckpoint::parse(note.as_bytes()).is_ok_and(|checkpoint| checkpoint.note().signatures().len() > 1)
}

const fn key(head: TreeHead) -> Key {
    (head.size, head.root.0)
}

fn owned((signed_at, note): (u64, &str)) -> (u64, String) {
    (signed_at, note.to_owned())
}

fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(ARCHIVE_CACHE_BYTES);
    builder.set_concurrency_mode(ConcurrencyMode::SingleWriter);
    builder
}

fn unusable(path: &Path, error: &DatabaseError) -> FileError {
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
            FileError::InUse(path.into())
        }
        DatabaseError::RepairAborted => FileError::form(
            path,
            "tidak ditutup dengan baik; jalankan `skm serve` atau `skm rebuild`, yang memulihkannya",
        ),
        DatabaseError::Storage(StorageError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
            FileError::form(path, "bukan arsip checkpoint")
        }
        error @ (DatabaseError::UpgradeRequired(_)
        | DatabaseError::TransactionInProgress
        | DatabaseError::Storage(_)
        | _) => FileError::form(path, error),
    }
}

fn engine(path: &Path, error: &redb::Error) -> FileError {
    FileError::Io {
        path: path.into(),
        what: error.to_string(),
    }
}
