//! Small files that are whole or not there.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use crate::FileError;

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Only the user who runs the program.
    Owner,
    /// Whoever may enter the directory.
    All,
}

/// Writes a file and syncs it. A crash leaves the old one or the new one, and perhaps a leftover that the next writing
/// replaces.
///
/// # Errors
/// [`FileError::Io`] if the file cannot be written.
pub fn write_whole(path: &Path, text: &str, readers: Readers) -> Result<(), FileError> {
    let write = || {
        let unfinished = unfinished(path);
        remove_leftover(&unfinished)?;
        let mode = match readers {
            Readers::Owner => 0o600,
            Readers::All => 0o644,
        };
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        give_name(&unfinished, path)
    };
    write().map_err(|error| FileError::io(path, &error))
}

/// Where a file stands until it is whole.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    with_suffix(path, ".unfinished")
}

/// The path with something behind its name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Removes what a crash left.
pub(crate) fn remove_leftover(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Gives a whole, synced file its name, in the place of one that may have it.
pub(crate) fn give_name(unfinished: &Path, path: &Path) -> io::Result<()> {
    fs::rename(unfinished, path)?;
    // A crash before this sync may bring the old file back, whole.
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    File::open(directory)?.sync_all()
}

/// The text of a file, or `None` if it is not there.
///
/// # Errors
/// [`FileError::Io`] if the file cannot be read.
pub fn read(path: &Path) -> Result<Option<String>, FileError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::io(path, &error)),
    }
}
