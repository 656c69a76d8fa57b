//! The files of an exported directory.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use tlog::{
    checkpoint::SignedCheckpoint,
    note::VerifierKey,
    tile::{Bundle, Tile},
    tree::TreeHead,
};

use crate::{Head, KeptIn, limits::FILE_BYTES_MAX};

/// A file of an exported directory is missing, or cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is not there.
    #[error("{} tidak ada", .0.display())]
    Missing(PathBuf),
    /// The disk failed, or the user may not read it.
    #[error("{}: {what}; periksa disk dan izin berkas", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What happened.
        what: String,
    },
    /// It is not what its name says.
    #[error("{} bukan berkas yang dikenal: {what}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
}

/// The tiles and bundles, by their place in the tree.
#[derive(Clone, Debug)]
pub(super) struct Files {
    directory: PathBuf,
    has_entries: bool,
}

impl Files {
    /// Whether the entries were exported.
    pub(super) const fn has_entries(&self) -> bool {
        self.has_entries
    }

    pub(super) fn tile(&self, tile: Tile) -> Result<Vec<u8>, FileError> {
        read(&self.directory.join(tile.to_string()))
    }

    pub(super) fn bundle(&self, bundle: Bundle) -> Result<Vec<u8>, FileError> {
        read(&self.directory.join(bundle.to_string()))
    }
}

/// An exported directory, and what it says of itself.
pub(super) struct Export {
    pub(super) files: Files,
    /// The exported head first.
    pub(super) heads: Vec<Head>,
    pub(super) vkey: Option<VerifierKey>,
}

impl Export {
    /// Reads what there is of heads and keys.
    pub(super) fn open(directory: &Path, brought: Vec<Head>) -> Result<Self, FileError> {
        let mut heads = vec![head(&directory.join("checkpoint"), KeptIn::Export)?];
        for path in listed(&directory.join("checkpoints"))? {
            heads.push(head(&path, KeptIn::Archive)?);
        }
        heads.extend(brought);
        Ok(Self {
            files: Files {
                directory: directory.into(),
                has_entries: directory.join("tile/entries").is_dir(),
            },
            heads,
            vkey: vkey(&directory.join("log.pub"))?,
        })
    }

    /// What the tree is said to be.
    pub(super) fn head(&self) -> TreeHead {
        self.heads[0].checkpoint.checkpoint().head()
    }
}

fn head(path: &Path, kept_in: KeptIn) -> Result<Head, FileError> {
    let checkpoint = SignedCheckpoint::parse(&read(path)?).map_err(|error| form(path, error))?;
    Ok(Head {
        checkpoint,
        signed_at: None,
        kept_in,
    })
}

fn vkey(path: &Path) -> Result<Option<VerifierKey>, FileError> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        text => text.map_err(|error| failed(path, &error))?,
    };
    Ok(Some(text.trim_end().parse().map_err(|error| form(path, error))?))
}

/// The files of a directory, in order of name; none if it is not there.
fn listed(directory: &Path) -> Result<Vec<PathBuf>, FileError> {
    let listing = match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listing => listing.map_err(|error| failed(directory, &error))?,
    };
    let paths = listing.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = paths
        .collect::<Result<_, _>>()
        .map_err(|error| failed(directory, &error))?;
    paths.sort();
    Ok(paths)
}

/// All of a file, within a limit.
fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(FileError::Missing(path.into())),
        file => file.map_err(|error| failed(path, &error))?,
    };
    let mut bytes = Vec::new();
    let read = file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes);
    read.map_err(|error| failed(path, &error))?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(form(path, "terlalu besar"));
    }
    Ok(bytes)
}

fn failed(path: &Path, error: &io::Error) -> FileError {
    FileError::Io {
        path: path.into(),
        what: error.to_string(),
    }
}

fn form(path: &Path, what: impl ToString) -> FileError {
    FileError::Form {
        path: path.into(),
        what: what.to_string(),
    }
}
