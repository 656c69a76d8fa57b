//! The folder of a witness, as few operations as will do, so that a test can cut the power between any two.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Small files in one folder.
pub(crate) trait Disk: Send + Sync {
    /// The names of all files.
    fn names(&self) -> io::Result<Vec<String>>;

    /// The file, or `None` if there is none.
    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>>;

    /// Makes the file or empties it, and writes it. Nothing of it need be on disk yet.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()>;

    /// What was written to the file is on disk once this returns.
    fn sync(&self, name: &str) -> io::Result<()>;

    /// Gives the file another name, in the place of what has it. Need not be on disk yet.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Which files there are, and under which names, is on disk once this returns.
    fn sync_names(&self) -> io::Result<()>;
}

/// Replaces a file, so that after a power cut there is the old one or the new one. Once this returns, it is the new.
pub(crate) fn replace(disk: &dyn Disk, name: &str, bytes: &[u8]) -> io::Result<()> {
    let unfinished = format!("{name}.unfinished");
    disk.write(&unfinished, bytes)?;
    // A crash up to here leaves an unfinished file, which nobody reads and the next one overwrites.
    disk.sync(&unfinished)?;
    disk.rename(&unfinished, name)?;
    // A crash here leaves either name for the file; its contents are whole under both.
    disk.sync_names()
}

/// A folder of the file system. Its files are for the user who runs the witness, and for nobody else.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// Makes the folder if it is not there.
    pub(crate) fn make(path: &Path) -> io::Result<Folder> {
        fs::create_dir_all(path)?;
        let parent = path.canonicalize()?;
        parent
            .parent()
            .map_or(Ok(()), |parent| File::open(parent)?.sync_all())?;
        Ok(Folder(path.to_owned()))
    }
}

impl Disk for Folder {
    fn names(&self) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(&self.0)?;
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect()
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.0.join(name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        options.open(self.0.join(name))?.write_all(bytes)
    }

    fn sync(&self, name: &str) -> io::Result<()> {
        File::open(self.0.join(name))?.sync_all()
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.0.join(from), self.0.join(to))
    }

    fn sync_names(&self) -> io::Result<()> {
        File::open(&self.0)?.sync_all()
    }
}
