//! `skm backup`: log, checkpoints and vault as they belong together, into a directory of their own. Works beside a
//! running server.
//!
//! Views are left out: they are made again from the log. So is the key of the credentials: a copy of the data must not
//! open the dashboard of the original. So are the key that signs and the lock: a copy must not sign, and must not believe that
//! it is the newest.

use std::{fs, path::PathBuf};

use app::{AppError, DataDir, TokenKey};
use clap::Args;
use eventlog::ReadEvents;
use vault::VaultReader;

use crate::{
    arguments::Data,
    failure::Failure,
    new_folder::NewFolder,
    output::{count, say},
    progress::Bar,
};

/// Salin log, tanda tangan dan brankas ke folder lain; juga selagi server berjalan
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
        let data = self.data.data;
        let log = data.reader()?;
        // Nothing is erased while this is open, so every text that the copied log names is in the copied vault.
        let vault = VaultReader::open(data.vault())?;
        let to = NewFolder::begin(self.to, "cadangan")?;
        let copy = DataDir::new(to.path());
        // Before the log: what the copied checkpoints sign, the copied log has.
        copy_checkpoints(&data, &copy)?;
        let bar = Bar::new("Menyalin log", log.read_head()?.size);
        let head = log.backup(&copy.log(), |done, _| bar.set(done))?;
        drop(bar);
        let texts = vault.backup(copy.vault())?;
        // Without it no ticket that is out admits anybody.
        if let Some(key) = TokenKey::read(data.path())? {
            key.write(copy.path())?;
        }
        data.copy_credentials(&copy)?;
        let to = to.finish()?;
        say(&format!(
            "Cadangan di {}: {} peristiwa, {} teks",
            to.display(),
            count(head.size),
            count(texts.len() as u64)
        ))
    }
}

/// Copies the archive of checkpoints and the key that checks them, if there are any yet.
pub(super) fn copy_checkpoints(from: &DataDir, to: &DataDir) -> Result<(), Failure> {
    let (from_files, to_files) = (from.notary(), to.notary());
    if from_files.archive.exists() {
        let copied = from.checkpoints()?.copy(&to_files.archive);
        copied.map_err(AppError::from)?;
    }
    if from_files.vkey.exists() {
        fs::copy(&from_files.vkey, &to_files.vkey)
            .map_err(|error| Failure::Machine(format!("{}: {error}", from_files.vkey.display())))?;
    }
    Ok(())
}
