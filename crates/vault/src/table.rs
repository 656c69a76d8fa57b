//! One file of the vault: a redb database of rows by content id, with a note of its format.
//!
//! A file is only ever made whole: written under a temporary name, synced, renamed, its directory synced. A
//! crash on the way leaves the old file, or none, and a leftover that the next opening removes.

use std::{
    collections::{BTreeSet, HashSet},
    fmt,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use redb::{
    Builder, ConcurrencyMode, Database, DatabaseError, ReadOnlyDatabase, ReadOnlyTable, ReadableDatabase,
    ReadableTable, StorageError, TableDefinition, Value,
};

use crate::{
    error::{Error, storage},
    limits::CACHE_BYTES,
};

/// Key and salt of a text.
pub(crate) type SecretsRow = ([u8; 32], [u8; 32]);
/// Nonce and ciphertext of a text.
pub(crate) type TextRow = ([u8; 12], &'static [u8]);

/// What distinguishes the two files.
pub(crate) struct Layout<V: Value + 'static> {
    /// Name of the file in the vault's directory.
    pub(crate) file: &'static str,
    /// Stored in the file, so that neither is taken for the other or for a newer format.
    pub(crate) format: &'static str,
    rows: TableDefinition<'static, u128, V>,
}

pub(crate) static KEYS: Layout<SecretsRow> = Layout {
    file: "keys.redb",
    format: "skm vault keys 1",
    rows: TableDefinition::new("keys"),
};

pub(crate) static TEXTS: Layout<TextRow> = Layout {
    file: "texts.redb",
    format: "skm vault texts 1",
    rows: TableDefinition::new("texts"),
};

const FORMAT: TableDefinition<'_, (), &str> = TableDefinition::new("format");

/// One open file: for writing, or, as a [`ReadOnlyDatabase`], for reading beside the process that writes it.
pub(crate) struct Table<V: Value + 'static, D = Database> {
    layout: &'static Layout<V>,
    database: D,
}

impl<V: Value + 'static, D> fmt::Debug for Table<V, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Table").field(&self.layout.file).finish()
    }
}

impl<V: Value + 'static> Table<V> {
    /// Opens the file in `dir`.
    pub(crate) fn open(layout: &'static Layout<V>, dir: &Path) -> Result<Self, Error> {
        let path = dir.join(layout.file);
        let database = builder().open(&path).map_err(|error| unusable(&path, error))?;
        Self::checked(layout, database, path)
    }

    /// Makes the file anew in `dir` with what `fill` inserts, in the place of one that may be there.
    pub(crate) fn write(
        layout: &'static Layout<V>,
        dir: &Path,
        fill: impl FnOnce(&mut redb::Table<'_, u128, V>) -> Result<(), redb::Error>,
    ) -> Result<Self, Error> {
        let make = || {
            let unfinished = unfinished(layout, dir);
            remove_leftover(&unfinished)?;
            let database = builder().create(&unfinished)?;
            let write = database.begin_write()?;
            write.open_table(FORMAT)?.insert((), layout.format)?;
            fill(&mut write.open_table(layout.rows)?)?;
            // The commit syncs the file. A crash before the rename leaves it under its temporary name.
            write.commit()?;
            fs::rename(unfinished, dir.join(layout.file))?;
            // A crash before this sync may bring the old file back, whole.
            sync_directory(dir)?;
            Ok::<_, redb::Error>(database)
        };
        let database = make().map_err(|error| at(&dir.join(layout.file), &error))?;
        Ok(Self { layout, database })
    }

    /// Makes the file anew in `dir` with the rows of this one, except some.
    pub(crate) fn copy_without(&self, gone: &HashSet<u128>, dir: &Path) -> Result<Self, Error> {
        let rows = self.rows().map_err(storage)?;
        Self::copy(self.layout, &rows, gone, dir)
    }

    /// Makes a file in `dir` with some rows of a table.
    pub(crate) fn copy(
        layout: &'static Layout<V>,
        rows: &ReadOnlyTable<u128, V>,
        gone: &HashSet<u128>,
        dir: &Path,
    ) -> Result<Self, Error> {
        Self::write(layout, dir, |copy| {
            for row in rows.iter()? {
                let (content, value) = row?;
                if !gone.contains(&content.value()) {
                    copy.insert(content.value(), value.value())?;
                }
            }
            Ok(())
        })
    }

    /// Adds rows in one transaction, synced when this returns.
    pub(crate) fn insert(
        &self,
        add: impl FnOnce(&mut redb::Table<'_, u128, V>) -> Result<(), redb::Error>,
    ) -> Result<(), redb::Error> {
        let write = self.database.begin_write()?;
        add(&mut write.open_table(self.layout.rows)?)?;
        write.commit()?;
        Ok(())
    }
}

impl<V: Value + 'static> Table<V, ReadOnlyDatabase> {
    /// Opens the file in `dir` for reading.
    pub(crate) fn open_read_only(layout: &'static Layout<V>, dir: &Path) -> Result<Self, Error> {
        let path = dir.join(layout.file);
        let database = builder()
            .open_read_only(&path)
            .map_err(|error| unusable(&path, error))?;
        Self::checked(layout, database, path)
    }
}

impl<V: Value + 'static, D: ReadableDatabase> Table<V, D> {
    fn checked(layout: &'static Layout<V>, database: D, path: PathBuf) -> Result<Self, Error> {
        let format = read_format(&database).map_err(storage)?;
        if format.as_deref() == Some(layout.format) {
            return Ok(Self { layout, database });
        }
        let what = format.unwrap_or_else(|| "tanpa keterangan format".into());
        Err(Error::Format { file: path, what })
    }

    /// The rows as they are durable now; later changes do not show.
    pub(crate) fn rows(&self) -> Result<ReadOnlyTable<u128, V>, redb::Error> {
        Ok(self.database.begin_read()?.open_table(self.layout.rows)?)
    }

    /// Every content id, in order.
    pub(crate) fn contents(&self) -> Result<BTreeSet<u128>, redb::Error> {
        let row_id = |row: redb::Result<(redb::AccessGuard<'_, u128>, _)>| Ok(row?.0.value());
        self.rows()?.iter()?.map(row_id).collect()
    }

    /// True if any of the rows is there.
    pub(crate) fn holds_any(&self, contents: &HashSet<u128>) -> Result<bool, redb::Error> {
        let rows = self.rows()?;
        for content in contents {
            if rows.get(content)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Where a file stands until it is whole.
fn unfinished<V: Value>(layout: &Layout<V>, dir: &Path) -> PathBuf {
    dir.join(layout.file).with_extension("unfinished")
}

/// Removes what a crash left under the temporary name: it may hold what was to be erased.
pub(crate) fn remove_unfinished<V: Value>(layout: &Layout<V>, dir: &Path) -> io::Result<()> {
    remove_leftover(&unfinished(layout, dir))
}

fn remove_leftover(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes names in a directory durable: created, renamed, removed.
pub(crate) fn sync_directory(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

fn unusable(path: &Path, error: DatabaseError) -> Error {
    if matches!(error, DatabaseError::RepairAborted) {
        return Error::NotClosed(path.into());
    }
    if let DatabaseError::Storage(StorageError::Io(error)) = &error
        && error.kind() == io::ErrorKind::InvalidData
    {
        let what = "isinya bukan basis data".into();
        return Error::Format {
            file: path.into(),
            what,
        };
    }
    at(path, &error)
}

fn at(path: &Path, error: &impl fmt::Display) -> Error {
    Error::Storage(format!("{}: {error}", path.display()))
}

/// One process writes, others read beside it: a backup and an inspector's tool need no pause. The price is that each
/// commit has two phases.
fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE_BYTES);
    builder.set_concurrency_mode(ConcurrencyMode::SingleWriter);
    builder
}

fn read_format(database: &impl ReadableDatabase) -> Result<Option<String>, redb::Error> {
    let table = match database.begin_read()?.open_table(FORMAT) {
        Ok(table) => table,
        Err(redb::TableError::TableDoesNotExist(_) | redb::TableError::TableTypeMismatch { .. }) => {
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    Ok(table.get(())?.map(|format| format.value().to_owned()))
}
