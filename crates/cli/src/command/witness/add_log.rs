//! `skm witness add-log`: makes a log known to a witness, by its key.

use clap::Args;
use tlog::note::VerifierKey;
use witness::{Added, Witness};

use super::Folder;
use crate::{failure::Failure, output::say};

/// Tambahkan log yang boleh ditandatangani, atau kunci baru dari log yang sudah dikenal
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// Kunci log, nama+id+base64, dari tangan pengelola log itu sendiri
    #[arg(value_name = "VKEY")]
    key: String,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let witness = Witness::open(&self.folder.dir)?;
        let key: VerifierKey = self.key.parse().map_err(witness::Error::NotAKey)?;
        let origin = key.name().to_owned();
        match witness.add_log(key)? {
            Added::Log => say(&format!("Log {origin} dikenal; belum ada yang ditandatangani")),
            Added::Key => say(&format!(
                "Kunci baru untuk log {origin}; yang sudah ditandatangani tetap diingat"
            )),
            Added::Nothing => say(&format!("Kunci ini sudah dikenal untuk log {origin}")),
        }
    }
}
