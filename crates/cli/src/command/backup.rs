//! `skm backup`: log and vault as they belong together, into a directory of their own.
//!
//! Views are left out: they are made again from the log. So is the admin link: a copy of the data must not open
//! the dashboard of the original.

use std::path::PathBuf;

use app::DataDir;
use clap::Args;
use eventlog::ReadEvents;
use vault::Vault;

use crate::{
    arguments::Data,
    failure::Failure,
    new_folder::NewFolder,
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
        let data = self.data.data;
        let log = data.reader()?;
        let vault = Vault::open(data.vault())?;
        let to = NewFolder::begin(self.to, "cadangan")?;
        let copy = DataDir::new(to.path());
        // Nothing is erased from here on, so every text that the copied log names is in the copied vault.
        let still = vault.hold_still();
        let bar = Bar::new("Menyalin log", log.read_head()?.size);
        let head = log.backup(&copy.log(), |done, _| bar.set(done))?;
        drop(bar);
        still.backup(copy.vault())?;
        let to = to.finish()?;
        let texts = vault.contents()?.len();
        say(&format!(
            "Cadangan di {}: {} peristiwa, {} teks",
            to.display(),
            count(head.size),
            count(texts as u64)
        ))
    }
}
