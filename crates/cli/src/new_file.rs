//! A file that takes no other's place and that only its owner reads: evidence, exported events, printed codes.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use crate::failure::Failure;

/// A file on its way.
pub(crate) struct NewFile<'p> {
    path: &'p Path,
    file: File,
}

impl<'p> NewFile<'p> {
    /// Makes the file, empty; refused if there is one of this name.
    pub(crate) fn begin(path: &'p Path) -> Result<Self, Failure> {
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        let file = file.map_err(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                Failure::Refused(format!("{} sudah ada; pilih nama berkas lain", path.display()))
            } else {
                failed(path, &error)
            }
        })?;
        Ok(Self { path, file })
    }

    /// Fills it and brings it to the disk. If that fails the file goes: half of it would look like all of it.
    pub(crate) fn fill<T>(
        self,
        fill: impl FnOnce(&mut BufWriter<&File>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let filled = self.filled(fill);
        if filled.is_err() {
            fs::remove_file(self.path).map_err(|error| failed(self.path, &error))?;
        }
        filled
    }

    fn filled<T>(
        &self,
        fill: impl FnOnce(&mut BufWriter<&File>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut out = BufWriter::new(&self.file);
        let made = fill(&mut out)?;
        let written = out.flush().and_then(|()| self.file.sync_all());
        written.map_err(|error| failed(self.path, &error))?;
        Ok(made)
    }
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::Machine(format!("{}: {error}", path.display()))
}
