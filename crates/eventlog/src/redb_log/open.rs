//! Making, opening and sharing the file. Here stands the one configuration of redb that the log uses, see
//! docs/decisions/0002: one process writes, any number of others read beside it.

use std::{
    fs::{self, File},
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use redb::{Builder, ConcurrencyMode, Database, DatabaseError, ReadOnlyDatabase, ReadableDatabase};

use super::{Options, tables};
use crate::LogError;

fn builder(options: &Options) -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(options.cache_bytes);
    builder.set_concurrency_mode(ConcurrencyMode::SingleWriter);
    #[cfg(test)]
    if options.sabotage == Some(super::options::Sabotage::NoSync) {
        // The only mode that lets a commit leave out its sync.
        builder.set_concurrency_mode(ConcurrencyMode::ExclusiveWriter);
    }
    builder
}

/// Makes a whole, empty log under a temporary name and then gives it its own: a power cut during redb's
/// creation can leave a file that it refuses to open.
pub(crate) fn create_file(path: &Path, options: &Options) -> Result<(), LogError> {
    let unfinished = Unfinished::new(path)?;
    // A crash here leaves the temporary name, which the next creation overwrites.
    close(create_empty(&unfinished, options)?)?;
    unfinished.finish()
}

pub(crate) fn create_empty(unfinished: &Unfinished<'_>, options: &Options) -> Result<Database, LogError> {
    let path = &unfinished.path;
    let database = builder(options)
        .create(path)
        .map_err(|error| unusable(path, error))?;
    make_tables(&database)?;
    Ok(database)
}

pub(crate) fn close(database: Database) -> Result<(), LogError> {
    database
        .close()
        .map_err(|error| LogError::Storage(error.to_string()))
}

pub(crate) fn open_file(path: &Path, options: &Options) -> Result<Database, LogError> {
    guarded(|| {
        let database = builder(options)
            .open(path)
            .map_err(|error| unusable(path, error))?;
        tables::check_format(&database.begin_read()?)?;
        Ok(database)
    })
}

pub(crate) fn open_file_read_only(path: &Path, options: &Options) -> Result<ReadOnlyDatabase, LogError> {
    guarded(|| {
        let database = builder(options)
            .open_read_only(path)
            .map_err(|error| unusable(path, error))?;
        tables::check_format(&database.begin_read()?)?;
        Ok(database)
    })
}

pub(crate) fn open_backend(
    backend: impl redb::StorageBackend,
    options: &Options,
) -> Result<Database, LogError> {
    let is_new = backend
        .len()
        .map_err(|error| LogError::Storage(error.to_string()))?
        == 0;
    guarded(|| {
        let database = builder(options).create_with_backend(backend);
        let database = database.map_err(|error| LogError::Storage(error.to_string()))?;
        if is_new {
            make_tables(&database)?;
        }
        tables::check_format(&database.begin_read()?)?;
        Ok(database)
    })
}

#[cfg(test)]
pub(crate) fn open_backend_read_only(
    backend: impl redb::StorageBackend,
    options: &Options,
) -> Result<ReadOnlyDatabase, LogError> {
    guarded(|| {
        let database = builder(options).open_read_only_with_backend(backend);
        let database = database.map_err(|error| LogError::Storage(error.to_string()))?;
        tables::check_format(&database.begin_read()?)?;
        Ok(database)
    })
}

/// A file that was changed behind redb's back can make it panic; to whoever looks at such a file, that is an
/// answer like any other.
pub(crate) fn guarded<T, E: From<LogError>>(look: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    // What the panic may have left half-done is dropped with the database, and the file is not written.
    catch_unwind(AssertUnwindSafe(look)).unwrap_or_else(|panic| {
        let what = panic.downcast_ref::<String>().map(String::as_str);
        let what = what
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("it panicked");
        let gave_up = format!("the storage engine gave up on this file: {what}");
        Err(LogError::Storage(gave_up).into())
    })
}

fn make_tables(database: &Database) -> Result<(), LogError> {
    let transaction = database.begin_write()?;
    tables::write_format(&transaction)?;
    transaction.commit()?;
    Ok(())
}

fn unusable(path: &Path, error: DatabaseError) -> LogError {
    let path = path.display();
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
            LogError::InUse(path.to_string())
        }
        DatabaseError::RepairAborted => LogError::NotClosed(path.to_string()),
        DatabaseError::UpgradeRequired(version) => {
            LogError::Format(format!("{path} is in file format {version} of redb"))
        }
        DatabaseError::Storage(redb::StorageError::Io(error))
            if error.kind() == io::ErrorKind::InvalidData =>
        {
            LogError::Format(format!("{path} is no event log"))
        }
        DatabaseError::Storage(redb::StorageError::Corrupted(what)) => LogError::Storage(format!(
            "{path} is damaged: {what}; keep it as evidence and restore a backup"
        )),
        error @ (DatabaseError::TransactionInProgress | DatabaseError::Storage(_) | _) => {
            LogError::Storage(format!("{path}: {error}"))
        }
    }
}

/// A file that gets its name only once it is whole and on disk.
pub(crate) struct Unfinished<'a> {
    name: &'a Path,
    /// Where to write it meanwhile.
    pub(crate) path: PathBuf,
}

impl<'a> Unfinished<'a> {
    /// # Errors
    /// If something stands under the name already, or a leftover of an earlier attempt cannot be removed.
    pub(crate) fn new(name: &'a Path) -> Result<Self, LogError> {
        if name.exists() {
            return Err(LogError::Storage(format!("{} exists already", name.display())));
        }
        let mut path = name.as_os_str().to_owned();
        path.push(".unfinished");
        let path = PathBuf::from(path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(&path, &error)),
            _ => Ok(Self { name, path }),
        }
    }

    pub(crate) fn finish(self) -> Result<(), LogError> {
        let synced = File::open(&self.path).and_then(|file| file.sync_all());
        synced.map_err(|error| at(&self.path, &error))?;
        fs::rename(&self.path, self.name).map_err(|error| at(self.name, &error))?;
        // A crash here may leave either name, with the same whole file behind it.
        let directory = match self.name.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let synced = File::open(directory).and_then(|directory| directory.sync_all());
        synced.map_err(|error| at(directory, &error))
    }
}

fn at(path: &Path, error: &io::Error) -> LogError {
    LogError::Storage(format!("{}: {error}", path.display()))
}
