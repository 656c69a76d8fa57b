//! `skm backup`: log, vault and the key of the one-time codes as they belong together, into a directory of their own.
//!
//! Views are left out: they are made again from the log. So is the admin link: a copy of the data must not open
//! the dashboard of the original.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use app::{DataDir, TokenKey};
use clap::Args;
use eventlog::ReadEvents;
use vault::Vault;

use crate::{
    arguments::Data,
    failure::Failure,
    output::{count, say},
    progress::Bar,
};

/// Salin log dan brankas ke folder lain; server harus berhenti
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    /// Folder cadangan; belum ada, atau kosong
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let (data, to) = (self.data.data, self.to);
        let failed = |path: &Path, error: io::Error| Failure::Machine(format!("{}: {error}", path.display()));
        if fs::read_dir(&to).is_ok_and(|mut entries| entries.next().is_some()) || to.is_file() {
            let text = format!("{} sudah berisi; pilih folder cadangan yang kosong", to.display());
            return Err(Failure::Refused(text));
        }
        let log = data.reader()?;
        let vault = Vault::open(data.vault())?;
        let unfinished = unfinished(&to);
        // A crash below leaves a folder under this name, never half a backup under the name that was asked for.
        match fs::remove_dir_all(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&unfinished, error)),
            _ => {}
        }
        fs::create_dir_all(&unfinished).map_err(|error| failed(&unfinished, error))?;
        let copy = DataDir::new(&unfinished);
        // Nothing is erased from here on, so every text that the copied log names is in the copied vault.
        let still = vault.hold_still();
        let bar = Bar::new("Menyalin log", log.read_head()?.size);
        let head = log.backup(&copy.log(), |done, _| bar.set(done))?;
        drop(bar);
        still.backup(copy.vault())?;
        // Without it no ticket that is out admits anybody.
        if let Some(key) = TokenKey::read(data.path())? {
            key.write(copy.path())?;
        }
        fs::rename(&unfinished, &to)
            .and_then(|()| File::open(parent(&to))?.sync_all())
            .map_err(|error| failed(&to, error))?;
        let texts = vault.contents()?.len();
        say(&format!(
            "Cadangan di {}: {} peristiwa, {} teks",
            to.display(),
            count(head.size),
            count(texts as u64)
        ))
    }
}

/// Beside the place of the backup, so that renaming stays within one file system.
fn unfinished(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    to.with_file_name(name)
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
