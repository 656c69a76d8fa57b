//! A folder that gets its name only once it is whole: backups, exports, what is restored.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use crate::failure::Failure;

/// A folder on its way.
pub(crate) struct NewFolder {
    name: PathBuf,
    unfinished: PathBuf,
}

impl NewFolder {
    /// Begins a folder; `what` it is for is told if the name is taken.
    pub(crate) fn begin(name: PathBuf, what: &str) -> Result<Self, Failure> {
        if fs::read_dir(&name).is_ok_and(|mut entries| entries.next().is_some()) || name.is_file() {
            let text = format!("{} sudah berisi; pilih folder {what} yang kosong", name.display());
            return Err(Failure::Refused(text));
        }
        let folder = Self {
            unfinished: unfinished(&name),
            name,
        };
        // A crash leaves a folder under this name, never half of one under the name that was asked for.
        match fs::remove_dir_all(&folder.unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(folder.failed(&error)),
            _ => {}
        }
        fs::create_dir_all(&folder.unfinished).map_err(|error| folder.failed(&error))?;
        Ok(folder)
    }

    /// Where to write meanwhile.
    pub(crate) fn path(&self) -> &Path {
        &self.unfinished
    }

    /// Gives it its name.
    pub(crate) fn finish(self) -> Result<PathBuf, Failure> {
        let parent = match self.name.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::rename(&self.unfinished, &self.name)
            .and_then(|()| File::open(parent)?.sync_all())
            .map_err(|error| self.failed(&error))?;
        Ok(self.name)
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::Machine(format!("{}: {error}", self.name.display()))
    }
}

/// Beside the place that was asked for, so that renaming stays within one file system.
fn unfinished(name: &Path) -> PathBuf {
    let mut file = name.file_name().unwrap_or_default().to_owned();
    file.push(".unfinished");
    name.with_file_name(file)
}
