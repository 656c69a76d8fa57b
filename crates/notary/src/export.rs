//! The signed log as a folder that any C2SP client reads.
//!
//! ```text
//! checkpoint                the newest, as `/log/checkpoint` has it
//! checkpoints               every one of the archive: notes one after the other, an empty line after each
//! log.pub                   the key that checks them
//! tile/L/N, tile/L/N.p/W    hash tiles
//! tile/entries/N[.p/W]      entry bundles, unless they are left out
//! ```
//!
//! A folder of one moment: everything in it is of the size that the checkpoint signs, however the log grows meanwhile.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

use eventlog::{ReadTree, TreeError};
use tlog::{
    checkpoint::{CheckpointError, SignedCheckpoint},
    note::VerifierKey,
    tile::{Bundle, Tile},
};

use crate::{
    ArchiveReader, Archived, FileError,
    limits::CHECKPOINTS_AT_ONCE,
    tiles::{bundle_bytes, tile_bytes},
};

/// What becomes of the entries of the log, in an export or in evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entries {
    /// They are written: for those who may read every answer.
    Written,
    /// They are left out, and their hashes are not: no figure can be computed from these, and nobody's answer read.
    LeftOut,
}

/// Why nothing, or not all, was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A file cannot be written or read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The log cannot be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
}

/// Writes the log as a checkpoint has signed it into an empty folder. `progress` hears how many tiles and bundles are
/// done, and of how many.
///
/// # Errors
/// If the log or the archive cannot be read, an entry is not its leaf's, or the folder cannot be written: a part of it
/// may be there then.
pub fn export(
    log: &dyn ReadTree,
    archive: &ArchiveReader,
    newest: &Archived,
    vkey: &VerifierKey,
    out: &Path,
    entries: Entries,
    mut progress: impl FnMut(u64, u64),
) -> Result<(), ExportError> {
    let size = newest.head().size;
    let bundles = || Bundle::all_in_tree(size).take_while(|_| entries == Entries::Written);
    let files = Tile::all_in_tree(size).count() + bundles().count();
    let files = u64::try_from(files).expect("fewer than there are events");
    let mut done = 0;
    let mut step = || {
        done += 1;
        progress(done, files);
    };
    for tile in Tile::all_in_tree(size) {
        write(&out.join(tile.to_string()), &tile_bytes(log, tile)?)?;
        step();
    }
    for bundle in bundles() {
        write(&out.join(bundle.to_string()), &bundle_bytes(log, bundle)?)?;
        step();
    }
    write_checkpoints(archive, &out.join("checkpoints"))?;
    write(&out.join("log.pub"), format!("{vkey}\n").as_bytes())?;
    // Last: whoever finds it finds what it signs.
    Ok(write(
        &out.join("checkpoint"),
        newest.checkpoint.to_string().as_bytes(),
    )?)
}

/// Reads the file `checkpoints` of an export.
///
/// # Errors
/// If a part of it is no checkpoint.
pub fn split_checkpoints(text: &str) -> Result<Vec<SignedCheckpoint>, CheckpointError> {
    let mut checkpoints = Vec::new();
    let mut note = String::new();
    for line in text.split_inclusive('\n') {
        // The empty line within a note follows the text; the one after it follows a signature.
        if line == "\n"
            && note
                .lines()
                .last()
                .is_some_and(|last| last.starts_with("\u{2014} "))
        {
            checkpoints.push(SignedCheckpoint::parse(note.as_bytes())?);
            note.clear();
        } else {
            note.push_str(line);
        }
    }
    if !note.is_empty() {
        checkpoints.push(SignedCheckpoint::parse(note.as_bytes())?);
    }
    Ok(checkpoints)
}

fn write_checkpoints(archive: &ArchiveReader, path: &Path) -> Result<(), FileError> {
    let failed = |error: io::Error| FileError::io(path, &error);
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    let mut next = None;
    loop {
        let archived = archive.after(next, CHECKPOINTS_AT_ONCE)?;
        let Some(last) = archived.last() else { break };
        next = Some(last.head());
        for archived in &archived {
            writeln!(file, "{}", archived.checkpoint).map_err(failed)?;
        }
    }
    let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(failed)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        let mut file = File::create(path)?;
        file.write_all(bytes)
    };
    write().map_err(|error: io::Error| FileError::io(path, &error))
}
