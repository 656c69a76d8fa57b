//! The files of an exported directory.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use tlog::{
    checkpoint::SignedCheckpoint,
    note::VerifierKey,
    tile::{Bundle, Tile},
    tree::TreeHead,
};

use crate::{
    Head, KeptIn,
    limits::{CHECKPOINTS_BYTES_MAX, FILE_BYTES_MAX},
};

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
        read(&self.directory.join(tile.to_string()), FILE_BYTES_MAX)
    }

    pub(super) fn bundle(&self, bundle: Bundle) -> Result<Vec<u8>, FileError> {
        read(&self.directory.join(bundle.to_string()), FILE_BYTES_MAX)
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
        let path = directory.join("checkpoint");
        let checkpoint = SignedCheckpoint::parse(&read(&path, FILE_BYTES_MAX)?);
        let head = |checkpoint, kept_in| Head {
            checkpoint,
            signed_at: None,
            kept_in,
        };
        let mut heads = vec![head(
            checkpoint.map_err(|error| form(&path, error))?,
            KeptIn::Export,
        )];
        let earlier = earlier(&directory.join("checkpoints"))?;
        heads.extend(
            earlier
                .into_iter()
                .map(|checkpoint| head(checkpoint, KeptIn::Archive)),
        );
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

/// The heads that were kept; none if their file is not there.
fn earlier(path: &Path) -> Result<Vec<SignedCheckpoint>, FileError> {
    let bytes = match read(path, CHECKPOINTS_BYTES_MAX) {
        Err(FileError::Missing(_)) => return Ok(Vec::new()),
        bytes => bytes?,
    };
    let text = String::from_utf8(bytes).map_err(|error| form(path, error))?;
    notary::split_checkpoints(&text).map_err(|error| form(path, error))
}

fn vkey(path: &Path) -> Result<Option<VerifierKey>, FileError> {
    let bytes = match read(path, FILE_BYTES_MAX) {
        Err(FileError::Missing(_)) => return Ok(None),
        bytes => bytes?,
    };
    let key = String::from_utf8_lossy(&bytes).trim_end().parse();
    Ok(Some(key.map_err(|error| form(path, error))?))
}

/// All of a file, within a limit.
fn read(path: &Path, bytes_max: u64) -> Result<Vec<u8>, FileError> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(FileError::Missing(path.into())),
        file => file.map_err(|error| failed(path, &error))?,
    };
    let mut bytes = Vec::new();
    let read = file.take(bytes_max + 1).read_to_end(&mut bytes);
    read.map_err(|error| failed(path, &error))?;
    if bytes.len() as u64 > bytes_max {
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
